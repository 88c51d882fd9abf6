//! What several blocks are made of: calls to action, pictures, icons.

use serde::Deserialize;

use crate::campaign::text::Text;

/// A call to action.
#[derive(Debug, Clone, Default, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cta {
    pub label: Text,
    /// `#block`, `/path`, `https:`, `mailto:`, `tel:` or `popup:ID`.
    #[cfg_attr(feature = "native", schemars(example = &"#demo"))]
    pub to: String,
}

/// A picture of the campaign. Its width and height keep its place while it loads.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// A file beside the campaign, from `/`; the build copies it.
    #[cfg_attr(feature = "native", schemars(example = &"/pictures/dock.svg"))]
    pub file: String,
    /// In CSS pixels.
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 10000)))]
    pub width: u32,
    /// In CSS pixels.
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 10000)))]
    pub height: u32,
    /// What it shows, for those who do not see it; `""` where it only decorates.
    #[serde(default)]
    pub alt: Option<Text>,
    /// The same picture in other widths, of which a browser takes the one that fits.
    #[serde(default)]
    pub sizes: Vec<Size>,
    /// The same picture for dark pages.
    #[serde(default)]
    pub dark: Option<String>,
}

/// The picture in another width.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Size {
    pub file: String,
    /// In pixels of the file.
    #[cfg_attr(feature = "native", schemars(range(min = 1, max = 10000)))]
    pub width: u32,
}

/// The built-in drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Art {
    /// A day's plan with one booking that stands out.
    Plan,
}

/// The built-in icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    Arrow,
    Bell,
    Book,
    Calendar,
    Chart,
    Check,
    Clock,
    Cloud,
    Code,
    Cross,
    Download,
    Gift,
    Globe,
    Heart,
    Leaf,
    Lock,
    Mail,
    Message,
    Minus,
    People,
    Phone,
    Pin,
    Play,
    Shield,
    Spark,
    Star,
    Tag,
    Target,
    Tools,
    Truck,
    Wallet,
}

crate::readable!(Cta { label, to });
crate::readable!(Picture { file, width, height, alt, sizes, dark });
crate::readable!(Size { file, width });
crate::words!(Art { "plan" => Plan });
crate::words!(Icon {
    "arrow" => Arrow, "bell" => Bell, "book" => Book, "calendar" => Calendar, "chart" => Chart, "check" => Check, "clock" => Clock,
    "cloud" => Cloud, "code" => Code, "cross" => Cross, "download" => Download, "gift" => Gift, "globe" => Globe, "heart" => Heart,
    "leaf" => Leaf, "lock" => Lock, "mail" => Mail, "message" => Message, "minus" => Minus, "people" => People, "phone" => Phone,
    "pin" => Pin, "play" => Play, "shield" => Shield, "spark" => Spark, "star" => Star, "tag" => Tag, "target" => Target,
    "tools" => Tools, "truck" => Truck, "wallet" => Wallet,
});
