//! Addresses with answers in them: `https://shop.example/start?plan={{field.plan|basic}}`.

use crate::search::split_once;

/// Puts facts into an address, each as one encoded part of it, or their fallbacks. `fact` gives a fact already encoded.
#[must_use]
pub fn addressed(template: &str, fact: &dyn Fn(&str) -> Option<String>) -> String {
    let found = split_once(template, "{{").and_then(|(before, rest)| Some((before, split_once(rest, "}}")?)));
    let Some((before, (token, after))) = found else { return template.to_owned() };
    let (name, fallback) = token.split_once('|').unwrap_or((token, ""));
    let said = fact(name.trim()).unwrap_or_else(|| fallback.to_owned());
    [before, &said, &addressed(after, fact)].concat()
}
