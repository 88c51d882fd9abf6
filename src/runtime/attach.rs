//! Giving a form behaviour where it stands: the controls a visitor may be typing into are kept, never replaced.
//!
//! One piece of code for forms made by `leadwell build`, by the single-page app and in a shadow root on a foreign page: it finds
//! everything by the markup that `view::form` writes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Engine;
use super::submit::{self, Submitted, go_to};
use crate::browser::events::{self, Listener};
use crate::browser::{controls, json as js, page, random, task};
use crate::campaign::Form;
use crate::digits::digits;
use crate::form::{Answers, FieldError, validate};
use crate::object;

/// Attributes of the markup in `view::form`.
const FORM: &str = "data-lw-form";
const FIELD: &str = "data-lw-field";
const SUCCESS: &str = "data-lw-success";
/// Marks a form that has its behaviour already.
const LIVE: &str = "data-lw-live";

thread_local! {
    /// The listeners of every form, for as long as the page lives.
    static ATTACHED: RefCell<Vec<Attached>> = const { RefCell::new(Vec::new()) };
}

struct Attached {
    form: Element,
    _listeners: Vec<Listener>,
}

/// Upgrades every form of the campaign that stands in the document and is not upgraded yet.
pub fn all(engine: &Rc<Engine>) {
    ATTACHED.with_borrow_mut(|attached| attached.retain(|attached| attached.form.is_connected()));
    let Some(root) = page::window_and_document().and_then(|(_, document)| document.document_element()) else { return };
    let via = if page::is_own() { "page" } else { "embed" };
    for form in controls::elements(&root, "form[data-lw-form]") {
        attach(engine, form, via);
    }
}

/// Upgrades one form. `via` tells in the message what carried it.
pub fn attach(engine: &Rc<Engine>, element: Element, via: &'static str) {
    let id = element.get_attribute(FORM).unwrap_or_default();
    if !engine.campaign.forms.contains_key(&id) || element.has_attribute(LIVE) {
        return;
    }
    let _ = element.set_attribute(LIVE, "");
    // From here on we say what is wrong, beside the field and in the visitor's language.
    let _ = element.set_attribute("novalidate", "");
    let live = Rc::new(Live::new(engine.clone(), element.clone(), id, via));
    let listeners = live.listen();
    if !controls::elements(&live.element, ":focus").is_empty() {
        live.started();
    }
    ATTACHED.with_borrow_mut(|attached| attached.push(Attached { form: element, _listeners: listeners }));
}

/// A form with behaviour.
struct Live {
    engine: Rc<Engine>,
    element: Element,
    id: String,
    via: &'static str,
    /// What cannot be accepted, in the order of the form.
    errors: RefCell<Vec<FieldError>>,
    phase: Cell<Phase>,
    started: Cell<bool>,
    /// Of the message and the lead, the same when the visitor tries again.
    ids: (String, String),
}

/// Where a submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Editing,
    Sending,
    /// Could not be sent nor kept; the visitor may try again.
    NotSent,
    Done,
}

impl Live {
    fn new(engine: Rc<Engine>, element: Element, id: String, via: &'static str) -> Self {
        let (errors, phase) = (RefCell::new(Vec::new()), Cell::new(Phase::Editing));
        let ids = (random::uuid(), random::uuid());
        Self { engine, element, id, via, errors, phase, started: Cell::new(false), ids }
    }

    fn form(&self) -> Option<&Form> {
        self.engine.campaign.forms.get(&self.id)
    }

