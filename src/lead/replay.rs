//! The score of a lead worked out again from what the lead itself tells, so that a receiver need not believe it.
//!
//! A browser holds no secret: somebody may make up events, and nothing here can tell. What follows from them is worked out anew, so
//! that a made-up score, level or reason is found. Nothing that stands in a message makes this fail: what cannot be read is a
//! difference.

use super::compose::{QUALIFIED, score_report, worth};
use super::recorded::StageReached;
use crate::campaign::{Per, Rule, Runtime};
use crate::condition::Engine;
use crate::scoring::{Entry, Ledger, MOST_OCCURRENCES, Verdict, Visitor, evaluate};
use crate::time::Timestamp;
use crate::value::{Object, Value, Write, put, read};

/// Parts of a fact's name, at most. A message may hold any text for one, and what is nested too deep cannot even be dropped.
const DEEPEST: usize = 8;

/// One key of the message that does not follow from its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// `score.total`
    pub key: String,
    pub claimed: Value,
    pub found: Value,
}

/// What became of a lead's claims.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// All that is claimed follows from the evidence.
    Match,
    Mismatch(Vec<Difference>),
    /// None of the campaigns at hand is the one the lead names.
    UnknownVersion,
    /// The visitor did not agree to more than being answered, or had no scripts.
    NoEvidence,
}

impl Outcome {
    /// Holds a lead against the campaign that it names.
    #[must_use]
    pub fn of<'a>(campaigns: impl IntoIterator<Item = &'a Runtime>, message: &Value, engine: Engine) -> Self {
        let Some(evidence) = evidence_of(message) else { return Self::NoEvidence };
        let Some(campaign) = campaign_of(campaigns, message) else { return Self::UnknownVersion };
        let told = Told::of(campaign, message, evidence);
        let verdict = told.judge(campaign, engine);
        let mut differences = told.misfits;
        compare(campaign, message, &verdict, &mut differences);
        if differences.is_empty() { Self::Match } else { Self::Mismatch(differences) }
    }

    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mismatch(_) => "mismatch",
            Self::UnknownVersion => "unknown version",
            Self::NoEvidence => "no evidence",
        }
    }
}

/// The campaign that a message names, by its id and its fingerprint.
pub fn campaign_of<'a>(campaigns: impl IntoIterator<Item = &'a Runtime>, message: &Value) -> Option<&'a Runtime> {
    let named = |key: &str| message.get("campaign")?.get(key)?.as_str();
    let (id, version) = (named("id")?, named("version")?);
    campaigns.into_iter().find(|known| known.id == id && known.version == version)
}

/// What a campaign says of a lead, whichever it came from. `None` where the lead carries no evidence.
#[must_use]
pub fn judge_by(campaign: &Runtime, message: &Value, engine: Engine) -> Option<Verdict> {
    Some(Told::of(campaign, message, evidence_of(message)?).judge(campaign, engine))
}

fn evidence_of(message: &Value) -> Option<&Value> {
    message.get("evidence").filter(|evidence| evidence.is_object())
}

/// What a message tells of its visitor, but for what follows from that.
struct Told {
    now: Timestamp,
    facts: Value,
    ledger: Ledger,
    stages: Vec<StageReached>,
    tags: Vec<String>,
    misfits: Vec<Difference>,
}

impl Told {
    fn of(campaign: &Runtime, message: &Value, evidence: &Value) -> Self {
        let mut misfits = Vec::new();
        let now = read::<Timestamp>(evidence.get("at").unwrap_or(&Value::Null)).unwrap_or_else(|_| {
            misfits.push(misfit("evidence.at", evidence.get("at"), "a time".write()));
            Timestamp::default()
        });
        let mut ledger = Ledger::default();
        for rule in campaign.scoring.rules.iter().filter(|rule| rule.on.is_some()) {
            if let Some(told) = evidence.get("rules").and_then(|rules| rules.get(&rule.id)) {
                match entries(rule, told) {
                    Ok(entries) => ledger.set(&rule.id, entries),
                    Err(why) => misfits.push(misfit(&["evidence.rules.", &rule.id].concat(), Some(told), why)),
                }
            }
        }
        Self {
            now,
            ledger,
            facts: facts(message, evidence),
            stages: earlier_stages(message, now),
            tags: kept_tags(campaign, message),
            misfits,
        }
    }

    fn judge(&self, campaign: &Runtime, engine: Engine) -> Verdict {
        let visitor = Visitor { ledger: &self.ledger, stages: &self.stages, tags: &self.tags, pretended: &Value::Null };
        evaluate(campaign, &visitor, self.facts.clone(), self.now, engine)
    }
}

fn misfit(key: &str, claimed: Option<&Value>, found: Value) -> Difference {
    Difference { key: key.to_owned(), claimed: claimed.cloned().unwrap_or_default(), found }
}

