//! Leads as a table for spreadsheets (RFC 4180): what every lead has, then an answer a column, then a purpose of consent a column.

use std::collections::BTreeSet;

use crate::lead::{Message, Touch};
use crate::time::Timestamp;
use crate::value::Value;

const HEAD: [&str; 26] = [
    "received_at",
    "created_at",
    "id",
    "lead_id",
    "type",
    "test",
    "campaign",
    "form",
    "page",
    "locale",
    "level",
    "qualified",
    "score",
    "grade",
    "reasons",
    "stage",
    "tags",
    "value",
    "currency",
    "channel",
    "source",
    "medium",
    "utm_campaign",
    "term",
    "first_channel",
    "spam",
];

/// Which answers and purposes have a column.
pub struct Columns {
    fields: BTreeSet<String>,
    purposes: BTreeSet<String>,
}

impl Columns {
    pub fn new(fields: BTreeSet<String>, purposes: BTreeSet<String>) -> Self {
        Self { fields, purposes }
    }

    pub fn head(&self) -> String {
        let fields = self.fields.iter().map(|name| format!("field.{name}"));
        let purposes = self.purposes.iter().map(|purpose| format!("consent.{purpose}"));
        written(HEAD.iter().map(|name| (*name).to_owned()).chain(fields).chain(purposes))
    }

    pub fn line(&self, received_at: Timestamp, message: &Message) -> String {
        let score = message.score.as_ref();
        let touch = |pick: fn(&Touch) -> Option<&String>| {
            let last = message.source.as_ref().and_then(|source| source.last.as_ref());
            last.and_then(pick).cloned().unwrap_or_default()
        };
        let first = message.source.as_ref().and_then(|source| source.first.as_ref());
        let value = message.value.as_ref();
        let known = [
            received_at.to_string(),
            message.created_at.to_string(),
            message.id.clone(),
            message.lead_id.clone(),
            message.kind.clone(),
            message.test.to_string(),
            message.campaign.id.clone(),
            message.form.clone(),
            message.page.url.clone(),
            message.page.locale.clone(),
            message.level.clone(),
            message.qualified.to_string(),
            score.and_then(|score| score.dimensions.get("total")).map(ToString::to_string).unwrap_or_default(),
            score.map(|score| score.grade.clone()).unwrap_or_default(),
            score.map(|score| score.reasons.clone()).unwrap_or_default(),
            message.stage.clone().unwrap_or_default(),
            message.tags.as_ref().map(|tags| tags.join(", ")).unwrap_or_default(),
            value.map(|value| value.amount.to_string()).unwrap_or_default(),
            value.map(|value| value.currency.clone()).unwrap_or_default(),
            touch(|touch| Some(&touch.channel)),
            touch(|touch| touch.source.as_ref()),
            touch(|touch| touch.medium.as_ref()),
            touch(|touch| touch.campaign.as_ref()),
            touch(|touch| touch.term.as_ref()),
            first.map(|touch| touch.channel.clone()).unwrap_or_default(),
            message.spam.suspected.to_string(),
        ];
        let answers = self.fields.iter().map(|name| message.fields.get(name).map(plain).unwrap_or_default());
        let agreed = self.purposes.iter().map(|purpose| {
            let record = message.consent.iter().rev().find(|record| record.purpose == *purpose);
            record.map(|record| record.state.clone()).unwrap_or_default()
        });
        written(known.into_iter().chain(answers).chain(agreed))
    }
}

fn plain(answer: &Value) -> String {
    match answer {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn written(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Into memory, where nothing fails.
    writer.write_record(cells.map(|cell| harmless(&cell))).unwrap_or_default();
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// Spreadsheets run what begins like a formula, and anybody may have written it into a form: an apostrophe makes it a text.
fn harmless(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number;
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_in_an_answer_stays_a_text() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("+82 2 123", "'+82 2 123"),
            ("-5", "-5"),
            ("+5", "+5"),
            ("-x", "'-x"),
            ("a=1", "a=1"),
            ("", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(harmless(cell), expected);
        }
    }

    #[test]
    fn cells_with_commas_quotes_and_lines_are_quoted() {
        let line = written(["a,b".to_owned(), "say \"hi\"".to_owned(), "one\ntwo".to_owned(), "가".to_owned()].into_iter());
        assert_eq!(line, "\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\",가\r\n");
    }
}
