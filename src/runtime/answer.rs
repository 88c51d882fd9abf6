//! What the page asks of the runtime: `ask(what, about)`, the one way from `src/aids/page.js` and the forms to here. They do what is to be
//! done to a page; here is who the visitor is, whether a condition holds, what is counted, and what becomes of a submission.

use js_sys::Function;
use std::cell::{LazyCell, RefCell};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{Engine, kept, outbox, sender, submit};
use crate::browser::{clock, console, javascript, json as js, page, random};
use crate::condition::{Scope, holds_plain, value_at};
use crate::experiment::hash;
use crate::form::{Answers, email};
use crate::lead::Filled;
use crate::object;
use crate::scoring::with_event;
use crate::search::{parts, up_to};
use crate::value::{Object, Value, Write, put, read};
use crate::visitor::attention::{click_detail, depths_reached, stays_reached};
use crate::visitor::consent::PERSONALIZATION;
use crate::visitor::popups::{ALL, note};

const MINUTE: u32 = 60;

thread_local! {
    /// The facts as of the last step of a form: conditions read them at every key.
    static FACTS: RefCell<Value> = const { RefCell::new(Value::Null) };
}

/// The function that the page asks. The engine begins with the first question.
pub fn answering(begin: impl FnOnce() -> &'static Engine + 'static) -> JsValue {
    let engine = LazyCell::new(begin);
    Closure::<dyn Fn(String, JsValue) -> JsValue>::new(move |what: String, about: JsValue| {
        // What is a function calls back; all else is data.
        match about.dyn_into::<Function>() {
            Ok(wake) => sender::wake_by(wake),
            Err(about) => return js::to_js(&answer(*engine, &what, &js::from_js(&about))),
        }
        JsValue::NULL
    })
    .into_js_value()
}

fn answer(engine: &'static Engine, what: &str, about: &Value) -> Value {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let number = |key: &str| about.get(key).and_then(Value::as_f64).unwrap_or_default();
    match what {
        // Of the page.
        "happened" => return happened(engine, text("event"), value_at(about, "detail").clone()),
        "clicked" => return happened(engine, "click", click_detail(text("id"), text("text"), text("url"))),
        "scrolled" => return scrolled(engine, number("percent") as u32),
        "engaged" => return engaged(engine, number("seconds") as u32),
        "arrive" => {
            engine.arrive();
            return told("page_view", object! {});
        }
        "starts" => return engine.campaign.starts.write(),
        "left" => engine.keep_time(),
        "heed" => engine.heed_other_tabs(),
        "settled" => outbox::forget_copy(text("id")),
        "opened" => return opened(engine).write(),
        "settle" => return settle(engine, about),
        // Of what sends.
        "due" => return sender::due(engine, about),
        "answered" => sender::answered(engine, about),
        "pause" => return sender::pause(),
        "text" => return js::to_text(about).write(),
        // Of whoever calls `leadwell(…)`.
        "identify" => engine.identify(about.as_object().cloned().unwrap_or_default()),
        "consent" => engine.choose(value_at(about, "choices"), about.get("page")),
        "forget" => engine.forget(),
        "explain" => return engine.explain(),
        "outbox" => return outbox::all().write(),
        "export" => return export(engine),
        // Of popups, and of whatever else asks about the visitor.
        "popups" => return popups(engine),
        "shown" => shown(engine, about),
        "holding" => return holding(engine, about),
        // A variant was seen, as `EXPERIMENT:VARIANT`: told whether for the first time on this visit.
        "exposed" => return (engine.may_target() && engine.update(|record| record.expose(text("seen")))).write(),
        "draw" => return hash(text("seed"), &engine.record().id).write(),
        "facts" => return engine.verdict().facts,
        "pretend" => {
            if let Ok(record) = read(about) {
                engine.record.replace(record);
            }
            return told(what, object! {});
        }
        "filled" => return filled(engine, about),
        // Of forms.
        "context" if engine.campaign.forms.contains_key(text("form")) => return context(engine),
        "forms" => return engine.campaign.forms.keys().collect::<Vec<_>>().write(),
        "form" => return engine.campaign.forms.get(text("form")).map_or(Value::Null, |form| form.0.clone()),
        "visitor" => return visitor(engine),
        "holds" => return holds(about, engine).write(),
        "fact" => return FACTS.with_borrow(|facts| scope(engine, facts).fact_as_text(text("name"))).write(),
        "kind" => return email::describe(text("address")).map(|(kind, _)| kind).write(),
        "partial" => return send_in_part(engine, about).write(),
        "submit" => return submit(engine, about),
        "became" => return submit::became(about),
        "begin" | "context" => {}
        _ => console::say(&["no answer to ", what].concat()),
    }
    Value::Null
}

fn scope<'a>(engine: &'a Engine, facts: &'a Value) -> Scope<'a> {
    Scope { facts, lists: &engine.campaign.lists, engine: javascript::ENGINE }
}

/// An event as the page's listeners are told of it, `[[name, detail]]`: what is entered is heard by those who show popups, too.
fn told(event: &str, detail: Value) -> Value {
    Value::Array(vec![Value::Array(vec![event.write(), detail])])
}

