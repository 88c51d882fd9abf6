//! What a view draws: a tree of elements and texts, made once and then written natively as HTML (`html`) or as data for pages that
//! are not ours (`data`), or built element by element in the browser (`browser::draw`).
//!
//! One plain type for everything, since typed views of a framework are compiled once per element of the page: ARCHITECTURE.md has the
//! figures. It knows no campaign, escapes nothing itself, and has no place for markup: a text stays a text.

#[cfg(feature = "native")]
pub mod data;
#[cfg(feature = "native")]
pub mod html;

use crate::search::{parts, split_once};

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Text(String),
    Element(Element),
}

/// An element with its attributes in the order they were given.
#[must_use]
#[derive(Clone, Debug, PartialEq)]
pub struct Element(Box<Parts>);

#[derive(Clone, Debug, PartialEq)]
struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// An element with a class; an empty class is left out.
#[inline(never)]
pub fn el(tag: &'static str, class: &str) -> Element {
    let element = Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }));
    if class.is_empty() { element } else { element.attr("class", class) }
}

impl Element {
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push((name, value.to_owned()));
        self
    }

    /// Attributes that are the same wherever the element is drawn: `role=status hidden`. As one text they weigh visitors a third of what
    /// as many calls do.
    #[inline(never)]
    pub fn marks(mut self, marks: &'static str) -> Self {
        for mark in parts(marks, ' ') {
            let (name, value) = split_once(mark, "=").unwrap_or((mark, ""));
            self = self.attr(name, value);
        }
        self
    }

    /// An attribute where there is a value for it.
    #[inline(never)]
    pub fn attr_if(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that says something by being there.
    #[inline(never)]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        if on { self.attr(name, "") } else { self }
    }

    #[inline(never)]
    pub fn text(mut self, text: &str) -> Self {
        self.0.children.push(Node::Text(text.to_owned()));
        self
    }

    #[inline(never)]
    pub fn child(mut self, child: Element) -> Self {
        self.0.children.push(Node::Element(child));
        self
    }

    #[inline(never)]
    pub fn maybe(self, child: Option<Element>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    #[inline(never)]
    pub fn nodes(mut self, mut nodes: Vec<Node>) -> Self {
        self.0.children.append(&mut nodes);
        self
    }

    /// One child for each.
    pub fn each<T>(mut self, items: impl IntoIterator<Item = T>, mut draw: impl FnMut(T) -> Element) -> Self {
        for item in items {
            self.0.children.push(Node::Element(draw(item)));
        }
        self
    }

    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.0.tag
    }

    #[must_use]
    pub fn attributes(&self) -> &[(&'static str, String)] {
        &self.0.attributes
    }

    #[must_use]
    pub fn children(&self) -> &[Node] {
        &self.0.children
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
