//! Connectors: what each receiver of leads takes and how its answer is read, a row of data each (`data/connectors/`), and the
//! destination that comes of a row and what an author wrote.
//!
//! Native: a campaign's visitors get their destinations made. What a message is when it is sent, `src/aids/shapes.js` says.

mod mapping;
mod receiver;

pub use mapping::Mapping;
pub use receiver::{Fault, Made, make};

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde_json::Value;

use super::written::{Body, Mode};
use crate::value::Named;

/// One connector. What every key means to whoever writes a row, docs/connectors.md tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub name: String,
    pub title: String,
    /// How sure we are of it, `A` (measured) to `D` (one indirect source).
    pub sure: String,
    pub source: String,
    #[serde(default)]
    pub params: Named<Param>,
    #[serde(default)]
    pub url: Url,
    /// What it can be sent by, the best first.
    pub modes: Vec<Mode>,
    /// What it takes, the best first.
    pub bodies: Vec<Body>,
    #[serde(default)]
    pub headers: Named<String>,
    /// Names without which it refuses a lead.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What is sent where an author maps nothing.
    #[serde(default)]
    pub usual: Named<String>,
    /// The shape around what is mapped; without it, that alone.
    #[serde(default)]
    pub body: Option<Value>,
    /// What is in the body besides, by mode.
    #[serde(default)]
    pub with_mode: Named<Value>,
    /// What stands between the entries of a list; such a receiver takes texts alone.
    #[serde(default)]
    pub lists: Option<String>,
    /// What an answer with a good status must say besides, as a condition over `status` and `body`.
    #[serde(default)]
    pub confirmed_when: Option<Value>,
    /// Where an answer says what was wrong.
    #[serde(default)]
    pub said: Vec<String>,
    /// Where it sends a browser on to before it answers.
    #[serde(default)]
    pub redirects: Vec<String>,
    #[serde(default)]
    pub subscribes: bool,
    /// Who settles whether it asks people to confirm; absent where it does not.
    #[serde(default)]
    pub double_opt_in: Option<String>,
    /// What a lead may start there by itself.
    #[serde(default)]
    pub starts: Option<String>,
    /// Whether a message that comes twice can be told by its id.
    pub knows_ids: bool,
    #[serde(default)]
    pub note: Option<String>,
}

/// A setting of the receiver's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its shape.
    pub is: String,
    /// Where its author finds it.
    pub what: String,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub usual: Option<String>,
}

/// Where it listens.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Url {
    /// The shape of the address that an author gives.
    #[serde(default)]
    pub is: Option<String>,
    /// The address, made of params: `{name}`, with what stands beside the name left out where it is absent.
    #[serde(default)]
    pub made: Option<String>,
    #[serde(default)]
    pub example: Option<String>,
    /// Params that go into the query.
    #[serde(default)]
    pub query: Vec<String>,
    /// What goes into the query besides.
    #[serde(default)]
    pub add: Option<String>,
    /// A path of the page's own site.
    #[serde(default)]
    pub same_site: bool,
}

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/connectors");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = FILES.files().filter_map(|file| serde_json::from_slice(file.contents()).ok()).collect();
    rows.sort_by(|a, b| (a.name != WEBHOOK, &a.name).cmp(&(b.name != WEBHOOK, &b.name)));
    rows
});

/// What posts to any address.
pub const WEBHOOK: &str = "webhook";

/// What needs a secret, and is a relay's to send: the receiver, and why.
pub const FOR_A_RELAY: [(&str, &str); 5] = [
    ("pipedrive", "every call needs the account's API token"),
    ("airtable", "every call needs a token"),
    ("slack", "a webhook's address is its secret"),
    ("activecampaign_events", "the event key belongs to the account"),
    ("marketo_rest", "every call needs a token"),
];

/// Every connector, `webhook` first, then by name.
#[must_use]
pub fn rows() -> &'static [Row] {
    &ROWS
}

#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    rows().iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read_and_its_patterns_too() {
        assert_eq!(rows().len(), FILES.files().count(), "a row of data/connectors that serde does not take");
        for row in rows() {
            let shapes = row.params.values().map(|param| param.is.as_str()).chain(row.url.is.as_deref());
            for shape in shapes {
                assert!(regex::Regex::new(shape).is_ok(), "{}: {shape}", row.name);
            }
            assert!(!row.modes.is_empty() && !row.bodies.is_empty(), "{}", row.name);
            assert!(["A", "B", "C", "D"].contains(&row.sure.as_str()), "{}", row.name);
        }
    }

    #[test]
    fn every_row_is_named_as_its_file() {
        for file in FILES.files() {
            let name = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(row(name).is_some(), "{name}");
        }
    }
}