/// The occurrences of a rule, oldest first; an error where they are none, or more than the rule's limit ever lets through.
fn entries(rule: &Rule, told: &Value) -> Result<Vec<Entry>, Value> {
    let told: Vec<(Timestamp, u32)> = read(told).map_err(|_| "a list of [time, count]".write())?;
    let most = match rule.limit.per {
        Per::Ever | Per::Seconds(_) => rule.limit.times,
        Per::Page | Per::Session => MOST_OCCURRENCES,
    };
    let count = told.iter().fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
    if count > most {
        return Err(["at most ", &crate::digits::digits(u64::from(most)), " occurrences"].concat().write());
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(told.len());
    for (at, count) in told {
        let later = entries.iter().rev().take_while(|entry| entry.at > at).count();
        entries.insert(entries.len() - later, Entry { at, count, page: 0, visit: 0 });
    }
    Ok(entries)
}

/// The facts as far as the message tells them: its evidence, and its own keys before that.
fn facts(message: &Value, evidence: &Value) -> Value {
    let mut facts = Value::Object(Object::new());
    for (name, fact) in evidence.get("facts").and_then(Value::as_object).into_iter().flatten() {
        put_at(&mut facts, &name.split('.').collect::<Vec<_>>(), fact);
    }
    for (name, answer) in message.get("fields").and_then(Value::as_object).into_iter().flatten() {
        put_at(&mut facts, &["field", name], answer);
    }
    for item in message.get("consent").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(purpose), Some(state)) = (item.get("purpose").and_then(Value::as_str), item.get("state")) {
            put_at(&mut facts, &["consent", purpose], state);
        }
    }
    let source = message.get("source");
    // Later than its submission a lead is judged with no form being sent.
    let form = message.get("form").filter(|_| message.get("type").and_then(Value::as_str) != Some(QUALIFIED));
    for (name, told) in [
        ("form", form),
        ("source", source.and_then(|it| it.get("last"))),
        ("first", source.and_then(|it| it.get("first"))),
        ("experiment", message.get("experiments")),
    ] {
        if let Some(told) = told {
            put_at(&mut facts, &[name], told);
        }
    }
    facts
}

/// Puts a fact in its place, making the objects that lead there.
fn put_at(facts: &mut Value, path: &[&str], fact: &Value) {
    if !facts.is_object() {
        *facts = Value::Object(Object::new());
    }
    let Value::Object(object) = facts else { return };
    match path {
        [name] => put(object, name, fact.clone()),
        [first, rest @ ..] if path.len() <= DEEPEST => put_at(object.entry(first), rest, fact),
        _ => {}
    }
}

/// Stages reached before this lead are told as events are, later by the clock where that was set back since; those of this moment must
/// follow from it.
fn earlier_stages(message: &Value, now: Timestamp) -> Vec<StageReached> {
    let told: Vec<StageReached> = message.get("stages").and_then(|stages| read(stages).ok()).unwrap_or_default();
    told.into_iter().filter(|stage| stage.at != now).collect()
}

/// Tags that may have come earlier: those that stay, and those of chosen options.
fn kept_tags(campaign: &Runtime, message: &Value) -> Vec<String> {
    let told: Vec<String> = message.get("tags").and_then(|tags| read(tags).ok()).unwrap_or_default();
    told.into_iter().filter(|tag| campaign.keeps_tag(tag)).collect()
}

fn compare(campaign: &Runtime, message: &Value, verdict: &Verdict, differences: &mut Vec<Difference>) {
    let mut hold = |key: &str, claimed: Option<&Value>, found: Value| {
        let claimed = claimed.cloned().unwrap_or_default();
        if claimed != found {
            differences.push(Difference { key: key.to_owned(), claimed, found });
        }
    };
    let (claimed, found) = (message.get("score"), score_report(verdict));
    for (key, found) in found.as_object().into_iter().flatten() {
        hold(&["score.", key].concat(), claimed.and_then(|score| score.get(key)), found.clone());
    }
    for (key, claimed) in claimed.and_then(Value::as_object).into_iter().flatten().filter(|(key, _)| found.get(key).is_none()) {
        hold(&["score.", key].concat(), Some(claimed), Value::Null);
    }
    let (stage, stages, tags, value) = (verdict.stage.write(), verdict.stages.write(), verdict.tags.write(), worth(campaign, verdict));
    let (level, reason, qualified) = (verdict.level.write(), verdict.reason.write(), verdict.qualified.write());
    for (key, found) in [
        ("stage", stage),
        ("stages", stages),
        ("tags", tags),
        ("level", level),
        ("reason", reason),
        ("qualified", qualified),
        ("value", value),
    ] {
        hold(key, message.get(key), found);
    }
}
