//! A piece of a block: an object as its author wrote it, and how what most blocks have is drawn of it by its keys.
//!
//! Most of a block is a list of lines and the elements they stand in. As a list it weighs a fraction of what the same takes as code
//! (ARCHITECTURE.md has the figures). What is not there is not drawn; what must be there, `check` knows.

use super::Around;
use crate::campaign::Part;
use crate::drawing::{Element, el};
use crate::view::icon::icon;
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;

/// A key, and the element with its class that its text stands in.
pub type Line = (&'static str, &'static str, &'static str);

#[derive(Clone, Copy)]
pub struct Piece<'a> {
    pub part: Part<'a>,
    pub around: &'a Around<'a>,
}

impl<'a> Piece<'a> {
    pub fn reader(self) -> &'a Reader<'a> {
        self.around.reader
    }

    /// Another object of the same block.
    #[inline(never)]
    pub fn inner(self, key: &str) -> Option<Self> {
        self.part.part(key).map(|part| Self { part, ..self })
    }

    #[inline(never)]
    pub fn list(self, key: &str) -> Vec<Self> {
        let mut pieces = Vec::new();
        for part in self.part.list(key) {
            pieces.push(Self { part, ..self });
        }
        pieces
    }

    /// A text as an element of its own.
    #[inline(never)]
    pub fn line(self, (key, tag, class): Line) -> Option<Element> {
        self.part.has(key).then(|| el(tag, class).nodes(self.reader().say_part(self.part, key)))
    }

    #[inline(never)]
    pub fn lines(self, mut around: Element, lines: &[Line]) -> Element {
        for line in lines {
            around = around.maybe(self.line(*line));
        }
        around
    }

    /// A rich text with its paragraphs and lists.
    #[inline(never)]
    pub fn sections(self, (key, tag, class): Line) -> Option<Element> {
        self.part.text(key).map(|text| el(tag, class).nodes(self.reader().say_sections(&text)))
    }

    /// One line of a rich text.
    #[inline(never)]
    pub fn rich_line(self, (key, tag, class): Line) -> Option<Element> {
        self.part.text(key).map(|text| el(tag, class).nodes(self.reader().say_rich(&text)))
    }

    /// One element for each of a list, in an element of their own.
    #[inline(never)]
    pub fn each(self, (key, tag, class): Line, draw: fn(Self) -> Element) -> Element {
        let mut drawn = el(tag, class);
        for piece in self.list(key) {
            drawn = drawn.child(draw(piece));
        }
        drawn
    }

    /// A section of the page with its heading and what is said below it.
    #[inline(never)]
    pub fn section(self, class: &str) -> Element {
        let section = el("section", &["lw-section ", class].concat());
        if self.part.has("title") || self.part.has("text") { section.child(self.intro()) } else { section }
    }

    #[inline(never)]
    pub fn intro(self) -> Element {
        self.lines(el("div", "lw-intro"), &[("title", "h2", "lw-heading"), ("text", "p", "lw-lead")])
    }

    #[inline(never)]
    pub fn picture(self, class: &str, loading: Loading) -> Option<Element> {
        self.part.part("picture").map(|one| picture(one, class, loading, self.reader()))
    }

    #[inline(never)]
    pub fn points(self) -> Option<Element> {
        let reader = self.reader();
        let mut list = el("ul", "lw-checks");
        for point in self.part.list("points") {
            list = list.child(el("li", "").child(icon("check")).child(el("span", "").nodes(reader.say_value(point.0))));
        }
        (!list.children().is_empty()).then_some(list)
    }

    /// A call to action as a link.
    #[inline(never)]
    pub fn call(self, key: &str, class: &str) -> Option<Element> {
        self.part.part(key).map(|cta| super::call(cta, class, self.reader()))
    }

    /// A link that leads on inside running text.
    pub fn more(self, key: &str) -> Option<Element> {
        self.call(key, "lw-more").map(|link| link.child(icon("arrow")))
    }

    #[inline(never)]
    pub fn calls(self) -> Option<Element> {
        let calls = el("div", "lw-calls").maybe(self.call("cta", "lw-button")).maybe(self.call("second", "lw-button lw-quiet"));
        (!calls.children().is_empty()).then_some(calls)
    }
}
