//! Why an answer cannot be accepted, and the sentence that says so.

use crate::campaign::Text;
use crate::campaign::written::{Field, Messages};
use crate::digits::digits;
use crate::texts::{FormTexts, filled};

/// One answer that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, or `consent.PURPOSE`.
    pub field: String,
    pub fault: Fault,
}

/// Why an answer cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Required,
    ChoiceRequired,
    ConsentRequired,
    NotAnEmail,
    NotBusiness,
    NotATelephone,
    NotAUrl,
    NotANumber,
    NotADate,
    NotATime,
    /// Not as `pattern` wants it.
    Unlike,
    /// Shorter than so many characters.
    TooShort(u32),
    /// Longer than so many characters.
    TooLong(u32),
    /// Less than a number, or before a date or time.
    Below(String),
    /// More than a number, or after a date or time.
    Above(String),
    TooFew(u32),
    TooMany(u32),
}

/// In whose words a fault is told.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    pub texts: &'a FormTexts,
    pub locale: &'a str,
    pub default_locale: &'a str,
}

impl Fault {
    /// The sentence the visitor reads: the field's own words, else the interface's.
    #[must_use]
    pub fn sentence(&self, field: Option<&Field>, wording: Wording) -> String {
        let own = field.and_then(|field| field.messages.as_ref()).and_then(|messages| self.own_words(messages));
        if let Some(own) = own {
            return own.in_locale(wording.locale, wording.default_locale).to_owned();
        }
        let texts = wording.texts;
        let plain = match self {
            Self::Required => &texts.error_required,
            Self::ChoiceRequired => &texts.error_choice,
            Self::ConsentRequired => &texts.error_consent,
            Self::NotAnEmail => &texts.error_email,
            Self::NotBusiness => &texts.error_business,
            Self::NotATelephone => &texts.error_tel,
            Self::NotAUrl => &texts.error_url,
            Self::NotANumber => &texts.error_number,
            Self::NotADate => &texts.error_date,
            Self::NotATime => &texts.error_time,
            Self::Unlike => &texts.error_pattern,
            Self::TooShort(least) => return filled(&texts.error_too_short, "least", &digits((*least).into())),
            Self::TooLong(most) => return filled(&texts.error_too_long, "most", &digits((*most).into())),
            Self::Below(least) => return filled(&texts.error_below, "least", least),
            Self::Above(most) => return filled(&texts.error_above, "most", most),
            Self::TooFew(least) => return filled(&texts.error_too_few, "least", &digits((*least).into())),
            Self::TooMany(most) => return filled(&texts.error_too_many, "most", &digits((*most).into())),
        };
        plain.to_string()
    }

    fn own_words<'a>(&self, messages: &'a Messages) -> Option<&'a Text> {
        let words = match self {
            Self::Required | Self::ChoiceRequired | Self::ConsentRequired => &messages.required,
            Self::NotBusiness => &messages.business_only,
            Self::Unlike => &messages.pattern,
            Self::TooShort(_) | Self::TooLong(_) => &messages.length,
            Self::Below(_) | Self::Above(_) | Self::TooFew(_) | Self::TooMany(_) => &messages.range,
            _ => &messages.format,
        };
        words.as_ref()
    }
}
