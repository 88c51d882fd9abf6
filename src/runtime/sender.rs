//! Emptying the outbox: one sender among all tabs, again after a pause, when the network is back and at the next visit.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{Engine, outbox};
use crate::browser::{clock, http, json, lock, random, task};
use crate::delivery::{Answer, Entry};

thread_local! {
    /// The timer of the next pass.
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
    /// Whose leads are sent, from when the page is ready.
    static SENDING: Cell<Option<&'static Engine>> = const { Cell::new(None) };
}

/// Sends what waits now; from here on `wake` finds whose leads these are.
pub fn keep_sending(engine: &'static Engine) {
    SENDING.set(Some(engine));
    send_soon(engine);
}

/// Starts a pass once the page is ready, for whoever has no engine to hand.
pub fn wake() {
    SENDING.get().into_iter().for_each(send_soon);
}

/// Starts a pass that nobody waits for.
pub fn send_soon(engine: &'static Engine) {
    let _ = task::run(send(engine));
}

/// Tries everything that is due, once, and plans the next pass.
pub async fn send(engine: &'static Engine) {
    let work = async move {
        for entry in outbox::all() {
            send_entry(engine, entry).await;
        }
    };
    lock::as_only_sender(task::task(work)).await;
    plan_next_pass(engine);
}

async fn send_entry(engine: &Engine, entry: Entry) {
    let id = entry.id().to_owned();
    let mut tried = Vec::new();
    // Loaded anew before each attempt: the page may have written to it meanwhile.
    while let Some(mut entry) = outbox::load(&id) {
        let now = clock::now_ms();
        entry.expire(now);
        let due = entry.due(now).map(str::to_owned).filter(|due| !tried.contains(due));
        let Some(destination) = due else { return settle(&entry) };
        let answer = attempt(engine, &entry, &destination, now).await;
        entry.answered(&destination, answer, clock::now_ms(), random::fraction());
        // Kept even if it was in memory only: storage may have come back.
        outbox::keep(&entry);
        entry.deliveries.iter().filter(|delivery| delivery.destination == destination).for_each(|delivery| outbox::tell(&entry, delivery));
        settle(&entry);
        tried.push(destination);
    }
}

fn settle(entry: &Entry) {
    if entry.is_final() {
        outbox::drop_entry(entry.id());
    }
}

async fn attempt(engine: &Engine, entry: &Entry, destination: &str, now: f64) -> Answer {
    let mut receivers = engine.campaign.receivers().into_iter();
    let Some(receiver) = receivers.find(|receiver| receiver.word("id") == destination) else { return Answer::Gone };
    match json::to_text(&entry.attempt(destination, now)) {
        Some(body) => {
            let (answer, said) = http::post(receiver, &body).await;
            if matches!(answer, Answer::Status(400..=499)) {
                outbox::refused(entry.id(), said);
            }
            answer
        }
        None => Answer::Gone,
    }
}

fn plan_next_pass(engine: &'static Engine) {
    let now = clock::now_ms();
    let pause = outbox::all().iter().filter_map(|entry| entry.pause(now)).reduce(f64::min);
    TIMER.take().into_iter().for_each(clock::cancel);
    if let Some(pause) = pause {
        let again = Closure::once_into_js(move || send_soon(engine));
        TIMER.set(clock::call_after(pause, again.unchecked_ref()));
    }
}
