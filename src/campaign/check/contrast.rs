//! Whether a page in the theme's accent can be read, in light and in dark mode.
//!
//! Derives from the accent what `style/tokens.css` derives from it. Words keep their contrast whatever the accent (a test says
//! so); what an accent can spoil is how buttons and ticked boxes stand out from the page.

use crate::campaign::colour::{Light, Oklab, contrast, readable_on};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Surface, Theme, ThemeMode};

/// WCAG 2.2 AA: for text, and for what marks a control.
const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// One colour mode of the style sheet.
struct Mode {
    name: &'static str,
    /// The lightness of the accent where it fills a button.
    fill: fn(f64) -> f64,
    /// And where it is read as text.
    ink: fn(f64) -> f64,
    /// And where backgrounds take a tint of it.
    glow: fn(f64) -> f64,
    paper: fn(Surface) -> &'static str,
    /// What an accent should be to stand out.
    cure: &'static str,
}

const LIGHT: Mode = Mode {
    name: "light",
    fill: |lightness| lightness,
    ink: |lightness| lightness.min(0.48),
    glow: |lightness| lightness.max(0.72),
    paper: |surface| match surface {
        Surface::Plain | Surface::Tinted => "#ffffff",
        Surface::Warm => "#faf7f1",
        Surface::Cool => "#f5f8fb",
    },
    cure: "a darker accent",
};
const DARK: Mode = Mode {
    name: "dark",
    fill: |lightness| lightness.max(0.55),
    ink: |lightness| lightness.max(0.8),
    glow: |_| 0.74,
    paper: |surface| match surface {
        Surface::Plain => "#0f1216",
        Surface::Warm => "#171411",
        Surface::Cool => "#0c121b",
        Surface::Tinted => "#0e1013",
    },
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
    for mode in modes {
        let weak = pairs(&theme.accent, theme.surface, mode).into_iter().flatten().filter(|pair| pair.ratio < pair.least);
        for Pair { what, ratio, least } in weak {
            // Rounded down: 2.999 is not 3.
            let shown = (ratio * 100.0).floor() / 100.0;
            let message =
                format!("in {} mode {what} have a contrast of {shown}:1, and WCAG AA asks for {least}:1; take {}", mode.name, mode.cure);
            problems.push(Problem::warning("theme.accent", message));
        }
    }
}

/// Nothing for what is no colour.
fn pairs(accent: &str, surface: Surface, mode: &Mode) -> Option<[Pair; 4]> {
    let on_button = Light::of(readable_on(accent))?;
    let ground = Oklab::from(Light::of((mode.paper)(surface))?);
    let accent = Oklab::from(Light::of(accent)?);
    let glow = accent.at((mode.glow)(accent.lightness));
    let (paper, wash) = match surface {
        Surface::Tinted => (glow.mixed(0.07, ground), glow.mixed(0.26, ground)),
        _ => (ground, glow.mixed(0.2, ground)),
    };
    let (fill, ink) = (accent.at((mode.fill)(accent.lightness)), accent.at((mode.ink)(accent.lightness)));
    let between = |one: Oklab, other: Oklab| contrast(one.light().luminance(), other.light().luminance());
    Some([
        Pair { what: "words on buttons", ratio: between(on_button.into(), fill), least: TEXT },
        Pair { what: "words in the accent", ratio: between(ink, paper), least: TEXT },
        Pair { what: "words in the accent on a tint of it", ratio: between(ink, wash), least: TEXT },
        Pair { what: "buttons against the page", ratio: between(fill, paper), least: CONTROL },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = concat!(
        include_str!("../../../style/tokens.css"),
        include_str!("../../../style/surface_warm.css"),
        include_str!("../../../style/surface_cool.css"),
        include_str!("../../../style/surface_tinted.css")
    );
    const SURFACES: [Surface; 4] = [Surface::Plain, Surface::Warm, Surface::Cool, Surface::Tinted];

    #[test]
    fn the_style_sheet_derives_the_same_colours() {
        for rule in [
            "--lw-paper: var(--lw-light, #fff) var(--lw-dark, #0f1216);",
            "--lw-paper: var(--lw-light, #faf7f1) var(--lw-dark, #171411);",
            "--lw-paper: var(--lw-light, #f5f8fb) var(--lw-dark, #0c121b);",
            "--lw-paper: color-mix(in oklab, var(--lw-glow) 7%, var(--lw-light, #fff) var(--lw-dark, #0e1013));",
            "--lw-fill: var(--lw-light, var(--lw-accent)) var(--lw-dark, oklch(from var(--lw-accent) max(l, .55) c h));",
            "--lw-ink: var(--lw-light, oklch(from var(--lw-accent) min(l, .48) c h)) var(--lw-dark, oklch(from var(--lw-accent) max(l, .8) c h));",
            "--lw-glow: var(--lw-light, oklch(from var(--lw-accent) max(l, .72) c h)) var(--lw-dark, oklch(from var(--lw-accent) .74 c h));",
            "--lw-wash: color-mix(in oklab, var(--lw-glow) 20%, var(--lw-paper));",
            "--lw-wash: color-mix(in oklab, var(--lw-glow) 26%, var(--lw-light, #fff) var(--lw-dark, #0e1013));",
        ] {
            assert!(TOKENS.contains(rule), "the sheets in style/ have no `{rule}`");
        }
    }

    #[test]
    fn words_can_be_read_whatever_the_accent_and_the_surface() {
        for accent in (0..=0x00ff_ffff).step_by(8_191).map(|colour| format!("#{colour:06x}")) {
            for (surface, mode) in SURFACES.into_iter().flat_map(|surface| [(surface, LIGHT), (surface, DARK)]) {
                let pairs = pairs(&accent, surface, &mode).into_iter().flatten();
                for Pair { what, ratio, least } in pairs.filter(|pair| pair.least == TEXT) {
                    assert!(ratio >= least, "{accent} {surface:?} {}: {what} {ratio}", mode.name);
                }
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
        assert!(told("#fde047", ThemeMode::Dark).is_empty() && told("yellow", ThemeMode::Auto).is_empty());
    }
}
