//! Forms: every answer a field of its own, consent in its place with the fingerprints of its words, and where a form goes without
//! scripts.

use super::{takes_every_lead, takes_native_forms};
use crate::campaign::Form;
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::form::Part;
use crate::campaign::written::Site;
use crate::object;
use crate::value::{Object, Value, Write, put};

const LONGEST_LINE: u32 = 200;
const LONGEST_TEXT: u32 = 4000;

/// The form with everything filled in. `written` has the shape of `written::Form`; what has not is left out.
pub fn complete(id: &str, written: Value, destinations: &[Value], site: &Site) -> Form {
    let Value::Object(mut form) = written else { return Form::default() };
    let native = native(id, form.get("native").and_then(Value::as_str), destinations);
    put(&mut form, "native", native.write());
    if form.get("resume").is_none() {
        put(&mut form, "resume", true.write());
    }
    let mut items = take(&mut form, "consent");
    let mut steps = take(&mut form, "steps");
    let mut may_be_skipped = false;
    for step in &mut steps {
        let is_branch = Part(step).has("when");
        complete_step(step, &mut items, may_be_skipped || is_branch);
        may_be_skipped |= Part(step).has("next");
    }
    for item in &mut items {
        complete_item(item, site);
    }
    let mut then = take(&mut form, "then");
    then.iter_mut().for_each(without_false_leads);
    put(&mut form, "steps", Value::Array(steps));
    put(&mut form, "consent", Value::Array(items));
    put(&mut form, "then", Value::Array(then));
    let mut form = Form(Value::Object(form));
    let aids = aids(&form);
    set(&mut form.0, "aids", aids.write());
    form
}

