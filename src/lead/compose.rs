//! Putting a message together from what the visitor sent and what the campaign says of it.
//!
//! Written straight as the plain value that leaves: visitors download this, and a second, typed copy of the shape would cost
//! them kilobytes. `Message` is that shape for receivers, and a test holds what is written here against it.

use super::evidence::evidence;
use crate::campaign::{Form, Part, Runtime};
use crate::condition::value_at;
use crate::form::{Answers, is_suspected};
use crate::object;
use crate::scoring::{Row, Verdict, points, points_text};
use crate::value::{Object, Value, Write, put};
use crate::visitor::{Circumstances, Record, consent};

/// One submission of a form.
pub struct Submission<'a> {
    pub campaign: &'a Runtime,
    pub form_id: &'a str,
    pub form: &'a Form,
    pub answers: &'a Answers,
    pub around: &'a Circumstances,
    /// The visitor as of this submission.
    pub record: &'a Record,
    pub verdict: &'a Verdict,
    /// Two fresh UUIDs: of the message and of the lead.
    pub ids: &'a (String, String),
    /// `lead.captured`, `lead.partial` or what may follow.
    pub kind: &'a str,
}

/// What other tools call the visitor, as messages name it.
const ADVERTISING_IDS: [&str; 4] = ["ga_client", "fbp", "fbc", "hutk"];
/// The type of message that a submission makes.
pub const CAPTURED: &str = "lead.captured";
/// The type of message after a step.
pub const PARTIAL: &str = "lead.partial";
/// The type of message when a lead qualifies after it was sent.
pub const QUALIFIED: &str = "lead.qualified";

/// The message; without consent to personalization it leaves out what `without_consent` says.
#[must_use]
pub fn compose(submission: &Submission) -> Value {
    let Submission { campaign, around, verdict, .. } = submission;
    let (id, lead_id) = submission.ids;
    let mut message = object! {
        "type" => submission.kind, "version" => 1, "id" => id, "lead_id" => lead_id, "created_at" => around.moment.now, "test" => submission.record.internal,
        "campaign" => object! { "id" => campaign.id, "version" => campaign.version },
        "form" => submission.form_id, "via" => around.via,
        "fields" => submission.answers.fields, "consent" => consent_records(submission),
        "level" => verdict.level, "reason" => verdict.reason, "qualified" => verdict.qualified, "page" => page(around),
        "spam" => object! { "suspected" => is_suspected(&around.spam), "signals" => around.spam },
    };
    let carries_everything = carries_what_was_said(submission.kind) && around.standing.lead_carries_everything();
    if let (Value::Object(message), true) = (&mut message, carries_everything) {
        add_what_needs_consent(message, submission);
    }
    message
}

/// Whether messages of a kind tell what a visitor said and did; the others only ask for something.
#[must_use]
pub fn carries_what_was_said(kind: &str) -> bool {
    matches!(kind, CAPTURED | PARTIAL | QUALIFIED)
}

fn add_what_needs_consent(message: &mut Object, submission: &Submission) {
    let Submission { campaign, around, verdict, record, .. } = submission;
    let mut add = |key: &str, value: Value| put(message, key, value);
    add("stage", verdict.stage.write());
    add("stages", verdict.stages.write());
    add("tags", verdict.tags.write());
    add("score", score_report(verdict));
    add("evidence", evidence(submission));
    add("value", worth(campaign, verdict));
    add("source", object! { "first" => record.first, "last" => record.last, "touches" => record.touches });
    add("experiments", Value::Object(value_at(&verdict.facts, "experiment").as_object().cloned().unwrap_or_default()));
    add("visitor", object! { "id" => record.id, "visits" => record.visits, "pages" => record.pages, "first_seen" => record.first_seen });
    if around.standing.granted(consent::ADVERTISING) {
        let mut ids = object! { "event" => submission.ids.0 };
        for name in ADVERTISING_IDS {
            if let Value::Object(ids) = &mut ids {
                put(ids, name, around.ids.get(name).write());
            }
        }
        add("ids", ids);
    }
}

fn page(around: &Circumstances) -> Value {
    let page = &around.page;
    object! { "url" => page.url, "title" => page.title, "locale" => around.locale, "time_zone" => around.moment.local.zone }
}

fn consent_records(submission: &Submission) -> Value {
    let mut records = Vec::new();
    for item in submission.form.consent() {
        if submission.answers.were_asked_for(item) {
            records.push(consent_record(item, submission));
        }
    }
    Value::Array(records)
}

fn consent_record(item: Part, submission: &Submission) -> Value {
    let Submission { campaign, around, answers, .. } = submission;
    let hash = item.object("text_hash").and_then(|hashes| hashes.get(&around.locale).or_else(|| hashes.get(&campaign.default_locale)));
    let hash = hash.and_then(Value::as_str).or_else(|| answers.hashes.get(item.word("purpose")).map(String::as_str));
    let text = item.text("text").unwrap_or_default();
    object! {
        "purpose" => item.word("purpose"), "state" => answers.state_of(item), "text" => text.in_locale(&around.locale, &campaign.default_locale),
        "text_hash" => hash, "locale" => around.locale, "at" => around.moment.now,
    }
}

/// The score with its reasons, as messages and `explain` give it.
#[must_use]
pub fn score_report(verdict: &Verdict) -> Value {
    let score = &verdict.score;
    let mut report = Object::new();
    for (dimension, milli) in &score.dimensions {
        put(&mut report, dimension, points(*milli).write());
    }
    put(&mut report, "total", points(score.total()).write());
    put(&mut report, "grade", verdict.grade().write());
    put(&mut report, "grade_fit", verdict.grade_fit.write());
    put(&mut report, "grade_engagement", verdict.grade_engagement.write());
    put(&mut report, "explanation", Value::Array(score.rows.iter().map(explanation_row).collect()));
    put(&mut report, "reasons", reasons(verdict).write());
    if let Some(learned) = &verdict.learned {
        put(&mut report, "probability", learned.probability.write());
        put(&mut report, "contributions", learned.contributions.clone());
    }
    Value::Object(report)
}

fn explanation_row(row: &Row) -> Value {
    let mut written = Object::new();
    put(&mut written, "dimension", row.dimension.write());
    put(&mut written, "rule", row.rule.write());
    if !row.of.is_empty() {
        put(&mut written, "of", row.of.write());
    }
    put(&mut written, "points", points(row.milli).write());
    put(&mut written, "count", row.count.write());
    if !row.at.is_empty() {
        put(&mut written, "at", row.at.write());
    }
    Value::Object(written)
}

/// `pricing_view +20, company_size +25`
fn reasons(verdict: &Verdict) -> String {
    let mut reasons = String::new();
    for row in &verdict.score.rows {
        if row.milli != 0 {
            if !reasons.is_empty() {
                reasons.push_str(", ");
            }
            reasons.push_str(&row.rule);
            reasons.push_str(if row.milli > 0 { " +" } else { " " });
            reasons.push_str(&points_text(row.milli));
        }
    }
    reasons
}

/// What the lead is worth by its grade, as messages tell it.
#[must_use]
pub fn worth(campaign: &Runtime, verdict: &Verdict) -> Value {
    let grade = verdict.grade();
    let value = Part(&campaign.scoring.value);
    let amount = value.object("by_grade").and_then(|by_grade| by_grade.get(&grade).or_else(|| by_grade.get("*")));
    amount.map(|amount| object! { "amount" => amount, "currency" => value.word("currency") }).unwrap_or_default()
}
