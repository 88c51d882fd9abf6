//! One answer of a form: label, hint, control and the line an error is shown on.

use super::moment::moment;
use super::reader::Reader;
use crate::campaign::written::{Choice, Field, FieldKind, Width};
use crate::drawing::{Element, el};

/// The ids of one answer; two forms on a page never share one.
pub struct Names(String);

impl Names {
    pub fn new(form: &str, answer: &str) -> Self {
        Self(["lw-", form, "-", answer].concat())
    }

    pub fn control(&self) -> String {
        self.0.clone()
    }

    /// The control of one option among several.
    fn option(&self, index: usize) -> String {
        [&self.0, "-", &index.to_string()].concat()
    }

    fn hint(&self) -> String {
        [&self.0, "-hint"].concat()
    }

    pub fn error(&self) -> String {
        [&self.0, "-error"].concat()
    }

    pub fn notices(&self) -> String {
        [&self.0, "-notices"].concat()
    }

    fn described_by(&self, field: &Field) -> String {
        if field.hint.is_some() { [&self.hint(), " ", &self.error()].concat() } else { self.error() }
    }
}

pub fn field(field: &Field, form: &str, reader: &Reader) -> Element {
    let ids = Names::new(form, &field.name);
    match field.kind {
        FieldKind::Radio => radio_field(field, &ids, reader),
        FieldKind::Checkbox => checkbox_field(field, &ids, reader),
        _ => labelled_field(field, &ids, reader),
    }
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

fn labelled_field(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let control = match field.kind {
        FieldKind::Textarea => input("textarea", field, ids, reader).attr("rows", "3"),
        FieldKind::Select => select(field, ids, reader),
        kind => input("input", field, ids, reader).attr("type", input_type(kind)).attr_if("inputmode", input_mode(kind)),
    };
    frame("div", field).child(label(field, ids, reader)).maybe(hint(field, ids, reader)).child(control).child(error_line(ids))
}

fn radio_field(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let mut drawn = frame("fieldset", field)
        .attr("aria-describedby", &ids.described_by(field))
        .child(label_words(el("legend", "lw-label").attr("part", "label"), field, reader))
        .maybe(hint(field, ids, reader));
    for (index, option) in field.options.iter().enumerate() {
        drawn = drawn.child(radio(option, field, &ids.option(index), reader));
    }
    drawn.child(error_line(ids))
}

fn radio(option: &Choice, field: &Field, id: &str, reader: &Reader) -> Element {
    let starts = option.starts.as_ref();
    let words = el("label", "").attr("for", id).nodes(reader.say(&option.label));
    let words = match starts {
        Some(starts) => words.text(" ").child(moment(&starts.at, &starts.zone, "lw-session-time", reader)),
        None => words,
    };
    let control = check("radio", id, &field.name, &option.id, field.required)
        .attr_if("data-lw-at", starts.map(|starts| starts.at.as_str()))
        .attr_if("data-lw-zone", starts.map(|starts| starts.zone.as_str()));
    el("div", "lw-choice").child(control).child(words)
}

fn checkbox_field(field: &Field, ids: &Names, reader: &Reader) -> Element {
    let control = check("checkbox", &ids.control(), &field.name, "true", field.required).attr("aria-describedby", &ids.described_by(field));
    frame("div", field)
        .child(el("div", "lw-choice").child(control).child(label(field, ids, reader)))
        .maybe(hint(field, ids, reader))
        .child(error_line(ids))
}

fn frame(tag: &'static str, field: &Field) -> Element {
    el(tag, field_class(field)).attr("data-lw-field", &field.name).attr("part", "field")
}

fn input(tag: &'static str, field: &Field, ids: &Names, reader: &Reader) -> Element {
    named(tag, field, ids)
        .attr("maxlength", &most_characters(field))
        .attr_if("placeholder", field.placeholder.as_ref().map(|text| reader.read(text)).as_deref())
}

fn select(field: &Field, ids: &Names, reader: &Reader) -> Element {
    named("select", field, ids)
        .child(el("option", "").attr("value", "").text(&reader.texts.choose))
        .each(&field.options, |option| el("option", "").attr("value", &option.id).text(&reader.read(&option.label)))
}

/// What every control that is not a box has.
fn named(tag: &'static str, field: &Field, ids: &Names) -> Element {
    el(tag, "lw-input")
        .attr("part", "input")
        .attr("id", &ids.control())
        .attr("name", &field.name)
        .flag("required", field.required)
        .attr("autocomplete", autocomplete(field))
        .attr("aria-describedby", &ids.described_by(field))
}

fn label(field: &Field, ids: &Names, reader: &Reader) -> Element {
    label_words(el("label", "lw-label").attr("for", &ids.control()).attr("part", "label"), field, reader)
}

fn label_words(label: Element, field: &Field, reader: &Reader) -> Element {
    let label = label.nodes(reader.say(&field.label));
    if field.required {
        return label;
    }
    label.text(" ").child(el("span", "lw-optional").text(&["(", &reader.texts.optional, ")"].concat()))
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
        _ => "text",
    }
}

// Beside the type, for browsers whose on-screen keyboard follows only this.
fn input_mode(kind: FieldKind) -> Option<&'static str> {
    matches!(kind, FieldKind::Email | FieldKind::Tel | FieldKind::Url).then(|| input_type(kind))
}

fn most_characters(field: &Field) -> String {
    let default = if field.kind == FieldKind::Textarea { 4000 } else { 200 };
    field.max_length.unwrap_or(default).to_string()
}

fn autocomplete(field: &Field) -> &str {
    let by_kind = match field.kind {
        FieldKind::Email => "email",
        FieldKind::Tel => "tel",
        FieldKind::Url => "url",
        FieldKind::Name => "name",
        FieldKind::Company => "organization",
        _ => "off",
    };
    field.autocomplete.as_deref().unwrap_or(by_kind)
}
