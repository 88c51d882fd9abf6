//! One answer of a form: label, hint, control and the line an error is shown on.

use super::{Names, Place, scale, sentences};
use crate::campaign::Part;
use crate::digits::decimal;
use crate::drawing::{Element, el};
use crate::value::Value;
use crate::view::moment::moment;
use crate::view::reader::Reader;

pub fn field(field: Part, place: &Place, reader: &Reader) -> Element {
    let ids = place.names(field.name());
    match field.kind() {
        "radio" | "checkbox_group" => choices(field, &ids, reader),
        "rating" | "nps" | "scale" => scale::scale(field, &ids, reader),
        "checkbox" => checkbox_field(field, &ids, reader),
        _ => labelled_field(field, &ids, reader),
    }
}

/// A group of fields for the parts of an address.
pub fn address(address: Part, parts: &[Part], place: &Place, reader: &Reader) -> Element {
    let ids = place.names(address.name());
    let inside = el("div", "lw-fields").each(parts, |part| field(*part, place, reader));
    let drawn = el("fieldset", "lw-field lw-address").attr_if("aria-describedby", address.has("hint").then(|| ids.hint()).as_deref());
    drawn.child(label_words(el("legend", "lw-label"), address, reader)).maybe(hint(address, &ids, reader)).child(inside)
}

/// Empty until something is wrong.
pub fn error_line(ids: &Names) -> Element {
    el("p", "lw-error").attr("id", &ids.error()).marks("part=error hidden")
}

/// A box to tick or a choice among several.
pub fn check(kind: &str, id: &str, name: &str, value: &str, required: bool) -> Element {
    el("input", "lw-input lw-check")
        .attr("type", kind)
        .attr("part", "input")
        .attr("id", id)
        .attr("name", name)
        .attr("value", value)
        .flag("required", required)
}

/// Whether a field may not be asked, as other answers or what is known say.
pub fn may_be_left_out(field: Part) -> bool {
    field.has("when") || field.flag("progressive")
}

/// Something to choose from: legend, hint and choices.
pub fn group(field: Part, ids: &Names, reader: &Reader, choices: Element) -> Element {
    frame("fieldset", field, reader)
        .attr("aria-describedby", &ids.described_by(field))
        .child(label_words(el("legend", "lw-label").attr("part", "label"), field, reader))
        .maybe(hint(field, ids, reader))
        .child(choices)
        .child(error_line(ids))
}

/// Every sentence the field may say when an answer is refused stands in its own markup, by its key.
fn frame(tag: &'static str, field: Part, reader: &Reader) -> Element {
    let class = if field.word("width") == "half" { "lw-field lw-half" } else { "lw-field" };
    let frame = el(tag, class)
        .attr("data-lw-field", field.name())
        .flag("data-lw-when", may_be_left_out(field))
        .flag("data-lw-optional-when", field.has("required_when"))
        .attr("part", "field");
    sentences::of(field, reader).into_iter().fold(frame, |frame, (attribute, said)| frame.attr(attribute, &said))
}

fn labelled_field(field: Part, ids: &Names, reader: &Reader) -> Element {
    let control = match field.kind() {
        "textarea" => input("textarea", field, ids, reader).attr("rows", "3").text(field.word("default")),
        "select" => select(field, ids, reader),
        "country" => country(field, ids, reader),
        kind => line(kind, field, ids, reader),
    };
    frame("div", field, reader)
        .child(label(field, ids, reader))
        .maybe(hint(field, ids, reader))
        .child(control)
        .maybe((field.kind() == "email").then(|| suggestion(reader)))
        .child(error_line(ids))
}

/// What stands in one line; what the browser checks by itself is told by its own attributes.
fn line(kind: &str, field: Part, ids: &Names, reader: &Reader) -> Element {
    let mut input = input("input", field, ids, reader)
        .attr("type", if matches!(kind, "email" | "tel" | "url" | "number" | "date" | "time") { kind } else { "text" })
        .attr_if("inputmode", input_mode(kind, field))
        .attr_if("pattern", field.word_if("pattern"))
        .attr_if("value", field.word_if("default"));
    if matches!(kind, "number" | "date" | "time") {
        input = input.attr_if("min", bound(field, "min").as_deref()).attr_if("max", bound(field, "max").as_deref());
    }
    match kind {
        "number" => input.attr("data-lw-number", "").attr("step", number_step(field)),
        "date" => input.attr("data-lw-date", ""),
        "tel" => input.attr("data-lw-telephone", field.word("country")),
        "email" => input.flag("data-lw-kind", field.flag("wants_mailbox") || field.flag("business_only")),
        _ => input,
    }
}

/// Today is known in the browser only.
fn bound(field: Part, key: &str) -> Option<String> {
    match field.get(key)? {
        Value::Number(number) => Some(decimal(*number)),
        bound => bound.as_str().filter(|bound| *bound != "today").map(str::to_owned),
    }
}

fn number_step(field: Part) -> &'static str {
    const STEPS: [&str; 7] = ["1", "0.1", "0.01", "0.001", "0.0001", "0.00001", "0.000001"];
    field.number("decimals").and_then(|decimals| STEPS.get(decimals as usize)).unwrap_or(&"any")
}

// A script finds out whether there is something to suggest.
fn suggestion(reader: &Reader) -> Element {
    el("p", "lw-suggestion")
        .marks("data-lw-suggestion role=status hidden")
        .text(reader.texts.did_you_mean())
        .text(" ")
        .child(el("button", "lw-suggested").attr("type", "button"))
}

