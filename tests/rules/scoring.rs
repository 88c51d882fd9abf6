//! Scoring: what visitors do and answer, and the verdict that follows. Scenarios as a table, promises as properties.

use std::collections::BTreeMap;

use leadwell::campaign::Runtime;
use leadwell::form::Answers;
use leadwell::scoring::{self, Ledger, Verdict, points};
use leadwell::time::{Timestamp, parse_duration};
use leadwell::value::{Named, Write, read};
use leadwell::visitor::{Arrival, Record};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::campaign::runtime;
use crate::chance::{Chance, rounds};
use crate::histories::{START, happen, judge};
use crate::table::{Outcome, Table};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    campaign: Value,
    steps: Vec<Vec<Value>>,
    at: String,
    expect: BTreeMap<String, Value>,
}

#[test]
fn visitors_are_judged_as_the_table_says() {
    Table::<Case>::read("scoring.json").run(|case| {
        let campaign = runtime(&case.campaign);
        let mut record = Record::new("visitor".into(), Timestamp(START));
        for step in &case.steps {
            take(step, &mut record, &campaign);
        }
        let verdict = judge(&record, &campaign, instant(&case.at));
        assert_rows_add_up(&case.name, &verdict);
        let found = case.expect.keys().map(|key| (key.clone(), told(key, &verdict, &record, &campaign))).collect();
        Outcome { name: &case.name, expected: case.expect.clone(), found }
    });
}

/// `["2 days", "scroll", { "percent": 80 }, 3]`: when, what, with what, how often.
fn take(step: &[Value], record: &mut Record, campaign: &Runtime) {
    let [Value::String(time), Value::String(what), rest @ ..] = step else { panic!("not a step: {step:?}") };
    let at = instant(time);
    let with = rest.first().cloned().unwrap_or_else(|| json!({}));
    for _ in 0..rest.get(1).and_then(Value::as_u64).unwrap_or(1) {
        match what.as_str() {
            "look" => {
                let verdict = judge(record, campaign, at);
                (record.stages, record.tags) = (verdict.stages, verdict.kept_tags);
            }
            "submit" => {
                record.submit("demo", campaign.forms.get("demo").expect("the form"), &answers(&with), at);
                happen("form_submit", plain!({ "form": "demo" }), at, record, campaign);
            }
            event => {
                if event == "page_view" {
                    record.arrive(Arrival { at, touch: None });
                }
                happen(event, with.clone().into(), at, record, campaign);
            }
        }
    }
}

fn answers(with: &Value) -> Answers {
    let mut answers = Answers::default();
    for (name, answer) in with.as_object().expect("answers") {
        match answer {
            Value::Array(purposes) => answers.consent.extend(purposes.iter().filter_map(Value::as_str).map(str::to_owned)),

            answer => answers.fields.insert(name.clone(), leadwell::value::of_json(answer.clone())),
        }
    }
    answers
}

fn instant(time: &str) -> Timestamp {
    Timestamp(START + parse_duration(time).unwrap_or_else(|| panic!("not a duration: {time}")))
}

/// One part of a verdict as the table writes it.
fn told(key: &str, verdict: &Verdict, record: &Record, campaign: &Runtime) -> Value {
    let score = &verdict.score;
    match key {
        "dimensions" => {
            score.dimensions.iter().map(|(name, milli)| (name.clone(), json!(leadwell::value::Value::Number(points(*milli))))).collect()
        }
        "total" => json!(leadwell::value::Value::Number(points(score.total()))),
        "rows" => score
            .rows
            .iter()
            .map(|row| {
                let rule = if row.of.is_empty() { row.rule.clone() } else { format!("{} of {}", row.rule, row.of) };
                json!([row.dimension, rule, leadwell::value::Value::Number(points(row.milli)), row.count])
            })
            .collect(),
        "ledger" => ledger(&record.ledger),
        "probability" => json!(verdict.learned.as_ref().map(|learned| learned.probability)),
        "probability in facts" => json!(verdict.facts.get("score").and_then(|scores| scores.get("probability"))),
        "grade" => json!(format!("{}{}", verdict.grade_fit, verdict.grade_engagement)),
        "grade_fit" => json!(verdict.grade_fit),
        "grade_engagement" => json!(verdict.grade_engagement),
        "segments" => json!(verdict.facts.get("segments")),
        "tags" => json!(verdict.tags),
        "stage" => json!(verdict.stage),
        "stages" => verdict.stages.iter().map(|stage| json!([stage.id, stage.at.0 - START])).collect(),
        "level" => json!(verdict.level),
        "reason" => json!(verdict.reason),
        "qualified" => json!(verdict.qualified),
        "value" => json!(leadwell::lead::worth(campaign, verdict)),
        key => panic!("nothing is known of {key}"),
    }
}

