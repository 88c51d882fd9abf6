//! Forms: gives each its behaviour, and answers what the behaviour asks.
//!
//! What a form does to the page, and the rules of its questions, are the aid `form`, loaded where there is a form. What it asks here
//! is what only the runtime knows: who the visitor is, whether a condition holds, and what becomes of a submission.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{Engine, submit};
use crate::browser::{aid, clock, console, controls, events, javascript, json as js, page, random, task};
use crate::campaign::Form;
use crate::condition::{Scope, holds_plain};
use crate::form::{Answers, email};
use crate::lead::Filled;
use crate::object;
use crate::value::{Object, Value, Write, put};
use crate::visitor::consent::PERSONALIZATION;

/// Attributes of the markup in `view::form`.
const FORM: &str = "data-lw-form";
/// Marks a form that has its behaviour already.
const LIVE: &str = "data-lw-live";

thread_local! {
    /// The facts as of the last step of a form: conditions read them at every key.
    static FACTS: RefCell<Value> = const { RefCell::new(Value::Null) };
}

/// Upgrades every form of the campaign that stands in the document and is not upgraded yet, and shows what forms that were sent
/// have opened. The promise is fulfilled when each has its behaviour.
pub fn all(engine: &Rc<Engine>) -> Promise {
    let Some(root) = page::root() else { return Promise::resolve(&JsValue::UNDEFINED) };
    let record = engine.record();
    if !record.submitted.is_empty() {
        let facts = engine.verdict().facts;
        let scope = Scope { facts: &facts, lists: &engine.campaign.lists, engine: javascript::ENGINE };
        for form in record.submitted.iter().filter_map(|id| engine.campaign.forms.get(id)) {
            let outcome = form.outcomes().into_iter().find(|outcome| outcome.holds("when", &scope));
            for action in outcome.into_iter().flat_map(|outcome| outcome.list("do")) {
                reveal(&root, action.word("reveal"));
            }
        }
    }
    within(engine, &root)
}

/// Upgrades the forms below an element.
pub fn within(engine: &Rc<Engine>, root: &Element) -> Promise {
    let attached = Array::new();
    for form in controls::elements(root, "form[data-lw-form]:not([data-lw-live])") {
        let id = form.get_attribute(FORM).unwrap_or_default();
        if engine.campaign.forms.contains_key(&id) {
            let _ = form.set_attribute(LIVE, "");
            attached.push(&task::run(attach(engine.clone(), form)));
        }
    }
    Promise::all(&attached)
}

async fn attach(engine: Rc<Engine>, form: Element) {
    let Some(load) = &engine.options.load else { return };
    let context = js::to_js(&object! {
        "locale" => engine.locale, "data" => engine.options.base, "nonce" => engine.options.nonce, "campaign" => engine.campaign.id,
        "defaultLocale" => engine.campaign.default_locale, "keepDays" => engine.campaign.storage.keep_days,
        "ids" => object! { "message" => random::uuid(), "lead" => random::uuid() },
    });
    let _ = Reflect::set(&context, &"ask".into(), &answering(&engine));
    let _ = Reflect::set(&context, &"load".into(), load);
    if !aid::attach(load, "form", &form, &context).await {
        // It is as good as it was before, and whole.
        let _ = form.remove_attribute(LIVE);
        events::tell("unavailable", JsValue::NULL);
    }
}

/// `ask(what, about, done)`: the one way from a form to the runtime. What takes time is told to `done`.
fn answering(engine: &Rc<Engine>) -> JsValue {
    let engine = engine.clone();
    Closure::<dyn Fn(String, JsValue, JsValue) -> JsValue>::new(move |what: String, about: JsValue, done: JsValue| {
        let about = js::from_js(&about);
        match done.dyn_into::<Function>() {
            Ok(done) => submit(&engine, &about, done).into(),
            Err(_) => js::to_js(&answer(&engine, &what, &about)),
        }
    })
    .into_js_value()
}

