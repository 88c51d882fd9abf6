//! One question of a form, and what may be answered.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::campaign::text::Text;
use crate::campaign::written::blocks::Moment;
use crate::condition::Condition;
use crate::value::{Named, Read, Reading, Value};

/// One question of a form.
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file, and none excludes another")]
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The key of the answer. A field of kind `consent` has none.
    #[serde(default)]
    #[schemars(regex(pattern = r"^([a-z][a-z0-9_]*)?$"))]
    pub name: String,
    pub kind: FieldKind,
    /// Needed by every kind but `hidden` and `consent`.
    #[serde(default)]
    pub label: Text,
    /// A sentence below the label that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// An example of an answer; never instead of the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<Text>,
    /// The answer before the visitor gives one: a text, or the id of an option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(default)]
    pub required: bool,
    /// Required while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// Asked only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[serde(default)]
    pub width: Width,
    /// The HTML autofill token. Default: the kind's own, or `off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
    /// Which keyboard phones show, as HTML's `inputmode`. Default: the kind's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputmode: Option<InputMode>,
    /// The fewest characters an answer may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10000))]
    pub min_length: Option<u32>,
    /// The most characters an answer may have. Default: 200, for `textarea` 4000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10000))]
    pub max_length: Option<u32>,
    /// A regular expression that the whole answer matches, as HTML's `pattern`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The least number, or the earliest date (`2026-12-31` or `today`) or time. For `rating` and `scale` the first value, 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Value>,
    /// The greatest number, or the latest date or time. For `rating` and `scale` the last value, 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Value>,
    /// How many digits after the point a `number` may have and a calculated answer gets. Default: any; calculated 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 6))]
    pub decimals: Option<u32>,
    /// The fewest boxes to tick in a `checkbox_group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// The most boxes to tick in a `checkbox_group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// For `email`: addresses of free and throw-away mailboxes are refused.
    #[serde(default)]
    pub business_only: bool,
    /// What to say instead of the interface's own words when an answer is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<Messages>,
    /// What `select`, `radio` and `checkbox_group` offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// For `tel`: the country of numbers written without one, as `KR`. Default: told by the visitor's language and time zone.
    /// For `country` and `address`: the one chosen beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Z]{2}$"))]
    pub country: Option<String>,
    /// For `country` and `address`: the countries to choose from, as `KR`. Default: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// For `address`: what is asked. Default: street, line2, postal_code, city, country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<AddressPart>,
    /// For `rating`, `nps` and `scale`: what the first value means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Text>,
    /// For `rating`, `nps` and `scale`: what the last value means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Text>,
    /// The parameter of the page's address that may fill it in; what the page tells by `identify` under this name may too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
    /// Asked only while the answer is not known from an earlier form.
    #[serde(default)]
    pub progressive: bool,
    /// For `hidden`: how the answer follows from others, as `seats * 49 * 12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculate: Option<String>,
    /// For `consent`: the purpose of the item that stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    #[serde(default, skip_serializing)]
    pub note: Option<String>,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    #[default]
    Text,
    Textarea,
    Email,
    Tel,
    Url,
    Name,
    Company,
    Number,
    Date,
    Time,
    Select,
    Radio,
    Checkbox,
    CheckboxGroup,
    /// Stars.
    Rating,
    /// 0 to 10.
    Nps,
    Scale,
    Country,
    Address,
    Hidden,
    /// A consent item, placed here.
    Consent,
}

impl FieldKind {
    /// Whether its author writes the options.
    #[must_use]
    pub const fn has_options(self) -> bool {
        matches!(self, Self::Select | Self::Radio | Self::CheckboxGroup)
    }
}

/// A part of an `address`; each is an answer of its own, `NAME_street` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AddressPart {
    Street,
    Line2,
    PostalCode,
    City,
    Region,
    Country,
}

/// HTML's `inputmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InputMode {
    Text,
    Numeric,
    Decimal,
    Tel,
    Email,
    Url,
    Search,
}

