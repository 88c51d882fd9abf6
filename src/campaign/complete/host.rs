//! What is heard and read on pages that are not ours, as the aids `watch` and `capture` go by it: `starts.watch` and `starts.capture`.

use crate::campaign::Form;
use crate::campaign::form::Part;
use crate::value::{Named, Object, Value, Write, put};

/// Events to listen for: those that are `live`, without what is for people. One that could never happen is left out.
pub fn watch(events: Option<&Value>) -> Option<Value> {
    let mut heard = Vec::new();
    for event in live(events) {
        if event.name().is_empty() || (event.word("from") == "click" && !event.has("selector")) {
            continue;
        }
        let mut rule = Object::new();
        for key in ["name", "from", "event", "selector", "on", "take", "where"] {
            if let Some(value) = event.get(key) {
                put(&mut rule, key, value.clone());
            }
        }
        heard.push(Value::Object(rule));
    }
    some(heard)
}

/// Forms of pages to make leads of: `{ "selector", "as", "fields": [[field, control, kind, means]], "consent": [[purpose, control]], "when" }`.
/// `means` are a field's options, `[word, id]`: a form of somebody else's writes the one or the other, in one of our languages. Worked out
/// here, where it costs visitors nothing. What the campaign's form does not have is left out.
pub fn capture(captures: Option<&Value>, forms: &Named<Form>) -> Option<Value> {
    let mut taken = Vec::new();
    for capture in live(captures) {
        let Some(form) = forms.get(capture.word("as")) else { continue };
        let mut fields = Vec::new();
        for (name, control) in capture.object("fields").into_iter().flatten() {
            if let Some(field) = form.field(name) {
                let mut mapped = vec![name.write(), control.clone(), field.kind().write()];
                mapped.extend(means(field));
                fields.push(Value::Array(mapped));
            }
        }
        let mut consent = Vec::new();
        for (purpose, control) in capture.object("consent").into_iter().flatten() {
            if form.consent().into_iter().any(|item| item.word("purpose") == purpose.as_str()) {
                consent.push(Value::Array(vec![purpose.write(), control.clone()]));
            }
        }
        if fields.is_empty() || !capture.has("selector") {
            continue;
        }
        let mut rule = Object::new();
        for key in ["selector", "as", "when"] {
            if let Some(value) = capture.get(key) {
                put(&mut rule, key, value.clone());
            }
        }
        put(&mut rule, "fields", Value::Array(fields));
        put(&mut rule, "consent", Value::Array(consent));
        taken.push(Value::Object(rule));
    }
    some(taken)
}

/// The ids of a field's options, then their labels in every language.
fn means(field: Part) -> Option<Value> {
    let (mut ids, mut labels) = (Vec::new(), Vec::new());
    for option in field.list("options") {
        let id = option.word("id");
        let pair = |word: &str| Value::Array(vec![word.write(), id.write()]);
        ids.push(pair(id));
        match option.get("label") {
            Some(Value::String(label)) => labels.push(pair(label)),
            Some(Value::Object(by_locale)) => labels.extend(by_locale.values().filter_map(Value::as_str).map(pair)),
            _ => {}
        }
    }
    ids.append(&mut labels);
    some(ids)
}

fn live(written: Option<&Value>) -> Vec<Part<'_>> {
    let all = written.and_then(Value::as_array).into_iter().flatten().map(Part);
    all.filter(|part| matches!(part.word_if("status"), None | Some("live"))).collect()
}

fn some(list: Vec<Value>) -> Option<Value> {
    (!list.is_empty()).then_some(Value::Array(list))
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::value::of_json;

    #[test]
    fn live_events_are_heard_without_what_is_for_people() {
        let written = of_json(json!([
            { "name": "cart", "from": "data_layer", "take": { "value": "ecommerce.value" }, "note": "From the shop." },
            { "name": "draft", "from": "dom", "status": "draft" },
            { "name": "nowhere", "from": "click" },
            { "name": "yearly", "from": "click", "selector": "#yearly", "status": "live", "where": { "page.path": "/" } },
        ]));
        let expected = json!([
            { "name": "cart", "from": "data_layer", "take": { "value": "ecommerce.value" } },
            { "name": "yearly", "from": "click", "selector": "#yearly", "where": { "page.path": "/" } },
        ]);
        assert_eq!(watch(Some(&written)).map(|found| json!(found)), Some(expected));
        assert!(watch(None).is_none());
    }

    #[test]
    fn a_captured_form_has_the_fields_that_ours_has_and_knows_its_options_by_every_word() {
        let demo = Form(of_json(json!({
            "steps": [{ "fields": [
                { "name": "email", "kind": "email" },
                { "name": "size", "kind": "select", "options": [{ "id": "s", "label": { "en": "Small", "ko": "소형" } }, { "id": "l", "label": "Large" }] },
            ] }],
            "consent": [{ "purpose": "marketing" }],
        })));
        let mut forms = Named::new();
        forms.push("demo".to_owned(), demo);
        let written = of_json(json!([
            { "selector": "form.a", "as": "demo", "fields": { "email": "email", "size": "[name=size]", "gone": "x" }, "consent": { "marketing": "news", "gone": "y" } },
            { "selector": "form.b", "as": "gone", "fields": { "email": "email" } },
            { "selector": "form.c", "as": "demo", "fields": { "gone": "x" } },
            { "selector": "form.d", "as": "demo", "fields": { "email": "email" }, "status": "paused" },
        ]));
        let means = json!([["s", "s"], ["l", "l"], ["Small", "s"], ["소형", "s"], ["Large", "l"]]);
        let expected = json!([{
            "selector": "form.a", "as": "demo",
            "fields": [["email", "email", "email"], ["size", "[name=size]", "select", means]],
            "consent": [["marketing", "news"]],
        }]);
        assert_eq!(capture(Some(&written), &forms).map(|found| json!(found)), Some(expected));
    }
}
