//! A campaign's texts on their way to translators and back: out of the file into a table, and from the table into the file.
//!
//! What is a text is asked of the JSON Schema, so that new kinds of blocks need no change here. Import replaces texts and touches no
//! other byte; a table that does not fit the file is refused as a whole. It translates nothing itself.

mod merge;
mod places;
pub(crate) mod splice;
mod table;

use std::path::Path;
use std::rc::Rc;

use serde_json::Value;

use crate::campaign::file::positions::{Source, Tree, plain};
use crate::campaign::file::whole::Whole;
use crate::campaign::file::{Finding, shape};
use crate::campaign::problem::Problem;

pub use merge::{Change, Merged};
pub use places::{Entry, Place, Written};
pub use table::{Row, Table};

/// A campaign file with the places of its texts.
pub struct Manuscript<'a> {
    source: &'a str,
    /// The campaign's, the default one first.
    pub locales: Vec<String>,
    /// In the order of the file.
    pub places: Vec<Place>,
    style: splice::Style,
}

impl<'a> Manuscript<'a> {
    /// Reads the text of `file`, which may begin with a byte order mark.
    ///
    /// # Errors
    /// Everything by which it is no campaign file, as `leadwell check` tells it.
    pub fn read(file: &Path, source: &'a str) -> Result<Self, Vec<Finding>> {
        let json = source.strip_prefix('\u{feff}').unwrap_or(source);
        let before = source.len() - json.len();
        let parsed = Rc::new(Source::of(file.to_owned(), source));
        let tree = Tree::parse(&parsed).map_err(|finding| vec![*finding])?;
        let split = pages_of_other_files(&tree);
        if !split.is_empty() {
            return Err(split);
        }
        let mut misshapen = shape::check(&Whole::of_one(&tree)).findings;
        if !misshapen.is_empty() {
            misshapen.sort_by_key(|finding| (finding.line, finding.column));
            return Err(misshapen);
        }
        let mut places = places::find(&tree.root, &crate::campaign::file::schema());
        for place in &mut places {
            place.written.shift(before);
        }
        let style = splice::Style::of(json, &tree.root);
        Ok(Self { source, locales: locales(&plain(&tree.root)), places, style })
    }

    /// Every text in every language; a text for all languages stands under the default one.
    #[must_use]
    pub fn table(&self) -> Table {
        let rows = self.places.iter().enumerate().map(|(index, place)| Row {
            // Under the heading, as a spreadsheet counts.
            number: index + 2,
            key: place.path.clone(),
            cells: self
                .locales
                .iter()
                .map(|locale| place.written.text_in(locale, self.default_locale()).unwrap_or_default().to_owned())
                .collect(),
        });
        Table { locales: self.locales.clone(), rows: rows.collect() }
    }

    /// Locales that texts are written in and the campaign does not list: they are in no table.
    #[must_use]
    pub fn unlisted_locales(&self) -> Vec<&str> {
        let mut unlisted: Vec<&str> = self.places.iter().flat_map(|place| place.written.locales()).collect();
        unlisted.retain(|locale| !self.locales.iter().any(|listed| listed == locale));
        unlisted.sort_unstable();
        unlisted.dedup();
        unlisted
    }

    fn default_locale(&self) -> &str {
        self.locales.first().map_or("", String::as_str)
    }
}

/// The shape was checked: both keys are there.
fn locales(campaign: &Value) -> Vec<String> {
    let site = campaign.get("site");
    let default = site.and_then(|site| site.get("default_locale")).and_then(Value::as_str);
    let listed = site.and_then(|site| site.get("locales")).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mut locales: Vec<String> = Vec::new();
    for locale in default.into_iter().chain(listed) {
        if !locales.iter().any(|known| known == locale) {
            locales.push(locale.to_owned());
        }
    }
    locales
}

fn pages_of_other_files(tree: &Tree) -> Vec<Finding> {
    let pages = tree.root.as_object().and_then(|root| root.get_array("pages"));
    let elements = pages.into_iter().flat_map(|pages| pages.elements.iter().enumerate());
    let named = elements.filter_map(|(index, element)| Some((index, element.as_string_lit()?)));
    let problem = |(index, file): (usize, &jsonc_parser::ast::StringLit)| {
        let message = format!("\"{}\" names other files, whose texts cannot be moved yet; put the pages into this file first", file.value);
        tree.source.at(file.range.start, Problem::error(format!("pages[{index}]"), message))
    };
    named.map(problem).collect()
}
