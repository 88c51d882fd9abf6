//! Everything that follows from facts, in the order CAMPAIGN.md fixes: segments, rules, dimensions, grades, tags, stage, level.

use super::ledger::Ledger;
use super::model::{Learned, learned};
use super::points::{Score, points, score};
use crate::campaign::{Part, Runtime, Scoring, items};
use crate::condition::{Engine, Scope};
use crate::lead::StageReached;
use crate::object;
use crate::time::Timestamp;
use crate::value::{Object, Value, Write, add_missing, put};

/// What evaluation reads besides the facts.
pub struct Visitor<'a> {
    pub ledger: &'a Ledger,
    /// Stages reached so far, in the order of the funnel.
    pub stages: &'a [StageReached],
    /// Tags that stay.
    pub tags: &'a [String],
    /// Points by dimension that take the place of those there are; null but where somebody pretends.
    pub pretended: &'a Value,
}

/// What the campaign says of a visitor at one moment.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The facts with everything settled here added: what routes and outcomes read.
    pub facts: Value,
    pub score: Score,
    /// `None` without a model.
    pub learned: Option<Learned>,
    pub grade_fit: String,
    pub grade_engagement: String,
    pub tags: Vec<String>,
    /// Those of the tags that stay from now on.
    pub kept_tags: Vec<String>,
    pub stage: Option<String>,
    pub stages: Vec<StageReached>,
    pub level: String,
    pub reason: Option<String>,
    pub qualified: bool,
}

impl Verdict {
    /// `B2`: the grade of fit, then that of engagement.
    #[must_use]
    pub fn grade(&self) -> String {
        [self.grade_fit.as_str(), &self.grade_engagement].concat()
    }
}

/// A grade that cannot be told yet.
const UNKNOWN: &str = "?";
const NO_LEVEL: &str = "none";
const QUALIFIED_LEVELS: [&str; 3] = ["mql", "sal", "sql"];

/// Settles everything for `facts` at `now`.
#[must_use]
pub fn evaluate(campaign: &Runtime, visitor: &Visitor, facts: Value, now: Timestamp, engine: Engine) -> Verdict {
    if cfg!(feature = "unscored") {
        return Verdict { facts, ..Verdict::default() };
    }
    let scoring = &campaign.scoring;
    let mut known = Known { facts, lists: &campaign.lists, engine };
    let mut segments = Vec::new();
    for (name, when) in &campaign.segments {
        if when.holds(&known.scope()) {
            segments.push(name.write());
        }
    }
    known.add("segments", Value::Array(segments));

    let mut score = score(scoring, visitor.ledger, &known.scope(), now);
    if let Value::Object(pretended) = visitor.pretended {
        score.unknown.clear();
        for (dimension, points) in pretended {
            if let Some(milli) = score.dimensions.get_mut(dimension) {
                *milli = (points.as_f64().unwrap_or_default() * 1000.0) as i64;
            }
        }
    }
    known.add("rule", rule_facts(scoring, &score));
    let grade_fit = grade(scoring, &score, "fit");
    let grade_engagement = grade(scoring, &score, "engagement");
    known.add("score", score_facts(&score, &grade_fit, &grade_engagement));
    let learned = scoring.model.as_ref().map(|model| learned(model, &known.scope()));
    if let Some(learned) = &learned {
        known.add_score("probability", learned.probability);
    }

    let (mut kept_tags, mut passing) = (visitor.tags.to_vec(), Vec::new());
    for tag in items(&scoring.tags) {
        if tag.holds("when", &known.scope()) {
            add_missing(if tag.flag("keep") { &mut kept_tags } else { &mut passing }, tag.word("tag"));
        }
    }
    let mut tags = kept_tags.clone();
    for tag in &passing {
        add_missing(&mut tags, tag);
    }
    known.add("tags", tags.write());

    let stages = reached(&scoring.stages, visitor.stages, &known, now);
    let stage = stages.last().map(|stage| stage.id.clone());
    known.add("stage", stage.write());

    let mut level = Part(&Value::Null);
    for one in items(&scoring.qualification) {
        if one.holds("when", &known.scope()) {
            level = one;
            break;
        }
    }
    let name = level.word_if("level").unwrap_or(NO_LEVEL);
    let counts = QUALIFIED_LEVELS.contains(&name) || level.flag("qualified");
    let qualified = counts && has_contact(campaign, &known.facts);
    known.add("level", name.write());
    known.add("qualified", qualified.write());
    Verdict {
        grade_fit,
        grade_engagement,
        tags,
        kept_tags,
        stage,
        stages,
        level: name.to_owned(),
        reason: level.word_if("reason").map(str::to_owned),
        qualified,
        facts: known.facts,
        score,
        learned,
    }
}

