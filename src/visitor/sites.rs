//! Which kind of site a name belongs to, by the lists of `data/sources.txt`, which are an argument: the runtime fetches them only
//! for somebody who comes from elsewhere. Without them every site is of no kind. What follows from a kind, `channel` says.

use crate::search::{cut, parts};

/// A line of `data/sources.txt` begins with one of these, `social`, `video`, or with what is none of them, `referral`.
pub(super) const SEARCH: &str = "search";
pub(super) const SHOPPING: &str = "shopping";
pub(super) const ASSISTANT: &str = "assistant";

/// What the address of an app begins with: `android-app://com.linkedin.android/`.
pub const APP: &str = "android-app://";

/// The kind of a site, by host or by the bare name of a source, in small letters: the longest word that fits decides. Empty for a
/// site that is of none.
#[must_use]
pub fn kind_of<'a>(lists: &'a str, site: &str) -> &'a str {
    let whole = without_www(site);
    let mut name = whole;
    while !name.is_empty() {
        for line in parts(lists, '\n') {
            let mut words = parts(line, ' ');
            let kind = words.next().unwrap_or_default();
            for word in words {
                if fits(word, name) {
                    let below = whole.strip_suffix(name).unwrap_or_default();
                    let is_page = kind != SEARCH || name.starts_with("search.") || has_a_search_page(below);
                    return if is_page { kind } else { "" };
                }
            }
        }
        name = cut(name, '.').map_or("", |(_, shorter)| shorter);
        // A country's or a company's ending by itself is no site.
        if !crate::search::has(name, '.') {
            break;
        }
    }
    ""
}

/// `naver.com` is itself and, as the name of a source, `naver`; `google.` is that name with an ending such as `com` or `co.kr`.
fn fits(word: &str, name: &str) -> bool {
    const LONGEST_ENDING: usize = 6;
    match word.strip_prefix(name) {
        Some(rest) => matches!(rest, "" | "." | ".com"),
        None => word.ends_with('.') && name.strip_prefix(word).is_some_and(|ending| ending.len() <= LONGEST_ENDING),
    }
}

/// What stands before a search engine's name tells its search page (`m.`, `de.`, `image.search.`) from its other services (`mail.`).
fn has_a_search_page(below: &str) -> bool {
    let mut neutral = true;
    for label in parts(below, '.') {
        if label == SEARCH {
            return true;
        }
        neutral &= label.len() <= 2 || label == "www";
    }
    neutral
}

/// `naver` of `m.search.naver.com`, `google` of `google.co.kr` and of `google`.
#[must_use]
pub fn brand_of(site: &str) -> &str {
    const PUBLIC: [&str; 6] = ["com", "co", "net", "org", "or", "ne"];
    let (mut third, mut second, mut last) = ("", "", "");
    for label in parts(site, '.') {
        (third, second, last) = (second, last, label);
    }
    match second {
        "" => last,
        _ if !third.is_empty() && PUBLIC.contains(&second) => third,
        _ => second,
    }
}

/// By what name the lists know a referring page: its host; of an app its own name, which is a host turned round.
pub(super) fn listed_name(url: &str, host: &str) -> String {
    if !url.starts_with(APP) {
        return host.to_owned();
    }
    let mut name = String::new();
    for label in parts(host, '.') {
        name = if name.is_empty() { label.to_owned() } else { [label, ".", &name].concat() };
    }
    name
}

/// Whether a host is a site or stands below it, each with `www.` or not.
pub(super) fn is_within(host: &str, site: &str) -> bool {
    without_www(host).strip_suffix(without_www(site)).is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

pub(super) fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}