fn choices(field: Part, ids: &Names, reader: &Reader) -> Element {
    let mut choices = el("div", "lw-choices");
    for (index, option) in field.list("options").into_iter().enumerate() {
        choices = choices.child(choice(option, field, &ids.option(index), reader));
    }
    group(field, ids, reader, choices)
}

fn choice(option: Part, field: Part, id: &str, reader: &Reader) -> Element {
    let starts = option.part("starts");
    let (at, zone) = starts.map_or(("", ""), |starts| (starts.word("at"), starts.word("zone")));
    let words = el("label", "").attr("for", id).nodes(reader.say_part(option, "label"));
    let words = if starts.is_some() { words.text(" ").child(moment(at, zone, "lw-session-time", reader)) } else { words };
    // No browser can insist that one of several boxes is ticked.
    let is_box = field.kind() == "checkbox_group";
    let control =
        check(if is_box { "checkbox" } else { "radio" }, id, field.name(), option.word("id"), field.is_always_needed() && !is_box)
            .flag("checked", !is_box && is_default(option, field))
            .attr_if("data-lw-at", starts.map(|_| at))
            .attr_if("data-lw-zone", starts.map(|_| zone));
    el("div", "lw-choice lw-option").child(control).child(words)
}

fn is_default(option: Part, field: Part) -> bool {
    field.word_if("default") == option.word_if("id")
}

fn checkbox_field(field: Part, ids: &Names, reader: &Reader) -> Element {
    let control = check("checkbox", &ids.control(), field.name(), "true", field.is_always_needed())
        .attr("aria-describedby", &ids.described_by(field));
    frame("div", field, reader)
        .child(el("div", "lw-choice").child(control).child(label(field, ids, reader)))
        .maybe(hint(field, ids, reader))
        .child(error_line(ids))
}

fn input(tag: &'static str, field: Part, ids: &Names, reader: &Reader) -> Element {
    let length = |key: &str| field.number(key).map(decimal);
    named(tag, field, ids)
        .attr_if("maxlength", length("max_length").as_deref())
        .attr_if("minlength", length("min_length").as_deref())
        .attr_if("placeholder", field.text("placeholder").map(|text| reader.read(&text)).as_deref())
}

fn select(field: Part, ids: &Names, reader: &Reader) -> Element {
    named("select", field, ids).child(nothing_chosen(reader)).each(field.list("options"), |option| {
        el("option", "")
            .attr("value", option.word("id"))
            .flag("selected", is_default(option, field))
            .text(&reader.read_part(option, "label"))
    })
}

fn country(field: Part, ids: &Names, reader: &Reader) -> Element {
    let chosen = field.word("country");
    named("select", field, ids).child(nothing_chosen(reader)).each(reader.countries(&field.words("countries")), |(code, name)| {
        el("option", "").attr("value", &code).flag("selected", code == chosen).text(&name)
    })
}

fn nothing_chosen(reader: &Reader) -> Element {
    el("option", "").attr("value", "").text(reader.texts.choose())
}

/// What every control that is not a box has.
fn named(tag: &'static str, field: Part, ids: &Names) -> Element {
    el(tag, "lw-input")
        .attr("part", "input")
        .attr("id", &ids.control())
        .attr("name", field.name())
        .flag("required", field.is_always_needed())
        .attr("autocomplete", autocomplete(field))
        .attr("aria-describedby", &ids.described_by(field))
}

fn label(field: Part, ids: &Names, reader: &Reader) -> Element {
    label_words(el("label", "lw-label").attr("for", &ids.control()).attr("part", "label"), field, reader)
}

fn label_words(label: Element, field: Part, reader: &Reader) -> Element {
    let texts = reader.texts;
    let label = match field.word("part") {
        "street" => label.text(texts.street()),
        "line2" => label.text(texts.line2()),
        "postal_code" => label.text(texts.postal_code()),
        "city" => label.text(texts.city()),
        "region" => label.text(texts.region()),
        "country" => label.text(texts.country()),
        _ => label.nodes(reader.say_part(field, "label")),
    };
    // An address as a whole says nothing of it: its parts do.
    if field.flag("required") || field.kind() == "address" {
        return label;
    }
    label.text(" ").child(el("span", "lw-optional").text(&["(", texts.optional(), ")"].concat()))
}

fn hint(field: Part, ids: &Names, reader: &Reader) -> Option<Element> {
    let hint = field.has("hint").then(|| reader.say_part(field, "hint"))?;
    Some(el("p", "lw-hint").attr("id", &ids.hint()).attr("part", "hint").nodes(hint))
}

// Beside the type, for browsers whose on-screen keyboard follows only this.
fn input_mode<'a>(kind: &'a str, field: Part<'a>) -> Option<&'a str> {
    let usual = match kind {
        "email" | "tel" | "url" => Some(kind),
        // Keyboards of digits have no minus.
        "number" if field.number("min") < Some(0.0) => None,
        "number" if field.number("decimals") == Some(0.0) => Some("numeric"),
        "number" => Some("decimal"),
        _ => None,
    };
    field.word_if("inputmode").or(usual)
}

fn autocomplete(field: Part<'_>) -> &str {
    let by_kind = match field.kind() {
        "email" => "email",
        "tel" => "tel",
        "url" => "url",
        "name" => "name",
        "company" => "organization",
        "country" => "country",
        _ => "off",
    };
    field.word_if("autocomplete").unwrap_or(by_kind)
}
