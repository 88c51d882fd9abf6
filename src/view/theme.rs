//! A theme as a page or a shadow root carries it: two colours in a rule, and attributes that the sheets answer to.
//!
//! All other colours follow from these two in `style/tokens.css`.

use crate::campaign::written::{Font, Radius, Surface, Theme, ThemeMode};

/// The rule that gives the tokens their two colours, for a page and for a shadow root alike.
#[must_use]
pub fn theme_css(theme: &Theme, on_accent: &str) -> String {
    [":root,:host{--lw-accent:", &theme.accent, ";--lw-on-accent:", on_accent, "}"].concat()
}

/// Attributes of `<html>`, or of the element that carries the shadow root. What is the default is left out.
#[must_use]
pub fn theme_attributes(theme: &Theme) -> Vec<(&'static str, &'static str)> {
    let mode = match theme.mode {
        ThemeMode::Auto => None,
        ThemeMode::Light => Some("light"),
        ThemeMode::Dark => Some("dark"),
    };
    let radius = match theme.radius {
        Radius::None => Some("none"),
        Radius::Sm => Some("sm"),
        Radius::Md => None,
        Radius::Lg => Some("lg"),
        Radius::Full => Some("full"),
    };
    let font = match theme.font {
        Font::System => None,
        Font::Serif => Some("serif"),
        Font::Rounded => Some("rounded"),
        Font::Mono => Some("mono"),
    };
    let surface = match theme.surface {
        Surface::Plain => None,
        Surface::Warm => Some("warm"),
        Surface::Cool => Some("cool"),
        Surface::Tinted => Some("tinted"),
    };
    let attributes = [("data-lw-mode", mode), ("data-lw-radius", radius), ("data-lw-font", font), ("data-lw-surface", surface)];
    attributes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_two_colours_and_what_differs_from_the_default() {
        let mut theme = Theme { accent: "#0f6b5c".into(), ..Theme::default() };
        assert_eq!(theme_css(&theme, "#ffffff"), ":root,:host{--lw-accent:#0f6b5c;--lw-on-accent:#ffffff}");
        assert!(theme_attributes(&theme).is_empty());
        theme.mode = ThemeMode::Dark;
        theme.radius = Radius::Lg;
        assert_eq!(theme_attributes(&theme), [("data-lw-mode", "dark"), ("data-lw-radius", "lg")]);
    }
}
