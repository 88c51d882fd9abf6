//! Campaigns and histories that look random and are the same on every run, for promises that hold whatever happens.

use std::collections::BTreeMap;

use leadwell::campaign::Runtime;
use leadwell::scoring::Ledger;
use leadwell::time::Timestamp;
use leadwell::value::read;
use leadwell::visitor::{Arrival, Record};
use serde_json::{Value, json};

use crate::campaign::runtime;
use crate::histories::{START, happen};

/// How often a promise is put to the test: as often as every change does it, or a million times in `make proof`.
#[cfg(not(target_arch = "wasm32"))]
pub fn rounds(usual: u64) -> u64 {
    std::env::var("LEADWELL_PROOF").ok().map_or(usual, |rounds| rounds.parse().expect("LEADWELL_PROOF is a number of rounds"))
}

/// Numbers that look random and are the same on every run: `SplitMix64`.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize].clone()
    }

    /// Moments near and far, the ends of the number line among them.
    pub fn moment(&mut self) -> i64 {
        match self.below(8) {
            0 => self.one_of(&[i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX]),
            1 => self.next().cast_signed(),
            _ => START + self.below(400 * 86_400).cast_signed(),
        }
    }

    pub fn campaign(&mut self) -> Runtime {
        let mut rules = 0;
        let mut dimensions = serde_json::Map::new();
        for name in ["engagement", "fit"] {
            let dimension = json!({
                "max": self.one_of(&[json!(null), json!(100), json!(10)]), "min": self.one_of(&[json!(null), json!(0), json!(-20)]),
                "decay": self.decay(), "groups": { "some": { "max": self.one_of(&[json!(null), json!(15)]), "min": self.one_of(&[json!(null), json!(-5)]) } },
                "rules": (0..self.below(4)).map(|_| { rules += 1; self.rule(rules) }).collect::<Vec<_>>(),
            });
            dimensions.insert(name.to_owned(), dimension);
        }
        runtime(&json!({ "scoring": {
            "dimensions": dimensions,
            "grades": { "fit": { "A": 20, "B": 0 }, "engagement": { "1": 30, "2": 0 } },
            "tags": [{ "tag": "warm", "when": { "score.total": { "$gte": 10 } }, "keep": true }],
            "stages": [{ "id": "awareness" }, { "id": "interest", "when": { "score.engagement": { "$gte": 10 } }, "expires": "3 days" }],
            "qualification": [{ "level": "mql", "when": { "score.total": { "$gte": 10 } } }],
        } }))
    }

    pub fn rule(&mut self, number: usize) -> Value {
        let per = self.one_of(&[json!(null), json!("page"), json!("session"), json!("3 days")]);
        let limit = json!({ "times": 1 + self.below(50), "per": per });
        let points: f64 = self.one_of(&[10.0, 0.0005, -0.333_333, 100_000.0, -100_000.0, 1e-9]);
        let cap = if points < 0.0 { -7 } else { 7 };
        json!({
            "id": format!("rule_{number}"), "on": self.one_of(&["page_view", "click", "scroll"]), "points": points,
            "cap": self.one_of(&[json!(null), json!(cap)]), "group": self.one_of(&[json!(null), json!("some")]),
            "limit": self.one_of(&[json!(null), limit]), "decay": self.decay(),
        })
    }

    pub fn decay(&mut self) -> Value {
        let days = self.one_of(&[0.001, 1.0, 14.0, 1e9]);
        self.one_of(&[json!(null), json!({ "half_life_days": days }), json!({ "linear_days": days }), json!({ "expires_days": days })])
    }

    /// What a browser's storage may hold, whoever wrote it.
    pub fn ledger(&mut self, campaign: &Runtime) -> Ledger {
        let rules = campaign.scoring.rules.iter().map(|rule| rule.id.clone()).chain(["gone".to_owned()]);
        let stored: BTreeMap<String, Vec<Value>> = rules.map(|rule| (rule, (0..self.below(6)).map(|_| self.entry()).collect())).collect();
        read(&plain!(stored)).expect("a ledger")
    }

    pub fn entry(&mut self) -> Value {
        // What is stored is RFC 3339, so years 0 to 9999.
        let at = Timestamp(self.moment());
        json!({ "at": at, "count": self.one_of(&[0, 1, 2, 50, u32::MAX]), "page": self.one_of(&[0, 1, 7, u32::MAX]), "visit": self.below(3) })
    }

    pub fn record(&mut self, campaign: &Runtime, steps: u64) -> Record {
        let mut record = Record::new("visitor".into(), Timestamp(START));
        let mut at = START;
        for _ in 0..steps {
            at += self.below(86_400).cast_signed();
            let event = self.one_of(&["page_view", "click", "scroll"]);
            let times = 1 + self.below(5);
            for _ in 0..times {
                if event == "page_view" {
                    record.arrive(Arrival { at: Timestamp(at), touch: None });
                }
                happen(event, plain!({}), Timestamp(at), &mut record, campaign);
            }
        }
        record
    }
}
