//! What of the outbox is to be sent now, and what an answer means for it. `src/aids/deliver.js` sends, and asks again when it is told to.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::{Engine, outbox};
use crate::browser::{clock, json, random};
use crate::campaign::Part;
use crate::condition::value_at;
use crate::delivery::{Answer, Came, Delivery, Entry, State, waits};
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

/// What is to be sent now, `[{ id, destination, url, mode, type, body }]`: to each destination the oldest message that may go there.
/// `about` is `{ tried: ["ID DESTINATION"], busy: ["DESTINATION"], lived: { ID: milliseconds }, hurries }`: what this pass has tried, where it
/// waits for an answer, how long messages have been there by a clock that nobody sets, and whether something has happened that may have
/// mended the network. Entries come to their end here, too.
pub fn due(engine: &Engine, about: &Value) -> Value {
    let named = |key: &str, name: &str| value_at(about, key).as_array().into_iter().flatten().any(|known| known.as_str() == Some(name));
    let now = clock::now_ms();
    let mut entries = outbox::all();
    for entry in &mut entries {
        if entry.expire(now) {
            outbox::keep(entry);
            tell(entry, |delivery| delivery.state == State::Expired);
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
                requests.push(request(receiver, entry, destination, now, lived_ms));
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

/// One attempt as `fetch` takes it.
fn request(receiver: Part, entry: &Entry, destination: &str, now: f64, lived_ms: f64) -> Value {
    let is_blind = receiver.word("mode") == "no_cors";
    object! {
        "id" => entry.id(), "destination" => destination, "url" => receiver.word("url"), "mode" => if is_blind { "no-cors" } else { "cors" },
        "type" => content_type(receiver, is_blind), "body" => json::to_text(&entry.attempt(destination, now, lived_ms)),
    }
}

/// Browsers ask a receiver before they send it JSON, and send none to one whose answer nobody may read.
fn content_type(receiver: Part, is_blind: bool) -> &'static str {
    if is_blind || receiver.word("body") == "text" { "text/plain;charset=UTF-8" } else { "application/json" }
}

/// What came of an attempt: `{ id, destination, status, said, asked }` where there is an answer that may be read (`asked`: milliseconds of
/// peace that it asks for), `blind` where there is one, neither where there is none. Loaded anew: the page, or another tab, may have
/// written to it meanwhile.
pub fn answered(engine: &Engine, about: &Value) {
    let text = |key: &str| value_at(about, key).as_str().unwrap_or_default();
    let number = |key: &str| value_at(about, key).as_f64();
    let Some(entry) = outbox::load(text("id")) else { return };
    let status = number("status").map(|status| Answer::Status(status as u16));
    let blind = (value_at(about, "blind").as_bool() == Some(true)).then_some(Answer::Blind);
    let answer = status.or(blind).unwrap_or(Answer::Nothing);
    if matches!(answer, Answer::Status(400..=499)) {
        outbox::refused(entry.id(), text("said").to_owned());
    }
    let resend = receiver(engine, text("destination")).and_then(|receiver| receiver.number("resend")).unwrap_or_default() as u32;
    answered_by(entry, text("destination"), Came { answer, asked_ms: number("asked"), resend });
}

fn answered_by(mut entry: Entry, destination: &str, came: Came) {
    entry.answered(destination, came, clock::now_ms(), random::fraction());
    // Kept even if it was in memory only: storage may have come back.
    outbox::keep(&entry);
    tell(&entry, |delivery| delivery.destination == destination);
    settle(&entry);
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
    let entries = outbox::all();
    waits(&entries, clock::now_ms(), false).into_iter().map(|(_, _, wait)| wait).reduce(f64::min).write()
}