/// A field's own words for what is wrong with an answer.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    /// No answer where one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Text>,
    /// Not an e-mail address, a telephone number, a number, a date and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Text>,
    /// Against `pattern`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Text>,
    /// Too short or too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Text>,
    /// Below `min`, above `max`, fewer than `at_least` or more than `at_most`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Text>,
    /// Not a business address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_only: Option<Text>,
}

/// How much of the row a field takes on wide screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    #[default]
    Full,
    Half,
}

/// One answer to choose.
#[derive(Debug, Clone, Default, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value that is sent.
    #[schemars(length(min = 1, max = 64))]
    pub id: String,
    pub label: Text,
    /// When it takes place, where the options are sessions: shown beside the label, in the visitor's time zone. For `radio`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Moment>,
    /// What the answer counts in a quiz: a number, or numbers by key as `{ "planner": 2, "doer": 1 }`.
    #[serde(default, skip_serializing_if = "Points::is_empty")]
    pub points: Points,
    /// Tags the visitor has from then on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whoever chooses it may write a text of their own, the answer `NAME_other`.
    #[serde(default)]
    pub other: bool,
}

/// What an answer counts, by key; a plain number stands under the empty key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Points(pub Named<f64>);

impl Points {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn plain(points: f64) -> Self {
        Self([(String::new(), points)].into_iter().collect())
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.get("") {
            Some(plain) => plain.serialize(serializer),
            None => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrMap;
        impl<'de> Visitor<'de> for NumberOrMap {
            type Value = Points;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a number, or an object of numbers by key")
            }
            fn visit_f64<E>(self, points: f64) -> Result<Points, E> {
                Ok(Points::plain(points))
            }
            fn visit_i64<E>(self, points: i64) -> Result<Points, E> {
                Ok(Points::plain(points as f64))
            }
            fn visit_u64<E>(self, points: u64) -> Result<Points, E> {
                Ok(Points::plain(points as f64))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Points, A::Error> {
                let mut points = Named::new();
                while let Some((key, value)) = map.next_entry::<String, f64>()? {
                    points.insert(key, value);
                }
                Ok(Points(points))
            }
        }
        deserializer.deserialize_any(NumberOrMap)
    }
}

impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "What an answer counts: a number, or numbers by key.",
            "type": ["number", "object"],
            "additionalProperties": { "type": "number" }
        })
    }
}

crate::readable!(Field {
    name or String::new(),
    kind,
    label or Text::default(),
    hint,
    placeholder,
    default,
    required,
    required_when,
    when,
    width,
    autocomplete,
    inputmode,
    min_length,
    max_length,
    pattern,
    min,
    max,
    decimals,
    at_least,
    at_most,
    business_only,
    messages,
    options,
    country,
    countries,
    parts,
    low,
    high,
    prefill,
    progressive,
    calculate,
    purpose,
    note
});
crate::readable!(Messages { required, format, pattern, length, range, business_only });
crate::readable!(Choice { id, label, starts, points, tags, other });
crate::words!(FieldKind { "text" => Text, "textarea" => Textarea, "email" => Email, "tel" => Tel, "url" => Url, "name" => Name, "company" => Company, "number" => Number, "date" => Date, "time" => Time, "select" => Select, "radio" => Radio, "checkbox" => Checkbox, "checkbox_group" => CheckboxGroup, "rating" => Rating, "nps" => Nps, "scale" => Scale, "country" => Country, "address" => Address, "hidden" => Hidden, "consent" => Consent });
crate::words!(AddressPart { "street" => Street, "line2" => Line2, "postal_code" => PostalCode, "city" => City, "region" => Region, "country" => Country });
crate::words!(InputMode { "text" => Text, "numeric" => Numeric, "decimal" => Decimal, "tel" => Tel, "email" => Email, "url" => Url, "search" => Search });
crate::words!(Width { "full" => Full, "half" => Half } default Self::Full);

impl Read for Points {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        match value {
            Value::Number(points) => Self::plain(*points),
            _ => Self(Named::read(value, reading)),
        }
    }
    fn absent(_: &mut Reading) -> Self {
        Self::default()
    }
}
