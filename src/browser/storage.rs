//! What Leadwell keeps in a browser: localStorage, and for campaigns that share visitors one cookie. It may be missing, blocked, full
//! or lying: every answer here may be "no".

use std::cell::RefCell;

use web_sys::Storage;

use super::cookie;
use super::page::window;

/// Everything that Rust keeps in a browser, by key; unfinished forms are kept by `src/aids/form.js`. Two campaigns on one origin do
/// not meet.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// The visitor's record in a campaign.
    Visitor { campaign: &'a str },
    /// The visitor's choice about consent, strictly necessary to respect it.
    Consent,
    /// What stood where the visitor's record should, and was none that this version reads.
    Aside { campaign: &'a str },
    /// One message on its way.
    Outbox { id: &'a str },
}

const ALL: &str = "leadwell:";
const OUTBOX: &str = "leadwell:outbox:";
/// And the campaign, and the form.
const DRAFT: &str = "leadwell:draft:";

thread_local! {
    /// The domain under which visitors are shared, and for how many days.
    static SHARED: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// From here on the visitor's record and choice are kept in cookies of a domain, so many days after each visit.
pub fn share(domain: &str, days: u32) {
    SHARED.set(Some((domain.to_owned(), days)));
}

#[must_use]
pub fn is_shared() -> bool {
    SHARED.with_borrow(Option::is_some)
}

impl Key<'_> {
    fn name(self) -> String {
        match self {
            Self::Visitor { campaign } => ["leadwell:visitor:", campaign].concat(),
            Self::Consent => "leadwell:consent".to_owned(),
            Self::Aside { campaign } => ["leadwell:aside:", campaign].concat(),
            Self::Outbox { id } => [OUTBOX, id].concat(),
        }
    }

    /// What it is called as a cookie, if it may be one; cookies' names have fewer letters.
    fn cookie(self) -> Option<String> {
        match self {
            Self::Visitor { campaign } => Some(["leadwell_visitor_", campaign].concat()),
            Self::Consent => Some("leadwell_consent".to_owned()),
            _ => None,
        }
    }
}

// Reading `window.localStorage` itself throws where storage is blocked.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// The domain of cookies and the days they are kept, with the name of one.
fn shared(key: Key) -> Option<(String, String, u32)> {
    let (domain, days) = SHARED.with_borrow(Clone::clone)?;
    Some((key.cookie()?, domain, days))
}

/// Where cookies are used, what was kept before they were is found too; and where they are no longer, so is a choice in one.
#[must_use]
pub fn read(key: Key) -> Option<String> {
    let cookie = || key.cookie().and_then(|name| cookie::read(&name));
    let local = || storage()?.get_item(&key.name()).ok()?;
    if is_shared() {
        return cookie().or_else(local);
    }
    local().or_else(|| if matches!(key, Key::Consent) { cookie() } else { None })
}

/// The bytes of a text as it is kept.
#[must_use]
pub fn size(text: &str) -> usize {
    if is_shared() { cookie::size(text) } else { text.len() }
}

/// Writes and reads back. Tells whether the value is there now: some browsers take it and keep nothing.
#[must_use]
pub fn write(key: Key, value: &str) -> bool {
    // On a host outside the domain browsers refuse the cookie.
    if let Some((name, domain, days)) = shared(key)
        && cookie::write(&name, value, &domain, days)
    {
        remove_local(key);
        return true;
    }
    let name = key.name();
    storage()
        .is_some_and(|storage| storage.set_item(&name, value).is_ok() && storage.get_item(&name).ok().flatten().as_deref() == Some(value))
}

pub fn remove(key: Key) {
    if let Some((name, domain, _)) = shared(key) {
        cookie::remove(&name, &domain);
    }
    remove_local(key);
}

fn remove_local(key: Key) {
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

/// All that is kept in this browser on this origin, as it is kept, by key.
#[must_use]
pub fn all() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for rest in names_after(ALL) {
        let name = [ALL, &rest].concat();
        if let Some(text) = storage().and_then(|storage| storage.get_item(&name).ok()?) {
            all.push((name, text));
        }
    }
    all
}

/// What stands behind `prefix` in the names of what is kept.
fn names_after(prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(storage) = storage() {
        for index in 0..storage.length().unwrap_or(0) {
            if let Ok(Some(name)) = storage.key(index)
                && let Some(rest) = name.strip_prefix(prefix)
            {
                names.push(rest.to_owned());
            }
        }
    }
    names
}
