//! Putting forms where a foreign page asks for them: `data-leadwell-form="ID"`.
//!
//! The element's own content stays until the form is ready, and as long as somebody is typing into it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

use super::{Engine, attach};
use crate::browser::controls::{self, Control};
use crate::browser::events::Listener;
use crate::browser::{console, http, page, shadow};
use crate::view;

const PLACE: &str = "data-leadwell-form";
/// Marks a place that has its form.
const TAKEN: &str = "data-lw-taken";

/// Mounts every form that the page asks for.
pub async fn all(engine: &Rc<Engine>) {
    let Some(root) = page::window_and_document().and_then(|(_, document)| document.document_element()) else { return };
    let places = controls::elements(&root, "[data-leadwell-form]:not([data-lw-taken])");
    if places.is_empty() {
        return;
    }
    let Some(styles) = http::get_text(&format!("{}{}", engine.options.base, engine.options.styles)).await else {
        console::say("the styles could not be fetched: the page keeps its own content");
        return;
    };
    let styles = format!("{styles}{}", view::theme_css(&engine.campaign.theme, &engine.campaign.on_accent));
    for place in places {
        mount_when_left(engine, place, styles.clone());
    }
}

/// Mounts at once, or when the focus leaves: content that somebody is typing into is not taken away.
fn mount_when_left(engine: &Rc<Engine>, place: Element, styles: String) {
    if controls::elements(&place, ":focus").is_empty() {
        mount(engine, &place, &styles);
        return;
    }
    let engine = engine.clone();
    let waiting = place.clone();
    std::mem::forget(Listener::new(&place, "focusout", move |event| {
        let next = event.dyn_ref::<web_sys::FocusEvent>().and_then(web_sys::FocusEvent::related_target);
        let stays = next.and_then(|next| next.dyn_into::<web_sys::Node>().ok()).is_some_and(|next| waiting.contains(Some(&next)));
        if !stays {
            mount(&engine, &waiting, &styles);
        }
    }));
}

fn mount(engine: &Rc<Engine>, place: &Element, styles: &str) {
    let id = place.get_attribute(PLACE).unwrap_or_default();
    if place.has_attribute(TAKEN) {
        return;
    }
    let Some(form) = engine.campaign.forms.get(&id) else {
        let known: Vec<&str> = engine.campaign.forms.keys().map(String::as_str).collect();
        console::say(&format!("no form \"{id}\" in this campaign; known: {}", known.join(", ")));
        return;
    };
    let Some((_, document)) = page::window_and_document() else { return };
    let Some(root) = shadow::root(&document, styles, engine.options.nonce.as_deref()) else { return };
    for (name, value) in view::theme_attributes(&engine.campaign.theme) {
        let _ = root.host.set_attribute(name, value);
    }
    draw(engine, &id, form.clone(), &root.inside);
    let Some(drawn) = root.inside.query_selector("form").ok().flatten() else { return };
    if let Some(drawn) = drawn.dyn_ref::<HtmlFormElement>() {
        typed_so_far(place).iter().for_each(|control| controls::fill_if_empty(drawn, control));
    }
    let _ = place.set_attribute(TAKEN, "");
    place.replace_children_with_node_1(&root.host);
    attach::attach(engine, drawn, "embed");
}

fn draw(engine: &Rc<Engine>, id: &str, form: crate::campaign::Form, inside: &HtmlElement) {
    let (engine, id) = (engine.clone(), id.to_owned());
    let seen = page::seen();
    let (path, next) = (seen.path, seen.url);
    leptos::mount::mount_to(inside.clone(), move || {
        let reader = view::Reader::new(&engine.campaign, &engine.locale, &engine.texts);
        view::form(&engine.campaign, &id, &form, &path, &next, &reader)
    })
    .forget();
}

/// What was typed into the place's own content, by the names of its controls.
fn typed_so_far(place: &Element) -> Vec<Control> {
    controls::elements(place, "form").iter().filter_map(|form| form.dyn_ref::<HtmlFormElement>()).flat_map(controls::read).collect()
}
