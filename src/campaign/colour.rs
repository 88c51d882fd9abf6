//! Colours: written as `#rrggbb`, as a style sheet derives one from another, and how well one can be read on another.
//!
//! Computes what browsers compute; which colours a page has is the affair of `style/tokens.css`.

/// Red, green and blue of `#rrggbb`.
#[must_use]
pub fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    let channel = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Black or white, whichever has the higher contrast on `colour`.
#[must_use]
pub fn readable_on(colour: &str) -> &'static str {
    let luminance = Light::of(colour).map_or(0.0, Light::luminance);
    if contrast(1.0, luminance) >= contrast(0.0, luminance) { "#ffffff" } else { "#000000" }
}

/// The contrast of two relative luminances, 1 to 21 (WCAG 2.2).
#[must_use]
pub fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Amounts of red, green and blue light, 0 to 1 each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light(pub [f64; 3]);

impl Light {
    /// The light of `#rrggbb`.
    #[must_use]
    pub fn of(colour: &str) -> Option<Self> {
        Some(Self(rgb(colour)?.map(|channel| linear(f64::from(channel) / 255.0))))
    }

    /// Relative luminance (WCAG 2.2).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let Self([red, green, blue]) = self;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// As a screen is told: `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        self.0.iter().fold("#".to_owned(), |hex, amount| format!("{hex}{:02x}", (encoded(*amount) * 255.0).round() as u8))
    }
}

/// A colour as the eye takes it: lightness 0 to 1, and chroma and hue as one vector. What CSS calls `oklch`, with the chroma not
/// yet turned into length and angle.
///
/// Björn Ottosson, "A perceptual color space for image processing", 2020.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklab {
    pub lightness: f64,
    /// From green to red.
    pub a: f64,
    /// From blue to yellow.
    pub b: f64,
}

impl From<Light> for Oklab {
    fn from(Light([red, green, blue]): Light) -> Self {
        let [l, m, s] = [
            0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue,
            0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue,
            0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue,
        ]
        .map(libm::cbrt);
        Self {
            lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }
}

impl Oklab {
    /// The same chroma and hue at another lightness: `oklch(from … l c h)`.
    #[must_use]
    pub fn at(self, lightness: f64) -> Self {
        Self { lightness, ..self }
    }

    /// `color-mix(in oklab, …)`: this share of it, and the rest of another.
    #[must_use]
    pub fn mixed(self, share: f64, rest: Self) -> Self {
        let mix = |one: f64, other: f64| one * share + other * (1.0 - share);
        Self { lightness: mix(self.lightness, rest.lightness), a: mix(self.a, rest.a), b: mix(self.b, rest.b) }
    }

    /// The light of it. What a screen cannot show is cut to what it can, channel by channel, as browsers do.
    #[must_use]
    pub fn light(self) -> Light {
        let Self { lightness, a, b } = self;
        let [l, m, s] = [
            lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b,
            lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b,
            lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b,
        ]
        .map(|root| root * root * root);
        let channels = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ];
        Light(channels.map(|channel| channel.clamp(0.0, 1.0)))
    }
}

/// An sRGB channel (0 to 1) as an amount of light.
fn linear(channel: f64) -> f64 {
    if channel <= 0.04045 { channel / 12.92 } else { libm::pow((channel + 0.055) / 1.055, 2.4) }
}

/// The way back.
fn encoded(amount: f64) -> f64 {
    if amount <= 0.003_130_8 { amount * 12.92 } else { 1.055 * libm::pow(amount, 1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oklch(colour: &str) -> (f64, f64, f64) {
        let Oklab { lightness, a, b } = Light::of(colour).map_or(Oklab { lightness: -1.0, a: 0.0, b: 0.0 }, Oklab::from);
        (lightness, libm::hypot(a, b), libm::atan2(b, a).to_degrees().rem_euclid(360.0))
    }

    #[test]
    fn text_on_the_accent_is_the_readable_one() {
        assert_eq!(readable_on("#4338ca"), "#ffffff");
        assert_eq!(readable_on("#fde047"), "#000000");
    }

    #[test]
    fn a_colour_has_six_digits() {
        assert_eq!(rgb("#4338ca"), Some([0x43, 0x38, 0xca]));
        for bad in ["4338ca", "#438", "#4338cag", "#+338ca", "red", ""] {
            assert_eq!(rgb(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        let between =
            |one: &str, other: &str| Light::of(one).zip(Light::of(other)).map(|(one, other)| contrast(one.luminance(), other.luminance()));
        for (one, other, expected) in [
            ("#000000", "#ffffff", 21.0),
            ("#ffffff", "#ffffff", 1.0),
            ("#777777", "#ffffff", 4.478),
            ("#767676", "#ffffff", 4.542),
            ("#ff0000", "#ffffff", 3.998),
        ] {
            assert!(between(one, other).is_some_and(|found| (found - expected).abs() < 0.001), "{one} {other}: {:?}", between(one, other));
        }
    }

    /// The primaries as CSS Color 4 and its test suite give them.
    #[test]
    fn colours_are_taken_apart_as_browsers_do() {
        for (colour, lightness, chroma, hue) in [
            ("#ff0000", 0.62796, 0.25768, 29.234),
            ("#00ff00", 0.86644, 0.29483, 142.495),
            ("#0000ff", 0.45201, 0.31321, 264.052),
            ("#008000", 0.51975, 0.17686, 142.495),
            ("#ffa500", 0.79269, 0.17103, 70.670),
        ] {
            let found = oklch(colour);
            let near = |found: f64, expected: f64, by: f64| (found - expected).abs() < by;
            assert!(near(found.0, lightness, 1e-4) && near(found.1, chroma, 1e-4) && near(found.2, hue, 0.02), "{colour}: {found:?}");
        }
        assert!((oklch("#ffffff").0 - 1.0).abs() < 1e-6 && oklch("#ffffff").1 < 1e-6 && oklch("#000000").0.abs() < 1e-9);
    }

    #[test]
    fn every_colour_of_a_screen_comes_back_as_it_was() {
        for colour in (0..=0x00ff_ffff).step_by(4_099).map(|colour| format!("#{colour:06x}")) {
            assert_eq!(Light::of(&colour).map(|light| Oklab::from(light).light().hex()).as_deref(), Some(colour.as_str()));
        }
    }

    #[test]
    fn what_a_screen_cannot_show_is_cut_to_what_it_can() {
        let blue = Light::of("#0000ff").map(|light| Oklab::from(light).at(0.8).light().hex());
        assert_eq!(blue.as_deref(), Some("#50a7ff"));
    }
}
