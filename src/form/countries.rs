//! Names of countries in the languages of the interface, as `scripts/data/countries.mjs` writes them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::locale::nearest;

/// A country's code (ISO 3166-1, two letters) and its name.
type Country = (&'static str, &'static str);

/// By language; the countries of each as its readers expect them in order.
static NAMES: LazyLock<BTreeMap<&str, Vec<Country>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/countries.json")).unwrap_or_default());

/// Every country in the language that serves `locale` best, in reading order; in English where none does.
#[must_use]
pub fn names(locale: &str) -> Vec<Country> {
    let language = nearest(locale, &mut NAMES.keys().copied()).unwrap_or("en");
    NAMES.get(language).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::texts::has_file;

    #[test]
    fn every_language_names_the_same_countries() {
        let codes = |locale: &str| names(locale).into_iter().map(|(code, _)| code).collect::<BTreeSet<_>>();
        let english = codes("en");
        assert_eq!(english.len(), 249);
        for language in NAMES.keys() {
            assert!(*language == "en" || has_file(language), "{language}");
            assert_eq!(codes(language), english, "{language}");
        }
    }

    #[test]
    fn the_codes_alone_are_those_of_the_names() {
        let codes: BTreeSet<_> = include_str!("../../data/countries.txt").split_whitespace().collect();
        assert_eq!(codes, names("en").into_iter().map(|(code, _)| code).collect());
    }

    #[test]
    fn countries_stand_in_the_order_of_the_language() {
        let place = |locale: &str, code: &str| names(locale).iter().position(|(known, _)| *known == code);
        assert_eq!(names("ko-KR").first(), Some(&("GH", "가나")));
        assert!(place("de", "AT") < place("de", "PK"), "Österreich stands among the Os");
        assert!(place("es", "ES") < place("es", "EE"), "España before Estonia");
    }

    #[test]
    fn a_language_without_names_reads_english_ones() {
        assert_eq!(names("sv"), names("en"));
        assert!(names("en").contains(&("KR", "South Korea")));
        assert_eq!(names("zh-TW"), names("en"), "whoever reads traditional Chinese is not given simplified");
    }
}