/// The facts as they grow.
struct Known<'a> {
    facts: Value,
    lists: &'a crate::condition::Lists,
    engine: Engine,
}

impl Known<'_> {
    fn scope(&self) -> Scope<'_> {
        Scope { facts: &self.facts, lists: self.lists, engine: self.engine }
    }

    fn add(&mut self, name: &str, value: Value) {
        if let Value::Object(facts) = &mut self.facts {
            put(facts, name, value);
        }
    }

    fn add_score(&mut self, name: &str, score: f64) {
        let Value::Object(facts) = &mut self.facts else { return };
        if let Some(Value::Object(scores)) = facts.get_mut("score") {
            put(scores, name, Value::Number(score));
        }
    }
}

fn rule_facts(scoring: &Scoring, score: &Score) -> Value {
    let mut facts = Object::new();
    for (rule, (count, milli)) in scoring.rules.iter().zip(&score.rules) {
        // Ids of rules are unique.
        facts.push(rule.id.clone(), object! { "count" => count, "points" => points(*milli) });
    }
    Value::Object(facts)
}

fn score_facts(score: &Score, grade_fit: &str, grade_engagement: &str) -> Value {
    let dimensions = score.dimensions.iter().map(|(name, milli)| (name.clone(), points(*milli).write()));
    let mut facts: Object = dimensions.collect();
    put(&mut facts, "total", points(score.total()).write());
    put(&mut facts, "grade", [grade_fit, grade_engagement].concat().write());
    put(&mut facts, "grade_fit", grade_fit.write());
    put(&mut facts, "grade_engagement", grade_engagement.write());
    Value::Object(facts)
}

/// The greatest threshold not above the score; empty for a dimension without grades.
fn grade(scoring: &Scoring, score: &Score, dimension: &str) -> String {
    let Some(grades) = Part(&scoring.grades).part(dimension) else { return String::new() };
    if score.unknown.iter().any(|unknown| unknown == dimension) {
        return UNKNOWN.to_owned();
    }
    let milli = score.dimensions.get(dimension).copied().unwrap_or_default();
    for grade in items(grades.0) {
        if let Some([name, threshold]) = grade.0.as_array().map(Vec::as_slice)
            && milli as f64 >= threshold.as_f64().unwrap_or(f64::INFINITY) * 1000.0
        {
            return name.as_str().unwrap_or(UNKNOWN).to_owned();
        }
    }
    UNKNOWN.to_owned()
}

/// The stages reached, in the order of the funnel. The last is the visitor's; it is not given up before it expires.
fn reached(stages: &Value, before: &[StageReached], known: &Known, now: Timestamp) -> Vec<StageReached> {
    let mut all = Vec::new();
    for stage in items(stages) {
        let id = stage.word("id");
        let expires = stage.number("expires").unwrap_or(f64::INFINITY);
        let earlier = before.iter().find(|earlier| earlier.id == id).map(|earlier| earlier.at);
        let since = earlier.filter(|at| (now.0.saturating_sub(at.0) as f64) < expires);
        if since.is_some() || stage.holds("when", &known.scope()) {
            all.push(StageReached { id: id.to_owned(), at: since.unwrap_or(now) });
        }
    }
    all
}

/// Whether somebody could be written to or called: an answer to an `email` or `tel` field.
fn has_contact(campaign: &Runtime, facts: &Value) -> bool {
    let answers = facts.get("field");
    campaign
        .contacts()
        .into_iter()
        .any(|name| answers.and_then(|answers| answers.get(name)).is_some_and(|answer| answer.as_str() != Some("")))
}
