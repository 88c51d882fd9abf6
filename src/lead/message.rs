//! The message a destination receives.
//!
//! What consent leaves out is absent, not `null`; see `without_consent`.

use serde::{Deserialize, Deserializer, Serialize};

use super::{StageReached, Touch};
use crate::campaign::written::GivenAnswer;
use crate::time::Timestamp;
use crate::value::{Named, Object};

/// `lead.captured` and its kin, version 1.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Message {
    /// `lead.captured`, `lead.qualified`, `lead.updated`, `lead.partial`, `consent.withdrawn` or `lead.erase_requested`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Of this shape: 1.
    pub version: u32,
    /// Of this message: the same on every attempt and to every destination.
    pub id: String,
    /// Of the lead: shared by all its messages.
    pub lead_id: String,
    pub created_at: Timestamp,
    /// Milliseconds between `created_at` and this attempt.
    #[serde(default)]
    pub age_ms: u64,
    /// When this attempt was made.
    #[serde(default)]
    pub sent_at: Option<Timestamp>,
    /// From 1.
    #[serde(default)]
    pub attempt: u32,
    /// Not a real lead.
    #[serde(default)]
    pub test: bool,
    pub campaign: CampaignRef,
    pub form: String,
    pub via: Via,
    /// Answers by field name, texts or lists of texts; unanswered fields are absent.
    #[serde(deserialize_with = "answers")]
    pub fields: Object,
    #[serde(default)]
    pub consent: Vec<ConsentRecord>,
    /// `none disqualified mql sal sql`, or the campaign's own.
    pub level: String,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub qualified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<Vec<StageReached>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<ScoreReport>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiments: Option<Named<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<VisitorRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Ids>,
    #[serde(default)]
    pub page: PageRef,
    #[serde(default)]
    pub spam: Spam,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct CampaignRef {
    pub id: String,
    /// SHA-256 of the campaign file in SRI form; empty when unknown.
    #[serde(default)]
    pub version: String,
}

/// What carried the form: `page`, `embed` or `native`, with the page's path.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Via {
    pub kind: String,
    pub id: String,
}

/// One consent item as the visitor left it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct ConsentRecord {
    pub purpose: String,
    /// `granted`, `pending` (double opt-in) or `denied`.
    pub state: String,
    /// The exact words that were shown.
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub text_hash: Option<String>,
    pub locale: String,
    pub at: Timestamp,
}

/// The score: `engagement`, `fit` and whatever dimensions the campaign has, in points, beside their total.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct ScoreReport {
    #[serde(flatten)]
    pub dimensions: Named<serde_json::Number>,
    pub grade: String,
    #[serde(default)]
    pub grade_fit: String,
    #[serde(default)]
    pub grade_engagement: String,
    /// Every rule with a count; its points add up to the score.
    pub explanation: Vec<ScoreRow>,
    /// The same in one line: `pricing_view +20, company_size +25`.
    pub reasons: String,
    /// How likely the lead is to become what the campaign's model was trained on: between 0 and 1. Absent without a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What that comes of; absent without a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contributions: Option<Vec<ScoreContribution>>,
}

/// What one fact adds to the probability: all of them add up to its log odds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct ScoreContribution {
    /// `intercept` is where every lead starts.
    pub fact: String,
    /// The value that counts, where it is one of several; absent where the fact counts as a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<serde_json::Value>,
    pub log_odds: f64,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct ScoreRow {
    pub dimension: String,
    /// The rule's id, or `cap`.
    pub rule: String,
    /// Of a `cap` row, the rule or group that was bounded; absent where the dimension's own bounds cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub points: serde_json::Number,
    pub count: u32,
    /// When the events happened; absent for rules that read answers and facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<Timestamp>,
}

/// All that recomputing the score needs and the message does not hold elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Evidence {
    /// The moment the score was computed for.
    pub at: Timestamp,
    /// By rule: the second, and how often it happened in that second.
    pub rules: Named<Vec<(Timestamp, u32)>>,
    /// Facts the scoring reads, by name.
    pub facts: Named<serde_json::Value>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Value {
    pub amount: f64,
    pub currency: String,
}

/// Where the visitor came from.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Source {
    pub first: Option<Touch>,
    /// The last that was not direct.
    pub last: Option<Touch>,
    pub touches: u32,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct VisitorRef {
    pub id: String,
    pub visits: u32,
    pub pages: u32,
    pub first_seen: Timestamp,
}

/// Identifiers for advertising; only under consent for it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Ids {
    pub event: String,
    pub ga_client: Option<String>,
    pub fbp: Option<String>,
    pub fbc: Option<String>,
    pub hutk: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct PageRef {
    pub url: String,
    pub title: String,
    pub locale: String,
    pub time_zone: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Spam {
    pub suspected: bool,
    pub signals: Vec<String>,
}

/// Holds answers to what answers may be.
fn answers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
    let answers = Named::<GivenAnswer>::deserialize(deserializer)?;
    Ok(answers.iter().map(|(name, answer)| (name.clone(), answer.value())).collect())
}
