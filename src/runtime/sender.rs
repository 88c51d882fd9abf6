//! What of the outbox is to be sent now, and what an answer means for it. `src/aids/deliver.js` sends, and asks again when it is told to.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::{Engine, outbox};
use crate::browser::{clock, json, random};
use crate::campaign::Part;
use crate::condition::value_at;
use crate::delivery::{Answer, Entry};
use crate::object;
use crate::value::{Value, Write};

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

/// What is to be sent now, `[{ id, destination, url, mode, type, body }]`: to each destination the oldest message that is due there.
/// `about` is `{ tried: ["ID DESTINATION"], busy: ["DESTINATION"] }`, what this pass has tried and where it waits for an answer. Entries
/// come to their end here, too.
pub fn due(engine: &Engine, about: &Value) -> Value {
    let named = |key: &str, name: &str| value_at(about, key).as_array().into_iter().flatten().any(|known| known.as_str() == Some(name));
    let mut requests: Vec<Value> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    for mut entry in outbox::all() {
        let now = clock::now_ms();
        entry.expire(now);
        for destination in entry.due(now) {
            let attempt = [entry.id(), " ", &destination].concat();
            if taken.contains(&destination) || named("busy", &destination) || named("tried", &attempt) {
                continue;
            }
            match request(engine, &entry, &destination, now) {
                Some(request) => {
                    requests.push(request);
                    taken.push(destination);
                }
                None => answered_by(&mut entry, &destination, Answer::Gone),
            }
        }
        settle(&entry);
    }
    Value::Array(requests)
}

/// One attempt as `fetch` takes it; nothing where the campaign no longer has the destination.
fn request(engine: &Engine, entry: &Entry, destination: &str, now: f64) -> Option<Value> {
    let receiver = engine.campaign.receivers().into_iter().find(|receiver| receiver.word("id") == destination)?;
    let body = json::to_text(&entry.attempt(destination, now))?;
    let is_blind = receiver.word("mode") == "no_cors";
    Some(object! {
        "id" => entry.id(), "destination" => destination, "url" => receiver.word("url"), "mode" => if is_blind { "no-cors" } else { "cors" },
        "type" => content_type(receiver, is_blind), "body" => body,
    })
}

/// Browsers ask a receiver before they send it JSON, and send none to one whose answer nobody may read.
fn content_type(receiver: Part, is_blind: bool) -> &'static str {
    if is_blind || receiver.word("body") == "text" { "text/plain;charset=UTF-8" } else { "application/json" }
}

/// What came of an attempt: `{ id, destination, status, said }` where there is an answer that may be read, `blind` where there is one,
/// neither where there is none. Loaded anew: the page, or another tab, may have written to it meanwhile.
pub fn answered(about: &Value) {
    let text = |key: &str| value_at(about, key).as_str().unwrap_or_default();
    let Some(mut entry) = outbox::load(text("id")) else { return };
    let status = about.get("status").and_then(Value::as_f64).map(|status| Answer::Status(status as u16));
    let blind = (value_at(about, "blind").as_bool() == Some(true)).then_some(Answer::Blind);
    let answer = status.or(blind).unwrap_or(Answer::Nothing);
    if matches!(answer, Answer::Status(400..=499)) {
        outbox::refused(entry.id(), text("said").to_owned());
    }
    answered_by(&mut entry, text("destination"), answer);
    settle(&entry);
}

fn answered_by(entry: &mut Entry, destination: &str, answer: Answer) {
    entry.answered(destination, answer, clock::now_ms(), random::fraction());
    // Kept even if it was in memory only: storage may have come back.
    outbox::keep(entry);
    for delivery in &entry.deliveries {
        if delivery.destination == destination {
            outbox::tell(entry, delivery);
        }
    }
}

fn settle(entry: &Entry) {
    if entry.is_final() {
        outbox::drop_entry(entry.id());
    }
}

/// Milliseconds until something is due again; null where nothing will be.
pub fn pause() -> Value {
    let now = clock::now_ms();
    outbox::all().iter().filter_map(|entry| entry.pause(now)).reduce(f64::min).write()
}
