//! The interface's own words: what forms and pages say besides the campaign's texts.
//!
//! English is compiled in, so that no request can leave a form speechless; other languages are files beside it, of which a
//! visitor downloads one. A `{name}` in a text is replaced by `filled`.

use std::borrow::Cow;

use crate::campaign::text::language_of;
use crate::search::split_once;
use crate::value::{Fields, Read, Reading, Value};

macro_rules! texts {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $name:ident: $english:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $type { $($(#[$doc])* pub $name: Cow<'static, str>,)* }

        impl $type {
            pub const KEYS: &[&str] = &[$(stringify!($name)),*];
            const ENGLISH: Self = Self { $($name: Cow::Borrowed($english),)* };
        }

        impl Default for $type {
            /// English.
            fn default() -> Self {
                Self::ENGLISH
            }
        }

        impl Read for $type {
            /// A file may hold more words than these, or fewer: what is missing stays English.
            fn read(value: &Value, reading: &mut Reading) -> Self {
                let fields = Fields::of_many(value, reading);
                Self { $($name: fields.get_or(stringify!($name), reading, Cow::Borrowed($english)),)* }
            }
        }
    };
}

texts! {
    /// What a form says while it is filled in and sent; the runtime's whole vocabulary.
    FormTexts {
        error_required: "Please fill in this field.",
        error_choice: "Please choose one.",
        error_consent: "Please tick this box to go on.",
        error_email: "Please enter an e-mail address such as name@example.com.",
        error_tel: "Please enter a telephone number with at least 5 digits.",
        error_url: "Please enter a web address such as https://example.com.",
        error_too_long: "Please use at most {most} characters.",
        sending: "Sending…",
        /// Shown when nothing else is said after submitting.
        thanks: "Thank you. We have received your details.",
        /// The lead waits in the browser.
        saved: "Thank you. Your details are saved on this device and will be sent as soon as a connection is back.",
        /// Neither stored nor sent; everything typed is still there.
        not_sent: "This could not be sent. Nothing you typed is lost: please try again.",
    }
}

texts! {
    /// What pages and the markup of forms say.
    Texts {
        /// The language's own name, for the language switch.
        language: "English",
        /// On the page that a form posted without scripts ends on.
        received: "Thank you. We have received your details.",
        skip_to_content: "Skip to content",
        languages: "Languages",
        /// Beside the label of a field that may stay empty.
        optional: "optional",
        /// Before the words of a consent without which a form is not sent.
        required: "required",
        /// The first option of a select without a default.
        choose: "Please choose",
        consent: "Consent",
        items: "What we collect",
        use_of_items: "What for",
        keep: "How long we keep it",
        refusal: "If you decline",
        /// Under the button; `{controller}` is who answers for the data, the link's own words follow.
        controller: "{controller} is responsible for your data.",
        privacy: "Privacy notice",
        back_to_page: "Back to the page",
        back_to_start: "To the start page",
        not_found: "This page does not exist.",
        /// In the single-page app, when there is no campaign to show.
        not_available: "This page is not available at the moment.",
    }
}

/// Replaces `{name}` in a text.
#[must_use]
pub fn filled(text: &str, name: &str, value: &str) -> String {
    match split_once(text, &["{", name, "}"].concat()) {
        Some((before, after)) => [before, value, &filled(after, name, value)].concat(),
        None => text.to_owned(),
    }
}

/// The languages there is a file for, besides English.
pub const FILES: [&str; 1] = ["ko"];

/// The name of the file that holds the words for `locale`, without `.json`; `None` for English and for languages without a file.
#[must_use]
pub fn file_for(locale: &str) -> Option<&'static str> {
    FILES.into_iter().find(|file| *file == locale).or_else(|| FILES.into_iter().find(|file| *file == language_of(locale)))
}

#[cfg(feature = "native")]
mod files {
    use super::{FormTexts, Read, Texts, file_for};

    const KOREAN: &str = include_str!("ko.json");

    /// The file's content, as the build copies it to `dist/texts/`.
    #[must_use]
    pub fn source(file: &str) -> Option<&'static str> {
        (file == "ko").then_some(KOREAN)
    }

    /// The words of pages for `locale`.
    #[must_use]
    pub fn for_locale(locale: &str) -> Texts {
        words_for(locale)
    }

    /// The words of forms for `locale`.
    #[must_use]
    pub fn of_forms(locale: &str) -> FormTexts {
        words_for(locale)
    }

    fn words_for<T: Read + Default>(locale: &str) -> T {
        let source = file_for(locale).and_then(source).and_then(|json| serde_json::from_str(json).ok());
        source.and_then(|words| crate::value::read(&words).ok()).unwrap_or_default()
    }
}

#[cfg(feature = "native")]
pub use files::{for_locale, of_forms, source};

#[cfg(all(test, feature = "native"))]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_every_text_and_no_other() {
        let ours: BTreeSet<&str> = Texts::KEYS.iter().chain(FormTexts::KEYS).copied().collect();
        for file in FILES {
            let words: Value = serde_json::from_str(source(file).expect("a file for every name")).expect("valid JSON");
            let theirs: BTreeSet<&str> = words.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(theirs, ours, "{file}");
        }
    }

    #[test]
    fn a_region_finds_the_words_of_its_language() {
        assert_eq!(file_for("ko-KR"), Some("ko"));
        assert_eq!(file_for("en-GB"), None);
        assert_eq!(for_locale("ko").language, "한국어");
        assert_eq!(for_locale("xx").language, "English");
        assert_ne!(of_forms("ko"), FormTexts::default());
    }
}
