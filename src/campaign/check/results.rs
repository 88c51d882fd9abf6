//! Titles and descriptions, as result pages of search engines show them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::campaign::Text;
use crate::campaign::problem::Problem;
use crate::campaign::rich::{self, Part};
use crate::campaign::written::{Campaign, Page};

/// The widest title a result page shows whole, in pixels.
const TITLE_PIXELS: f64 = 580.0;
/// The longest description, in letters; those of East Asia take the place of two.
const DESCRIPTION_LETTERS: usize = 155;

pub fn check(campaign: &Campaign, problems: &mut Vec<Problem>) {
    // What no search engine lists is shown by none.
    for (index, page) in campaign.pages.iter().enumerate().filter(|(_, page)| !page.noindex) {
        check_page(page, &format!("pages[{index}]"), problems);
    }
}

fn check_page(page: &Page, path: &str, problems: &mut Vec<Problem>) {
    for (place, by_locale, title) in written(&page.title, &format!("{path}.title")) {
        let pixels = pixels(&title);
        if title.trim().is_empty() && !by_locale {
            problems.push(Problem::warning(place, "the title is empty: result pages and tabs would show the address"));
        } else if pixels > TITLE_PIXELS {
            let message = format!(
                "too long for a result page, which cuts titles at about {TITLE_PIXELS} pixels (60 letters, 29 of East Asia); this one takes \
                 about {} ({} letters)",
                pixels.round(),
                title.chars().count()
            );
            problems.push(Problem::warning(place, message));
        }
    }
    for (place, by_locale, description) in written(&page.description, &format!("{path}.description")) {
        let letters = description.width();
        if description.trim().is_empty() && !by_locale {
            problems.push(Problem::warning(place, "the description is empty: result pages would show words from anywhere on the page"));
        } else if letters > DESCRIPTION_LETTERS {
            let message = format!(
                "too long for a result page, which cuts descriptions at about {DESCRIPTION_LETTERS} letters, where those of East Asia count as two; \
                 this one takes {letters}"
            );
            problems.push(Problem::warning(place, message));
        }
    }
}

/// Each language's text with its place; tokens read as they do for search engines. One that is empty among others is told as
/// not written.
fn written<'a>(text: &'a Text, path: &'a str) -> impl Iterator<Item = (String, bool, String)> {
    text.variants().map(move |(locale, text)| {
        let place = locale.map_or_else(|| path.to_owned(), |locale| format!("{path}.{locale}"));
        let parts = rich::plain(text);
        let said = parts.iter().map(|part| match part {
            Part::Words(words) => *words,
            Part::Token { fallback, .. } => *fallback,
            Part::Bold(_) | Part::Italic(_) | Part::Link { .. } => "",
        });
        (place, locale.is_some(), said.collect())
    })
}

/// The width of a title in the letters of result pages: Arial of 20 pixels, in its advance widths by kind of letter.
fn pixels(title: &str) -> f64 {
    let advance = |letter: char| match letter {
        'i' | 'j' | 'l' | '\'' => 222.0,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '|' | '[' | ']' => 278.0,
        'r' | '(' | ')' | '-' | '"' => 333.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
        'w' => 722.0,
        'm' | 'M' => 833.0,
        'W' | '—' => 944.0,
        'A'..='Z' | '&' => 700.0,
        letter if letter.width() == Some(2) => 1000.0,
        letter if letter.width() == Some(0) => 0.0,
        _ => 556.0,
    };
    title.chars().map(advance).sum::<f64>() * 20.0 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_measured_by_their_letters() {
        for (title, expected) in [("", 0.0), ("illicit", 37.8), ("MWM", 52.2), ("빵 편지", 65.6), ("e\u{301}", 11.1)] {
            assert!((pixels(title) - expected).abs() < 0.1, "{title}: {}", pixels(title));
        }
        let usual = "Try Acme for a month without paying or a card at all, then go";
        assert!(usual.len() == 61 && (520.0..TITLE_PIXELS).contains(&pixels(usual)), "{} letters: {}", usual.len(), pixels(usual));
    }
}
