//! What the page asks of the runtime: `ask(what, about)`, the one way from `src/aids/page.js` and the forms to here. They do what is to be
//! done to a page; here is who the visitor is, whether a condition holds, what is counted, and what becomes of a submission.

use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{Engine, kept, outbox, sender, submit};
use crate::browser::{clock, console, javascript, json as js, page, random, task};
use crate::condition::{Scope, holds_plain, value_at};
use crate::form::{Answers, email};
use crate::lead::Filled;
use crate::object;
use crate::value::{Object, Value, Write, put};
use crate::visitor::attention::{click_detail, depths_reached, stays_reached};
use crate::visitor::consent::PERSONALIZATION;

const MINUTE: u32 = 60;

thread_local! {
    /// The facts as of the last step of a form: conditions read them at every key.
    static FACTS: RefCell<Value> = const { RefCell::new(Value::Null) };
}

/// The function that the page asks. What takes time is told to its third argument.
pub fn answering(engine: &'static Engine) -> JsValue {
    Closure::<dyn Fn(String, JsValue, JsValue) -> JsValue>::new(move |what: String, about: JsValue, done: JsValue| {
        let about = js::from_js(&about);
        match done.dyn_into::<Function>() {
            Ok(done) => submit(engine, &about, done).into(),
            Err(_) => js::to_js(&answer(engine, &what, &about)),
        }
    })
    .into_js_value()
}

fn answer(engine: &'static Engine, what: &str, about: &Value) -> Value {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let number = |key: &str| about.get(key).and_then(Value::as_f64).unwrap_or_default();
    match what {
        // Of the page.
        "happened" => engine.happened(text("event"), value_at(about, "detail").clone()),
        "clicked" => engine.happened("click", click_detail(text("id"), text("text"), text("url"))),
        "scrolled" => scrolled(engine, number("percent") as u32),
        "engaged" => return engaged(engine, number("seconds") as u32).write(),
        "arrive" => engine.arrive(),
        "left" => engine.keep_time(),
        "heed" => engine.heed_other_tabs(),
        "opened" => return opened(engine).write(),
        "settle" => return settle(engine, about),
        "ready" => sender::keep_sending(engine),
        "flush" => sender::send_soon(engine),
        // Of whoever calls `leadwell(…)`.
        "identify" => engine.identify(about.as_object().cloned().unwrap_or_default()),
        "consent" => engine.choose(value_at(about, "choices"), about.get("page")),
        "forget" => engine.forget(),
        "explain" => return engine.explain(),
        "outbox" => return outbox::all().write(),
        "export" => return export(engine),
        // Of forms.
        "context" if engine.campaign.forms.contains_key(text("form")) => return context(engine),
        "forms" => return engine.campaign.forms.keys().collect::<Vec<_>>().write(),
        "form" => return engine.campaign.forms.get(text("form")).map_or(Value::Null, |form| form.0.clone()),
        "visitor" => return visitor(engine),
        "holds" => return holds(about, engine).write(),
        "fact" => return FACTS.with_borrow(|facts| scope(engine, facts).fact_as_text(text("name"))).write(),
        "kind" => return email::describe(text("address")).map(|(kind, _)| kind).write(),
        "partial" => return send_in_part(engine, about).write(),
        "context" => {}
        _ => console::say(&["no answer to ", what].concat()),
    }
    Value::Null
}

fn scope<'a>(engine: &'a Engine, facts: &'a Value) -> Scope<'a> {
    Scope { facts, lists: &engine.campaign.lists, engine: javascript::ENGINE }
}

fn scrolled(engine: &Engine, percent: u32) {
    for depth in depths_reached(engine.deepest.get(), percent) {
        engine.deepest.set(depth);
        engine.happened("scroll", object! { "percent" => depth });
    }
}

/// Counts seconds in which the visitor was there; tells how many it are on this page.
fn engaged(engine: &Engine, more: u32) -> u32 {
    let seconds = engine.engaged_for(more);
    for stay in stays_reached(seconds.saturating_sub(more), seconds) {
        engine.happened("dwell", object! { "seconds" => stay });
    }
    // Whoever reads on is active, and in the same visit.
    if engine.unkept() >= MINUTE {
        engine.keep_time();
    }
    seconds
}

