//! Who reads: the language, the interface's words in it, and where the site's pages stand.

use super::blocks::TESTED;
use crate::campaign::address::{is_link, is_own_path};
use crate::campaign::rich::{self, Part, Section};
use crate::campaign::written::ThemeMode;
use crate::campaign::{self, Runtime, Text};
use crate::condition::Condition;
use crate::drawing::{Element, Node, el};
use crate::search::{has, parts};
use crate::texts::Texts;
use crate::value::{Read, Reading, Value};

/// What is known of the visitor while a page is drawn: in the browser. A prerendered page knows nobody.
#[derive(Clone, Copy)]
pub struct Visitor<'a> {
    pub holds: &'a dyn Fn(&Condition) -> bool,
    /// A fact as text.
    pub fact: &'a dyn Fn(&str) -> Option<String>,
    /// The name of a country by its code, as `KR`.
    pub country: &'a dyn Fn(&str) -> String,
}

/// The reader of one page.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub locale: &'a str,
    pub default_locale: &'a str,
    pub texts: &'a Texts,
    /// Path of the site's root without the closing slash: empty, or `/offers`.
    pub base: &'a str,
    /// Light, dark, or what the device prefers.
    pub mode: ThemeMode,
    pub visitor: Option<Visitor<'a>>,
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(runtime: &'a Runtime, locale: &'a str, texts: &'a Texts) -> Self {
        Self { locale, default_locale: &runtime.default_locale, texts, base: &runtime.base, mode: runtime.theme.mode, visitor: None }
    }

    /// The text in the reader's language, as one string: for attributes and titles. Tokens are settled.
    #[must_use]
    pub fn read(&self, text: &Text) -> String {
        let mut said = String::new();
        for part in rich::plain(text.in_locale(self.locale, self.default_locale)) {
            match part {
                Part::Words(words) => said.push_str(words),
                Part::Token { fact, fallback } => said.push_str(self.fact(fact).as_deref().unwrap_or(fallback)),
                Part::Bold(_) | Part::Italic(_) | Part::Link { .. } => {}
            }
        }
        said
    }

    /// A rich text as one string, without its signs: for search engines.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn read_unmarked(&self, text: &Text) -> String {
        fn words(parts: &[Part]) -> String {
            parts
                .iter()
                .map(|part| match part {
                    Part::Words(words) => (*words).to_owned(),
                    Part::Token { fallback, .. } => (*fallback).to_owned(),
                    Part::Bold(inside) | Part::Italic(inside) | Part::Link { words: inside, .. } => words(inside),
                })
                .collect()
        }
        words(&rich::rich(text.in_locale(self.locale, self.default_locale)))
    }

    /// The text in the reader's language, as it stands in an element. On a prerendered page its tokens are filled in the browser.
    #[must_use]
    pub fn say(&self, text: &Text) -> Vec<Node> {
        self.draw(&rich::plain(text.in_locale(self.locale, self.default_locale)))
    }

    /// A text of a form, as one string; empty where there is none.
    #[must_use]
    #[inline(never)]
    pub fn read_part(&self, part: campaign::Part, key: &str) -> String {
        part.text(key).map(|text| self.read(&text)).unwrap_or_default()
    }

    /// The same as it stands in an element.
    #[must_use]
    #[inline(never)]
    pub fn say_part(&self, part: campaign::Part, key: &str) -> Vec<Node> {
        part.text(key).map(|text| self.say(&text)).unwrap_or_default()
    }

    /// A text that stands by itself in a list.
    #[must_use]
    pub fn read_value(&self, text: &Value) -> String {
        self.read(&Text::read(text, &mut Reading::default()))
    }

    /// The same as it stands in an element.
    #[must_use]
    pub fn say_value(&self, text: &Value) -> Vec<Node> {
        self.say(&Text::read(text, &mut Reading::default()))
    }

    /// One line of a rich text.
    #[must_use]
    pub fn say_rich(&self, text: &Text) -> Vec<Node> {
        self.draw(&rich::rich(text.in_locale(self.locale, self.default_locale)))
    }

    /// A rich text with its paragraphs and lists.
    #[must_use]
    pub fn say_sections(&self, text: &Text) -> Vec<Node> {
        let mut drawn = Vec::new();
        for section in rich::sections(text.in_locale(self.locale, self.default_locale)) {
            drawn.push(Node::Element(match section {
                Section::Paragraph(text) => el("p", "").nodes(self.draw(&rich::rich(text))),
                Section::List(points) => el("ul", "lw-points").each(&points, |point| el("li", "").nodes(self.draw(&rich::rich(point)))),
            }));
        }
        drawn
    }

    /// Countries with their names in the reader's language, in its order; all of them, or those named.
    #[must_use]
    pub fn countries(&self, wanted: &[&str]) -> Vec<(String, String)> {
        countries(self, wanted)
    }

    fn draw(&self, parts: &[Part]) -> Vec<Node> {
        let mut drawn = Vec::new();
        for part in parts {
            drawn.push(match part {
                Part::Words(words) => Node::from(*words),
                Part::Token { fact, fallback } => self.token(fact, fallback),
                Part::Bold(inside) => el("strong", "").nodes(self.draw(inside)).into(),
                Part::Italic(inside) => el("em", "").nodes(self.draw(inside)).into(),
                Part::Link { to, words } => self.anchor(to, "").nodes(self.draw(words)).into(),
            });
        }
        drawn
    }

    fn token(&self, fact: &str, fallback: &str) -> Node {
        let said = self.fact(fact);
        let said = said.as_deref().unwrap_or(fallback);
        let experiment = fact.strip_prefix("experiment.");
        // What a form asks changes while somebody answers.
        if self.visitor.is_none() || experiment.is_some() || fact.starts_with("field.") {
            el("span", "").attr("data-lw-token", fact).attr_if(TESTED, experiment).text(said).into()
        } else {
            said.into()
        }
    }

    fn fact(&self, name: &str) -> Option<String> {
        self.visitor.and_then(|visitor| (visitor.fact)(name)).filter(|value| !value.is_empty())
    }

    /// A link to where `to` leads; where that is no place to go to, it leads nowhere.
    pub fn anchor(&self, to: &str, class: &str) -> Element {
        let link = el("a", class);
        // Opened by whoever shows popups; until then it is a link like others, which they find in the address.
        if let Some(popup) = to.strip_prefix("popup:").filter(|_| is_link(to)) {
            return link.attr("href", &["#leadwell=", popup].concat()).attr("data-leadwell-open", popup);
        }
        link.attr_if("href", is_link(to).then(|| self.link(to)).as_deref())
    }

    /// The address of a file of the campaign; files stand on its own site.
    #[must_use]
    pub fn file(&self, file: &str) -> String {
        if is_own_path(file) { [self.base, file].concat() } else { String::new() }
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
        for part in locale.into_iter().chain(parts(page, '/')).filter(|part| !part.is_empty()) {
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
        let is_file = path.rsplit('/').next().is_some_and(|name| has(name, '.'));
        if is_file { [self.base, to].concat() } else { self.path(path) + rest }
    }
}

/// Natively from our own table, so that a page without scripts has them.
#[cfg(feature = "native")]
fn countries(reader: &Reader, wanted: &[&str]) -> Vec<(String, String)> {
    let all = crate::form::countries::names(reader.locale).into_iter();
    let asked = all.filter(|(code, _)| wanted.is_empty() || wanted.contains(code));
    asked.map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
}

/// In the browser it knows their names; in the order of their codes.
#[cfg(not(feature = "native"))]
fn countries(reader: &Reader, wanted: &[&str]) -> Vec<(String, String)> {
    const ALL: &str = include_str!("../../data/countries.txt");
    let named = |code: &str| (code.to_owned(), reader.visitor.map_or_else(|| code.to_owned(), |visitor| (visitor.country)(code)));
    if wanted.is_empty() { ALL.split_whitespace().map(named).collect() } else { wanted.iter().map(|code| named(code)).collect() }
}

/// `/thanks/demo`, before language and base.
pub(super) fn thanks_page_of(form: &str) -> String {
    ["/thanks/", form].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader<'a>(locale: &'a str, base: &'a str, texts: &'a Texts) -> Reader<'a> {
        Reader { locale, default_locale: "en", texts, base, mode: ThemeMode::Auto, visitor: None }
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