#[inline(never)]
fn take(object: &mut Object, key: &str) -> Vec<Value> {
    match object.get_mut(key).map(std::mem::take) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

#[inline(never)]
fn set(value: &mut Value, key: &str, to: Value) {
    if let Value::Object(object) = value {
        put(object, key, to);
    }
}

/// `perhaps`: whether some visitors never come to it. What is needed there, only a script can insist on.
fn complete_step(step: &mut Value, items: &mut [Value], perhaps: bool) {
    let Value::Object(step) = step else { return };
    let mut fields = Vec::new();
    for mut field in take(step, "fields") {
        match Part(&field).kind() {
            "address" => {
                let parts = address_parts(Part(&field));
                fields.push(field);
                fields.extend(parts);
            }
            "consent" => fields.extend(consent_field(Part(&field), items)),
            kind => {
                let longest = if kind == "textarea" { LONGEST_TEXT } else { LONGEST_LINE };
                if !Part(&field).has("max_length") {
                    set(&mut field, "max_length", longest.write());
                }
                let other = other_text(Part(&field));
                fields.push(field);
                fields.extend(other);
            }
        }
    }
    if perhaps {
        for field in &mut fields {
            set(field, "perhaps", true.write());
        }
    }
    put(step, "fields", Value::Array(fields));
}

/// The parts of an address with their autofill tokens.
const PARTS: [(&str, &str); 6] = [
    ("street", "address-line1"),
    ("line2", "address-line2"),
    ("postal_code", "postal-code"),
    ("city", "address-level2"),
    ("region", "address-level1"),
    ("country", "country"),
];

/// Each part of an address is an answer of its own: a receiver knows cities, not addresses.
fn address_parts(address: Part) -> Vec<Value> {
    let wanted = address.words("parts");
    let mut parts = Vec::new();
    for (name, token) in PARTS {
        let is_wanted = if wanted.is_empty() { name != "region" } else { wanted.contains(&name) };
        if !is_wanted {
            continue;
        }
        // What applies to the whole applies to each part, but for its words.
        let mut part = address.0.clone();
        let may_stay_empty = matches!(name, "line2" | "region");
        let mut set = |key: &str, value: Value| set(&mut part, key, value);
        set("name", [address.name(), "_", name].concat().write());
        set("kind", if name == "country" { "country" } else { "text" }.write());
        for key in ["label", "hint", "placeholder"] {
            set(key, Value::Null);
        }
        if may_stay_empty {
            set("required_when", Value::Null);
        }
        set("required", (address.flag("required") && !may_stay_empty).write());
        set("width", if matches!(name, "postal_code" | "city") { "half" } else { "full" }.write());
        set("autocomplete", token.write());
        set("max_length", LONGEST_LINE.write());
        set("part", name.write());
        set("part_of", address.name().write());
        parts.push(part);
    }
    parts
}

/// The text of whoever chose an option of their own.
fn other_text(field: Part) -> Option<Value> {
    let other = field.list("options").into_iter().find(|option| option.flag("other"))?;
    let mut when = Object::new();
    put(&mut when, &["field.", field.name()].concat(), object! { "$in" => vec![other.word("id")] });
    Some(object! {
        "name" => [field.name(), "_other"].concat(), "kind" => "text", "label" => other.get("label"), "when" => Value::Object(when),
        "max_length" => LONGEST_LINE,
    })
}

/// A place for a consent item of the form, under the name its box has.
fn consent_field(field: Part, items: &mut [Value]) -> Option<Value> {
    let purpose = field.word("purpose");
    let item = items.iter_mut().find(|item| Part(item).word("purpose") == purpose)?;
    let mut placed = field.0.clone();
    set(&mut placed, "name", ["consent.", purpose].concat().write());
    set(&mut placed, "required", Part(item).flag("required").write());
    set(item, "placed", true.write());
    Some(placed)
}

/// The destination the author chose, else the first that takes every lead.
fn native(form: &str, chosen: Option<&str>, destinations: &[Value]) -> String {
    // Without scripts nobody asks whether its purpose was agreed to.
    let usable =
        || destinations.iter().map(Part).filter(|destination| takes_native_forms(*destination) && takes_every_lead(*destination, form));
    let destination = chosen.and_then(|id| usable().find(|destination| destination.word("id") == id)).or_else(|| usable().next());
    destination.map_or_else(String::new, |destination| destination.word("url").to_owned())
}

/// A browser that completes a campaign itself makes fingerprints when they are asked for.
#[cfg(not(feature = "native"))]
fn complete_item(_: &mut Value, _: &Site) {}

/// The fingerprint of an item's words, by language.
#[cfg(feature = "native")]
fn complete_item(item: &mut Value, site: &Site) {
    let text = item
        .get("text")
        .map(|text| <crate::campaign::Text as crate::value::Read>::read(text, &mut crate::value::Reading::default()))
        .unwrap_or_default();
    let mut hashes = Object::new();
    for locale in &site.locales {
        put(&mut hashes, locale, crate::campaign::digest::sri(text.in_locale(locale, &site.default_locale).as_bytes()).write());
    }
    set(item, "text_hash", Value::Object(hashes));
}

/// What leads where nothing may lead is left out.
fn without_false_leads(outcome: &mut Value) {
    let leads = |action: &Value| {
        let action = Part(action);
        let redirect = action.word_if("redirect").is_none_or(|to| is_web_address(to) || is_own_path(to));
        redirect && action.part("booking").is_none_or(|booking| is_web_address(booking.word("url")))
    };
    if let Value::Object(outcome) = outcome {
        let mut actions = take(outcome, "do");
        actions.retain(leads);
        put(outcome, "do", Value::Array(actions));
    }
}

/// The aids a form's fields need.
fn aids(form: &Form) -> Vec<&'static str> {
    let mut aids = Vec::new();
    for (aid, helped) in [("numbers", "number date"), ("telephone", "tel"), ("email", "email")] {
        if form.fields().into_iter().any(|field| helped.split(' ').any(|kind| kind == field.kind())) {
            aids.push(aid);
        }
    }
    aids
}

/// Marks the fields of whose mailbox something asks the kind: `business_only`, or one of the facts that conditions read.
#[cfg(feature = "native")]
pub fn mark_mailboxes(form: &mut Form, read: &[String]) {
    let Some(Value::Array(steps)) = (if let Value::Object(form) = &mut form.0 { form.get_mut("steps") } else { None }) else { return };
    for step in steps {
        let Value::Object(step) = step else { continue };
        let mut fields = take(step, "fields");
        for field in &mut fields {
            let kind = ["email.", Part(field).name(), ".kind"].concat();
            if Part(field).flag("business_only") || read.contains(&kind) {
                set(field, "wants_mailbox", true.write());
            }
        }
        put(step, "fields", Value::Array(fields));
    }
}
