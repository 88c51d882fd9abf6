//! Answers against the form's rules.

use super::email;
use crate::campaign::written::{Field, FieldKind};
use crate::campaign::{ConsentItem, Form};
use crate::digits::digits;
use crate::search::split_once;
use crate::texts::{FormTexts, filled};
use crate::value::Named;

/// What a visitor filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// By field name, as typed; an unticked box or an untouched field has no entry or an empty one.
    pub fields: Named<String>,
    /// Purposes whose box is ticked.
    pub consent: Vec<String>,
}

/// One answer that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, or `consent.PURPOSE`.
    pub field: String,
    pub fault: Fault,
}

/// Why an answer cannot be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Required,
    ChoiceRequired,
    ConsentRequired,
    NotAnEmail,
    NotATelephone,
    NotAUrl,
    /// Longer than so many characters.
    TooLong(u32),
}

const LONGEST_LINE: u32 = 200;
const LONGEST_TEXT: u32 = 4000;
const FEWEST_DIGITS: usize = 5;

impl Field {
    /// The most characters an answer may have, in UTF-16 units as HTML's `maxlength` counts.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.max_length.unwrap_or(if self.kind == FieldKind::Textarea { LONGEST_TEXT } else { LONGEST_LINE })
    }
}

impl Answers {
    /// The answers as they leave: without surrounding space, empty ones left out.
    #[must_use]
    pub fn trimmed(&self) -> Named<String> {
        let trimmed = self.fields.iter().map(|(name, answer)| (name.clone(), answer.trim().to_owned()));
        trimmed.filter(|(_, answer)| !answer.is_empty()).collect()
    }

    /// What ticking or leaving a consent item means: `granted`, `pending` until its double opt-in, or `denied`.
    #[must_use]
    pub fn state_of(&self, item: &ConsentItem) -> &'static str {
        match (self.consent.contains(&item.purpose), item.double_opt_in) {
            (false, _) => "denied",
            (true, true) => "pending",
            (true, false) => "granted",
        }
    }

    fn of(&self, field: &Field) -> &str {
        self.fields.get(&field.name).map_or("", |answer| answer.trim())
    }
}

/// Everything that cannot be accepted, in the order of the form.
#[must_use]
pub fn validate(form: &Form, answers: &Answers) -> Vec<FieldError> {
    let fields = form.fields.iter().filter_map(|field| {
        let fault = fault_of(field, answers.of(field))?;
        Some(FieldError { field: field.name.clone(), fault })
    });
    let refused = form.consent.iter().filter(|item| item.required && !answers.consent.contains(&item.purpose));
    let refused = refused.map(|item| FieldError { field: ["consent.", &item.purpose].concat(), fault: Fault::ConsentRequired });
    fields.chain(refused).collect()
}

fn fault_of(field: &Field, answer: &str) -> Option<Fault> {
    if answer.is_empty() {
        let missing = match field.kind {
            FieldKind::Select | FieldKind::Radio => Fault::ChoiceRequired,
            FieldKind::Checkbox => Fault::ConsentRequired,
            _ => Fault::Required,
        };
        return field.required.then_some(missing);
    }
    let longest = field.longest();
    if answer.encode_utf16().count() > longest as usize {
        return Some(Fault::TooLong(longest));
    }
    match field.kind {
        FieldKind::Email if !email::is_valid(answer) => Some(Fault::NotAnEmail),
        FieldKind::Tel if !is_telephone(answer) => Some(Fault::NotATelephone),
        FieldKind::Url if !is_url(answer) => Some(Fault::NotAUrl),
        FieldKind::Select | FieldKind::Radio if !field.options.iter().any(|option| option.id == answer) => Some(Fault::ChoiceRequired),
        _ => None,
    }
}

fn is_telephone(answer: &str) -> bool {
    let digits = answer.chars().filter(char::is_ascii_digit).count();
    digits >= FEWEST_DIGITS && answer.chars().all(|c| c.is_ascii_digit() || "+-. ()/#x".contains(c))
}

fn is_url(answer: &str) -> bool {
    let Some((scheme, rest)) = split_once(answer, "://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Phones write the first letter large.
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_web && host.contains('.') && host.split('.').all(|label| !label.is_empty()) && !answer.contains(char::is_whitespace)
}

impl Fault {
    /// The sentence the visitor reads.
    #[must_use]
    pub fn sentence(self, texts: &FormTexts) -> String {
        match self {
            Self::Required => texts.error_required.to_string(),
            Self::ChoiceRequired => texts.error_choice.to_string(),
            Self::ConsentRequired => texts.error_consent.to_string(),
            Self::NotAnEmail => texts.error_email.to_string(),
            Self::NotATelephone => texts.error_tel.to_string(),
            Self::NotAUrl => texts.error_url.to_string(),
            Self::TooLong(most) => filled(&texts.error_too_long, "most", &digits(most.into())),
        }
    }
}