    fn listen(self: &Rc<Self>) -> Vec<Listener> {
        let on = |name: &'static str, act: fn(&Rc<Self>, &web_sys::Event)| {
            let live = self.clone();
            Listener::new(&self.element, name, move |event| act(&live, &event))
        };
        vec![
            on("focusin", |live, _| live.started()),
            on("input", |live, _| live.check_again()),
            on("change", |live, event| live.check_left(event)),
            on("focusout", |live, event| live.check_left(event)),
            on("submit", |live, event| {
                event.prevent_default();
                live.submit();
            }),
        ]
    }

    fn started(&self) {
        if !self.started.replace(true) {
            self.engine.happened("form_start", object! { "form" => self.id });
            events::tell("form-start", js::to_js(&object! { "form" => self.id }));
        }
    }

    /// Errors on screen go as soon as they are mended; none appears while typing.
    fn check_again(&self) {
        let shown = self.errors.borrow().clone();
        if shown.is_empty() {
            return;
        }
        let faults = self.faults();
        let left = shown.into_iter().filter_map(|error| faults.iter().find(|fault| fault.field == error.field).cloned());
        self.show_errors(left.collect());
    }

    /// Leaving a field that was filled in tells what is wrong with it; an empty one is left in peace until submitting.
    fn check_left(&self, event: &web_sys::Event) {
        let left = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|element| element.get_attribute("name"));
        let Some(left) = left else { return };
        let filled = self.answers().fields.get(&left).is_some_and(|answer| !answer.trim().is_empty());
        let mut errors = self.errors.borrow().clone();
        let fault = self.faults().into_iter().find(|fault| fault.field == left);
        if let Some(fault) = fault.filter(|_| filled && !errors.iter().any(|error| error.field == left)) {
            errors.push(fault);
            self.show_errors(errors);
        }
    }

    fn faults(&self) -> Vec<FieldError> {
        self.form().map_or_else(Vec::new, |form| validate(form, &self.answers()))
    }

    fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        let ticked = controls::read(&self.element).into_iter().filter(|control| control.ticked);
        for control in ticked {
            if let Some(purpose) = control.name.strip_prefix("consent.") {
                answers.consent.push(purpose.to_owned());
            } else if self.form().is_some_and(|form| form.fields.iter().any(|field| field.name == control.name)) {
                answers.fields.insert(control.name, control.value);
            }
        }
        answers
    }

    fn submit(self: &Rc<Self>) {
        let Some(form) = self.form() else { return };
        if matches!(self.phase.get(), Phase::Sending | Phase::Done) {
            return;
        }
        let answers = self.answers();
        let faults = validate(form, &answers);
        if !faults.is_empty() {
            self.refuse(faults);
            return;
        }
        self.show_errors(Vec::new());
        if !events::tell("before-submit", js::to_js(&object! { "form" => self.id, "fields" => answers.trimmed() })) {
            return;
        }
        let Some(pending) = submit::keep(&self.engine, &self.id, &answers, self.via, &self.ids) else { return };
        self.show_phase(Phase::Sending);
        events::tell("submit", js::to_js(&object! { "form" => self.id }));
        let live = self.clone();
        let _ = task::run(async move {
            let submitted = pending.outcome(live.engine.clone()).await;
            live.finish(submitted);
        });
    }

    fn refuse(&self, faults: Vec<FieldError>) {
        let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        events::tell("form-invalid", js::to_js(&object! { "form" => self.id, "fields" => names }));
        self.engine.happened("form_error", object! { "form" => self.id, "field" => names.first() });
        let first = names.first().and_then(|name| self.control(name));
        self.show_errors(faults);
        if let Some(first) = first {
            focus(&first);
        }
    }

    /// The first control of a field; a group is reached by its first choice.
    fn control(&self, field: &str) -> Option<Element> {
        let named = |element: &Element| element.get_attribute("name").as_deref() == Some(field);
        controls::elements(&self.element, "input, select, textarea").into_iter().find(named)
    }

    fn show_errors(&self, errors: Vec<FieldError>) {
        for field in controls::elements(&self.element, "[data-lw-field]") {
            let name = field.get_attribute(FIELD).unwrap_or_default();
            let fault = errors.iter().find(|error| error.field == name).map(|error| error.fault);
            Self::show_error(&field, fault.map(|fault| fault.sentence(&self.engine.texts)).as_deref());
        }
        *self.errors.borrow_mut() = errors;
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

    fn show_phase(&self, phase: Phase) {
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

    fn finish(&self, submitted: Submitted) {
        let texts = &self.engine.texts;
        match submitted {
            Submitted::NotSent => {
                self.show_phase(Phase::NotSent);
                return;
            }
            Submitted::Waiting => self.thank(None, &texts.saved),
            Submitted::Arrived(outcome) => self.conclude(outcome),
        }
        self.show_phase(Phase::Done);
    }

    fn conclude(&self, outcome: Option<usize>) {
        self.thank(outcome, &self.engine.texts.thanks);
        let entry = self.form().zip(outcome).and_then(|(form, index)| form.then.get(index));
        if let Some(redirect) = entry.and_then(|entry| entry.actions.iter().find_map(|action| action.redirect.as_ref())) {
            go_to(&self.engine, redirect);
        }
    }

    /// Shows what waits behind the form in its place, and takes the reader there: what an outcome says, else `words`.
    fn thank(&self, outcome: Option<usize>, words: &str) {
        let Some(place) = self.element.next_element_sibling().filter(|next| next.has_attribute(SUCCESS)) else { return };
        let drawn =
            outcome.and_then(|index| place.query_selector(&["[data-lw-outcome=\"", &digits(index as u64), "\"]"].concat()).ok().flatten());
        match drawn.filter(|drawn| drawn.has_child_nodes()) {
            Some(drawn) => set_hidden(&drawn, false),
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

fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

fn set_hidden(element: &Element, hidden: bool) {
    let _ = if hidden { element.set_attribute("hidden", "") } else { element.remove_attribute("hidden") };
}
