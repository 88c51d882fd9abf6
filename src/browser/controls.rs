//! Reading a form's controls, whoever made them.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

/// One control as it stands.
pub struct Control {
    pub name: String,
    pub value: String,
    /// For boxes and radio buttons; other controls count as ticked.
    pub ticked: bool,
}

const CONTROLS: &str = "input, select, textarea";

// What the three kinds of elements have in common, in one type: visitors would pay for each call three times.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Element)]
    type Input;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Input) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = type)]
    fn kind(this: &Input) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Input) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = defaultValue)]
    fn default_value(this: &Input) -> Option<String>;
    #[wasm_bindgen(method, setter)]
    fn set_value(this: &Input, value: &str);
    #[wasm_bindgen(method, getter)]
    fn checked(this: &Input) -> bool;
    #[wasm_bindgen(method, setter)]
    fn set_checked(this: &Input, checked: bool);
}

impl Input {
    fn is_choice(&self) -> bool {
        matches!(self.kind().as_deref(), Some("checkbox" | "radio"))
    }
}

/// Every named control of a form, in document order.
#[must_use]
pub fn read(form: &Element) -> Vec<Control> {
    elements(form, CONTROLS).iter().filter_map(control).collect()
}

fn control(element: &Element) -> Option<Control> {
    let input = element.unchecked_ref::<Input>();
    let name = input.name().filter(|name| !name.is_empty())?;
    // What an aid made of what was typed: a number, a date or a telephone as receivers read them.
    let value = element.get_attribute("data-lw-value").filter(|value| !value.is_empty()).or_else(|| input.value())?;
    Some(Control { name, value, ticked: !input.is_choice() || input.checked() })
}

/// Puts a value into a control that nobody has touched: what the visitor typed is never overwritten.
pub fn fill_if_untouched(form: &Element, from: &Control) {
    for element in elements(form, CONTROLS) {
        let input = element.unchecked_ref::<Input>();
        if input.name().as_deref() != Some(&from.name) {
            continue;
        }
        if input.is_choice() {
            if input.value().as_deref() == Some(&from.value) {
                input.set_checked(from.ticked);
            }
        } else if input.kind().is_some_and(|kind| kind.starts_with("select")) || input.value() == input.default_value() {
            input.set_value(&from.value);
        }
    }
}

/// The elements below `root` that match, in document order.
#[must_use]
pub fn elements(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}
