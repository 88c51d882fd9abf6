//! Putting forms where a foreign page asks for them: `data-leadwell-form="ID"`.
//!
//! The element's own content stays until the form is ready, and as long as somebody is typing into it.

use std::rc::Rc;

use crate::value::Value;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Engine, forms};
use crate::browser::controls::{self, Control};
use crate::browser::events::Listener;
use crate::browser::{build, console, http, json, page, shadow};
use crate::condition::value_at;

const PLACE: &str = "data-leadwell-form";
/// Marks a place that has its form.
const TAKEN: &str = "data-lw-taken";

/// Mounts every form that the page asks for.
pub async fn all(engine: &Rc<Engine>) {
    let Some(root) = page::root() else { return };
    let places = controls::elements(&root, "[data-leadwell-form]:not([data-lw-taken])");
    if places.is_empty() {
        return;
    }
    let Some(styles) = http::get_text(&[&engine.options.base, engine.options.styles.as_str()].concat()).await else {
        console::say("the styles could not be fetched: the page keeps its own content");
        return;
    };
    for place in places {
        if let Some(drawn) = fetch(engine, &place).await {
            mount_when_left(engine, &place, Rc::new(drawn), styles.clone());
        }
    }
}

/// The form a place asks for, as data.
async fn fetch(engine: &Engine, place: &Element) -> Option<Value> {
    let id = place.get_attribute(PLACE).unwrap_or_default();
    if !engine.campaign.forms.contains_key(&id) {
        let known: Vec<&str> = engine.campaign.forms.keys().map(String::as_str).collect();
        console::say(&["no form \"", &id, "\" in this campaign; known: ", &known.join(", ")].concat());
        return None;
    }
    let url = [engine.options.campaign_folder(), "/forms/", &id, ".", &engine.locale, ".json"].concat();
    match http::get_json(&url).await {
        Ok(drawn) => Some(json::from_js(&drawn)),
        Err(reason) => {
            console::say(&reason);
            None
        }
    }
}

/// Mounts at once, or when the focus leaves: content that somebody is typing into is not taken away.
fn mount_when_left(engine: &Rc<Engine>, place: &Element, drawn: Rc<Value>, styles: String) {
    if controls::elements(place, ":focus").is_empty() {
        mount(engine, place, &drawn, &styles);
        return;
    }
    let engine = engine.clone();
    let waiting = place.clone();
    std::mem::forget(Listener::new(place, "focusout", move |event| {
        let next = event.unchecked_ref::<web_sys::FocusEvent>().related_target();
        let stays = next.and_then(|next| next.dyn_into::<Element>().ok()).is_some_and(|next| waiting.contains(Some(&next)));
        if !stays {
            mount(&engine, &waiting, &drawn, &styles);
        }
    }));
}

fn mount(engine: &Rc<Engine>, place: &Element, drawn: &Value, styles: &str) {
    let Some((_, document)) = page::window_and_document().filter(|_| !place.has_attribute(TAKEN)) else { return };
    let styles = [styles, value_at(drawn, "styles").as_str().unwrap_or_default()].concat();
    let Some(root) = shadow::root(&document, &styles, engine.options.nonce.as_deref()) else { return };
    set(&root.host, value_at(drawn, "attributes"));
    // On the inner element, which the page's own styles for language and direction do not reach.
    set(&root.inside, value_at(drawn, "language"));
    build::append(&document, &root.inside, value_at(drawn, "nodes"));
    let Some(form) = root.inside.query_selector("form").ok().flatten() else { return };
    for control in typed_so_far(place) {
        controls::fill_if_untouched(&form, &control);
    }
    let _ = place.set_attribute(TAKEN, "");
    place.replace_children_with_node_1(&root.host);
    let _ = forms::within(engine, &root.inside);
}

fn set(element: &Element, attributes: &Value) {
    for attribute in attributes.as_array().into_iter().flatten() {
        if let Some([Value::String(name), Value::String(value)]) = attribute.as_array().map(Vec::as_slice) {
            let _ = element.set_attribute(name, value);
        }
    }
}

/// What was typed into the place's own content, by the names of its controls.
fn typed_so_far(place: &Element) -> Vec<Control> {
    controls::elements(place, "form").iter().flat_map(controls::read).collect()
}
