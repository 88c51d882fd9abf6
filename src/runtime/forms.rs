//! Forms: gives each its behaviour, and answers what the behaviour asks.
//!
//! What a form does to the page is the aid `form.js`, loaded where there is a form. It decides nothing: it asks here, in plain
//! values, which questions come, which answers are right and what became of a submission.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{Engine, submit};
use crate::browser::{aid, clock, console, controls, events, javascript, json as js, page, task};
use crate::campaign::Form;
use crate::campaign::written::FieldKind;
use crate::condition::value_at;
use crate::form::{Answers, Course, Held, Signs, addressed, follow, prefilled, signals, validate};
use crate::object;
use crate::value::{Named, Object, Value, Write};
use crate::visitor::consent::PERSONALIZATION;

/// Attributes of the markup in `view::form`.
const FORM: &str = "data-lw-form";
/// Marks a form that has its behaviour already.
const LIVE: &str = "data-lw-live";

/// Upgrades every form of the campaign that stands in the document and is not upgraded yet, and shows what forms that were sent
/// have opened.
pub async fn all(engine: &Rc<Engine>) {
    let Some(root) = page::window_and_document().and_then(|(_, document)| document.document_element()) else { return };
    for block in engine.record().submitted.iter().filter_map(|id| engine.campaign.forms.get(id)).flat_map(Form::revealed) {
        reveal(&root, block);
    }
    within(engine, &root).await;
}

/// Upgrades the forms below an element.
pub async fn within(engine: &Rc<Engine>, root: &Element) {
    for form in controls::elements(root, "form[data-lw-form]:not([data-lw-live])") {
        let id = form.get_attribute(FORM).unwrap_or_default();
        if engine.campaign.forms.contains_key(&id) {
            let _ = form.set_attribute(LIVE, "");
            attach(engine, &form).await;
        } else {
            let known: Vec<&str> = engine.campaign.forms.keys().map(String::as_str).collect();
            console::say(&["no form \"", &id, "\" in this campaign; known: ", &known.join(", ")].concat());
        }
    }
}

async fn attach(engine: &Rc<Engine>, form: &Element) {
    let Some(load) = &engine.options.load else { return };
    let context = object! {
        "locale" => engine.locale, "data" => engine.options.base, "nonce" => engine.options.nonce, "campaign" => engine.campaign.id,
        "keepDays" => engine.campaign.storage.keep_days,
    };
    let context = js::to_js(&context);
    let _ = js_sys::Reflect::set(&context, &"ask".into(), &answering(engine));
    let _ = js_sys::Reflect::set(&context, &"load".into(), load);
    aid::attach(load, "form", form, &context).await;
}

/// `ask(what, about, done)`: the one way from a form to the rules. What takes time is told to `done`.
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
    match what {
        "course" => course(engine, about).map_or(Value::Null, |(form, course)| told(engine, form, &course, about)),
        "prefill" => engine.campaign.forms.get(text("form")).map_or(Value::Null, |form| prefill(engine, form)),
        "partial" => {
            let sent =
                course(engine, about).is_some_and(|(_, course)| submit::keep_in_part(engine, text("form"), &course.answers, text("lead")));
            sent.write()
        }
        "happened" => {
            engine.happened(text("event"), about.get("detail").cloned().unwrap_or_default());
            Value::Null
        }
        "tell" => events::tell(text("event"), js::to_js(&about.get("detail").cloned().unwrap_or_default())).write(),
        "reveal" => {
            if let Some(root) = page::window_and_document().and_then(|(_, document)| document.document_element()) {
                reveal(&root, text("block"));
            }
            Value::Null
        }
        _ => Value::Null,
    }
}

fn course<'a>(engine: &'a Engine, about: &Value) -> Option<(&'a Form, Course<'a>)> {
    let form = engine.campaign.forms.get(about.get("form")?.as_str()?)?;
    let facts = engine.verdict().facts;
    let held = Held { facts: &facts, lists: &engine.campaign.lists, engine: javascript::ENGINE };
    Some((form, follow(form, &answers(about), held)))
}

