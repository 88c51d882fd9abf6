//! Giving a form behaviour where it stands: the controls a visitor may be typing into are kept, never replaced.
//!
//! One piece of code for forms made by `leadwell build`, by the single-page app and in a shadow root on a foreign page: it finds
//! everything by the markup that `view::form` writes. The rules decide which questions come and which answers are right.

mod after;
mod aids;
mod errors;
mod keep;
mod steps;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Engine;
use super::submit::{self, Submitted};
use crate::browser::controls::{self, Control};
use crate::browser::events::{self, Listener};
use crate::browser::{clock, javascript, json as js, page, random, task};
use crate::campaign::Form;
use crate::campaign::written::FieldKind;
use crate::form::{Answers, Course, FieldError, Held, Signs, follow, signals, validate};
use crate::object;
use crate::value::{Named, Object, Value};

/// Attributes of the markup in `view::form`.
const FORM: &str = "data-lw-form";
/// Marks a form that has its behaviour already.
const LIVE: &str = "data-lw-live";
/// Set where somebody pressed the way on before there was behaviour.
const PRESSED: &str = "data-lw-pressed";
/// The name of the control that nobody sees.
const TRAP: &str = "_trap";

thread_local! {
    /// Every form with behaviour, with its listeners, for as long as it stands in the page.
    static ATTACHED: RefCell<Vec<Attached>> = const { RefCell::new(Vec::new()) };
}

struct Attached {
    live: Rc<Live>,
    _listeners: Vec<Listener>,
}

/// Upgrades every form of the campaign that stands in the document and is not upgraded yet.
pub fn all(engine: &Rc<Engine>) {
    ATTACHED.with_borrow_mut(|attached| attached.retain(|attached| attached.live.element.is_connected()));
    let Some(root) = page::window_and_document().and_then(|(_, document)| document.document_element()) else { return };
    within(engine, &root, if page::is_own() { "page" } else { "embed" });
    for form in engine.record().submitted.iter().filter_map(|id| engine.campaign.forms.get(id)) {
        form.revealed().for_each(after::reveal);
    }
}

/// Upgrades the forms below an element. `via` tells in the message what carried them.
pub fn within(engine: &Rc<Engine>, root: &Element, via: &'static str) {
    for element in controls::elements(root, "form[data-lw-form]") {
        attach(engine, element, via);
    }
}

/// Fills what the page told of its user into the forms that allow it.
pub fn fill_from_user() {
    ATTACHED.with_borrow(|attached| attached.iter().for_each(|attached| attached.live.prefill()));
}

fn attach(engine: &Rc<Engine>, element: Element, via: &'static str) {
    let id = element.get_attribute(FORM).unwrap_or_default();
    if !engine.campaign.forms.contains_key(&id) || element.has_attribute(LIVE) {
        return;
    }
    let _ = element.set_attribute(LIVE, "");
    // From here on we say what is wrong, beside the field and in the visitor's language.
    let _ = element.set_attribute("novalidate", "");
    let live = Rc::new(Live::new(engine.clone(), element, id, via));
    live.restore();
    live.prefill();
    let listeners = live.listen();
    live.turn();
    live.call_aids();
    if !controls::elements(&live.element, ":focus").is_empty() {
        live.started();
    }
    if live.element.has_attribute(PRESSED) {
        live.go_on();
    }
    ATTACHED.with_borrow_mut(|attached| attached.push(Attached { live, _listeners: listeners }));
}

