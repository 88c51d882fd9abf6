//! What each language calls itself, for the language switch.
//!
//! A visitor downloads the words of one language only, so these names cannot come from there.

use crate::locale::nearest;

const NAMES: [(&str, &str); 13] = [
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
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// The language's own name, or the tag itself where we do not know it.
pub fn own_name(locale: &str) -> &str {
    let nearest = nearest(locale, &mut NAMES.iter().map(|(tag, _)| *tag));
    NAMES.iter().find(|(tag, _)| Some(*tag) == nearest).map_or(locale, |(_, name)| name)
}

/// The same, with the tag beside it where a site has two languages of that name.
pub fn name_among(locale: &str, locales: &[String]) -> String {
    let name = own_name(locale);
    let alike = locales.iter().filter(|other| own_name(other) == name).count();
    if alike > 1 { [name, " (", locale, ")"].concat() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_called_by_its_own_name_or_its_tag() {
        for (locale, name) in
            [("ko-KR", "한국어"), ("zh-CN", "简体中文"), ("zh-Hant-TW", "繁體中文"), ("pt-BR", "Português"), ("tlh", "tlh")]
        {
            assert_eq!(own_name(locale), name);
        }
    }

    #[test]
    fn two_kinds_of_one_language_are_told_apart() {
        let locales = ["en-US", "en-GB", "ko"].map(str::to_owned);
        let names = locales.each_ref().map(|locale| name_among(locale, &locales));
        assert_eq!(names, ["English (en-US)", "English (en-GB)", "한국어"]);
    }
}
