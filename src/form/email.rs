//! E-mail addresses: their form, and what kind of mailbox they name.

use crate::search::{cut, has, parts};

/// Whether `text` is a valid e-mail address as the HTML standard defines it:
/// <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let Some((local, domain)) = cut(text, '@') else { return false };
    let local_fits = !local.is_empty() && local.chars().all(|c| c.is_ascii_alphanumeric() || has(".!#$%&'*+/=?^_`{|}~-", c));
    local_fits && parts(domain, '.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&label.len()) && label.chars().all(inside) && !label.starts_with('-') && !label.ends_with('-')
}

/// Mailbox providers open to anybody.
const FREE: [&str; 24] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "web.de",
    "mail.com",
    "proton.me",
    "protonmail.com",
    "yandex.com",
    "mail.ru",
    "qq.com",
    "163.com",
    "naver.com",
    "daum.net",
    "hanmail.net",
    "kakao.com",
];
/// The best-known throw-away mailboxes; the whole open list is `mailboxes`, which a page asks where a rule needs it.
const DISPOSABLE: [&str; 8] = [
    "mailinator.com",
    "guerrillamail.com",
    "10minutemail.com",
    "yopmail.com",
    "temp-mail.org",
    "trashmail.com",
    "sharklasers.com",
    "maildrop.cc",
];
/// Mailboxes of a function rather than a person.
const ROLES: [&str; 10] = ["info", "sales", "contact", "office", "admin", "support", "hello", "team", "marketing", "hr"];

/// The kind of a valid address, by all that is known natively.
#[cfg(feature = "native")]
#[must_use]
pub fn kind(text: &str) -> Option<&'static str> {
    let (kind, domain) = describe(text)?;
    Some(super::mailboxes::kind_of_domain(&domain).unwrap_or(kind))
}

/// Kind (`disposable`, `free`, `role` or `business`) and domain of a valid address.
#[must_use]
pub fn describe(text: &str) -> Option<(&'static str, String)> {
    // As browsers trim the field of this kind; std's own look for every space of Unicode weighs half a kilobyte.
    let text = text.trim_ascii().to_ascii_lowercase();
    let (local, domain) = cut(&text, '@').filter(|(_, domain)| is_valid(&text) && has(domain, '.'))?;
    let kind = match () {
        () if DISPOSABLE.contains(&domain) => "disposable",
        () if FREE.contains(&domain) => "free",
        () if ROLES.contains(&local) => "role",
        () => "business",
    };
    Some((kind, domain.to_owned()))
}
