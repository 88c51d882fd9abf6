//! Putting a message together from what the visitor sent and what the campaign says of it.

use super::{CampaignRef, ConsentRecord, Evidence, Ids, Message, PageRef, ScoreReport, ScoreRow, Source, Spam, Value, Via, VisitorRef};
use crate::campaign::{ConsentItem, Form, Runtime};
use crate::condition::{Condition, value_at};
use crate::form::Answers;
use crate::scoring::{Verdict, points, points_text};
use crate::time::Timestamp;
use crate::value::Named;
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
    pub via: Via,
    /// Two fresh UUIDs: of the message and of the lead.
    pub ids: (String, String),
}

/// The `lead.captured` message; without consent to personalization it leaves out what `without_consent` says.
#[must_use]
pub fn compose(submission: &Submission) -> Message {
    let Submission { campaign, around, verdict, record, .. } = submission;
    let now = around.moment.now;
    let everything = around.standing.lead_carries_everything();
    let with_consent = |known: bool| known.then_some(());
    let advertising = everything && around.standing.granted(consent::ADVERTISING);
    let (id, lead_id) = submission.ids.clone();
    Message {
        kind: "lead.captured".into(),
        version: 1,
        campaign: CampaignRef { id: campaign.id.clone(), version: campaign.version.clone() },
        created_at: now,
        age_ms: 0,
        sent_at: None,
        attempt: 0,
        test: false,
        form: submission.form_id.to_owned(),
        via: submission.via.clone(),
        fields: submission.answers.trimmed(),
        consent: submission.form.consent.iter().map(|item| consent_record(item, submission)).collect(),
        level: verdict.level.clone(),
        reason: verdict.reason.clone(),
        qualified: verdict.qualified,
        stage: with_consent(everything).and_then(|()| verdict.stage.clone()),
        stages: with_consent(everything).map(|()| verdict.stages.clone()),
        tags: with_consent(everything).map(|()| verdict.tags.clone()),
        score: with_consent(everything).map(|()| score_report(verdict)),
        evidence: with_consent(everything).map(|()| evidence(campaign, record, verdict, now)),
        value: with_consent(everything).and_then(|()| worth(campaign, verdict)),
        source: with_consent(everything).map(|()| source(record)),
        experiments: with_consent(everything).map(|()| Named::new()),
        visitor: with_consent(everything).map(|()| visitor(record)),
        ids: with_consent(advertising).map(|()| Ids { event: id.clone(), ga_client: None, fbp: None, fbc: None, hutk: None }),
        page: PageRef {
            url: around.page.url.clone(),
            title: around.page.title.clone(),
            locale: around.locale.clone(),
            time_zone: around.moment.local.zone.clone(),
        },
        spam: Spam::default(),
        id,
        lead_id,
    }
}

fn consent_record(item: &ConsentItem, submission: &Submission) -> ConsentRecord {
    let Submission { campaign, around, answers, .. } = submission;
    ConsentRecord {
        purpose: item.purpose.clone(),
        state: answers.state_of(item).into(),
        text: Some(item.text.in_locale(&around.locale, &campaign.default_locale).to_owned()),
        text_hash: item.text_hash.get(&around.locale).or_else(|| item.text_hash.get(&campaign.default_locale)).cloned(),
        locale: around.locale.clone(),
        at: around.moment.now,
    }
}

/// The score with its reasons, as messages and `explain` give it.
#[must_use]
pub fn score_report(verdict: &Verdict) -> ScoreReport {
    let score = &verdict.score;
    let mut dimensions: Named<_> = score.dimensions.iter().map(|(name, milli)| (name.clone(), points(*milli))).collect();
    dimensions.insert("total", points(score.total()));
    let rows = score.rows.iter().map(|row| ScoreRow {
        dimension: row.dimension.clone(),
        rule: row.rule.clone(),
        points: points(row.milli),
        count: row.count,
        at: row.at.clone(),
    });
    ScoreReport {
        dimensions,
        grade: format!("{}{}", verdict.grade_fit, verdict.grade_engagement),
        grade_fit: verdict.grade_fit.clone(),
        grade_engagement: verdict.grade_engagement.clone(),
        explanation: rows.collect(),
        reasons: reasons(verdict),
    }
}

/// `pricing_view +20, company_size +25`
fn reasons(verdict: &Verdict) -> String {
    let counted = verdict.score.rows.iter().filter(|row| row.milli != 0);
    let reason = |row: &crate::scoring::Row| format!("{} {}{}", row.rule, if row.milli > 0 { "+" } else { "" }, points_text(row.milli));
    counted.map(reason).collect::<Vec<_>>().join(", ")
}

fn evidence(campaign: &Runtime, record: &Record, verdict: &Verdict, now: Timestamp) -> Evidence {
    let counting = campaign.scoring.rules.iter().filter(|rule| rule.on.is_some());
    let entries = counting.filter_map(|rule| {
        let entries: Vec<_> = record.ledger.counted(rule, now).map(|entry| (entry.at, entry.count)).collect();
        (!entries.is_empty()).then(|| (rule.id.clone(), entries))
    });
    Evidence { at: now, rules: entries.collect(), facts: facts_read(campaign, &verdict.facts) }
}

/// The facts that scoring reads and that neither the message's other keys hold nor evaluation settles.
fn facts_read(campaign: &Runtime, facts: &serde_json::Value) -> Named<serde_json::Value> {
    const ELSEWHERE: [&str; 14] = [
        "field",
        "email",
        "consent",
        "form",
        "segments",
        "rule",
        "score",
        "tags",
        "stage",
        "level",
        "qualified",
        "source",
        "first",
        "event",
    ];
    let scoring = &campaign.scoring;
    let rules = scoring.rules.iter().filter(|rule| rule.on.is_none()).filter_map(|rule| rule.condition.as_ref());
    let tags = scoring.tags.iter().map(|tag| &tag.when);
    let stages = scoring.stages.iter().filter_map(|stage| stage.when.as_ref());
    let levels = scoring.qualification.iter().filter_map(|level| level.when.as_ref());
    let conditions = rules.chain(tags).chain(stages).chain(levels).chain(campaign.segments.values());
    let names = conditions.flat_map(Condition::fact_names);
    let outside = names.filter(|name| !ELSEWHERE.contains(&name.split('.').next().unwrap_or(name)));
    outside.map(|name| (name.to_owned(), value_at(facts, name).clone())).collect()
}

fn worth(campaign: &Runtime, verdict: &Verdict) -> Option<Value> {
    let value = campaign.scoring.value.as_ref()?;
    let grade = format!("{}{}", verdict.grade_fit, verdict.grade_engagement);
    let amount = value.by_grade.get(&grade).or_else(|| value.by_grade.get("*"))?;
    Some(Value { amount: *amount, currency: value.currency.clone() })
}

fn source(record: &Record) -> Source {
    let (first, last) = (record.first.clone(), record.last.clone());
    Source { first: first.unwrap_or_default(), last: last.unwrap_or_default(), touches: record.touches }
}

fn visitor(record: &Record) -> VisitorRef {
    VisitorRef { id: record.id.clone(), visits: record.visits, pages: record.pages, first_seen: record.first_seen }
}
