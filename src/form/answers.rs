//! What a visitor filled in.

use crate::campaign::ConsentItem;
use crate::campaign::written::Field;
use crate::value::{Named, Object, Value};

use super::email;

/// Answers as they stand in a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// By field name: a text as typed, or the list of what was ticked; what was left alone has no entry or an empty one.
    pub fields: Object,
    /// Purposes whose box is ticked.
    pub consent: Vec<String>,
    /// The kind of mailbox by field name, where more is known of it than `email::describe` tells.
    pub kinds: Named<String>,
}

/// Whether there is an answer at all.
#[must_use]
pub fn is_answered(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        value => !value.is_null(),
    }
}

impl Answers {
    #[must_use]
    pub fn agrees(&self, purpose: &str) -> bool {
        self.consent.iter().any(|agreed| agreed == purpose)
    }

    /// What ticking or leaving a consent item means: `granted`, `pending` until its double opt-in, or `denied`.
    #[must_use]
    pub fn state_of(&self, item: &ConsentItem) -> &'static str {
        match (self.agrees(&item.purpose), item.double_opt_in) {
            (false, _) => "denied",
            (true, true) => "pending",
            (true, false) => "granted",
        }
    }

    pub(super) fn text(&self, field: &Field) -> &str {
        self.fields.get(&field.name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The kind of mailbox an e-mail address names.
    pub(super) fn kind(&self, field: &Field) -> Option<&str> {
        let told = self.kinds.get(&field.name).map(String::as_str);
        told.or_else(|| email::describe(self.text(field)).map(|(kind, _)| kind))
    }
}
