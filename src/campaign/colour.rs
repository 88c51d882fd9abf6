//! Colours: written as `#rrggbb`, and how well one can be read on another.

/// Red, green and blue of `#rrggbb`.
#[must_use]
pub fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    let channel = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Black or white, whichever has the higher contrast on `colour` (WCAG 2.2 relative luminance).
#[must_use]
pub fn readable_on(colour: &str) -> &'static str {
    let luminance = rgb(colour).map_or(0.0, |channels| {
        let [red, green, blue] = channels.map(|channel| linear(f64::from(channel) / 255.0));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    });
    let on_white = 1.05 / (luminance + 0.05);
    let on_black = (luminance + 0.05) / 0.05;
    if on_white >= on_black { "#ffffff" } else { "#000000" }
}

/// An sRGB channel (0 to 1) as an amount of light.
fn linear(channel: f64) -> f64 {
    if channel <= 0.04045 { channel / 12.92 } else { libm::pow((channel + 0.055) / 1.055, 2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
