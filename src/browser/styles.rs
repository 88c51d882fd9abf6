//! Styles of our own in a document of ours.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document};

/// Adds styles to the document. Adopted sheets are no inline styles: a policy without `unsafe-inline` lets them pass.
pub fn adopt_in_document(document: &Document, styles: &str) {
    let sheet = CssStyleSheet::new().ok();
    let replace =
        sheet.as_ref().and_then(|sheet| Reflect::get(sheet, &JsValue::from_str("replaceSync")).ok()?.dyn_into::<js_sys::Function>().ok());
    if let (Some(sheet), Some(replace)) = (sheet, replace) {
        let _ = replace.call1(&sheet, &JsValue::from_str(styles));
        let _ = Reflect::set(document, &JsValue::from_str("adoptedStyleSheets"), &Array::of1(&sheet));
    }
}
