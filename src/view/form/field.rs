//! One answer of a form: label, hint, control and the line an error is shown on.

use super::{Names, Place, scale};
use crate::campaign::written::{AddressPart, Choice, Field, FieldKind, InputMode, Width};
use crate::digits::decimal;
use crate::drawing::{Element, el};
use crate::form::sentences;
use crate::value::Value;
use crate::view::moment::moment;
use crate::view::reader::Reader;

pub fn field(field: &Field, place: &Place, reader: &Reader) -> Element {
    let ids = place.names(&field.name);
    match field.kind {
        FieldKind::Radio | FieldKind::CheckboxGroup => choices(field, &ids, reader),
        FieldKind::Rating | FieldKind::Nps | FieldKind::Scale => scale::scale(field, place, reader),
        FieldKind::Checkbox => checkbox_field(field, &ids, reader),
        _ => labelled_field(field, &ids, reader),
    }
}

/// A group of fields for the parts of an address.
pub fn address(address: &Field, parts: &[&Field], place: &Place, reader: &Reader) -> Element {
    let inside = el("div", "lw-fields").each(parts, |part| field(part, place, reader));
    let ids = place.names(&address.name);
    let drawn = el("fieldset", "lw-field lw-address").attr_if("aria-describedby", address.hint.as_ref().map(|_| ids.hint()).as_deref());
    drawn.child(el("legend", "lw-label").nodes(reader.say(&address.label))).maybe(hint(address, &ids, reader)).child(inside)
}

/// Empty until something is wrong.
pub fn error_line(ids: &Names) -> Element {
    el("p", "lw-error").attr("id", &ids.error()).attr("part", "error").flag("hidden", true)
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

/// Whether a field may not be asked, or may be left empty, as other answers say.
pub fn may_be_left_out(field: &Field) -> bool {
    field.when.is_some() || field.progressive
}

/// What the browser itself may insist on: not what only a script can ask for.
pub fn is_needed(field: &Field) -> bool {
    field.required && !may_be_left_out(field)
}

/// Something to choose from: legend, hint and choices.
pub fn group(frame: Element, field: &Field, ids: &Names, reader: &Reader, choices: Element) -> Element {
    frame
        .attr("aria-describedby", &ids.described_by(field))
        .child(label_words(el("legend", "lw-label").attr("part", "label"), field, reader))
        .maybe(hint(field, ids, reader))
        .child(choices)
        .child(error_line(ids))
}

pub fn frame(tag: &'static str, field: &Field, reader: &Reader) -> Element {
    let frame = el(tag, field_class(field))
        .attr("data-lw-field", &field.name)
        .flag("data-lw-when", may_be_left_out(field))
        .flag("data-lw-optional-when", field.required_when.is_some())
        .attr("part", "field");
    sentences(field, reader.texts, &|text| reader.read(text)).into_iter().fold(frame, |frame, (key, said)| frame.attr(say(key), &said))
}

/// Where a sentence stands in the markup, for whoever shows it when an answer is refused.
fn say(key: &str) -> &'static str {
    match key {
        "required" => "data-lw-say-required",
        "format" => "data-lw-say-format",
        "business_only" => "data-lw-say-business_only",
        "pattern" => "data-lw-say-pattern",
        "min_length" => "data-lw-say-min_length",
        "max_length" => "data-lw-say-max_length",
        "min" => "data-lw-say-min",
        "max" => "data-lw-say-max",
        "at_least" => "data-lw-say-at_least",
        _ => "data-lw-say-at_most",
    }
}

fn labelled_field(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let control = match field.kind {
        FieldKind::Textarea => input("textarea", field, ids, reader).attr("rows", "3").text(field.default.as_deref().unwrap_or_default()),
        FieldKind::Select => select(field, ids, reader),
        FieldKind::Country => country(field, ids, reader),
        _ => line(field, ids, reader),
    };
    frame("div", field, reader)
        .child(label(field, ids, reader))
        .maybe(hint(field, ids, reader))
        .child(control)
        .maybe((field.kind == FieldKind::Email).then(|| suggestion(reader)))
        .child(error_line(ids))
}

