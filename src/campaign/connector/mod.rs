//! Connectors: what each receiver of leads takes and how its answer is read, a row of data each (`data/connectors/`), and the
//! destination that comes of a row and what an author wrote. Some take a secret, which no browser keeps: those are a relay's to send to.
//!
//! Native: a campaign's visitors get their destinations made. What a message is when it is sent, `src/aids/shapes.js` says.

mod mapping;
mod params;
mod receiver;

pub use mapping::Mapping;
pub use params::{add_usual_params, read_params};
pub use receiver::{Fault, Made, make, make_for_relay};

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::DeserializeOwned;
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
    /// Why a relay sends to it and no browser; absent where browsers do.
    #[serde(default)]
    pub relay: Option<String>,
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
    /// Of a relay's: how it is asked, where not by `POST`.
    #[serde(default)]
    pub method: Option<String>,
    /// Of a relay's: the calls that one lead takes, one after the other.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Of a relay's: how a request is signed.
    #[serde(default)]
    pub sign: Option<Signature>,
    /// In what facts are written, where letters of theirs would be more than letters.
    #[serde(default)]
    pub markup: Option<Markup>,
    /// Names without which it refuses a lead.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What is sent where an author maps nothing.
    #[serde(default)]
    pub usual: Named<String>,
    /// The shape around what is mapped; without it, that alone.
    #[serde(default)]
    pub body: Option<Value>,
    /// How it is told of consent; `$consent` in the body.
    #[serde(default)]
    pub consent: Option<Value>,
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

/// One of several calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub method: String,
    /// Behind the address.
    pub path: String,
    #[serde(default)]
    pub query: Named<Value>,
    #[serde(default)]
    pub body: Option<Value>,
    /// What its answer tells, by the name under which later calls have it as the fact `kept.NAME`.
    #[serde(default)]
    pub keeps: Named<String>,
    /// What makes it needless, once it is kept.
    #[serde(default)]
    pub unless: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// Standard Webhooks 1.0.0, with the param `secret`.
    StandardWebhooks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Markup {
    /// Slack's, in which `<!channel>` calls everybody.
    Slack,
}

/// A setting of the receiver's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its shape.
    pub is: String,
    /// Where its author finds it.
    pub what: String,
    /// Comes from the environment, and is in no file.
    #[serde(default)]
    pub secret: bool,
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
    let mut rows: Vec<Row> = read_rows(&FILES);
    rows.sort_by(|a, b| (a.name != WEBHOOK, &a.name).cmp(&(b.name != WEBHOOK, &b.name)));
    rows
});

/// The rows of a folder of data, each a file.
pub(super) fn read_rows<T: DeserializeOwned>(files: &Dir) -> Vec<T> {
    files.files().filter_map(|file| serde_json::from_slice(file.contents()).ok()).collect()
}

/// What posts to any address.
pub const WEBHOOK: &str = "webhook";

/// What needs a secret, and has no row yet: the receiver, and why.
pub const ELSEWHERE: [(&str, &str); 2] =
    [("activecampaign_events", "the event key belongs to the account"), ("marketo_rest", "every call needs a token")];

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