fn answer(engine: &Rc<Engine>, what: &str, about: &Value) -> Value {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let detail = || about.get("detail").cloned().unwrap_or_default();
    match what {
        "form" => engine.campaign.forms.get(text("form")).map_or(Value::Null, |form| form.0.clone()),
        "visitor" => visitor(engine),
        "holds" => holds(engine, about).write(),
        "fact" => fact(engine, text("name")).write(),
        "kind" => email::describe(text("address")).map(|(kind, _)| kind).write(),
        "partial" => {
            let sent = engine
                .campaign
                .forms
                .get(text("form"))
                .is_some_and(|form| submit::keep_in_part(engine, text("form"), form, &answers(about), text("lead")));
            sent.write()
        }
        "tell" => events::tell(text("event"), js::to_js(&detail())).write(),
        "happened" => {
            engine.happened(text("event"), detail());
            Value::Null
        }
        "reveal" => {
            if let Some(root) = page::root() {
                reveal(&root, text("block"));
            }
            Value::Null
        }
        _ => {
            console::say(&["no answer to ", what].concat());
            Value::Null
        }
    }
}

/// Who fills in: what is known from other forms, what may be filled in from outside, and whether answers may be kept.
fn visitor(engine: &Engine) -> Value {
    let facts = engine.verdict().facts;
    let known = facts.get("field").write();
    FACTS.with_borrow_mut(|kept| *kept = facts);
    let mut given = engine.user();
    for (name, value) in &engine.prefill {
        put(&mut given, name, value.write());
    }
    object! {
        "known" => known, "given" => Value::Object(given), "keeps" => engine.granted(PERSONALIZATION), "today" => clock::moment().local.date,
        "driven" => page::is_driven(),
    }
}

/// Whether a condition holds, with the answers so far.
fn holds(engine: &Engine, about: &Value) -> bool {
    FACTS.with_borrow_mut(|facts| {
        if let (Value::Object(facts), Some(fields)) = (&mut *facts, about.get("fields")) {
            put(facts, "field", fields.clone());
        }
        holds_plain(about.get("condition"), &Scope { facts, lists: &engine.campaign.lists, engine: javascript::ENGINE })
    })
}

fn fact(engine: &Engine, name: &str) -> Option<String> {
    FACTS.with_borrow(|facts| Scope { facts, lists: &engine.campaign.lists, engine: javascript::ENGINE }.fact_as_text(name))
}

fn answers(about: &Value) -> Answers {
    Answers::of(about.get("answers").unwrap_or(&Value::Null))
}

/// Takes a submission whose answers are in order. Tells `done` what became of it:
/// `{ state: "arrived" | "waiting" | "not_sent", outcome, refusal, receipt }`.
fn submit(engine: &Rc<Engine>, about: &Value, done: Function) -> bool {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let Some(form) = engine.campaign.forms.get(text("form")) else { return false };
    let signals = about.get("signals").and_then(Value::as_array).into_iter().flatten();
    let spam = signals.filter_map(|signal| signal.as_str().map(str::to_owned)).collect();
    let ids = (text("message").to_owned(), text("lead").to_owned());
    let filled = Filled { form_id: text("form"), form, answers: &answers(about), via: submit::via(), ids: &ids };
    let pending = submit::keep(engine, &filled, spam, about.get("proof").and_then(Value::as_object).unwrap_or(&Object::new()));
    let engine = engine.clone();
    let _ = task::run(async move {
        let became = js::to_js(&pending.outcome(engine).await);
        let _ = done.call1(&JsValue::UNDEFINED, &became);
    });
    true
}

/// Shows a block that was kept back until a form was sent.
fn reveal(root: &Element, block: &str) {
    for gate in controls::elements(root, "[data-lw-gate]") {
        if gate.get_attribute("data-lw-gate").as_deref() == Some(block) {
            let _ = gate.remove_attribute("hidden");
            events::tell("drawn", JsValue::UNDEFINED);
        }
    }
}

/// The parameters of an address that some field may be filled from.
#[must_use]
pub fn parameters<'a>(forms: impl Iterator<Item = &'a Form>) -> Vec<&'a str> {
    let fields = forms.flat_map(Form::fields);
    fields.map(|field| field.word("prefill")).filter(|parameter| !parameter.is_empty()).collect()
}
