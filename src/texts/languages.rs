//! The languages there is a file for, and a campaign's own words laid over them.
//!
//! Another language is one more file here and its name in the list below. The one-tag runtime knows none of this: `runtime.json`
//! tells it whether there is a file to ask for.

use crate::locale::nearest;

macro_rules! files {
    ($($locale:literal),* $(,)?) => {
        /// Besides English.
        const FILES: &[&str] = &[$($locale),*];

        #[cfg(feature = "native")]
        fn source(file: &str) -> Option<&'static str> {
            match file {
                $($locale => Some(include_str!(concat!($locale, ".json"))),)*
                _ => None,
            }
        }
    };
}

files!["ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt-BR", "zh-Hans"];

/// The name of the file with the words for `locale`, without `.json`; `None` for English and for languages without a file.
fn file_for(locale: &str) -> Option<&'static str> {
    nearest(locale, &mut FILES.iter().copied())
}

/// Whether the interface speaks the language of `locale` from a file of its own.
#[must_use]
pub fn has_file(locale: &str) -> bool {
    file_for(locale).is_some()
}

#[cfg(feature = "native")]
mod native {
    use serde_json::{Map, Value};

    use super::super::{ENGLISH, Texts};
    use super::{file_for, source};
    use crate::campaign::Text;
    use crate::value::Named;

    /// The built-in words for `locale`.
    #[must_use]
    pub fn for_locale(locale: &str) -> Texts {
        let source = file_for(locale).and_then(source).and_then(|json| serde_json::from_str(json).ok());
        source.and_then(|words| crate::value::read(&words).ok()).unwrap_or_default()
    }

    /// The words for `locale`; a campaign's own go before the built-in ones.
    #[must_use]
    pub fn of_pages(locale: &str, own: &Named<Text>) -> Texts {
        let mut texts = for_locale(locale);
        // What the campaign wrote for other languages leaves this one as it is built in.
        let written = own.iter().filter_map(|(key, word)| Some((key.clone(), word.written_for(locale)?.to_owned())));
        texts.0.extend(written.filter(|(key, _)| ENGLISH.iter().any(|(known, _)| known == key)));
        texts
    }

    /// All words for `locale`, as the build writes them to `texts/LOCALE.json`.
    #[must_use]
    pub fn words(locale: &str, own: &Named<Text>) -> Value {
        let texts = of_pages(locale, own);
        Value::Object(
            ENGLISH.iter().map(|(key, english)| ((*key).to_owned(), Value::from(texts.word(key, english)))).collect::<Map<_, _>>(),
        )
    }

    /// Every key with its English words.
    #[must_use]
    pub fn by_key() -> Vec<(&'static str, String)> {
        ENGLISH.iter().map(|(key, english)| (*key, (*english).to_owned())).collect()
    }

    /// The names that stand in braces: `most` of `at most {most} characters`.
    pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
        let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
        inside.filter(|name| !name.is_empty() && name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_'))
    }
}

#[cfg(feature = "native")]
pub use native::{by_key, for_locale, of_pages, placeholders, words};

#[cfg(all(test, feature = "native"))]
mod tests {
    #![allow(clippy::expect_used, clippy::indexing_slicing, reason = "in tests a panic is how a failure is told")]

    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::super::Texts;
    use super::*;
    use crate::campaign::Text;
    use crate::value::Named;

    fn file(name: &str) -> BTreeMap<String, String> {
        serde_json::from_str(source(name).expect("a file for every name")).expect("an object of texts")
    }

    #[test]
    fn every_language_has_every_text_and_no_other() {
        let ours: BTreeSet<String> = by_key().into_iter().map(|(key, _)| key.to_owned()).collect();
        assert_eq!(ours.len(), by_key().len(), "a key stands for two texts");
        for name in FILES {
            assert_eq!(file(name).into_keys().collect::<BTreeSet<_>>(), ours, "{name}");
        }
    }

    #[test]
    fn every_language_fills_in_what_english_fills_in() {
        let sorted = |text: &str| placeholders(text).map(str::to_owned).collect::<BTreeSet<_>>();
        for name in FILES {
            let words = file(name);
            for (key, english) in by_key() {
                assert_eq!(sorted(&words[key]), sorted(&english), "{name}: {key}: {}", words[key]);
            }
        }
        assert_eq!(sorted("{most} of {all}, {not this}, {}, { and }"), BTreeSet::from(["all".into(), "most".into()]));
    }

    #[test]
    fn no_language_left_a_text_in_english_or_empty() {
        // Words that two languages share.
        let same = ["no", "min", "sec", "optional", "kakaotalk", "e-mail", "post", "points"];
        for name in FILES {
            let words = file(name);
            for (key, english) in by_key() {
                let word = words[key].trim();
                assert!(!word.is_empty() && word == words[key], "{name}: {key}");
                // What a date looks like may well be the same.
                let shared = key == "date" || same.contains(&word.to_lowercase().as_str());
                assert!(shared || word != english, "{name}: {key}: {word}");
                assert_eq!(word.split('|').count(), english.split('|').count(), "{name}: {key}: {word}");
            }
        }
    }

    #[test]
    fn a_region_finds_the_words_of_its_language() {
        for (locale, file) in [
            ("ko-KR", Some("ko")),
            ("en-GB", None),
            ("pt", Some("pt-BR")),
            ("pt-PT", Some("pt-BR")),
            ("zh", Some("zh-Hans")),
            ("zh-CN", Some("zh-Hans")),
            ("zh-Hans-CN", Some("zh-Hans")),
            ("ZH-hans", Some("zh-Hans")),
            ("zh-TW", None),
            ("zh-Hant", None),
            ("xx", None),
        ] {
            assert_eq!(file_for(locale), file, "{locale}");
        }
        assert_eq!(for_locale("de-AT").close(), "Schließen");
        assert_eq!(for_locale("xx"), Texts::default());
        assert_ne!(of_pages("ko", &Named::new()), Texts::default());
    }

    #[test]
    fn a_campaigns_own_words_stand_in_the_languages_it_wrote_them_in() {
        let by_locale = |pairs: &[(&str, &str)]| Text::ByLocale(pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect());
        let own: Named<Text> = [
            ("close".to_owned(), Text::from("OK")),
            ("thanks".to_owned(), by_locale(&[("en", "Cheers."), ("ko", "고맙습니다.")])),
            ("download".to_owned(), by_locale(&[("ko", "받기")])),
        ]
        .into_iter()
        .collect();
        let said = |locale| {
            let texts = of_pages(locale, &own);
            [texts.close(), texts.thanks(), texts.download()].map(str::to_owned)
        };
        assert_eq!(said("en"), ["OK", "Cheers.", "Download"]);
        assert_eq!(said("ko-KR"), ["OK", "고맙습니다.", "받기"]);
        assert_eq!(said("de"), ["OK", of_pages("de", &Named::new()).thanks(), "Herunterladen"]);
        let words: Value = words("ko", &own);
        assert_eq!((&words["thanks"], &words["billing"]), (&"고맙습니다.".into(), &"결제 주기".into()));
    }
}
