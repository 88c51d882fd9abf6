//! One answer of a form: label, hint, control and the line an error is shown on.

use leptos::either::EitherOf3;
use leptos::prelude::*;

use super::reader::Reader;
use crate::campaign::Text;
use crate::campaign::written::{Choice, Field, FieldKind, Width};

/// The ids of one answer; two forms on a page never share one.
pub struct Names(String);

impl Names {
    pub fn new(form: &str, answer: &str) -> Self {
        Self(format!("lw-{form}-{answer}"))
    }

    pub fn control(&self) -> String {
        self.0.clone()
    }

    /// The control of one option among several.
    fn option(&self, index: usize) -> String {
        format!("{}-{index}", self.0)
    }

    fn hint(&self) -> String {
        format!("{}-hint", self.0)
    }

    pub fn error(&self) -> String {
        format!("{}-error", self.0)
    }

    pub fn notices(&self) -> String {
        format!("{}-notices", self.0)
    }

    fn described_by(&self, field: &Field) -> String {
        if field.hint.is_some() { format!("{} {}", self.hint(), self.error()) } else { self.error() }
    }
}

pub fn field(field: &Field, form: &str, reader: &Reader) -> impl IntoView + use<> {
    let ids = Names::new(form, &field.name);
    match field.kind {
        FieldKind::Radio => EitherOf3::A(radio_field(field, &ids, reader)),
        FieldKind::Checkbox => EitherOf3::B(checkbox_field(field, &ids, reader)),
        _ => EitherOf3::C(labelled_field(field, &ids, reader)),
    }
}

/// Empty until something is wrong.
pub fn error_line(ids: &Names) -> impl IntoView + use<> {
    view! { <p class="lw-error" id={ids.error()} part="error" hidden></p> }
}

fn labelled_field(field: &Field, ids: &Names, reader: &Reader) -> impl IntoView + use<> {
    let control = match field.kind {
        FieldKind::Textarea => EitherOf3::A(textarea(field, ids, reader)),
        FieldKind::Select => EitherOf3::B(select(field, ids, reader)),
        _ => EitherOf3::C(input(field, ids, reader)),
    };
    view! {
        <div class={field_class(field)} data-lw-field={field.name.clone()} part="field">
            <label class="lw-label" for={ids.control()} part="label">{label_words(field, reader)}</label>
            {hint(field, ids, reader)}
            {control}
            {error_line(ids)}
        </div>
    }
}

fn radio_field(field: &Field, ids: &Names, reader: &Reader) -> impl IntoView + use<> {
    let rows = field.options.iter().enumerate().map(|(index, option)| radio(option, field, ids, index, reader)).collect_view();
    view! {
        <fieldset class={field_class(field)} data-lw-field={field.name.clone()} part="field" aria-describedby={ids.described_by(field)}>
            <legend class="lw-label" part="label">{label_words(field, reader)}</legend>
            {hint(field, ids, reader)}
            {rows}
            {error_line(ids)}
        </fieldset>
    }
}

fn radio(option: &Choice, field: &Field, ids: &Names, index: usize, reader: &Reader) -> impl IntoView + use<> {
    let id = ids.option(index);
    view! {
        <div class="lw-choice">
            <input
                type="radio"
                class="lw-input lw-check"
                part="input"
                id={id.clone()}
                name={field.name.clone()}
                value={option.id.clone()}
                required={field.required}
            />
            <label for={id}>{reader.read(&option.label)}</label>
        </div>
    }
}

fn checkbox_field(field: &Field, ids: &Names, reader: &Reader) -> impl IntoView + use<> {
    view! {
        <div class={field_class(field)} data-lw-field={field.name.clone()} part="field">
            <div class="lw-choice">
                <input
                    type="checkbox"
                    class="lw-input lw-check"
                    part="input"
                    id={ids.control()}
                    name={field.name.clone()}
                    value="true"
                    required={field.required}
                    aria-describedby={ids.described_by(field)}
                />
                <label class="lw-label" for={ids.control()} part="label">{label_words(field, reader)}</label>
            </div>
            {hint(field, ids, reader)}
            {error_line(ids)}
        </div>
    }
}

fn input(field: &Field, ids: &Names, reader: &Reader) -> impl IntoView + use<> {
    view! {
        <input
            type={input_type(field.kind)}
            class="lw-input"
            part="input"
            id={ids.control()}
            name={field.name.clone()}
            required={field.required}
            maxlength={most_characters(field)}
            autocomplete={autocomplete(field)}
            inputmode={input_mode(field.kind)}
            placeholder={read(field.placeholder.as_ref(), reader)}
            aria-describedby={ids.described_by(field)}
        />
    }
}

fn textarea(field: &Field, ids: &Names, reader: &Reader) -> impl IntoView + use<> {
    view! {
        <textarea
            class="lw-input"
            part="input"
            id={ids.control()}
            name={field.name.clone()}
            rows="3"
            required={field.required}
            maxlength={most_characters(field)}
            autocomplete={autocomplete(field)}
            placeholder={read(field.placeholder.as_ref(), reader)}
            aria-describedby={ids.described_by(field)}
        ></textarea>
    }
}

fn select(field: &Field, ids: &Names, reader: &Reader) -> impl IntoView + use<> {
    let option = |option: &Choice| view! { <option value={option.id.clone()}>{reader.read(&option.label)}</option> };
    view! {
        <select
            class="lw-input"
            part="input"
            id={ids.control()}
            name={field.name.clone()}
            required={field.required}
            autocomplete={autocomplete(field)}
            aria-describedby={ids.described_by(field)}
        >
            <option value="">{reader.texts.choose.to_string()}</option>
            {field.options.iter().map(option).collect_view()}
        </select>
    }
}

fn label_words(field: &Field, reader: &Reader) -> impl IntoView + use<> {
    let optional = (!field.required).then(|| view! { " "<span class="lw-optional">{format!("({})", reader.texts.optional)}</span> });
    (reader.read(&field.label), optional)
}

fn hint(field: &Field, ids: &Names, reader: &Reader) -> Option<impl IntoView + use<>> {
    let (id, words) = (ids.hint(), read(field.hint.as_ref(), reader)?);
    Some(view! { <p class="lw-hint" id={id} part="hint">{words}</p> })
}

fn read(text: Option<&Text>, reader: &Reader) -> Option<String> {
    text.map(|text| reader.read(text))
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

fn autocomplete(field: &Field) -> String {
    let by_kind = match field.kind {
        FieldKind::Email => "email",
        FieldKind::Tel => "tel",
        FieldKind::Url => "url",
        FieldKind::Name => "name",
        FieldKind::Company => "organization",
        _ => "off",
    };
    field.autocomplete.clone().unwrap_or_else(|| by_kind.to_owned())
}