/// What stands in one line; what the browser checks by itself is told by its own attributes.
fn line(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let input = input("input", field, ids, reader)
        .attr("type", input_type(field.kind))
        .attr_if("inputmode", input_mode(field))
        .attr_if("pattern", field.pattern.as_deref())
        .attr_if("value", field.default.as_deref());
    let bound = |bound: &Option<Value>| match bound {
        Some(Value::Number(number)) => Some(decimal(*number)),
        // Today is known in the browser only.
        Some(Value::String(moment)) if moment != "today" => Some(moment.clone()),
        _ => None,
    };
    match field.kind {
        FieldKind::Number => input
            .attr("data-lw-number", "")
            .attr_if("min", bound(&field.min).as_deref())
            .attr_if("max", bound(&field.max).as_deref())
            .attr("step", &number_step(field.decimals)),
        FieldKind::Date => {
            input.attr("data-lw-date", "").attr_if("min", bound(&field.min).as_deref()).attr_if("max", bound(&field.max).as_deref())
        }
        FieldKind::Time => input.attr_if("min", bound(&field.min).as_deref()).attr_if("max", bound(&field.max).as_deref()),
        FieldKind::Tel => input.attr("data-lw-telephone", field.country.as_deref().unwrap_or_default()),
        FieldKind::Email => input.flag("data-lw-kind", field.wants_mailbox),
        _ => input,
    }
}

fn number_step(decimals: Option<u32>) -> String {
    match decimals {
        None => "any".to_owned(),
        Some(0) => "1".to_owned(),
        Some(decimals) => ["0.", &"0".repeat(decimals.min(6) as usize - 1), "1"].concat(),
    }
}

// A script finds out whether there is something to suggest.
fn suggestion(reader: &Reader) -> Element {
    el("p", "lw-suggestion")
        .attr("data-lw-suggestion", "")
        .attr("role", "status")
        .flag("hidden", true)
        .text(&reader.texts.did_you_mean)
        .text(" ")
        .child(el("button", "lw-suggested").attr("type", "button"))
}

fn choices(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let mut choices = el("div", "lw-choices");
    for (index, option) in field.options.iter().enumerate() {
        choices = choices.child(choice(option, field, &ids.option(index), reader));
    }
    group(frame("fieldset", field, reader), field, ids, reader, choices)
}

fn choice(option: &Choice, field: &Field, id: &str, reader: &Reader) -> Element {
    let starts = option.starts.as_ref();
    let words = el("label", "").attr("for", id).nodes(reader.say(&option.label));
    let words = match starts {
        Some(starts) => words.text(" ").child(moment(&starts.at, &starts.zone, "lw-session-time", reader)),
        None => words,
    };
    let is_box = field.kind == FieldKind::CheckboxGroup;
    // No browser can insist that one of several boxes is ticked.
    let control = check(if is_box { "checkbox" } else { "radio" }, id, &field.name, &option.id, is_needed(field) && !is_box)
        .flag("checked", field.default.as_ref() == Some(&option.id))
        .attr_if("data-lw-at", starts.map(|starts| starts.at.as_str()))
        .attr_if("data-lw-zone", starts.map(|starts| starts.zone.as_str()));
    el("div", "lw-choice lw-option").child(control).child(words)
}

fn checkbox_field(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let control = check("checkbox", &ids.control(), &field.name, "true", is_needed(field))
        .flag("checked", field.default.as_deref() == Some("true"))
        .attr("aria-describedby", &ids.described_by(field));
    frame("div", field, reader)
        .child(el("div", "lw-choice").child(control).child(label(field, ids, reader)))
        .maybe(hint(field, ids, reader))
        .child(error_line(ids))
}

fn input(tag: &'static str, field: &Field, ids: &Names, reader: &Reader) -> Element {
    named(tag, field, ids)
        .attr("maxlength", &field.longest().to_string())
        .attr_if("minlength", field.min_length.map(|least| least.to_string()).as_deref())
        .attr_if("placeholder", field.placeholder.as_ref().map(|text| reader.read(text)).as_deref())
}

