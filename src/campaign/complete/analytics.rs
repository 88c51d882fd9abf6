//! What the aid `analytics` goes by, `starts.analytics`: `{ "tools", "campaign", "holds", "levels", "worth" }`.
//!
//! `holds` says that what happens may wait in memory until there is consent, `levels` are those of a qualified lead, and `worth` is what one
//! is worth that qualifies after it was sent.

use serde_json::{Map, Value, json};

use crate::campaign::analytics::{About, usable};
use crate::campaign::written::{BeforeConsent, Campaign};
use crate::value::{Value as Plain, of_json};

/// The levels that qualify by their names.
const QUALIFIED: [&str; 3] = ["mql", "sal", "sql"];

pub fn complete(written: &Campaign) -> Option<Plain> {
    let tools = usable(written.analytics.as_ref(), &About::of(written));
    if tools.is_empty() {
        return None;
    }
    let mut about = Map::from_iter([
        ("tools".to_owned(), Value::from(tools)),
        ("campaign".to_owned(), json!({ "id": written.id, "version": written.version })),
    ]);
    if written.consent.before_consent == BeforeConsent::Memory {
        about.insert("holds".to_owned(), true.into());
    }
    let qualified = written.scoring.qualification.iter().filter(|level| level.qualified || QUALIFIED.contains(&level.level.as_str()));
    about.insert("levels".to_owned(), qualified.map(|level| level.level.as_str()).collect::<Vec<_>>().into());
    if let Some(value) = &written.scoring.value {
        about.insert("worth".to_owned(), json!({ "currency": value.currency, "by_grade": value.by_grade }));
    }
    Some(of_json(about.into()))
}
