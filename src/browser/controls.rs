//! Reading a form's controls, whoever made them.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// One control as it stands.
pub struct Control {
    pub name: String,
    pub value: String,
    /// For boxes and radio buttons; other controls count as ticked.
    pub ticked: bool,
}

/// Every named control of a form, in document order.
#[must_use]
pub fn read(form: &HtmlFormElement) -> Vec<Control> {
    elements(form, "input, select, textarea").iter().filter_map(control).filter(|control| !control.name.is_empty()).collect()
}

fn control(element: &Element) -> Option<Control> {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        let choosable = matches!(input.type_().as_str(), "checkbox" | "radio");
        return Some(Control { name: input.name(), value: input.value(), ticked: !choosable || input.checked() });
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        return Some(Control { name: select.name(), value: select.value(), ticked: true });
    }
    let area = element.dyn_ref::<HtmlTextAreaElement>()?;
    Some(Control { name: area.name(), value: area.value(), ticked: true })
}

/// Puts a value into a control that is still empty. For a form that takes another's place.
pub fn fill_if_empty(form: &HtmlFormElement, from: &Control) {
    for element in elements(form, "input, select, textarea") {
        if element.get_attribute("name").as_deref() != Some(&from.name) {
            continue;
        }
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            if matches!(input.type_().as_str(), "checkbox" | "radio") {
                if input.value() == from.value {
                    input.set_checked(from.ticked);
                }
            } else if input.type_() != "hidden" && input.value().is_empty() {
                input.set_value(&from.value);
            }
        } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            select.set_value(&from.value);
        } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>()
            && area.value().is_empty()
        {
            area.set_value(&from.value);
        }
    }
}

/// The elements below `root` that match, in document order.
#[must_use]
pub fn elements(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}
