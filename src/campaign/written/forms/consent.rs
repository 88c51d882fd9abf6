//! What a visitor is asked to agree to in a form.

use serde::{Deserialize, Serialize};

use crate::campaign::text::Text;

/// Something the visitor may agree to; never ticked beforehand.
#[derive(Debug, Clone, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentItem {
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]*$"))]
    pub purpose: String,
    /// The exact words agreed to; they travel with the lead.
    pub text: Text,
    /// Without it the form is not sent. Refused for `marketing`.
    #[serde(default)]
    pub required: bool,
    /// Which data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Text>,
    /// What for.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub purpose_of_use: Option<Text>,
    /// For how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Text>,
    /// What follows from refusing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Text>,
    /// How the visitor may be reached.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Advertising may come at night too, from 21 to 8 o'clock, which Korean law wants to be agreed to by itself.
    #[serde(default)]
    pub night: bool,
    /// Who else receives the data.
    #[serde(default)]
    pub recipients: Vec<Recipient>,
    /// Only people of at least this age may agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 120))]
    pub min_age: Option<u32>,
    /// The receiver asks the visitor once more by e-mail; until then the state is `pending`.
    #[serde(default)]
    pub double_opt_in: bool,
    #[serde(default, skip_serializing)]
    pub note: Option<String>,
}

/// A way to reach a visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    Phone,
    Kakao,
    Post,
}

/// Somebody who receives the data besides the controller.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub name: Text,
    /// Where, when it is another country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text>,
    /// How and when the data goes there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Text>,
}

crate::readable!(ConsentItem { purpose, text, required, items, purpose_of_use = "use", keep, refusal, channels, night, recipients, min_age, double_opt_in, note });
crate::readable!(Recipient { name, country, how });
crate::words!(Channel { "email" => Email, "sms" => Sms, "phone" => Phone, "kakao" => Kakao, "post" => Post });