fn select(field: &Field, ids: &Names, reader: &Reader) -> Element {
    named("select", field, ids).child(el("option", "").attr("value", "").text(&reader.texts.choose)).each(&field.options, |option| {
        let chosen = field.default.as_ref() == Some(&option.id);
        el("option", "").attr("value", &option.id).flag("selected", chosen).text(&reader.read(&option.label))
    })
}

fn country(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let names = reader.countries(&field.countries);
    named("select", field, ids).child(el("option", "").attr("value", "").text(&reader.texts.choose)).each(&names, |(code, name)| {
        el("option", "").attr("value", code).flag("selected", field.country.as_deref() == Some(code)).text(name)
    })
}

/// What every control that is not a box has.
fn named(tag: &'static str, field: &Field, ids: &Names) -> Element {
    el(tag, "lw-input")
        .attr("part", "input")
        .attr("id", &ids.control())
        .attr("name", &field.name)
        .flag("required", is_needed(field))
        .attr("autocomplete", autocomplete(field))
        .attr("aria-describedby", &ids.described_by(field))
}

fn label(field: &Field, ids: &Names, reader: &Reader) -> Element {
    label_words(el("label", "lw-label").attr("for", &ids.control()).attr("part", "label"), field, reader)
}

fn label_words(label: Element, field: &Field, reader: &Reader) -> Element {
    let label = match field.parts.first().filter(|_| field.part_of.is_some()) {
        Some(part) => label.text(part_name(*part, reader)),
        None => label.nodes(reader.say(&field.label)),
    };
    if field.required {
        return label;
    }
    label.text(" ").child(el("span", "lw-optional").text(&["(", &reader.texts.optional, ")"].concat()))
}

fn part_name<'a>(part: AddressPart, reader: &Reader<'a>) -> &'a str {
    match part {
        AddressPart::Street => &reader.texts.street,
        AddressPart::Line2 => &reader.texts.line2,
        AddressPart::PostalCode => &reader.texts.postal_code,
        AddressPart::City => &reader.texts.city,
        AddressPart::Region => &reader.texts.region,
        AddressPart::Country => &reader.texts.country,
    }
}

fn hint(field: &Field, ids: &Names, reader: &Reader) -> Option<Element> {
    let hint = field.hint.as_ref()?;
    Some(el("p", "lw-hint").attr("id", &ids.hint()).attr("part", "hint").nodes(reader.say(hint)))
}

fn field_class(field: &Field) -> &'static str {
    match field.width {
        Width::Full => "lw-field",
        Width::Half => "lw-field lw-half",
    }
}

fn input_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Email => "email",
        FieldKind::Tel => "tel",
        FieldKind::Url => "url",
        FieldKind::Number => "number",
        FieldKind::Date => "date",
        FieldKind::Time => "time",
        _ => "text",
    }
}

// Beside the type, for browsers whose on-screen keyboard follows only this.
fn input_mode(field: &Field) -> Option<&'static str> {
    let chosen = field.inputmode.map(|mode| match mode {
        InputMode::Text => "text",
        InputMode::Numeric => "numeric",
        InputMode::Decimal => "decimal",
        InputMode::Tel => "tel",
        InputMode::Email => "email",
        InputMode::Url => "url",
        InputMode::Search => "search",
    });
    let usual = match field.kind {
        FieldKind::Email | FieldKind::Tel | FieldKind::Url => Some(input_type(field.kind)),
        FieldKind::Number => Some(if field.decimals == Some(0) { "numeric" } else { "decimal" }),
        _ => None,
    };
    chosen.or(usual)
}

fn autocomplete(field: &Field) -> &str {
    let by_kind = match field.kind {
        FieldKind::Email => "email",
        FieldKind::Tel => "tel",
        FieldKind::Url => "url",
        FieldKind::Name => "name",
        FieldKind::Company => "organization",
        FieldKind::Country => "country",
        _ => "off",
    };
    field.autocomplete.as_deref().unwrap_or(by_kind)
}
