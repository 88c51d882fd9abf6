//! What is known of each vendor's embed code, a row of data each (`data/embeds/`): by which address it is recognised, which of its
//! inputs are not questions, and what it calls things. What a receiver takes, the connectors' rows say, and is not said again here.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use regex::Regex;
use scraper::{ElementRef, Selector};
use serde::Deserialize;

use crate::value::Named;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The connector that sends to it, which the row is named after.
    pub connector: String,
    pub title: String,
    /// Where such a form posts to, without the query. Named groups are the destination's `url`, or params of the connector.
    pub action: Vec<Shape>,
    /// Code of the vendor's that holds no such form, and where its author finds one.
    #[serde(default)]
    pub elsewhere: Vec<Told>,
    /// Params of the connector that the address calls otherwise.
    #[serde(default)]
    pub query: Named<String>,
    /// What the address carries and the connector adds by itself.
    #[serde(default)]
    pub carried: Vec<Shape>,
    /// Hidden inputs with the address of a page that thanks.
    #[serde(default)]
    pub returns: Vec<Shape>,
    /// Inputs that mean nothing to anybody else.
    #[serde(default)]
    pub dropped: Vec<Dropped>,
    /// Inputs that only programs fill in.
    #[serde(default)]
    pub traps: Vec<Shape>,
    /// Boxes of one question with a name each: the group in it is what they share.
    #[serde(default)]
    pub groups: Option<Shape>,
    /// Boxes that ask for consent to be written to.
    #[serde(default)]
    pub consent: Option<Shape>,
    /// The words before such boxes.
    #[serde(default)]
    pub intro: Option<Css>,
    /// The id of a box that asks for consent and is not sent.
    #[serde(default)]
    pub unnamed_consent: Option<Shape>,
    /// Names that say nothing to people.
    #[serde(default)]
    pub coded: Option<Shape>,
    /// Options that stand for no answer.
    #[serde(default)]
    pub empty: Vec<Shape>,
    /// Where the label of a question stands that HTML does not tie to it.
    #[serde(default)]
    pub labels: Vec<Css>,
    #[serde(default)]
    pub hints: Vec<Css>,
    /// On a question, or around it.
    #[serde(default)]
    pub required: Vec<Css>,
    /// A list of names in the vendor's script: the group in it.
    #[serde(default)]
    pub required_in_script: Option<Shape>,
    #[serde(default)]
    pub hidden: Vec<Css>,
    /// Words between questions.
    #[serde(default)]
    pub texts: Vec<Css>,
    /// The attribute that counts pages.
    #[serde(default)]
    pub page: Option<String>,
    /// What looks like a question and is a test for people.
    #[serde(default)]
    pub questions: Option<Test>,
    #[serde(default)]
    pub known: Named<Known>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub is: Shape,
    pub say: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    pub name: Shape,
    #[serde(default)]
    pub value: Option<Shape>,
    pub say: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    pub selector: Css,
    pub say: String,
}

/// An input by the vendor's name, and what it is here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    pub name: String,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub autocomplete: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Shape(pub Regex);

impl TryFrom<String> for Shape {
    type Error = regex::Error;

    fn try_from(written: String) -> Result<Self, regex::Error> {
        Regex::new(&written).map(Self)
    }
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Css(pub Selector);

impl TryFrom<String> for Css {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        Selector::parse(&written).map(Self).map_err(|error| format!("{written}: {error}"))
    }
}

pub fn any_is(shapes: &[Shape], text: &str) -> bool {
    shapes.iter().any(|shape| shape.0.is_match(text))
}

pub fn any_matches(selectors: &[Css], element: ElementRef) -> bool {
    selectors.iter().any(|css| css.0.matches(&element))
}

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/embeds");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = FILES.files().filter_map(|file| serde_json::from_slice(file.contents()).ok()).collect();
    rows.sort_by(|a, b| a.title.cmp(&b.title));
    rows
});

/// Every vendor, by title.
#[must_use]
pub fn rows() -> &'static [Row] {
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::connector;

    #[test]
    fn every_row_can_be_read_and_is_named_after_its_connector() {
        for file in FILES.files() {
            let row: Row = serde_json::from_slice(file.contents()).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()));
            assert_eq!(file.path().file_stem().and_then(|stem| stem.to_str()), Some(row.connector.as_str()));
            let connector = connector::row(&row.connector).unwrap_or_else(|| panic!("no connector {}", row.connector));
            let groups = row.action.iter().flat_map(|action| action.0.capture_names().flatten());
            for group in groups.chain(row.query.values().map(String::as_str)) {
                assert!(group == "url" || connector.params.contains_key(group), "{}: {group}", row.connector);
            }
        }
    }
}
