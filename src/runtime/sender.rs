//! What of the outbox is to be sent now, and what an answer means for it. `src/aids/deliver.js` sends, and asks again when it is told to.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::{Engine, outbox};
use crate::browser::javascript::ENGINE;
use crate::browser::{clock, json, random};
use crate::campaign::Part;
use crate::condition::value_at;
use crate::delivery::{Answer, Came, Delivery, Entry, State, judge, waits};
use crate::object;
use crate::value::{Value, Write, put};

thread_local! {
    /// Called when there is something to send, from when the page is ready.
    static WAKE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// From here on `wake` calls this. It must not ask the runtime before it has returned.
pub fn wake_by(wake: Function) {
    WAKE.set(Some(wake));
}

/// Has the page send what waits.
pub fn wake() {
    if let Some(wake) = WAKE.with_borrow(Clone::clone) {
        let _ = wake.call0(&JsValue::UNDEFINED);
    }
}

/// What is to be sent now: to each destination the oldest message that may go there, as the destination with `destination` (its id), `id`
/// (the message's), `created_ms` and `body`: the message, as a text where the destination has no shape of its own. `about` is
/// `{ tried: ["ID DESTINATION"], busy: ["DESTINATION"], lived: { ID: milliseconds }, hurries }`: what this pass has tried, where it waits for
/// an answer, how long messages have been there by a clock that nobody sets, and whether something has happened that may have mended the
/// network. Entries come to their end here, too.
pub fn due(engine: &Engine, about: &Value) -> Value {
    if cfg!(feature = "undelivered") {
        return Value::Null;
    }
    let named = |key: &str, name: &str| value_at(about, key).as_array().into_iter().flatten().any(|known| known.as_str() == Some(name));
    let now = clock::now_ms();
    let mut entries = outbox::all();
    for entry in &mut entries {
        if entry.is_over(now) {
            let mut over = (**entry).clone();
            if over.expire(now) {
                outbox::keep(&over);
                tell(&over, |delivery| delivery.state == State::Expired);
            }
            *entry = Rc::new(over);
        }
        settle(entry);
    }
    let mut requests: Vec<Value> = Vec::new();
    let mut gone: Vec<(&Entry, &str)> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for (entry, destination, wait) in waits(&entries, now, value_at(about, "hurries").as_bool() == Some(true)) {
        let attempt = [entry.id(), " ", destination].concat();
        if wait > 0.0 || taken.contains(&destination) || named("busy", destination) || named("tried", &attempt) {
            continue;
        }
        match receiver(engine, destination) {
            Some(receiver) => {
                let lived_ms = value_at(value_at(about, "lived"), entry.id()).as_f64().unwrap_or_default();
                requests.push(request(receiver, entry, now, lived_ms));
                taken.push(destination);
                outbox::tell_sent(entry, destination);
            }
            None => gone.push((entry, destination)),
        }
    }
    for (entry, destination) in gone {
        answered_by(entry.clone(), destination, Answer::Gone.into());
    }
    Value::Array(requests)
}

/// What the campaign says of a destination; nothing where it no longer has it.
fn receiver<'a>(engine: &'a Engine, destination: &str) -> Option<Part<'a>> {
    engine.campaign.receivers().into_iter().find(|receiver| receiver.word("id") == destination)
}

/// One attempt.
fn request(receiver: Part, entry: &Entry, now: f64, lived_ms: f64) -> Value {
    let destination = receiver.word("id");
    let mut body = entry.attempt(destination, now, lived_ms);
    if !receiver.has("shape") {
        body = json::to_text(&body).write();
    }
    let mut request = receiver.0.as_object().cloned().unwrap_or_default();
    put(&mut request, "destination", destination.write());
    put(&mut request, "id", entry.id().write());
    put(&mut request, "created_ms", entry.created_ms.write());
    put(&mut request, "body", body);
    Value::Object(request)
}

/// What came of an attempt: `{ id, destination, status, said, asked }` where there is an answer that may be read (`asked`: milliseconds of
/// peace that it asks for); `blind` where there is one that nobody may read, with `acked` where the receiver has sent the browser back, and
/// `refused` where it has sent it to the page of refusals; `reached` where there is none although the network is there; nothing of these
/// where there is none. Loaded anew: the page, or another tab, may have written to it meanwhile.
pub fn answered(engine: &Engine, about: &Value) {
    let text = |key: &str| value_at(about, key).as_str().unwrap_or_default();
    let number = |key: &str| value_at(about, key).as_f64();
    let is = |key: &str| value_at(about, key).as_bool() == Some(true);
    let Some(entry) = outbox::load(text("id")) else { return };
    let receiver = receiver(engine, text("destination"));
    let mut came = Came { asked_ms: number("asked"), ..Answer::Nothing.into() };
    if let Some(status) = number("status") {
        came.answer = read_answer(receiver, status as u16, text("said"), entry.id());
    } else if is("refused") {
        came.answer = Answer::Refused;
    } else if is("blind") {
        came.answer = Answer::Blind;
        // Who was sent back need not come again.
        if !is("acked") {
            came.resend = receiver.and_then(|receiver| receiver.number("resend")).unwrap_or_default() as u32;
        }
    } else if is("reached") {
        came.answer = Answer::Reached;
    }
    answered_by((*entry).clone(), text("destination"), came);
}

/// What an answer means. What is said of a refusal is kept for the visitor, in a shape that forms read.
fn read_answer(receiver: Option<Part>, status: u16, said: &str, id: &str) -> Answer {
    let body = json::from_text(said).unwrap_or_else(|_| said.write());
    let (answer, words) = judge(receiver.unwrap_or(Part(&Value::Null)), status, &body, ENGINE);
    if answer == Answer::Refused || matches!(status, 400..=499) {
        let errors = words.and_then(|words| json::to_text(&object! { "errors" => object! { "base" => words } }));
        outbox::refused(id, errors.unwrap_or_else(|| said.to_owned()));
    }
    answer
}

fn answered_by(mut entry: Entry, destination: &str, came: Came) {
    entry.answered(destination, came, clock::now_ms(), random::fraction());
    if entry.is_final() {
        outbox::drop_entry(entry.id());
    } else {
        // Even if it was in memory only: storage may have come back.
        outbox::keep(&entry);
    }
    tell(&entry, |delivery| delivery.destination == destination);
}

fn tell(entry: &Entry, of: impl Fn(&Delivery) -> bool) {
    for delivery in &entry.deliveries {
        if of(delivery) {
            outbox::tell(entry, delivery);
        }
    }
}

fn settle(entry: &Entry) {
    if entry.is_final() {
        outbox::drop_entry(entry.id());
    }
}

/// Milliseconds until something may be sent again; null where nothing will be.
pub fn pause() -> Value {
    if cfg!(feature = "undelivered") {
        return Value::Null;
    }
    let entries = outbox::all();
    waits(&entries, clock::now_ms(), false).into_iter().map(|(_, _, wait)| wait).reduce(f64::min).write()
}
