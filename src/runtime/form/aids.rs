//! The aids a form needs: small modules that are fetched when there is a use for them, and without which it works as well.

use std::rc::Rc;

use super::Live;
use crate::browser::{aid, json as js, task};
use crate::object;
use crate::value::Value;
use wasm_bindgen::JsCast;
use web_sys::Element;

impl Live {
    /// Calls what helps with numbers, telephones and addresses.
    pub(super) fn call_aids(self: &Rc<Self>) {
        for name in self.form().map(|form| form.aids.clone()).unwrap_or_default() {
            self.call(&name, self.element.clone(), &Value::Null);
        }
    }

    /// The test whether a person writes is another vendor's: nothing of it is loaded before somebody is in the form.
    pub(super) fn call_captcha(&self) {
        if self.element.query_selector("[data-lw-captcha]").ok().flatten().is_some() {
            self.call("captcha", self.element.clone(), &Value::Null);
        }
    }

    /// Offers a copy of what was agreed to.
    pub(super) fn offer_receipt(&self, message: &Value) {
        let after = self.element.next_element_sibling();
        let button = after.and_then(|after| after.query_selector("[data-lw-receipt]").ok().flatten());
        if let Some(button) = button {
            self.call("receipt", button, message);
        }
    }

    fn call(&self, name: &str, element: Element, more: &Value) {
        let options = &self.engine.options;
        let Some(load) = options.load.clone() else { return };
        let context = js::to_js(&object! {
            "locale" => self.engine.locale, "data" => options.base, "nonce" => options.nonce, "message" => more,
        });
        let name = name.to_owned();
        let _ = task::run(async move { aid::attach(load.unchecked_ref(), &name, &element, &context).await });
    }
}
