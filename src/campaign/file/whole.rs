//! A campaign over all its files: the main one, with pages of other files in the place of the paths that name them.

use std::collections::BTreeMap;
use std::rc::Rc;

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;
use serde_json::Value;

use super::Finding;
use super::positions::{Source, Tree, plain};
use crate::campaign::problem::{Problem, under};

/// The path of the one list whose entries may stand in other files.
pub const PAGES: &str = "pages";

/// A campaign, parsed. Paths into it count pages as they follow each other over all files.
pub struct Whole<'a> {
    pub main: &'a Tree<'a>,
    /// Every page, in order.
    pub pages: Vec<Part<'a>>,
}

/// A value and the file it stands in.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub tree: &'a Tree<'a>,
    pub node: &'a Node<'a>,
}

impl<'a> Whole<'a> {
    /// A campaign whose pages all stand in its own file.
    pub fn of_one(main: &'a Tree<'a>) -> Self {
        let pages = main.root.as_object().and_then(|root| root.get_array(PAGES));
        let nodes = pages.map(|pages| pages.elements.as_slice()).unwrap_or_default();
        Self { main, pages: nodes.iter().map(|node| Part { tree: main, node }).collect() }
    }

    /// The campaign as a plain value.
    pub fn value(&self) -> Value {
        let mut value = plain(&self.main.root);
        if let Some(Value::Array(pages)) = value.get_mut(PAGES) {
            *pages = self.pages.iter().map(|page| plain(page.node)).collect();
        }
        value
    }

    /// The entries of a list, which for pages may stand in other files.
    pub fn entries(&self, path: &str, within: &'a Tree<'a>, list: &'a [Node<'a>]) -> Vec<Part<'a>> {
        if path == PAGES { self.pages.clone() } else { list.iter().map(|node| Part { tree: within, node }).collect() }
    }
}

/// Where everything stands, for problems that are found once the files are read.
#[derive(Default)]
pub struct Places(BTreeMap<String, Place>);

#[derive(Clone)]
struct Place {
    source: Rc<Source>,
    /// The same as `value` in a list and at the root.
    key: usize,
    value: usize,
}

impl Places {
    pub fn of(whole: &Whole) -> Self {
        let mut places = Self::default();
        let main = Part { tree: whole.main, node: &whole.main.root };
        places.enter(whole, main, String::new(), main.node.start());
        places
    }

    fn enter<'a>(&mut self, whole: &Whole<'a>, part: Part<'a>, path: String, key: usize) {
        match part.node {
            Node::Object(object) => {
                for property in &object.properties {
                    let value = Part { tree: part.tree, node: &property.value };
                    self.enter(whole, value, under(&path, property.name.as_str()), property.range.start);
                }
            }
            Node::Array(array) => {
                for (at, entry) in whole.entries(&path, part.tree, &array.elements).into_iter().enumerate() {
                    self.enter(whole, entry, under(&path, at), entry.node.start());
                }
            }
            _ => {}
        }
        self.0.insert(path, Place { source: part.tree.source.clone(), key, value: part.node.start() });
    }

    /// A problem with the place of its path, or of the nearest thing around it.
    pub fn locate(&self, problem: Problem) -> Option<Finding> {
        let mut path = problem.path.as_str();
        let place = loop {
            match (self.0.get(path), path.rfind(['.', '['])) {
                (Some(place), _) => break place,
                (None, Some(end)) => path = path.get(..end).unwrap_or_default(),
                (None, None) => break self.0.get("")?,
            }
        };
        let offset = if problem.is_of_key { place.key } else { place.value };
        Some(place.source.at(offset, problem))
    }
}
