//! Forms: what is asked, what is agreed to, and what happens then.

mod consent;
mod field;
mod outcome;

pub use consent::{Channel, ConsentItem, Recipient};
pub use field::{AddressPart, Choice, Field, FieldKind, InputMode, Messages, Points, Width};
pub use outcome::{Action, Booking, Calendar, CalendarLink, Download, Outcome, ResultView};

use serde::{Deserialize, Serialize};

use crate::campaign::text::Text;
use crate::condition::Condition;

/// A form.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Shown one after another; without scripts they stand on one page.
    #[schemars(length(min = 1))]
    pub steps: Vec<Step>,
    /// What the visitor is asked to agree to. It stands in the last step, unless a field of kind `consent` places it earlier.
    #[serde(default)]
    pub consent: Vec<ConsentItem>,
    /// The label of the button.
    pub submit: Text,
    /// The destination that receives the form when scripts do not run. Default: the first that takes every lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native: Option<String>,
    /// What happens after submitting: the first entry whose condition holds.
    #[serde(default)]
    pub then: Vec<Outcome>,
    /// A message after a step, to destinations that list `lead.partial` in `sends`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<Partial>,
    /// How many `progressive` fields that are not known yet are asked at once. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub ask_new: Option<u32>,
    /// Whether answers are kept in the browser until the form is sent, where the visitor agreed to personalization. Default: yes.
    #[serde(default = "yes")]
    pub resume: bool,
    /// A test that tells people from programs, of another vendor; its token travels as a field and the receiver verifies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha: Option<Captcha>,
    #[serde(default, skip_serializing)]
    pub note: Option<String>,
}

const fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What jumps name it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Below the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Left out unless this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[schemars(length(min = 1))]
    pub fields: Vec<Field>,
    /// Where to go from here: the first whose condition holds. Default: the next step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Jump>,
    /// The words on the button that leads on. Default: "Next".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<Text>,
    #[serde(default, skip_serializing)]
    pub note: Option<String>,
}

/// A way on from a step.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The id of a later step, or `submit`: this step is the last.
    pub to: String,
}

/// A message after a step.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partial {
    /// The step after which it is sent, from 1.
    #[schemars(range(min = 1))]
    pub after_step: u32,
    /// The purpose that the visitor must have agreed to by then.
    pub needs: String,
}

/// A captcha.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Captcha {
    pub kind: CaptchaKind,
    /// The public key that the vendor gave; for `altcha` it may be empty.
    #[serde(default)]
    pub site_key: String,
    /// The address of the vendor's script. Default: the vendor's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    /// For `altcha`: where its challenge comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptchaKind {
    #[default]
    Turnstile,
    Hcaptcha,
    Recaptcha,
    FriendlyCaptcha,
    Altcha,
}

crate::readable!(Form { steps, consent, submit, native, then, partial, ask_new, resume or true, captcha, note });
crate::readable!(Step { id, title, text, when, fields, next, button, note });
crate::readable!(Jump { when, to });
crate::readable!(Partial { after_step, needs });
crate::readable!(Captcha { kind, site_key or String::new(), script, challenge });
crate::words!(CaptchaKind { "turnstile" => Turnstile, "hcaptcha" => Hcaptcha, "recaptcha" => Recaptcha, "friendly_captcha" => FriendlyCaptcha, "altcha" => Altcha });
