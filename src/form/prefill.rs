//! Answers from outside: the parameters of the page's address and what the page tells of its user.
//!
//! Only into fields whose author allows it, never into consent, and always as text: what an address says is anybody's to write.

use super::is_answered;
use crate::campaign::Form;
use crate::campaign::written::{Choice, Field, FieldKind};
use crate::condition::Engine;
use crate::value::{Named, Object, Value};

/// Where a field says nothing else.
const LONGEST: u32 = 200;

/// The parameters that some field of these forms may be filled from.
#[must_use]
pub fn parameters<'a>(forms: impl Iterator<Item = &'a Form>) -> Vec<&'a str> {
    forms.flat_map(Form::fields).filter_map(|field| field.prefill.as_deref()).collect()
}

/// What fills a form's fields, by the parameter of each: by the id or the label of an option, cut to the field's length, without
/// signs that nobody sees.
#[must_use]
pub fn prefilled(form: &Form, parameters: &Named<String>, engine: Engine) -> Object {
    let filled = form.fields().filter_map(|field| {
        let given = parameters.get(field.prefill.as_ref()?)?;
        let value = value_of(field, given, engine)?;
        is_answered(&value).then(|| (field.name.clone(), value))
    });
    filled.collect()
}

fn value_of(field: &Field, given: &str, engine: Engine) -> Option<Value> {
    let choice = |given: &str| option_of(field, given, engine).map(|option| Value::String(option.id.clone()));
    match field.kind {
        FieldKind::Consent | FieldKind::Address => None,
        FieldKind::Select | FieldKind::Radio => choice(given),
        FieldKind::CheckboxGroup => Some(Value::Array(given.split(',').filter_map(choice).collect())),
        FieldKind::Checkbox => matches!(given, "true" | "1").then(|| Value::String("true".to_owned())),
        _ => Some(Value::String(cleaned(given, field))),
    }
}

fn option_of<'a>(field: &'a Field, given: &str, engine: Engine) -> Option<&'a Choice> {
    let given = given.trim();
    let by_id = field.options.iter().find(|option| option.id == given);
    let wanted = (engine.lowercase)(given);
    let is_label = |option: &&Choice| option.label.variants().any(|(_, label)| (engine.lowercase)(label) == wanted);
    by_id.or_else(|| field.options.iter().find(is_label))
}

/// Without control characters and without those that turn the direction of text; line breaks stay where there are lines.
fn cleaned(given: &str, field: &Field) -> String {
    let has_lines = field.kind == FieldKind::Textarea;
    let is_seen = |c: &char| match c {
        '\n' => has_lines,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    };
    let mut cut = String::new();
    let mut left = field.max_length.unwrap_or(LONGEST) as usize;
    for c in given.chars().filter(is_seen) {
        let Some(rest) = left.checked_sub(c.len_utf16()) else { break };
        left = rest;
        cut.push(c);
    }
    cut
}
