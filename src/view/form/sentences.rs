//! What a field says when an answer is refused: the author's own words, else the interface's. The keys are those of the rules.

use crate::campaign::Part;
use crate::digits::decimal;
use crate::texts::{Texts, filled};
use crate::value::Value;
use crate::view::reader::Reader;

/// The key of a sentence, the attribute in which it stands, and which of the author's words replace it.
const SENTENCES: [(&str, &str, &str); 10] = [
    ("required", "data-lw-say-required", "required"),
    ("format", "data-lw-say-format", "format"),
    ("business_only", "data-lw-say-business_only", "business_only"),
    ("pattern", "data-lw-say-pattern", "pattern"),
    ("min_length", "data-lw-say-min_length", "length"),
    ("max_length", "data-lw-say-max_length", "length"),
    ("min", "data-lw-say-min", "range"),
    ("max", "data-lw-say-max", "range"),
    ("at_least", "data-lw-say-at_least", "range"),
    ("at_most", "data-lw-say-at_most", "range"),
];

/// By the attribute in which each stands.
pub fn of(field: Part, reader: &Reader) -> Vec<(&'static str, String)> {
    let own = field.part("messages");
    let mut said: Vec<(&'static str, String)> = Vec::new();
    for (key, attribute, group) in SENTENCES {
        if let Some(usual) = usual(key, field, reader.texts) {
            let own = own.filter(|own| own.has(group)).map(|own| reader.read_part(own, group));
            said.push((attribute, own.unwrap_or_else(|| filled(&filled(usual, "least", &bound(field, key)), "most", &bound(field, key)))));
        }
    }
    said
}

/// What the interface says, where the rules may say it of this field.
fn usual<'a>(key: &str, field: Part, texts: &'a Texts) -> Option<&'a str> {
    let kind = field.kind();
    let is_there = match key {
        "required" => field.flag("required") || field.has("required_when"),
        "format" => true,
        // What every line allows by default the control itself keeps: nobody gets beyond it.
        "max_length" => {
            field.number(key).is_some_and(|most| !matches!(most as u32, 200 | 4000))
                || field.part("messages").is_some_and(|own| own.has("length"))
        }
        _ => field.has(key) && is_bounded(kind, key),
    };
    Some(match key {
        _ if !is_there => return None,
        "required" => required(kind, texts),
        "format" => format(kind, texts)?,
        "business_only" => texts.error_business(),
        "pattern" => texts.error_pattern(),
        "min_length" => texts.error_too_short(),
        "max_length" => texts.error_too_long(),
        "min" => texts.error_below(),
        "max" => texts.error_above(),
        "at_least" => texts.error_too_few(),
        _ => texts.error_too_many(),
    })
}

fn is_bounded(kind: &str, key: &str) -> bool {
    match key {
        "min" | "max" => matches!(kind, "number" | "date" | "time"),
        // What every line has by default is kept by the control itself.
        "max_length" => matches!(kind, "text" | "textarea" | "email" | "tel" | "url" | "name" | "company"),
        _ => true,
    }
}

fn required<'a>(kind: &str, texts: &'a Texts) -> &'a str {
    match kind {
        "checkbox" | "consent" => texts.error_consent(),
        kind if is_choice(kind) => texts.error_choice(),
        _ => texts.error_required(),
    }
}

fn format<'a>(kind: &str, texts: &'a Texts) -> Option<&'a str> {
    Some(match kind {
        "email" => texts.error_email(),
        "tel" => texts.error_tel(),
        "url" => texts.error_url(),
        "number" => texts.error_number(),
        "date" => texts.error_date(),
        "time" => texts.error_time(),
        kind if is_choice(kind) => texts.error_choice(),
        _ => return None,
    })
}

fn is_choice(kind: &str) -> bool {
    matches!(kind, "select" | "radio" | "checkbox_group" | "rating" | "nps" | "scale" | "country")
}

/// `today` is put in by the browser.
fn bound(field: Part, key: &str) -> String {
    match field.get(key) {
        Some(Value::Number(number)) => decimal(*number),
        Some(Value::String(bound)) if bound == "today" => "{today}".to_owned(),
        Some(Value::String(bound)) => bound.clone(),
        _ => String::new(),
    }
}

/// The sentence of one key.
#[cfg(feature = "native")]
#[must_use]
pub fn sentence(field: Part, key: &str, reader: &Reader) -> Option<String> {
    of(field, reader).into_iter().find(|(attribute, _)| attribute.strip_prefix("data-lw-say-") == Some(key)).map(|(_, said)| said)
}
