//! A place of our own on somebody's page: one element, one open shadow root, its own styles, nothing in the document's head.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document, Element, ShadowRootInit, ShadowRootMode};

/// A shadow root with our styles in it, not yet on the page.
pub struct Root {
    /// The element to put on the page.
    pub host: Element,
    /// Where views are mounted.
    pub inside: Element,
}

/// Makes a root with these styles. `nonce` serves browsers without constructable style sheets under a strict policy.
#[must_use]
pub fn root(document: &Document, styles: &str, nonce: Option<&str>) -> Option<Root> {
    let host = document.create_element("leadwell-root").ok()?;
    let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
    if adopt(&shadow, styles).is_none() {
        let style = document.create_element("style").ok()?;
        if let Some(nonce) = nonce {
            style.set_attribute("nonce", nonce).ok()?;
        }
        style.set_text_content(Some(styles));
        shadow.append_child(&style).ok()?;
    }
    let inside = document.create_element("div").ok()?;
    inside.set_class_name("lw");
    shadow.append_child(&inside).ok()?;
    Some(Root { host, inside })
}

/// Adds styles to the document itself; for the single-page app, whose document is ours.
pub fn adopt_in_document(document: &Document, styles: &str) {
    let _ = adopt(document, styles);
}

// Adopted sheets are no inline styles: a policy without `unsafe-inline` lets them pass.
fn adopt(root: &JsValue, styles: &str) -> Option<()> {
    let sheet = CssStyleSheet::new().ok()?;
    let replace = Reflect::get(&sheet, &JsValue::from_str("replaceSync")).ok()?.dyn_into::<js_sys::Function>().ok()?;
    replace.call1(&sheet, &JsValue::from_str(styles)).ok()?;
    Reflect::set(root, &JsValue::from_str("adoptedStyleSheets"), &Array::of1(&sheet)).ok().filter(|set| *set).map(|_| ())
}
