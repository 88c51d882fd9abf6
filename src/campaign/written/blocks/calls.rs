//! Blocks that ask the visitor to act.

use serde::Deserialize;

use super::parts::{Art, Cta, Picture};
use crate::campaign::text::Text;

/// The page's promise and its first call to action. Its title is the page's one `h1`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hero {
    /// How words and picture stand. Default: beside each other where there is a picture or a form.
    #[serde(default)]
    pub layout: Layout,
    /// A few words above the title.
    #[serde(default)]
    pub eyebrow: Option<Text>,
    pub title: Text,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub cta: Option<Cta>,
    /// A quieter second call to action.
    #[serde(default)]
    pub second: Option<Cta>,
    /// One line under the calls to action that takes away a worry.
    #[serde(default)]
    pub trust: Option<Text>,
    /// Beside the words, or behind them with the layout `background`.
    #[serde(default)]
    pub picture: Option<Picture>,
    /// A built-in drawing in place of a picture; decoration only.
    #[serde(default)]
    pub art: Option<Art>,
    /// The id of a form to show beside the words.
    #[serde(default)]
    pub form: Option<String>,
}

/// How words and picture of a hero stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Beside each other where there is something beside the words, else centred.
    #[default]
    Auto,
    /// One under the other, in the middle.
    Centered,
    /// Beside each other on wide screens.
    Split,
    /// The picture behind the words.
    Background,
}

/// A form on the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormBlock {
    /// The id of the form to show.
    pub form: String,
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    /// What the visitor gets for it, as a short list.
    #[serde(default)]
    pub points: Vec<Text>,
    #[serde(default)]
    pub picture: Option<Picture>,
}

/// A band that repeats the call to action where the reader has decided.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CtaBand {
    #[serde(default)]
    pub tone: Tone,
    pub title: Text,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub cta: Option<Cta>,
    #[serde(default)]
    pub second: Option<Cta>,
}

/// How loud a band is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// On the accent.
    #[default]
    Accent,
    /// On a tint of the accent.
    Soft,
}

/// A call to action that stays at the foot of the window until its target is on screen.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StickyCta {
    /// A few words beside the button; on small screens only the button stands.
    #[serde(default)]
    pub text: Option<Text>,
    pub cta: Cta,
}

/// A line at the top of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// May be **bold**, *italic* and [linked](https://example.com).
    pub text: Text,
    #[serde(default)]
    pub cta: Option<Cta>,
    /// Whether the visitor may close it; it stays closed for the visit.
    #[serde(default)]
    pub dismissible: bool,
}

crate::readable!(Hero { layout, eyebrow, title, text, cta, second, trust, picture, art, form });
crate::words!(Layout { "auto" => Auto, "centered" => Centered, "split" => Split, "background" => Background } default Self::Auto);
crate::readable!(FormBlock { form, title, text, points, picture });
crate::readable!(CtaBand { tone, title, text, cta, second });
crate::words!(Tone { "accent" => Accent, "soft" => Soft } default Self::Accent);
crate::readable!(StickyCta { text, cta });
crate::readable!(Banner { text, cta, dismissible });
