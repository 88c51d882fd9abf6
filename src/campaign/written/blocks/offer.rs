//! Blocks that say what is offered, at which price and until when.

use serde::{Deserialize, Serialize};

use super::parts::{Cta, Picture};
use crate::campaign::text::Text;

/// What is in which, side by side.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub columns: Vec<Column>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub name: Text,
    /// The one the page speaks for.
    #[serde(default)]
    pub featured: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub label: Text,
    /// One for each column; `✓` and `✗` are drawn as marks and read out as words.
    pub cells: Vec<Text>,
}

/// Plans and what they cost, by month or by year.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pricing {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    /// Beside the switch: what a year saves.
    #[serde(default)]
    pub yearly: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub plans: Vec<Plan>,
    /// The small print.
    #[serde(default)]
    pub small: Option<Text>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub name: Text,
    #[serde(default)]
    pub text: Option<Text>,
    pub price: Price,
    #[serde(default)]
    pub points: Vec<Text>,
    #[serde(default)]
    pub cta: Option<Cta>,
    /// The one the page speaks for.
    #[serde(default)]
    pub featured: bool,
    /// A word on the featured plan.
    #[serde(default)]
    pub badge: Option<Text>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// As it should be read: `€29`.
    pub monthly: Text,
    /// By month, when paid by the year. With it in any plan, the switch appears.
    #[serde(default)]
    pub yearly: Option<Text>,
    /// `per user and month`
    #[serde(default)]
    pub per: Option<Text>,
    /// `per user and month, billed yearly`
    #[serde(default)]
    pub per_yearly: Option<Text>,
}

/// Offers, each with its own call to action.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Products {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Product>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub name: Text,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub picture: Option<Picture>,
    #[serde(default)]
    pub badge: Option<Text>,
    /// As it should be read.
    #[serde(default)]
    pub price: Option<Text>,
    /// The price before the offer.
    #[serde(default)]
    pub before: Option<Text>,
    /// The price as a number, for search engines.
    #[serde(default)]
    pub amount: Option<f64>,
    /// ISO 4217, for search engines.
    #[serde(default)]
    pub currency: Option<String>,
    #[serde(default)]
    pub cta: Option<Cta>,
}

/// The time that is left, and what happens when it is over.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Countdown {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    /// A moment, the same for everybody.
    #[serde(default)]
    pub until: Option<Moment>,
    /// A duration from the first time this visitor sees the page, kept for as long as the visitor's record may be.
    #[serde(default)]
    pub evergreen: Option<String>,
    #[serde(default)]
    pub cta: Option<Cta>,
    /// What stands here when the time is over.
    pub ended: Ended,
}

/// A time of day somewhere.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Date and time on the wall there: `2026-12-03T18:00`.
    pub at: String,
    /// An IANA time zone.
    pub zone: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ended {
    pub title: Text,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub cta: Option<Cta>,
}

crate::readable!(Comparison { title, text, columns, rows });
crate::readable!(Column { name, featured });
crate::readable!(Row { label, cells });
crate::readable!(Pricing { title, text, yearly, plans, small });
crate::readable!(Plan { name, text, price, points, cta, featured, badge });
crate::readable!(Price { monthly, yearly, per, per_yearly });
crate::readable!(Products { title, text, items });
crate::readable!(Product { name, text, picture, badge, price, before, amount, currency, cta });
crate::readable!(Countdown { title, text, until, evergreen, cta, ended });
crate::readable!(Moment { at, zone });
crate::readable!(Ended { title, text, cta });
