//! What a page's blocks show to this visitor, where only the runtime can tell: another choice takes a block's place, and tokens get
//! their facts. Nothing that is on screen, or above it, is touched.

use web_sys::Element;

use super::Engine;
use crate::browser::{controls, events, javascript, json, page};
use crate::condition::{Condition, Scope};
use crate::value::{Named, Read, Reading, Value};

const CHOICES: &str = "lw-choices";
const BLOCK: &str = "data-lw-block";
const TOKEN: &str = "data-lw-token";
const DONE: &str = "data-lw-done";

/// The choices of one block, in the order of decision.
struct Choices(Vec<(Vec<Condition>, String)>);

impl Read for Choices {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self(Vec::read(crate::condition::value_at(value, "is"), reading))
    }
}

/// Settles what is not settled yet and not in sight.
pub fn page(engine: &Engine) {
    let Some(root) = page::root() else { return };
    let unsettled = |what: &str| controls::elements(&root, &["[", what, "]:not([", DONE, "])"].concat());
    let first_seen = engine.record().first_seen.0 as f64 * 1000.0;
    for countdown in controls::elements(&root, "[data-lw-evergreen]") {
        let _ = countdown.set_attribute("data-lw-since", &(javascript::ENGINE.text)(first_seen));
    }
    let (blocks, tokens) = (unsettled(BLOCK), unsettled(TOKEN));
    if blocks.is_empty() && tokens.is_empty() {
        return;
    }
    let verdict = engine.verdict();
    let scope = Scope { facts: &verdict.facts, lists: &engine.campaign.lists, engine: javascript::ENGINE };
    for token in tokens.iter().filter(|token| is_below(token)) {
        if let Some(fact) = token.get_attribute(TOKEN).and_then(|name| scope.fact_as_text(&name)) {
            token.set_text_content(Some(&fact));
            let _ = token.set_attribute(DONE, "");
        }
    }
    let choices = choices();
    for block in blocks.iter().filter(|block| is_below(block)) {
        let named = block.get_attribute(BLOCK).and_then(|name| choices.get(&name));
        let fits = |(conditions, _): &&(Vec<Condition>, String)| conditions.iter().all(|condition| condition.holds(&scope));
        if let Some((_, name)) = named.and_then(|choices| choices.0.iter().find(fits)) {
            show(block, name);
        }
    }
}

fn choices() -> Named<Choices> {
    let script = page::window_and_document().and_then(|(_, document)| document.get_element_by_id(CHOICES));
    script.and_then(|script| json::from_text(&script.text_content().unwrap_or_default()).ok()).unwrap_or_default()
}

/// Puts a choice in the block's place, and tells the page's own parts.
fn show(block: &Element, name: &str) {
    let template = block.query_selector(&["template[data-lw-is=\"", name, "\"]"].concat()).ok().flatten();
    let content = template.and_then(|template| js_sys::Reflect::get(&template, &"content".into()).ok());
    let Some(content) = content.and_then(|content| wasm_bindgen::JsCast::dyn_into::<web_sys::Node>(content).ok()) else { return };
    block.set_text_content(None);
    let _ = block.append_child(&content);
    let _ = block.set_attribute(DONE, "");
    events::tell("drawn", wasm_bindgen::JsValue::UNDEFINED);
}

/// Whether an element begins below the window.
fn is_below(element: &Element) -> bool {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()).and_then(|height| height.as_f64());
    height.is_some_and(|height| element.get_bounding_client_rect().top() >= height)
}