/// What stands in a form: `{ fields, consent, kinds }`.
fn answers(about: &Value) -> Answers {
    let object = |key: &str| about.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    let texts = |value: &Value| value.as_str().map(str::to_owned);
    let consent = about.get("consent").and_then(Value::as_array).into_iter().flatten().filter_map(texts).collect();
    let kinds: Named<String> = object("kinds").iter().filter_map(|(name, kind)| Some((name.clone(), texts(kind)?))).collect();
    Answers { fields: object("fields"), consent, kinds }
}

/// `{ path, asked: { name: [step, required] }, faults: [[name, say]], said: { fact: text }, keeps }`
fn told(engine: &Engine, form: &Form, course: &Course, about: &Value) -> Value {
    let asked: Object = course
        .asked
        .iter()
        .map(|asked| (asked.field.name.clone(), Value::Array(vec![(asked.step as u32).write(), asked.required.write()])))
        .collect();
    let faults = validate(course, &clock::moment().local.date).into_iter().map(|error| (error.field, error.say).write()).collect();
    let said = about.get("tokens").and_then(Value::as_array).into_iter().flatten().filter_map(|token| {
        let fact = token.as_str()?;
        Some((fact.to_owned(), said(engine, course, fact)?.write()))
    });
    let path: Vec<u32> = course.path.iter().map(|step| *step as u32).collect();
    object! {
        "path" => path, "asked" => Value::Object(asked), "faults" => Value::Array(faults), "said" => Value::Object(said.collect()),
        "keeps" => form.resume && engine.granted(PERSONALIZATION),
    }
}

/// A fact as the visitor reads it: numbers in their own way of writing.
fn said(engine: &Engine, course: &Course, fact: &str) -> Option<String> {
    let said = course.said(fact, &engine.locale, &engine.campaign.default_locale)?;
    Some(if course.is_number(fact) { javascript::localized(&said, &engine.locale) } else { said })
}

fn prefill(engine: &Engine, form: &Form) -> Value {
    let texts = engine.user();
    let texts = texts.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    let mut given: Named<String> = texts.collect();
    given.extend(engine.prefill.clone());
    Value::Object(prefilled(form, &given, javascript::ENGINE))
}

/// Takes a submission whose answers are in order. Tells `done` what became of it:
/// `{ state: "arrived" | "waiting" | "not_sent", errors, outcome, reveal, redirect, fields, receipt }`.
fn submit(engine: &Rc<Engine>, about: &Value, done: Function) -> bool {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let Some((form, course)) = course(engine, about) else { return false };
    let spam = signals(&signs(about, &course));
    let ids = (text("message").to_owned(), text("lead").to_owned());
    let Some(pending) = submit::keep(engine, text("form"), &course.answers, &ids, spam) else { return false };
    let (facts, then) = (course.facts, form.then.clone());
    let engine = engine.clone();
    let _ = task::run(async move {
        let became = pending.outcome(engine.clone()).await;
        let entry = became.outcome.and_then(|index| then.get(index));
        let actions = entry.map(|entry| entry.actions.as_slice()).unwrap_or_default();
        let fact = |name: &str| Some(javascript::encoded(value_at(&facts, name).as_str()?));
        let redirect = actions.iter().find_map(|action| action.redirect.as_ref()).map(|to| submit::place(&engine, &addressed(to, &fact)));
        let reveal: Vec<&String> = actions.iter().filter_map(|action| action.reveal.as_ref()).collect();
        let told = js::to_js(&object! {
            "state" => became.state, "errors" => became.errors, "outcome" => became.outcome.map(|index| index as u32), "redirect" => redirect,
            "reveal" => reveal, "fields" => facts.get("field"), "receipt" => became.receipt,
        });
        let _ = done.call1(&JsValue::UNDEFINED, &told);
    });
    true
}

/// What the form noticed while it was filled in.
fn signs(about: &Value, course: &Course) -> Signs {
    let number = |key: &str| about.get("signs").and_then(|signs| signs.get(key)).and_then(Value::as_f64);
    let names = course.asked.iter().filter(|asked| asked.field.kind == FieldKind::Name);
    Signs {
        trap: number("trap").unwrap_or_default() > 0.0,
        took_ms: number("took"),
        characters: course.answers.fields.values().filter_map(Value::as_str).map(str::len).sum(),
        inputs: number("inputs").unwrap_or_default() as usize,
        driven: page::is_driven(),
        names: names.filter_map(|asked| course.answers.fields.get(&asked.field.name)?.as_str().map(str::to_owned)).collect(),
    }
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
