//! The visitor's record and choice, as browsers keep them: read with doubt, written within bounds.

use crate::browser::storage::{self, Key};
use crate::browser::{clock, json};
use crate::campaign::Runtime;
use crate::object;
use crate::time::Timestamp;
use crate::value::{Object, Value, read};
use crate::visitor::Record;
use crate::visitor::consent::Choices;

/// Bytes of the visitor's record in localStorage, at most. With drafts and the rest, 32 KB.
const MOST: usize = 20_000;
/// The same as it stands in a cookie: browsers take 4,096 with its name.
const MOST_IN_COOKIE: usize = 3900;
/// Of what was set aside, so many characters are kept.
const MOST_ASIDE: usize = 2000;

/// The visitor's record, where there is one that may still be used. What is no record that this version reads is set aside, so that
/// nothing is lost that a newer one may read; what is too old goes.
#[must_use]
pub fn record(campaign: &Runtime) -> Option<Record> {
    let key = Key::Visitor { campaign: &campaign.id };
    let text = storage::read(key)?;
    let record: Option<Record> = json::from_text(&text).ok().filter(Record::is_known);
    if record.is_none() {
        let aside: String = text.chars().take(MOST_ASIDE).collect();
        let _ = storage::write(Key::Aside { campaign: &campaign.id }, &aside);
        storage::remove(key);
    }
    let record = record?;
    let usable = record.is_usable(Timestamp::from_millis(clock::now_ms()), campaign.keep_days());
    if !usable {
        storage::remove(key);
    }
    usable.then_some(record)
}

/// Keeps the record, made small enough. Where it cannot be kept, what is in memory serves this page: tells whether it is.
pub fn keep(campaign: &Runtime, record: &mut Record) -> bool {
    record.v = Record::VERSION;
    let most = if storage::is_shared() { MOST_IN_COOKIE } else { MOST };
    while let Some(text) = json::to_text(record) {
        if storage::size(&text) <= most || !record.shrink() {
            return storage::write(Key::Visitor { campaign: &campaign.id }, &text);
        }
    }
    false
}

/// Erases the record, what was set aside, and unfinished forms.
pub fn erase(campaign: &Runtime) {
    storage::remove(Key::Visitor { campaign: &campaign.id });
    storage::remove(Key::Aside { campaign: &campaign.id });
    storage::remove_drafts(&campaign.id);
}

/// What the visitor chose on an earlier page, where anything is known of it.
#[must_use]
pub fn choices() -> Option<Choices> {
    let stored: Value = json::from_text(&storage::read(Key::Consent)?).ok()?;
    // Before version 1 the choices stood by themselves.
    read(stored.get("choices").unwrap_or(&stored)).ok()
}

/// What is shared ends so many days after the last visit.
pub fn renew_choices() {
    if let Some(text) = storage::read(Key::Consent) {
        let _ = storage::write(Key::Consent, &text);
    }
}

/// Keeps what the visitor chose, with when.
pub fn keep_choices(choices: &Choices) {
    let now = Timestamp::from_millis(clock::now_ms());
    let text = json::to_text(&object! { "v" => 1, "choices" => choices, "at" => now });
    if !text.is_some_and(|text| storage::write(Key::Consent, &text)) {
        // No choice is better than one that was taken back.
        storage::remove(Key::Consent);
    }
}

/// All that this browser keeps, by key; what is no JSON as text.
#[must_use]
pub fn all() -> Value {
    let mut all = Object::new();
    for (name, text) in storage::all() {
        let value = json::from_text::<Value>(&text).unwrap_or(Value::String(text));
        all.insert(name, value);
    }
    Value::Object(all)
}
