//! A form and its destination in their places in a campaign file: behind those it has, and every other byte as it was.

use std::path::Path;
use std::rc::Rc;

use jsonc_parser::ast::{Array, Object, Value as Node};
use jsonc_parser::common::Ranged;
use serde_json::Value;

use super::Reading;
use super::names::unique;
use crate::campaign::file::Finding;
use crate::campaign::file::layout::Layout;
use crate::campaign::file::positions::{Source, Tree};
use crate::campaign::problem::Problem;
use crate::translation::splice::{Edit, applied, indent_of_line, space_before};

const FORMS: &str = "forms";
const DESTINATIONS: &str = "destinations";

/// The text of a file with the form in it.
///
/// # Errors
/// Where its id is taken, and why the file cannot be read.
pub fn with_form(path: &Path, file: &str, reading: &Reading) -> Result<String, Box<Finding>> {
    let json = file.strip_prefix('\u{feff}').unwrap_or(file);
    let source = Rc::new(Source::of(path.to_owned(), json));
    let tree = Tree::parse(&source)?;
    let Some(root) = tree.root.as_object() else {
        return Err(Box::new(source.at(tree.root.start(), Problem::error("", "expected an object"))));
    };
    let place = Place { json, layout: Layout::of(json, &tree.root), root };
    if let Some((at, problem)) = place.taken(&reading.id) {
        return Err(Box::new(source.at(at, problem)));
    }
    let edits = vec![place.form(reading), place.destination(reading)];
    Ok([file.strip_suffix(json).unwrap_or_default(), &applied(json, edits)].concat())
}

struct Place<'a> {
    json: &'a str,
    layout: Layout,
    root: &'a Object<'a>,
}

impl<'a> Place<'a> {
    fn of(&self, name: &str) -> Option<&'a Node<'a>> {
        self.root.properties.iter().find(|property| property.name.as_str() == name).map(|property| &property.value)
    }

    fn forms(&self) -> Option<&'a Object<'a>> {
        self.of(FORMS).and_then(Node::as_object)
    }

    fn destinations(&self) -> Option<&'a Array<'a>> {
        self.of(DESTINATIONS).and_then(Node::as_array)
    }

    /// Where a form or a destination has the id already.
    fn taken(&self, id: &str) -> Option<(usize, Problem)> {
        let forms: Vec<(&str, usize)> =
            self.forms().into_iter().flat_map(|forms| &forms.properties).map(|form| (form.name.as_str(), form.range.start)).collect();
        let id_of = |destination: &'a Node<'a>| {
            let own = destination.as_object()?.properties.iter().find(|property| property.name.as_str() == "id")?;
            Some((own.value.as_string_lit()?.value.as_ref(), own.range.start))
        };
        let destinations: Vec<(&str, usize)> = self.destinations().into_iter().flat_map(|list| &list.elements).filter_map(id_of).collect();
        let free = unique(id, |id| forms.iter().chain(&destinations).any(|(taken, _)| *taken == id));
        let told = |what: &str, path: String, at: usize| {
            (at, Problem::error(path, format!("there is a {what} \"{id}\" already; nothing was written. Choose another: --id {free}")))
        };
        if let Some((_, at)) = forms.iter().find(|(taken, _)| *taken == id) {
            return Some(told("form", format!("{FORMS}.{id}"), *at));
        }
        let index = destinations.iter().position(|(taken, _)| *taken == id)?;
        destinations.get(index).map(|(_, at)| told("destination", format!("{DESTINATIONS}[{index}].id"), *at))
    }

    fn form(&self, reading: &Reading) -> Edit {
        let pair = |outside: &str| self.layout.pair(&reading.id, &self.layout.value(&reading.form, outside));
        match self.forms() {
            None => self.new_key(FORMS, |outside| self.layout.object(outside, pair)),
            Some(forms) => match forms.properties.last() {
                Some(last) => self.behind(last.range.start, last.range.end, pair),
                None => Edit { at: forms.range.start..forms.range.end, text: self.layout.object(self.indent(forms.range.start), pair) },
            },
        }
    }

    fn destination(&self, reading: &Reading) -> Edit {
        let value = |outside: &str| self.layout.value(&reading.destination, outside);
        let list = |outside: &str| self.layout.bracketed(['[', ']'], outside, value);
        match self.destinations() {
            None => self.new_key(DESTINATIONS, list),
            Some(destinations) => match destinations.elements.last() {
                Some(last) => self.behind(last.start(), last.end(), value),
                None => Edit { at: destinations.range.start..destinations.range.end, text: list(self.indent(destinations.range.start)) },
            },
        }
    }

    fn indent(&self, at: usize) -> &'a str {
        indent_of_line(self.json, at)
    }

    /// Behind what begins and ends there, set apart as that is.
    fn behind(&self, start: usize, end: usize, text: impl FnOnce(&str) -> String) -> Edit {
        let space = space_before(self.json, start);
        let space = if space.contains('\n') || space.is_empty() { space } else { self.layout.space };
        Edit { at: end..end, text: format!(",{space}{}", text(self.indent(start))) }
    }

    /// Behind the last key of the file.
    fn new_key(&self, name: &str, text: impl FnOnce(&str) -> String) -> Edit {
        let pair = |outside: &str| self.layout.pair(name, &text(outside));
        match self.root.properties.last() {
            Some(last) => self.behind(last.range.start, last.range.end, pair),
            None => Edit { at: self.root.range.start..self.root.range.end, text: self.layout.object("", pair) },
        }
    }
}

/// A value as a file without a layout of its own would have it.
#[must_use]
pub fn spread(value: &Value) -> String {
    Layout::usual().value(value, "")
}
