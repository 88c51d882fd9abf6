//! Who reads: the language, the interface's words in it, and where the site's pages stand.

use crate::campaign::{Runtime, Text};
use crate::texts::Texts;

/// The reader of one page.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub locale: &'a str,
    pub default_locale: &'a str,
    pub texts: &'a Texts,
    /// Path of the site's root without the closing slash: empty, or `/offers`.
    pub base: &'a str,
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(runtime: &'a Runtime, locale: &'a str, texts: &'a Texts) -> Self {
        Self { locale, default_locale: &runtime.default_locale, texts, base: &runtime.base }
    }

    /// The text in the reader's language.
    #[must_use]
    pub fn read(&self, text: &Text) -> String {
        text.in_locale(self.locale, self.default_locale).to_owned()
    }

    /// The address of a page in the reader's language: `/ko/pricing/` for `/pricing`.
    #[must_use]
    pub fn path(&self, page: &str) -> String {
        self.path_in(self.locale, page)
    }

    /// The address of a page in `locale`. It ends in a slash, as the folder it is published in: no host has to redirect.
    #[must_use]
    pub fn path_in(&self, locale: &str, page: &str) -> String {
        let mut path = self.base.to_owned();
        let locale = (locale != self.default_locale).then_some(locale);
        for part in locale.into_iter().chain(page.split('/')).filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(part);
        }
        path.push('/');
        path
    }

    /// The page a form posted without scripts ends on.
    #[must_use]
    pub fn thanks_path(&self, form: &str) -> String {
        self.path(&thanks_page_of(form))
    }

    /// What `cta.to` leads to: pages of the site get language and base, files only the base, everything else stays.
    #[must_use]
    pub fn link(&self, to: &str) -> String {
        if !to.starts_with('/') {
            return to.to_owned();
        }
        let end = to.find(['?', '#']).unwrap_or(to.len());
        let (path, rest) = to.split_at(end);
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if is_file { format!("{}{to}", self.base) } else { self.path(path) + rest }
    }
}

/// `/thanks/demo`, before language and base.
pub(super) fn thanks_page_of(form: &str) -> String {
    format!("/thanks/{form}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader<'a>(locale: &'a str, base: &'a str, texts: &'a Texts) -> Reader<'a> {
        Reader { locale, default_locale: "en", texts, base }
    }

    #[test]
    fn the_default_language_has_no_prefix_and_the_others_have_theirs() {
        let texts = Texts::default();
        let cases = [
            ("en", "", "/", "/"),
            ("en", "", "/pricing", "/pricing/"),
            ("en", "", "/pricing/", "/pricing/"),
            ("ko", "", "/", "/ko/"),
            ("ko", "", "/a/b", "/ko/a/b/"),
            ("en", "/offers", "/", "/offers/"),
            ("ko", "/offers", "/pricing", "/offers/ko/pricing/"),
        ];
        for (locale, base, page, expected) in cases {
            assert_eq!(reader(locale, base, &texts).path(page), expected, "{locale} {base} {page}");
        }
        assert_eq!(reader("ko", "/offers", &texts).path_in("en", "/pricing"), "/offers/pricing/");
        assert_eq!(reader("ko", "", &texts).thanks_path("demo"), "/ko/thanks/demo/");
    }

    #[test]
    fn links_to_pages_move_with_language_and_base_and_others_stay() {
        let texts = Texts::default();
        let reader = reader("ko", "/offers", &texts);
        for (to, expected) in [
            ("#demo", "#demo"),
            ("/", "/offers/ko/"),
            ("/pricing#yearly", "/offers/ko/pricing/#yearly"),
            ("/pricing?plan=team", "/offers/ko/pricing/?plan=team"),
            ("/brochure.pdf", "/offers/brochure.pdf"),
            ("https://a.example/x", "https://a.example/x"),
            ("mailto:a@a.example", "mailto:a@a.example"),
        ] {
            assert_eq!(reader.link(to), expected, "{to}");
        }
    }
}
