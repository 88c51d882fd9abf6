//! Whose campaign it is, how it looks, and what it may remember about a visitor.

use serde::{Deserialize, Serialize};

use super::blocks::{Cta, Picture};
use crate::campaign::text::Text;
use crate::value::Named;

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
    pub logo: Option<Picture>,
    /// The picture in the browser's tab: a file beside the campaign, from `/`; SVG or PNG.
    #[serde(default)]
    pub icon: Option<String>,
    /// The picture shown where a page is shared: 1200 by 630 pixels, not SVG.
    #[serde(default)]
    pub social: Option<Picture>,
    /// The links at the top of every page.
    #[serde(default)]
    pub header: Header,
    /// Links to legal pages at the foot of every page, besides the privacy notice.
    #[serde(default)]
    pub legal: Vec<Cta>,
    #[serde(default)]
    pub note: Option<String>,
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
    pub note: Option<String>,
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
    pub note: Option<String>,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            accent: "#4338ca".into(),
            mode: Mode::default(),
            radius: Radius::default(),
            font: Font::default(),
            surface: Surface::default(),
            note: None,
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

/// What may be remembered about a visitor, and who decides.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Consent {
    /// What holds until the visitor chooses.
    pub mode: ConsentMode,
    /// Another mode for visitors of a region, by region code (`US`, `KR`, `EU`).
    pub by_region: Named<ConsentMode>,
    /// What happens before the visitor's choice: score and target in this document's memory, use only what the page itself shows, or neither.
    pub before_consent: BeforeConsent,
    /// What a lead carries without consent to personalization: the answers and the level, or everything.
    pub without_consent: WithoutConsent,
    /// Browser signals that count as refusal of analytics and advertising. Default: both.
    pub respect_signals: Vec<Signal>,
    #[serde(skip_serializing)]
    pub note: Option<String>,
}

impl Default for Consent {
    fn default() -> Self {
        Self {
            mode: ConsentMode::default(),
            by_region: Named::new(),
            before_consent: BeforeConsent::default(),
            without_consent: WithoutConsent::default(),
            respect_signals: vec![Signal::Gpc, Signal::Dnt],
            note: None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentMode {
    /// Nothing is stored until the visitor agrees.
    #[default]
    OptIn,
    /// Reserved purposes are granted until the visitor refuses.
    OptOut,
    /// No consent is asked for.
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BeforeConsent {
    #[default]
    Memory,
    PageOnly,
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithoutConsent {
    #[default]
    FieldsOnly,
    Everything,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Global Privacy Control.
    Gpc,
    /// Do Not Track.
    Dnt,
}

/// How long a browser keeps the visitor's record.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    /// Days without a visit after which the record is erased.
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 730)))]
    pub keep_days: u32,
    /// A parent domain whose subdomains share one visitor. Not in this version.
    #[serde(skip_serializing)]
    pub share: Option<String>,
    #[serde(skip_serializing)]
    pub note: Option<String>,
}

impl Default for Storage {
    fn default() -> Self {
        Self { keep_days: 180, share: None, note: None }
    }
}

crate::readable!(Site { url, name, locales, default_locale, controller, logo, icon, social, header or Header::default(), legal, note });
crate::readable!(Header { links, cta });
crate::readable!(Controller { name, address or Text::default(), email, privacy_url, note });
crate::readable!(Theme { accent or Self::default().accent, mode, radius, font, surface, note });
crate::words!(Mode { "auto" => Auto, "light" => Light, "dark" => Dark } default Self::Auto);
crate::words!(Radius { "none" => None, "sm" => Sm, "md" => Md, "lg" => Lg, "full" => Full } default Self::Md);
crate::words!(Font { "system" => System, "serif" => Serif, "rounded" => Rounded, "mono" => Mono } default Self::System);
crate::words!(Surface { "plain" => Plain, "warm" => Warm, "cool" => Cool, "tinted" => Tinted } default Self::Plain);
crate::readable!(Consent { mode, by_region, before_consent, without_consent, respect_signals or Self::default().respect_signals, note });
crate::words!(ConsentMode { "opt_in" => OptIn, "opt_out" => OptOut, "none" => None } default Self::OptIn);
crate::words!(BeforeConsent { "memory" => Memory, "page_only" => PageOnly, "none" => None } default Self::Memory);
crate::words!(WithoutConsent { "fields_only" => FieldsOnly, "everything" => Everything } default Self::FieldsOnly);
crate::words!(Signal { "gpc" => Gpc, "dnt" => Dnt });
crate::readable!(Storage { keep_days or Self::default().keep_days, share, note });