/// A form with behaviour.
struct Live {
    engine: Rc<Engine>,
    element: Element,
    id: String,
    via: &'static str,
    /// Facts about the visitor as of the last step; conditions of the form read them while somebody types.
    facts: RefCell<Value>,
    /// The place of the step on screen in the form's list.
    step: Cell<usize>,
    /// What cannot be accepted, by field: the sentence on screen.
    errors: RefCell<Named<String>>,
    /// Those of them that only the receiver could know.
    of_receiver: RefCell<Named<String>>,
    phase: Cell<Phase>,
    /// Milliseconds since 1970 of the first focus.
    begun: Cell<Option<f64>>,
    inputs: Cell<usize>,
    /// Names of controls the visitor has changed.
    touched: RefCell<Vec<String>>,
    /// The name of the field touched last.
    last: RefCell<String>,
    /// Kinds of mailboxes, as an aid told.
    kinds: RefCell<Named<String>>,
    /// Whether a message after a step was sent.
    told_in_part: Cell<bool>,
    timer: Cell<Option<i32>>,
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
        let facts = RefCell::new(engine.verdict().facts);
        Self {
            engine,
            element,
            id,
            via,
            facts,
            step: Cell::new(0),
            errors: RefCell::default(),
            of_receiver: RefCell::default(),
            phase: Cell::new(Phase::Editing),
            begun: Cell::new(None),
            inputs: Cell::new(0),
            touched: RefCell::default(),
            last: RefCell::default(),
            kinds: RefCell::default(),
            told_in_part: Cell::new(false),
            timer: Cell::new(None),
            ids: (random::uuid(), random::uuid()),
        }
    }

    fn form(&self) -> Option<&Form> {
        self.engine.campaign.forms.get(&self.id)
    }

    fn listen(self: &Rc<Self>) -> Vec<Listener> {
        let on = |name: &'static str, act: fn(&Rc<Self>, &web_sys::Event)| {
            let live = self.clone();
            Listener::new(&self.element, name, move |event| act(&live, &event))
        };
        let mut listeners = vec![
            on("focusin", |live, event| {
                *live.last.borrow_mut() = name_of(event).unwrap_or_default();
                live.started();
            }),
            on("input", |live, event| {
                live.touched.borrow_mut().extend(name_of(event));
                live.inputs.set(live.inputs.get().saturating_add(1));
                live.changed();
            }),
            on("change", |live, event| live.left(event)),
            on("focusout", |live, event| live.left(event)),
            on("lw:kind", Self::mailbox),
            on("click", Self::clicked),
            on("submit", |live, event| {
                event.prevent_default();
                live.submit();
            }),
        ];
        let live = self.clone();
        let left = page::window_and_document().map(|(window, _)| Listener::new(&window, "pagehide", move |_| live.abandoned()));
        listeners.extend(left);
        listeners
    }

    fn started(&self) {
        if self.begun.get().is_none() {
            self.begun.set(Some(clock::now_ms()));
            self.engine.happened("form_start", object! { "form" => self.id });
            events::tell("form-start", js::to_js(&object! { "form" => self.id }));
            self.call_captcha();
        }
    }

    /// Errors on screen go as soon as they are mended; none appears while typing.
    fn changed(self: &Rc<Self>) {
        if self.form().is_some_and(Course::may_turn) {
            self.turn();
        }
        self.keep_soon();
        let shown = self.errors.borrow().clone();
        if shown.is_empty() {
            return;
        }
        let faults = self.faults();
        let last = self.last.borrow().clone();
        // What only the receiver knew stays until that answer changes.
        self.of_receiver.borrow_mut().retain(|field, _| field != last);
        let left = shown.into_iter().filter_map(|(field, sentence)| match faults.iter().find(|fault| fault.field == field) {
            Some(fault) => Some((field, self.sentence(fault))),
            None => self.of_receiver.borrow().contains_key(&field).then_some((field, sentence)),
        });
        self.show_errors(left.collect());
    }

    /// Leaving a field that was filled in tells what is wrong with it; an empty one is left in peace until submitting.
    fn left(&self, event: &web_sys::Event) {
        let Some(left) = name_of(event) else { return };
        let errors = self.errors.borrow().clone();
        let Some((course, faults)) = self.course().map(judged) else { return };
        let fault = faults.iter().find(|fault| fault.field == left);
        if let Some(fault) = fault.filter(|_| course.answers.fields.contains_key(&left) && !errors.contains_key(&left)) {
            let mut errors = errors;
            errors.insert(left, self.sentence(fault));
            self.show_errors(errors);
        }
    }

    fn mailbox(self: &Rc<Self>, event: &web_sys::Event) {
        let control = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some((name, kind)) = control.and_then(|control| Some((control.get_attribute("name")?, control.get_attribute("data-lw-kind")?)))
        else {
            return;
        };
        self.kinds.borrow_mut().insert(name, kind);
        self.changed();
    }

    fn clicked(self: &Rc<Self>, event: &web_sys::Event) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let at = |selector: &str| target.closest(selector).ok().flatten();
        if at("[data-lw-go-on]").is_some() {
            self.go_on();
        } else if at("[data-lw-back]").is_some() {
            self.go_back();
        } else if let Some(field) = at("[data-lw-to]").and_then(|link| link.get_attribute("data-lw-to")) {
            event.prevent_default();
            self.focus_field(&field);
        }
    }

    /// The form as its answers make it now.
    fn course(&self) -> Option<Course<'_>> {
        let campaign = &self.engine.campaign;
        let facts = self.facts.borrow();
        let held = Held { facts: &facts, lists: &campaign.lists, engine: javascript::ENGINE };
        Some(follow(self.form()?, &self.answers(), held))
    }

    fn faults(&self) -> Vec<FieldError> {
        self.course().map_or_else(Vec::new, |course| judged(course).1)
    }

    fn answers(&self) -> Answers {
        let mut answers = Answers { kinds: self.kinds.borrow().clone(), ..Answers::default() };
        let is_group =
            |name: &str| self.form().and_then(|form| form.field(name)).is_some_and(|field| field.kind == FieldKind::CheckboxGroup);
        for control in controls::read(&self.element).into_iter().filter(|control| control.ticked) {
            let value = Value::String(control.value);
            if let Some(purpose) = control.name.strip_prefix("consent.") {
                answers.consent.push(purpose.to_owned());
            } else if !is_group(&control.name) {
                answers.fields.insert(control.name, value);
            } else if let Value::Array(list) = answers.fields.entry(&control.name) {
                list.push(value);
            } else {
                answers.fields.insert(control.name, Value::Array(vec![value]));
            }
        }
        answers
    }

    fn submit(self: &Rc<Self>) {
        if matches!(self.phase.get(), Phase::Sending | Phase::Done) {
            return;
        }
        // What happened since the form began counts too.
        *self.facts.borrow_mut() = self.engine.verdict().facts;
        let Some((form, course)) = self.form().zip(self.course()) else { return };
        if course.path.last() != Some(&self.step.get()) {
            self.go_on();
            return;
        }
        let (course, faults) = judged(course);
        if !faults.is_empty() {
            self.refuse(&course, &faults);
            return;
        }
        self.show_errors(Named::new());
        let answers = course.answers;
        if !events::tell("before-submit", js::to_js(&object! { "form" => self.id, "fields" => answers.fields })) {
            return;
        }
        let spam = signals(&self.signs(form, &answers.fields));
        let Some(pending) = submit::keep(&self.engine, &self.id, &answers, self.via, &self.ids, spam) else { return };
        self.show_phase(Phase::Sending);
        events::tell("submit", js::to_js(&object! { "form" => self.id }));
        let (live, facts) = (self.clone(), course.facts);
        let _ = task::run(async move {
            let receipt = pending.receipt.clone();
            let submitted = pending.outcome(live.engine.clone()).await;
            live.finish(submitted, &facts, &receipt);
        });
    }

    fn signs(&self, form: &Form, answers: &Object) -> Signs {
        let written = |kind: FieldKind| {
            let of_kind = form.fields().filter(move |field| field.kind == kind);
            of_kind.filter_map(|field| answers.get(&field.name)?.as_str()).map(str::to_owned)
        };
        let controls = controls::read(&self.element);
        let is_trap = |control: &Control| control.name == TRAP && !control.value.is_empty();
        Signs {
            trap: controls.iter().any(is_trap),
            took_ms: self.begun.get().map(|begun| clock::now_ms() - begun),
            characters: [FieldKind::Text, FieldKind::Email, FieldKind::Name, FieldKind::Textarea]
                .into_iter()
                .flat_map(written)
                .map(|text| text.len())
                .sum(),
            inputs: self.inputs.get(),
            driven: page::is_driven(),
            names: written(FieldKind::Name).collect(),
        }
    }

    /// The page goes away with a form begun and not sent.
    fn abandoned(&self) {
        if self.begun.get().is_some() && matches!(self.phase.get(), Phase::Editing | Phase::NotSent) {
            self.keep();
            let field = self.last.borrow().clone();
            self.engine.happened("form_abandon", object! { "form" => self.id, "step" => self.step_number(), "field" => field });
        }
    }

    fn finish(&self, submitted: Submitted, facts: &Value, receipt: &Value) {
        let texts = &self.engine.texts;
        match submitted {
            Submitted::NotSent(errors) if errors.is_empty() => {
                self.show_phase(Phase::NotSent);
                return;
            }
            Submitted::NotSent(errors) => {
                self.show_phase(Phase::Editing);
                self.refuse_with(errors);
                return;
            }
            Submitted::Waiting => self.thank(None, &texts.saved, facts),
            Submitted::Arrived(outcome) => self.conclude(outcome, facts),
        }
        self.show_phase(Phase::Done);
        self.forget();
        self.offer_receipt(receipt);
    }
}

/// A course with everything on it that cannot be accepted.
fn judged(course: Course) -> (Course, Vec<FieldError>) {
    let faults = validate(&course, &clock::moment().local.date);
    (course, faults)
}

/// The name of the control an event is about.
fn name_of(event: &web_sys::Event) -> Option<String> {
    event.target()?.dyn_into::<Element>().ok()?.get_attribute("name")
}

fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

fn set_hidden(element: &Element, hidden: bool) {
    set_flag(element, "hidden", hidden);
}

fn set_flag(element: &Element, name: &str, on: bool) {
    let _ = if on { element.set_attribute(name, "") } else { element.remove_attribute(name) };
}
