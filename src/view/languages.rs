//! What each language calls itself, for the language switch.
//!
//! A visitor downloads the words of one language only, so these names cannot come from there.

use crate::campaign::text::language_of;

const NAMES: [(&str, &str); 12] = [
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("zh", "中文"),
];

/// The language's own name, or the tag itself where we do not know it.
pub fn own_name(locale: &str) -> &str {
    NAMES.iter().find(|(language, _)| *language == language_of(locale)).map_or(locale, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_called_by_its_own_name_or_its_tag() {
        assert_eq!(own_name("ko-KR"), "한국어");
        assert_eq!(own_name("tlh"), "tlh");
    }
}