fn happened(engine: &Engine, event: &str, detail: Value) -> Value {
    engine.happened(event, detail.clone());
    told(event, detail)
}

fn scrolled(engine: &Engine, percent: u32) -> Value {
    let mut told = Vec::new();
    for depth in depths_reached(engine.campaign.starts.as_ref(), engine.deepest.get(), percent) {
        engine.deepest.set(depth);
        enter(engine, &mut told, "scroll", object! { "percent" => depth });
    }
    Value::Array(told)
}

fn enter(engine: &Engine, told: &mut Vec<Value>, event: &str, detail: Value) {
    engine.happened(event, detail.clone());
    told.push(Value::Array(vec![event.write(), detail]));
}

/// Counts seconds in which the visitor was there; tells how many it are on this page and on the site, as `engaged`, and the stays reached.
fn engaged(engine: &Engine, more: u32) -> Value {
    let seconds = engine.engaged_for(more);
    let on_site = engine.record().seconds.saturating_add(engine.unkept());
    let mut told = vec![Value::Array(vec!["engaged".write(), object! { "seconds" => seconds, "on_site" => on_site }])];
    for stay in stays_reached(engine.campaign.starts.as_ref(), seconds.saturating_sub(more), seconds) {
        enter(engine, &mut told, "dwell", object! { "seconds" => stay });
    }
    // Whoever reads on is active, and in the same visit.
    if engine.unkept() >= MINUTE {
        engine.keep_time();
    }
    Value::Array(told)
}

/// What of the visitor decides over popups: whether they may be shown at all, whether consent was given or refused, what became of those before (`visitor/popups.rs`), which
/// visit this is, when a form was sent last (in seconds), pages seen and seconds spent on the site.
fn popups(engine: &Engine) -> Value {
    let (record, verdict) = (engine.record(), engine.verdict());
    // The language that is pretended is read, too.
    let locale = value_at(&verdict.facts, "locale").as_str().unwrap_or(&engine.locale);
    object! {
        "campaign" => engine.campaign.id, "locale" => locale, "stage" => verdict.stage, "tags" => verdict.tags,
        "may" => engine.may_target(), "chosen" => engine.has_chosen() || !record.pretends("consent").is_null(), "history" => record.popups, "visit" => record.visits, "pages" => record.pages,
        "pretends" => record.pretended.is_some(),
        "submitted" => record.submitted_at.map(|at| at.0 as f64), "seconds" => record.seconds.saturating_add(engine.unkept()),
    }
}

/// Notes what became of a popup: `{ popup, what: "seen" | "dismissed" | "submitted", counts }`, where `counts` says that it stands under
/// the limits for all.
fn shown(engine: &Engine, about: &Value) {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let at = clock::moment().now;
    engine.update(|record| {
        let visit = record.visits;
        note(&mut record.popups, text("popup"), text("what"), at, visit);
        if about.get("counts").and_then(Value::as_bool) == Some(true) {
            note(&mut record.popups, ALL, text("what"), at, visit);
        }
    });
}

/// Which conditions hold, with the event they may name.
fn holding(engine: &Engine, about: &Value) -> Value {
    let facts = with_event(engine.verdict().facts, value_at(about, "event").clone());
    let scope = scope(engine, &facts);
    let mut held: Vec<Value> = Vec::new();
    for condition in value_at(about, "conditions").as_array().into_iter().flatten() {
        held.push(holds_plain(Some(condition), &scope).write());
    }
    Value::Array(held)
}

/// Facts as texts for somebody else's form; what a lead leaves out without consent is empty there too.
fn filled(engine: &Engine, about: &Value) -> Value {
    const NEEDS_CONSENT: &str = "score stage tags segments source first visitor experiment rule popup user";
    let facts = engine.verdict().facts;
    let (scope, everything) = (scope(engine, &facts), engine.standing.borrow().lead_carries_everything());
    let mut told: Vec<Value> = Vec::new();
    for name in value_at(about, "names").as_array().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        let is_left_out = !everything && parts(NEEDS_CONSENT, ' ').any(|group| up_to(name, '.') == group);
        told.push(if is_left_out { Value::Null } else { scope.fact_as_text(name).write() });
    }
    Value::Array(told)
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
        "keepDays" => engine.campaign.keep_days(), "ids" => object! { "message" => random::uuid(), "lead" => random::uuid() },
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

/// Takes a submission whose answers are in order; see `submit::keep` for what it gives, and `became` for what follows.
fn submit(engine: &'static Engine, about: &Value) -> Value {
    let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
    let Some(form) = engine.campaign.forms.get(text("form")) else { return Value::Null };
    let signals = about.get("signals").and_then(Value::as_array).into_iter().flatten();
    let spam = signals.filter_map(|signal| signal.as_str().map(str::to_owned)).collect();
    let ids = (text("message").to_owned(), text("lead").to_owned());
    let filled = Filled { form_id: text("form"), form, answers: &answers(about), ids: &ids };
    let how = submit::How {
        via: about.get("via").filter(|via| via.is_object()),
        test: about.get("test").and_then(Value::as_bool) == Some(true),
        spam,
    };
    submit::keep(engine, &filled, how, about.get("proof").and_then(Value::as_object).unwrap_or(&Object::new()))
}
