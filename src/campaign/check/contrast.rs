//! Whether a page in the theme's accent can be read, in light and in dark mode.
//!
//! Derives from the accent what `style/tokens.css` derives from it. Words on buttons and the accent as text keep their contrast
//! whatever the accent (a test says so); what an accent can spoil is how buttons and ticked boxes stand out from the page.

use crate::campaign::colour::{Light, Oklab, contrast, readable_on};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Theme, ThemeMode};

/// WCAG 2.2 AA: for text, and for what marks a control.
const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// One colour mode of the style sheet.
struct Mode {
    name: &'static str,
    paper: &'static str,
    /// The accent where it fills a button.
    fill: fn(f64) -> f64,
    /// The accent where it is read as text.
    ink: fn(f64) -> f64,
    /// What an accent should be to stand out.
    cure: &'static str,
}

const LIGHT: Mode =
    Mode { name: "light", paper: "#ffffff", fill: |lightness| lightness, ink: |lightness| lightness.min(0.48), cure: "a darker accent" };
const DARK: Mode = Mode {
    name: "dark",
    paper: "#0f1216",
    fill: |lightness| lightness.max(0.55),
    ink: |lightness| lightness.max(0.8),
    cure: "a lighter accent",
};

/// What is read on what.
struct Pair {
    what: &'static str,
    ratio: f64,
    least: f64,
}

pub fn check(theme: &Theme, problems: &mut Vec<Problem>) {
    let modes: &[Mode] = match theme.mode {
        ThemeMode::Auto => &[LIGHT, DARK],
        ThemeMode::Light => &[LIGHT],
        ThemeMode::Dark => &[DARK],
    };
    let Some(accent) = Light::of(&theme.accent) else { return };
    for mode in modes {
        for Pair { what, ratio, least } in
            pairs(accent, readable_on(&theme.accent), mode).into_iter().filter(|pair| pair.ratio < pair.least)
        {
            // Rounded down: 2.99 is not 3.
            let shown = (ratio * 100.0).floor() / 100.0;
            let message =
                format!("in {} mode {what} have a contrast of {shown}:1, and WCAG AA asks for {least}:1; take {}", mode.name, mode.cure);
            problems.push(Problem::warning("theme.accent", message));
        }
    }
}

fn pairs(accent: Light, on_accent: &str, mode: &Mode) -> [Pair; 3] {
    let luminance = |colour: &str| Light::of(colour).map_or(0.0, Light::luminance);
    let oklab = Oklab::from(accent);
    let at = |derive: fn(f64) -> f64| {
        let lightness = derive(oklab.lightness);
        if lightness == oklab.lightness { accent.luminance() } else { oklab.at(lightness).light().luminance() }
    };
    let (fill, ink, paper) = (at(mode.fill), at(mode.ink), luminance(mode.paper));
    [
        Pair { what: "words on buttons", ratio: contrast(luminance(on_accent), fill), least: TEXT },
        Pair { what: "words in the accent", ratio: contrast(ink, paper), least: TEXT },
        Pair { what: "buttons against the page", ratio: contrast(fill, paper), least: CONTROL },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../../style/tokens.css");

    #[test]
    fn the_style_sheet_derives_the_same_colours() {
        for rule in [
            "--lw-paper: #fff;",
            "--lw-fill: var(--lw-accent);",
            "--lw-ink: oklch(from var(--lw-accent) min(l, .48) c h);",
            "--lw-paper: #0f1216;",
            "--lw-fill: oklch(from var(--lw-accent) max(l, .55) c h);",
            "--lw-ink: oklch(from var(--lw-accent) max(l, .8) c h);",
        ] {
            assert!(TOKENS.contains(rule), "style/tokens.css has no `{rule}`");
        }
        assert!((LIGHT.ink)(1.0) == 0.48 && (LIGHT.fill)(0.3) == 0.3 && (DARK.ink)(0.0) == 0.8 && (DARK.fill)(0.0) == 0.55);
    }

    #[test]
    fn words_can_be_read_whatever_the_accent() {
        for accent in (0..=0x00ff_ffff).step_by(8_191).map(|colour| format!("#{colour:06x}")) {
            let Some(light) = Light::of(&accent) else { continue };
            for mode in [LIGHT, DARK] {
                let [on_button, in_accent, _] = pairs(light, readable_on(&accent), &mode);
                assert!(
                    on_button.ratio >= TEXT && in_accent.ratio >= TEXT,
                    "{accent} {}: {} {}",
                    mode.name,
                    on_button.ratio,
                    in_accent.ratio
                );
            }
        }
    }

    #[test]
    fn an_accent_that_the_page_swallows_is_told_in_the_modes_there_are() {
        let told = |accent: &str, mode| {
            let mut problems = Vec::new();
            check(&Theme { accent: accent.into(), mode, ..Theme::default() }, &mut problems);
            problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert!(told("#4338ca", ThemeMode::Auto).is_empty());
        let yellow = told("#fde047", ThemeMode::Auto);
        assert_eq!(
            yellow,
            ["in light mode buttons against the page have a contrast of 1.31:1, and WCAG AA asks for 3:1; take a darker accent"]
        );
        assert!(told("#fde047", ThemeMode::Dark).is_empty());
    }
}