/// Read from the stored form, so that what leaves the ledger leaves the browser.
fn ledger(ledger: &Ledger) -> Value {
    let stored: BTreeMap<String, Vec<scoring::Entry>> =
        read(&ledger.write()).map(|entries: Named<Vec<scoring::Entry>>| entries.into_iter().collect()).expect("a ledger");
    let told = |entries: Vec<scoring::Entry>| entries.iter().map(|entry| json!([entry.at.0 - START, entry.count])).collect::<Value>();
    stored.into_iter().map(|(rule, entries)| (rule, told(entries))).collect()
}

fn assert_rows_add_up(name: &str, verdict: &Verdict) {
    for (dimension, milli) in &verdict.score.dimensions {
        let rows = verdict.score.rows.iter().filter(|row| row.dimension == *dimension);
        assert_eq!(
            rows.map(|row| i128::from(row.milli)).sum::<i128>(),
            i128::from(*milli),
            "{name}: the rows of {dimension} add up to the score"
        );
    }
}

/// In `make test`.
const ROUNDS: u64 = 2000;

#[test]
fn rows_add_up_and_bounds_are_never_passed_whatever_visitors_do() {
    let mut chance = Chance(1);
    for round in 0..rounds(ROUNDS) {
        let campaign = chance.campaign();
        let steps = chance.below(30);
        let record = chance.record(&campaign, steps);
        let verdict = judge(&record, &campaign, Timestamp(START + chance.below(60 * 86_400) as i64));
        assert_rows_add_up(&format!("round {round}"), &verdict);
        assert_bounds(round, &campaign, &verdict);
    }
}

/// What a rule or a group gives in the end is its rows and what was cut from them.
fn assert_groups(round: u64, campaign: &Runtime, dimension: &str, verdict: &Verdict) {
    let rules = || campaign.scoring.rules.iter().filter(|rule| rule.dimension == dimension);
    let given = |of: &str| -> i64 {
        let rows = verdict.score.rows.iter().filter(|row| row.dimension == dimension && (row.rule == of || row.of == of));
        rows.map(|row| row.milli).sum()
    };
    for (rule, cap) in rules().filter_map(|rule| Some((rule, rule.cap?))) {
        let milli = given(&rule.id);
        assert!(
            milli.abs() <= cap.abs() && milli.signum() * cap.signum() >= 0,
            "round {round}: {} gives {milli}, capped at {cap}",
            rule.id
        );
    }
    for (group, bounds) in &campaign.scoring.dimensions.get(dimension).expect("a dimension").groups {
        let members = rules().filter(|rule| rule.group.as_ref() == Some(group));
        let milli = members.map(|rule| given(&rule.id)).sum::<i64>() + given(group);
        assert!(bounds.max.is_none_or(|max| milli <= max), "round {round}: {group} {milli} is above its maximum");
        assert!(bounds.min.is_none_or(|min| milli >= min), "round {round}: {group} {milli} is below its minimum");
    }
}

fn assert_bounds(round: u64, campaign: &Runtime, verdict: &Verdict) {
    for (name, bounds) in &campaign.scoring.dimensions {
        let milli = *verdict.score.dimensions.get(name).expect("a score");
        assert!(bounds.max.is_none_or(|max| milli <= max), "round {round}: {name} {milli} is above its maximum");
        assert!(bounds.min.is_none_or(|min| milli >= min), "round {round}: {name} {milli} is below its minimum");
        assert_groups(round, campaign, name, verdict);
    }
    for row in verdict.score.rows.iter().filter(|row| row.rule != "cap") {
        let rule = campaign.scoring.rules.iter().find(|rule| rule.id == row.rule).expect("a rule of the campaign");
        assert!((1..=50).contains(&row.count) && row.at.len() == row.count as usize, "round {round}: {row:?}");
        if matches!(rule.limit.per, leadwell::campaign::Per::Ever | leadwell::campaign::Per::Seconds(_)) {
            assert!(row.count <= rule.limit.times, "round {round}: {row:?} counts more than its limit");
        }
        let most = (rule.points.abs() * 1000.0).round() as i64 * i64::from(row.count) + i64::from(row.count);
        assert!(row.milli.abs() <= most, "round {round}: {row:?} is more than its points");
    }
}

