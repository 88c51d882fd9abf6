//! localStorage, which may be missing, blocked, full or lying: every answer here may be "no".

use web_sys::Storage;

/// Everything that Rust keeps in a browser, by key; unfinished forms are kept by `src/aids/form.js`. Two campaigns on one origin do
/// not meet.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// The visitor's record in a campaign.
    Visitor { campaign: &'a str },
    /// The visitor's choice about consent, strictly necessary to respect it.
    Consent,
    /// One message on its way.
    Outbox { id: &'a str },
}

const OUTBOX: &str = "leadwell:outbox:";
/// And the campaign, and the form.
const DRAFT: &str = "leadwell:draft:";

impl Key<'_> {
    fn name(self) -> String {
        match self {
            Self::Visitor { campaign } => ["leadwell:visitor:", campaign].concat(),
            Self::Consent => "leadwell:consent".to_owned(),
            Self::Outbox { id } => [OUTBOX, id].concat(),
        }
    }
}

// Reading `window.localStorage` itself throws where storage is blocked.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

#[must_use]
pub fn read(key: Key) -> Option<String> {
    storage()?.get_item(&key.name()).ok()?
}

/// Writes and reads back. Tells whether the value is there now: some browsers take it and keep nothing.
#[must_use]
pub fn write(key: Key, value: &str) -> bool {
    let name = key.name();
    storage()
        .is_some_and(|storage| storage.set_item(&name, value).is_ok() && storage.get_item(&name).ok().flatten().as_deref() == Some(value))
}

pub fn remove(key: Key) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key.name());
    }
}

/// The ids of the messages in the outbox, in no particular order.
#[must_use]
pub fn outbox_ids() -> Vec<String> {
    names_after(OUTBOX)
}

/// Erases the unfinished forms of a campaign.
pub fn remove_drafts(campaign: &str) {
    let prefix = [DRAFT, campaign, ":"].concat();
    for form in names_after(&prefix) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&[&prefix, form.as_str()].concat());
        }
    }
}

/// What stands behind `prefix` in the names of what is kept.
fn names_after(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    names.filter_map(|name| name.strip_prefix(prefix).map(str::to_owned)).collect()
}
