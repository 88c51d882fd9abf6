//! Whose campaign it is, how it looks, and what it may remember about a visitor.

use serde::{Deserialize, Serialize};

use super::blocks::{Cta, Picture};
use super::{Aside, Plain};
use crate::campaign::text::Text;

/// The site the campaign is published on.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The address of the site's root, `https:`, with a path when the campaign lives in a folder.
    #[cfg_attr(feature = "native", schemars(example = &"https://try.acme.example"))]
    pub url: String,
    /// What visitors call the product; stands in the header. Default: the controller's name.
    #[serde(default)]
    pub name: Option<Text>,
    /// The languages of the site, as BCP 47 tags.
    #[cfg_attr(feature = "native", schemars(length(min = 1), example = ["en", "ko"]))]
    pub locales: Vec<String>,
    /// The language without a prefix in its paths.
    pub default_locale: String,
    /// Who answers for the visitor's data. Required where a form exists.
    #[serde(default)]
    pub controller: Option<Controller>,
    /// Stands in the header in place of the name.
    #[serde(default)]
    pub logo: Option<Plain<Picture>>,
    /// The picture in the browser's tab: a file beside the campaign, from `/`; SVG or PNG.
    #[serde(default)]
    pub icon: Aside<String>,
    /// The picture shown where a page is shared: 1200 by 630 pixels, not SVG.
    #[serde(default)]
    pub social: Aside<Plain<Picture>>,
    /// The links at the top of every page.
    #[serde(default)]
    pub header: Plain<Header>,
    /// Links to legal pages at the foot of every page, besides the privacy notice.
    #[serde(default)]
    pub legal: Vec<Plain<Cta>>,
    #[serde(default)]
    pub note: Aside<String>,
}

/// The links at the top of a page.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Header {
    #[serde(default)]
    pub links: Vec<Cta>,
    /// Stands out at the end of the line.
    #[serde(default)]
    pub cta: Option<Cta>,
}

/// Who answers for the visitor's data.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Controller {
    pub name: Text,
    #[serde(default)]
    pub address: Text,
    pub email: String,
    /// The privacy notice, `https:`.
    pub privacy_url: String,
    #[serde(default)]
    pub note: Aside<String>,
}

/// How pages and forms look.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Theme {
    /// The one colour that stands out, as `#rrggbb`.
    #[cfg_attr(feature = "native", schemars(regex(pattern = r"^#[0-9a-fA-F]{6}$")))]
    pub accent: String,
    /// Light, dark, or what the visitor's device prefers.
    pub mode: Mode,
    /// How round corners are.
    pub radius: Radius,
    pub font: Font,
    /// What pages stand on.
    pub surface: Surface,
    #[serde(skip_serializing)]
    pub note: Aside<String>,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            accent: "#4338ca".into(),
            mode: Mode::default(),
            radius: Radius::default(),
            font: Font::default(),
            surface: Surface::default(),
            note: Aside::default(),
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Auto,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Radius {
    None,
    Sm,
    #[default]
    Md,
    Lg,
    /// Buttons and inputs end in half circles.
    Full,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Font {
    #[default]
    System,
    /// Titles in a serif, text in the system's letters.
    Serif,
    /// Titles in round letters, where the system has such.
    Rounded,
    /// Titles in letters of one width.
    Mono,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// White, or near black.
    #[default]
    Plain,
    /// The colour of paper.
    Warm,
    /// A little blue.
    Cool,
    /// A breath of the accent.
    Tinted,
}

crate::readable!(Site { url, name, locales, default_locale, controller, logo, icon, social, header or Plain::default(), legal, note });
crate::readable!(Header { links, cta });
crate::readable!(Controller { name, address or Text::default(), email, privacy_url, note });
crate::readable!(Theme { accent or Self::default().accent, mode, radius, font, surface, note });
crate::words!(Mode { "auto" => Auto, "light" => Light, "dark" => Dark } default Self::Auto);
crate::words!(Radius { "none" => None, "sm" => Sm, "md" => Md, "lg" => Lg, "full" => Full } default Self::Md);
crate::words!(Font { "system" => System, "serif" => Serif, "rounded" => Rounded, "mono" => Mono } default Self::System);
crate::words!(Surface { "plain" => Plain, "warm" => Warm, "cool" => Cool, "tinted" => Tinted } default Self::Plain);
