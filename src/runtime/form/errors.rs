//! What is wrong, said beside each field and in a list above the form that leads there.

use std::rc::Rc;

use web_sys::Element;

use super::{Live, Phase, focus, set_hidden};
use crate::browser::events;
use crate::browser::{build, controls, json as js, page};
use crate::form::{Course, FieldError, Wording};
use crate::object;
use crate::value::{Named, Value};

const FIELD: &str = "data-lw-field";

impl Live {
    /// Shows what is wrong on the way, and takes the visitor to the first of it.
    pub(super) fn refuse(self: &Rc<Self>, course: &Course, faults: &[FieldError]) {
        let errors: Named<String> = faults.iter().map(|fault| (fault.field.clone(), self.sentence(fault))).collect();
        let first = errors.keys().next().cloned().unwrap_or_default();
        if let Some(asked) = course.asked.iter().find(|asked| asked.field.name == first) {
            self.step.set(asked.step);
            self.turn();
        }
        self.tell_invalid(&errors);
        self.show_errors(errors);
        self.focus_field(&first);
    }

    /// The same for what the receiver found wrong.
    pub(super) fn refuse_with(&self, errors: Named<String>) {
        self.of_receiver.borrow_mut().clone_from(&errors);
        let first = errors.keys().next().cloned().unwrap_or_default();
        self.tell_invalid(&errors);
        self.show_errors(errors);
        self.focus_field(&first);
    }

    fn tell_invalid(&self, errors: &Named<String>) {
        let names: Vec<&String> = errors.keys().collect();
        events::tell("form-invalid", js::to_js(&object! { "form" => self.id, "fields" => names }));
        self.engine.happened("form_error", object! { "form" => self.id, "step" => self.step_number(), "field" => names.first() });
    }

    pub(super) fn sentence(&self, error: &FieldError) -> String {
        let engine = &self.engine;
        let wording = Wording { texts: &engine.texts, locale: &engine.locale, default_locale: &engine.campaign.default_locale };
        error.fault.sentence(self.form().and_then(|form| form.field(&error.field)), wording)
    }

    pub(super) fn show_errors(&self, errors: Named<String>) {
        for field in controls::elements(&self.element, "[data-lw-field]") {
            let name = field.get_attribute(FIELD).unwrap_or_default();
            show_error(&field, errors.get(&name).map(String::as_str));
        }
        self.summarize(&errors);
        *self.errors.borrow_mut() = errors;
    }

    /// Several errors are listed above the form too; one alone has the focus already. Nothing new is listed while somebody types.
    fn summarize(&self, errors: &Named<String>) {
        let Ok(Some(place)) = self.element.query_selector("[data-lw-summary]") else { return };
        let several = errors.len() > 1 || (errors.len() == 1 && !place.has_attribute("hidden"));
        place.set_text_content(None);
        set_hidden(&place, !several);
        let Some((_, document)) = page::window_and_document().filter(|_| several) else { return };
        let item = |(field, sentence): (&String, &String)| {
            let words = [self.label(field).as_str(), ": ", sentence].concat();
            let link = element("a", object! { "href" => "#", "data-lw-to" => field }, vec![Value::String(words)]);
            element("li", object! {}, vec![link])
        };
        let title = element("p", object! {}, vec![Value::String(self.engine.texts.check_answers.to_string())]);
        let list = element("ul", object! {}, errors.iter().map(item).collect());
        build::append(&document, &place, &Value::Array(vec![title, list]));
    }

    /// A field's label as it stands in the form, without what is said beside it.
    fn label(&self, field: &str) -> String {
        let found = self.field(field).and_then(|field| field.query_selector(".lw-label").ok().flatten());
        let words = found.and_then(|label| label.child_nodes().get(0)).and_then(|node| node.text_content());
        words.map(|words| words.trim().to_owned()).unwrap_or_default()
    }

    pub(super) fn field(&self, name: &str) -> Option<Element> {
        let named = |element: &Element| element.get_attribute(FIELD).as_deref() == Some(name);
        controls::elements(&self.element, "[data-lw-field]").into_iter().find(named)
    }

    /// The first control of a field; a group is reached by its first choice.
    pub(super) fn focus_field(&self, field: &str) {
        let control = self.field(field).and_then(|field| field.query_selector("input, select, textarea").ok().flatten());
        control.iter().for_each(focus);
    }

    pub(super) fn show_phase(&self, phase: Phase) {
        self.phase.set(phase);
        let texts = &self.engine.texts;
        if let Ok(Some(button)) = self.element.query_selector("[data-lw-submit]") {
            // Not `disabled`: that would lose the focus of whoever pressed it.
            let _ = button.set_attribute("aria-disabled", if phase == Phase::Sending { "true" } else { "false" });
        }
        let status = match phase {
            Phase::Sending => Some(&*texts.sending),
            Phase::NotSent => Some(&*texts.not_sent),
            Phase::Editing | Phase::Done => None,
        };
        if let Ok(Some(place)) = self.element.query_selector("[data-lw-status]") {
            place.set_text_content(status);
            set_hidden(&place, status.is_none());
        }
    }
}

fn element(tag: &str, attributes: Value, children: Vec<Value>) -> Value {
    Value::Array(vec![Value::String(tag.to_owned()), attributes, Value::Array(children)])
}

fn show_error(field: &Element, sentence: Option<&str>) {
    for control in controls::elements(field, "input, select, textarea") {
        let _ = match sentence {
            Some(_) => control.set_attribute("aria-invalid", "true"),
            None => control.remove_attribute("aria-invalid"),
        };
    }
    let Ok(Some(place)) = field.query_selector(".lw-error") else { return };
    if place.text_content().as_deref() != Some(sentence.unwrap_or_default()) {
        place.set_text_content(sentence);
    }
    set_hidden(&place, sentence.is_none());
}
