//! What a field says when an answer is refused: the author's own words, else the interface's. The keys are those of the rules.

use crate::campaign::Part;
use crate::digits::decimal;
use crate::texts::{Texts, filled};
use crate::value::Value;
use crate::view::reader::Reader;

/// By the attribute in which each stands.
pub fn of(field: Part, reader: &Reader) -> Vec<(&'static str, String)> {
    let texts = reader.texts;
    let own = |key: &str| Some(reader.read(&field.part("messages")?.text(key)?));
    let mut said: Vec<(&'static str, String)> = Vec::new();
    if field.flag("required") || field.has("required_when") {
        said.push(("data-lw-say-required", own("required").unwrap_or_else(|| required(field.kind(), texts).to_owned())));
    }
    if let Some(usual) = format(field.kind(), texts) {
        said.push(("data-lw-say-format", own("format").unwrap_or_else(|| usual.to_owned())));
    }
    if field.flag("business_only") {
        said.push(("data-lw-say-business_only", own("business_only").unwrap_or_else(|| texts.error_business.to_string())));
    }
    if field.has("pattern") {
        said.push(("data-lw-say-pattern", own("pattern").unwrap_or_else(|| texts.error_pattern.to_string())));
    }
    let bounds: [(&str, &str, &str, &'static str, &str); 6] = [
        ("min_length", "length", "least", "data-lw-say-min_length", &texts.error_too_short),
        ("max_length", "length", "most", "data-lw-say-max_length", &texts.error_too_long),
        ("min", "range", "least", "data-lw-say-min", &texts.error_below),
        ("max", "range", "most", "data-lw-say-max", &texts.error_above),
        ("at_least", "range", "least", "data-lw-say-at_least", &texts.error_too_few),
        ("at_most", "range", "most", "data-lw-say-at_most", &texts.error_too_many),
    ];
    for (key, group, name, attribute, usual) in bounds {
        if let Some(bound) = field.get(key).filter(|_| is_bounded(field.kind(), key)) {
            said.push((attribute, own(group).unwrap_or_else(|| filled(usual, name, &written(bound)))));
        }
    }
    said
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
        "checkbox" | "consent" => &texts.error_consent,
        "select" | "radio" | "checkbox_group" | "rating" | "nps" | "scale" | "country" => &texts.error_choice,
        _ => &texts.error_required,
    }
}

fn format<'a>(kind: &str, texts: &'a Texts) -> Option<&'a str> {
    Some(match kind {
        "email" => &texts.error_email,
        "tel" => &texts.error_tel,
        "url" => &texts.error_url,
        "number" => &texts.error_number,
        "date" => &texts.error_date,
        "time" => &texts.error_time,
        "select" | "radio" | "checkbox_group" | "rating" | "nps" | "scale" | "country" => &texts.error_choice,
        _ => return None,
    })
}

/// `today` is put in by the browser.
fn written(bound: &Value) -> String {
    match bound {
        Value::Number(number) => decimal(*number),
        bound if *bound == *"today" => "{today}".to_owned(),
        bound => bound.as_str().unwrap_or_default().to_owned(),
    }
}

/// The sentence of one key.
#[cfg(feature = "native")]
#[must_use]
pub fn sentence(field: Part, key: &str, reader: &Reader) -> Option<String> {
    of(field, reader).into_iter().find(|(attribute, _)| attribute.strip_prefix("data-lw-say-") == Some(key)).map(|(_, said)| said)
}
