//! What a person wants to know of a message first, in words: who it is, and what its keys are called.

use serde_json::Number;

use crate::campaign::{Form, Part, Runtime};
use crate::value::{Object, Value};

/// Who a lead is: a line to call them by, and one to reach or place them by.
pub fn who(fields: &Object) -> (Option<String>, Option<String>) {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let field = |names: &[&str]| names.iter().find_map(|name| text(name)).map(str::to_owned);
    let joined = || Some(format!("{} {}", text("first_name")?, text("last_name")?));
    let name = field(&["name", "full_name"]).or_else(joined).or_else(|| field(&["first_name", "last_name"]));
    let reach = field(&["email", "work_email", "tel", "phone"]);
    let company = field(&["company", "company_name", "organization"]);
    match (name, reach) {
        (Some(name), reach) => (Some(name), reach.or(company)),
        (None, Some(reach)) => (Some(reach), company),
        (None, None) => (company, None),
    }
}

/// The address by which a person may ask to be erased.
pub fn email(fields: &Object) -> Option<String> {
    let named = ["email", "work_email"].iter().filter_map(|name| fields.get(name));
    named.chain(fields.values()).filter_map(Value::as_str).find(|answer| mail_link(answer).is_some()).map(str::to_owned)
}

/// Odds of a logarithm, as a person reads them: `2.29`, `0.004`. Beyond a million to one either way they say no more.
pub fn odds(log_odds: f64) -> String {
    const MILLION: f64 = 1e6;
    let odds = log_odds.exp().clamp(1.0 / MILLION, MILLION);
    let digits = if odds >= 0.1 {
        2
    } else if odds >= 0.001 {
        4
    } else {
        6
    };
    format!("{odds:.digits$}")
}

/// `+20` and `−5`.
pub fn signed(points: &Number) -> String {
    let text = points.to_string();
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => format!("+{text}"),
    }
}

/// An answer with the words its visitor saw, as far as the campaign is known.
pub struct Answer {
    pub label: String,
    pub value: String,
}

/// In the order of the form; answers it does not know come last.
pub fn answers(fields: &Object, form: Option<(&Form, &Runtime)>, lang: &str) -> Vec<Answer> {
    let mut known = Vec::new();
    let asked: Vec<Part> = form.into_iter().flat_map(|(form, _)| form.fields()).collect();
    let fallback = form.map_or("en", |(_, campaign)| campaign.default_locale.as_str());
    for field in &asked {
        let Some(value) = fields.get(field.name()) else { continue };
        let read = |part: Part| part.text("label").map(|label| label.in_locale(lang, fallback).to_owned());
        let label = read(*field).filter(|label| !label.is_empty()).unwrap_or_else(|| readable(field.name()));
        let choices: Vec<String> = field.chosen(value).into_iter().filter_map(read).collect();
        known.push(Answer { label, value: if choices.is_empty() { plain(value) } else { choices.join(", ") } });
    }
    let unknown = fields.iter().filter(|(name, _)| !asked.iter().any(|field| field.name() == name.as_str()));
    known.extend(unknown.map(|(name, value)| Answer { label: readable(name), value: plain(value) }));
    known
}

/// An answer as text: a list by its entries.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// `Company size` of `company_size`.
fn readable(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The address for a link that writes to this answer, when it is one plain e-mail address.
pub fn mail_link(value: &str) -> Option<String> {
    let (user, host) = value.split_once('@')?;
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "._+-".contains(c));
    (plain(user) && plain(host)).then(|| format!("mailto:{value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_is_called_by_the_best_that_it_left() {
        let cases = [
            ("name=Ada email=a@b.c", Some("Ada"), Some("a@b.c")),
            ("first_name=Ada last_name=L company=X", Some("Ada L"), Some("X")),
            ("email=a@b.c company=X", Some("a@b.c"), Some("X")),
            ("company=X", Some("X"), None),
            ("", None, None),
        ];
        for (fields, name, under) in cases {
            let pairs = fields.split_whitespace().filter_map(|pair| pair.split_once('='));
            let fields = pairs.map(|(name, value)| (name.to_owned(), Value::String(value.to_owned()))).collect();
            assert_eq!(who(&fields), (name.map(str::to_owned), under.map(str::to_owned)));
        }
    }

    #[test]
    fn only_a_plain_address_becomes_a_link() {
        assert_eq!(mail_link("a+b@corp.example").as_deref(), Some("mailto:a+b@corp.example"));
        for odd in ["a@b?bcc=c@d", "a b@c", "@", "javascript:alert(1)", "a@b@c", "a@b&x"] {
            assert_eq!(mail_link(odd), None, "{odd}");
        }
    }
}
