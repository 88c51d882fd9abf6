//! Blocks that explain.

use serde::Deserialize;

use super::parts::{Cta, Icon, Picture};
use crate::campaign::text::Text;

/// What the visitor gains.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Benefits {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[serde(default)]
    pub layout: Grid,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Benefit>,
}

/// How a list of points stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Grid {
    /// Side by side.
    #[default]
    Plain,
    /// Side by side, each on a card.
    Cards,
    /// One under the other, icon first.
    List,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// From the built-in set.
    #[serde(default)]
    pub icon: Option<Icon>,
    pub title: Text,
    pub text: Text,
    /// Where more about it stands.
    #[serde(default)]
    pub to: Option<Cta>,
}

/// What happens, in order.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Steps {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Step>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub title: Text,
    #[serde(default)]
    pub text: Option<Text>,
    /// How long it takes, or when it happens.
    #[serde(default)]
    pub when: Option<Text>,
}

/// Picture and words, changing sides.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Showcase {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Scene>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scene {
    #[serde(default)]
    pub eyebrow: Option<Text>,
    pub title: Text,
    /// May be **bold**, *italic* and [linked](https://example.com).
    pub text: Text,
    #[serde(default)]
    pub points: Vec<Text>,
    #[serde(default)]
    pub cta: Option<Cta>,
    pub picture: Picture,
}

/// Questions that stand between the visitor and the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Faq {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    #[cfg_attr(feature = "native", schemars(length(min = 1)))]
    pub items: Vec<Question>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub question: Text,
    /// May be **bold**, *italic* and [linked](https://example.com); an empty line begins a paragraph.
    pub answer: Text,
}

/// Running text.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rich {
    #[serde(default)]
    pub title: Option<Text>,
    /// May be **bold**, *italic* and [linked](https://example.com); an empty line begins a paragraph, `- ` at the start of each line makes a list.
    pub text: Text,
}

/// A film: its poster first, and nothing from elsewhere before the visitor presses play.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Video {
    #[serde(default)]
    pub title: Option<Text>,
    #[serde(default)]
    pub text: Option<Text>,
    /// Exactly one of `file`, `youtube`, `vimeo`.
    pub source: VideoSource,
    pub poster: Picture,
    /// What the film is called; read out on the play button.
    pub name: Text,
    /// For a film of your own.
    #[serde(default)]
    pub captions: Vec<Captions>,
    /// The words of the film, for those who cannot or may not listen; opens below it.
    #[serde(default)]
    pub transcript: Option<Text>,
}

/// Where a film is.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VideoSource {
    /// A file beside the campaign, from `/`.
    #[serde(default)]
    pub file: Option<String>,
    /// The film's id on YouTube; played from its site without cookies.
    #[serde(default)]
    pub youtube: Option<String>,
    /// The film's id on Vimeo.
    #[serde(default)]
    pub vimeo: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Captions {
    /// A WebVTT file beside the campaign, from `/`.
    pub file: String,
    /// The language of the words.
    pub locale: String,
}

/// Whether a text can be a film's id: it becomes part of an address.
#[must_use]
pub fn is_film_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
}

crate::readable!(Benefits { title, text, layout, items });
crate::words!(Grid { "plain" => Plain, "cards" => Cards, "list" => List } default Self::Plain);
crate::readable!(Benefit { icon, title, text, to });
crate::readable!(Steps { title, text, items });
crate::readable!(Step { title, text, when });
crate::readable!(Showcase { title, text, items });
crate::readable!(Scene { eyebrow, title, text, points, cta, picture });
crate::readable!(Faq { title, text, items });
crate::readable!(Question { question, answer });
crate::readable!(Rich { title, text });
crate::readable!(Video { title, text, source, poster, name, captions, transcript });
crate::readable!(VideoSource { file, youtube, vimeo });
crate::readable!(Captions { file, locale });
