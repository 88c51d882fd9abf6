//! What follows a submission: thanks in the form's place, and where the campaign leads on.

use std::rc::Rc;

use web_sys::Element;

use super::{Live, focus, set_hidden};
use crate::browser::{controls, events, javascript, page};
use crate::condition::value_at;
use crate::digits::digits;
use crate::form::{Course, addressed};
use crate::runtime::{sender, submit};
use crate::value::Value;
use wasm_bindgen::JsValue;

const SUCCESS: &str = "data-lw-success";

impl Live {
    /// Sends a message after a step, once, where the campaign asks for it and the visitor agreed.
    pub(super) fn tell_in_part(self: &Rc<Self>, course: &Course, step: usize) {
        let Some(partial) = course.form.partial.as_ref() else { return };
        let is_due = step.saturating_add(1) == partial.after_step as usize && course.answers.agrees(&partial.needs);
        if is_due
            && !self.told_in_part.replace(true)
            && submit::keep_in_part(&self.engine, &self.id, &course.answers, self.via, &self.ids.1)
        {
            sender::send_soon(&self.engine);
        }
    }

    pub(super) fn conclude(&self, outcome: Option<usize>, facts: &Value) {
        self.thank(outcome, &self.engine.texts.thanks, facts);
        let entry = self.form().zip(outcome).and_then(|(form, index)| form.then.get(index));
        for action in entry.into_iter().flat_map(|entry| &entry.actions) {
            if let Some(block) = &action.reveal {
                reveal(block);
            }
            if let Some(redirect) = &action.redirect {
                let fact = |name: &str| Some(javascript::encoded(value_at(facts, name).as_str()?));
                submit::go_to(&self.engine, &addressed(redirect, &fact));
            }
        }
    }

    /// Shows what waits behind the form in its place, and takes the reader there: what an outcome says, else `words`.
    pub(super) fn thank(&self, outcome: Option<usize>, words: &str, facts: &Value) {
        let Some(place) = self.element.next_element_sibling().filter(|next| next.has_attribute(SUCCESS)) else { return };
        self.turn();
        let drawn =
            outcome.and_then(|index| place.query_selector(&["[data-lw-outcome=\"", &digits(index as u64), "\"]"].concat()).ok().flatten());
        match drawn.filter(|drawn| drawn.has_child_nodes()) {
            Some(drawn) => {
                for link in controls::elements(&drawn, "[data-lw-carry]") {
                    carry(&link, facts);
                }
                set_hidden(&drawn, false);
            }
            None => {
                if let Ok(Some(line)) = place.query_selector(".lw-success-text") {
                    line.set_text_content(Some(words));
                }
            }
        }
        set_hidden(&place, false);
        set_hidden(&self.element, true);
        focus(&place);
    }
}

/// Adds the answers that a link carries, and no others, to its address.
fn carry(link: &Element, facts: &Value) {
    let (Some(wanted), Some(mut href)) = (link.get_attribute("data-lw-carry"), link.get_attribute("href")) else { return };
    for (parameter, field) in wanted.split(' ').filter_map(|pair| pair.split_once('=')) {
        if let Some(answer) = value_at(facts, &["field.", field].concat()).as_str() {
            let sign = if href.bytes().any(|byte| byte == b'?') { "&" } else { "?" };
            href = [&href, sign, parameter, "=", &javascript::encoded(answer)].concat();
        }
    }
    let _ = link.set_attribute("href", &href);
}

/// Shows a block that was kept back until a form was sent.
pub fn reveal(block: &str) {
    let Some(root) = page::window_and_document().and_then(|(_, document)| document.document_element()) else { return };
    for gate in controls::elements(&root, "[data-lw-gate]") {
        if gate.get_attribute("data-lw-gate").as_deref() == Some(block) {
            set_hidden(&gate, false);
            events::tell("drawn", JsValue::UNDEFINED);
        }
    }
}
