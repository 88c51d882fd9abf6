//! What conditions and tokens of a relay name: the facts of a message, by the names that a browser's destinations map by.

use crate::object;
use crate::value::{Object, Value, put};

/// The message's own keys; besides `field.NAME`, `consent.PURPOSE` (its state), `consent_text.PURPOSE`, `locale`, of the source the last touch's, and `first.…`.
/// As `src/aids/shapes.js` has them, which a test holds this against.
#[must_use]
pub fn of(message: &Value) -> Value {
    let mut facts: Object = message.as_object().cloned().unwrap_or_default();
    let at = |path: [&str; 2]| message.get(path[0]).and_then(|part| part.get(path[1])).cloned().unwrap_or_default();
    put(&mut facts, "field", message.get("fields").cloned().unwrap_or_else(|| object! {}));
    put(&mut facts, "consent", of_consent(message, "state"));
    put(&mut facts, "consent_text", of_consent(message, "text"));
    put(&mut facts, "locale", at(["page", "locale"]));
    put(&mut facts, "first", at(["source", "first"]));
    put(&mut facts, "source", at(["source", "last"]));
    Value::Object(facts)
}

/// What is on record of each purpose under a key.
fn of_consent(message: &Value, key: &str) -> Value {
    let mut found = Object::default();
    for record in message.get("consent").and_then(Value::as_array).into_iter().flatten() {
        if let Some(purpose) = record.get("purpose").and_then(Value::as_str) {
            put(&mut found, purpose, record.get(key).cloned().unwrap_or_default());
        }
    }
    Value::Object(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::value_at;
    use crate::delivery::fill;
    use crate::value::of_json;
    use serde_json::json;

    #[test]
    fn conditions_name_facts_as_tokens_do() {
        let message = of_json(json!({
            "id": "1", "fields": { "email": "a@corp.example", "list": ["a"] }, "consent": [{ "purpose": "contact", "state": "granted", "text": "You may." }],
            "source": { "first": { "source": "google" }, "last": { "source": "naver" } }, "page": { "locale": "ko", "url": "https://a.example/" },
            "score": { "total": 5 }, "captcha": "passed",
        }));
        let names = [
            "id",
            "field.email",
            "field.list",
            "consent.contact",
            "consent_text.contact",
            "consent.other",
            "source.source",
            "first.source",
            "locale",
            "page.url",
            "score.total",
            "captcha",
        ];
        for name in names {
            let filled = fill(&object! { "value" => object! { "$fact" => name } }, &message, &object! {});
            assert_eq!(value_at(&of(&message), name), filled.get("value").unwrap_or(&Value::Null), "{name}");
        }
    }
}