/// The blocks that forms sent before have opened.
fn opened(engine: &Engine) -> Vec<String> {
    let mut blocks = Vec::new();
    let submitted = engine.record().submitted;
    if submitted.is_empty() {
        return blocks;
    }
    let facts = engine.verdict().facts;
    for form in &submitted {
        let outcomes = engine.campaign.forms.get(form).map(crate::campaign::Form::outcomes).unwrap_or_default();
        let outcome = outcomes.into_iter().find(|outcome| outcome.holds("when", &scope(engine, &facts)));
        for action in outcome.map(|outcome| outcome.list("do")).unwrap_or_default() {
            blocks.push(action.word("reveal").to_owned());
        }
    }
    blocks
}

/// What blocks say to this visitor: the facts of tokens as texts, and of each block's choices, `[[[condition], name]]`, the first that fits.
fn settle(engine: &Engine, about: &Value) -> Value {
    let facts = engine.verdict().facts;
    let scope = scope(engine, &facts);
    let list = |key: &str| value_at(about, key).as_array().map_or(&[][..], Vec::as_slice);
    let mut told: Vec<Value> = Vec::new();
    for name in list("facts") {
        told.push(scope.fact_as_text(name.as_str().unwrap_or_default()).write());
    }
    let mut chosen: Vec<Value> = Vec::new();
    for choices in list("choices") {
        let mut fits = Value::Null;
        for choice in choices.as_array().into_iter().flatten() {
            if let Some([conditions, name]) = choice.as_array().map(Vec::as_slice)
                && conditions.as_array().into_iter().flatten().all(|condition| holds_plain(Some(condition), &scope))
            {
                fits = name.clone();
                break;
            }
        }
        chosen.push(fits);
    }
    object! { "since" => engine.record().first_seen.0 as f64 * 1000.0, "facts" => told, "choices" => chosen }
}

/// All that this browser holds: what is in memory, where consent stands, and everything that is stored, by key.
fn export(engine: &Engine) -> Value {
    object! { "visitor" => engine.record(), "consent" => engine.states(), "explanation" => engine.explain(), "outbox" => outbox::all(), "stored" => kept::all() }
}

/// What a form's behaviour needs to know once.
fn context(engine: &Engine) -> Value {
    object! {
        "locale" => engine.locale, "campaign" => engine.campaign.id, "defaultLocale" => engine.campaign.default_locale,
        "keepDays" => engine.campaign.storage.keep_days, "ids" => object! { "message" => random::uuid(), "lead" => random::uuid() },
    }
}

/// Who fills in: what is known from other forms, what may be filled in from outside, and whether answers may be kept.
fn visitor(engine: &Engine) -> Value {
    let facts = engine.verdict().facts;
    let known = facts.get("field").write();
    FACTS.with_borrow_mut(|kept| *kept = facts);
    let mut given = engine.record().user;
    for (name, value) in &engine.prefill {
        put(&mut given, name, value.write());
    }
    object! {
        "known" => known, "given" => Value::Object(given), "keeps" => engine.granted(PERSONALIZATION), "today" => clock::moment().local.date,
        "driven" => page::is_driven(),
    }
}

/// Whether a condition holds, with the answers so far.
fn holds(about: &Value, engine: &Engine) -> bool {
    FACTS.with_borrow_mut(|facts| {
        if let (Value::Object(facts), Some(fields)) = (&mut *facts, about.get("fields")) {
            put(facts, "field", fields.clone());
        }
        holds_plain(about.get("condition"), &scope(engine, facts))
    })
}

fn answers(about: &Value) -> Answers {
    Answers::of(about.get("answers").unwrap_or(&Value::Null))
}

fn send_in_part(engine: &'static Engine, about: &Value) -> bool {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let form = engine.campaign.forms.get(text("form"));
    form.is_some_and(|form| submit::keep_in_part(engine, text("form"), form, &answers(about), text("lead")))
}

/// Takes a submission whose answers are in order. Tells `done` what became of it:
/// `{ state: "arrived" | "waiting" | "not_sent", outcome, refusal, receipt }`.
fn submit(engine: &'static Engine, about: &Value, done: Function) -> bool {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let Some(form) = engine.campaign.forms.get(text("form")) else { return false };
    let signals = about.get("signals").and_then(Value::as_array).into_iter().flatten();
    let spam = signals.filter_map(|signal| signal.as_str().map(str::to_owned)).collect();
    let ids = (text("message").to_owned(), text("lead").to_owned());
    let filled = Filled { form_id: text("form"), form, answers: &answers(about), via: submit::via(), ids: &ids };
    let pending = submit::keep(engine, &filled, spam, about.get("proof").and_then(Value::as_object).unwrap_or(&Object::new()));
    let _ = task::run(async move {
        let became = js::to_js(&pending.outcome(engine).await);
        let _ = done.call1(&JsValue::UNDEFINED, &became);
    });
    true
}