#[test]
fn points_only_fade_when_nothing_happens() {
    let mut chance = Chance(2);
    for round in 0..rounds(ROUNDS) {
        let campaign = chance.campaign();
        let steps = 1 + chance.below(10);
        let record = chance.record(&campaign, steps);
        let mut at = record.last_seen.0;
        let mut before: Option<BTreeMap<String, i64>> = None;
        for _ in 0..6 {
            at += chance.below(10 * 86_400) as i64;
            let rows = judge(&record, &campaign, Timestamp(at)).score.rows;
            let now: BTreeMap<String, i64> = rows.into_iter().filter(|row| row.rule != "cap").map(|row| (row.rule, row.milli)).collect();
            for (rule, milli) in &now {
                let earlier = before.as_ref().map_or(*milli, |before| before.get(rule).copied().unwrap_or_default());
                assert!(
                    milli.abs() <= earlier.abs() && milli.signum() * earlier.signum() >= 0,
                    "round {round}: {rule} went from {earlier} to {milli}"
                );
            }
            before = Some(now);
        }
    }
}

#[test]
fn the_order_of_what_happens_within_one_second_changes_nothing() {
    let mut chance = Chance(5);
    for round in 0..rounds(ROUNDS) {
        let campaign = chance.campaign();
        let steps = chance.below(10);
        let before = chance.record(&campaign, steps);
        let events: Vec<&str> = (0..2 + chance.below(8)).map(|_| chance.one_of(&["click", "scroll"])).collect();
        let at = Timestamp(before.last_seen.0 + chance.below(86_400) as i64);
        let after = |events: &[&str]| {
            let mut record = before.clone();
            for event in events {
                happen(event, plain!({}), at, &mut record, &campaign);
            }
            record
        };
        let mut shuffled = events.clone();
        (1..shuffled.len()).for_each(|last| shuffled.swap(last, chance.below(last as u64 + 1) as usize));
        let (one, two) = (after(&events), after(&shuffled));
        assert_eq!(ledger(&one.ledger), ledger(&two.ledger), "round {round}: {events:?} and {shuffled:?}");
        assert_eq!(judge(&one, &campaign, at).score, judge(&two, &campaign, at).score, "round {round}: {events:?} and {shuffled:?}");
    }
}

#[test]
fn the_same_moment_gives_the_same_verdict_and_judging_changes_nothing() {
    let mut chance = Chance(3);
    for _ in 0..rounds(ROUNDS) {
        let campaign = chance.campaign();
        let record = chance.record(&campaign, 20);
        let stored: Record = read(&record.write()).expect("a record");
        assert_eq!(stored, record, "storage gives back what it was given");
        let at = Timestamp(START + chance.below(60 * 86_400) as i64);
        let (one, two) = (judge(&record, &campaign, at), judge(&stored, &campaign, at));
        assert_eq!((one.score, one.tags, one.stages, one.level), (two.score, two.tags, two.stages, two.level));
    }
}

#[test]
fn no_stored_ledger_and_no_clock_makes_scoring_panic() {
    let mut chance = Chance(4);
    for _ in 0..rounds(ROUNDS) {
        let campaign = chance.campaign();
        let mut record = Record::new("visitor".into(), Timestamp(chance.moment()));
        record.ledger = chance.ledger(&campaign);
        record.stages = vec![leadwell::lead::StageReached { id: "interest".into(), at: Timestamp(chance.moment()) }];
        record.pages = chance.one_of(&[0, 7, u32::MAX]);
        record.visits = chance.one_of(&[0, 1, u32::MAX]);
        record.last_seen = Timestamp(chance.moment());
        for _ in 0..3 {
            let at = Timestamp(chance.moment());
            record.arrive(Arrival { at, touch: None });
            happen("click", plain!({}), at, &mut record, &campaign);
            let verdict = judge(&record, &campaign, Timestamp(chance.moment()));
            assert_rows_add_up("a ledger of anybody's", &verdict);
            let _ = leadwell::lead::score_report(&verdict);
        }
    }
}
