//! How far down a page and how long on it somebody has to be for a rule or a popup: where one waits for a mark that is not told of anyway,
//! it is told of, too. Native: the single-page app takes the marks from what a build wrote.

use crate::campaign::form::items;
use crate::value::{Object, Value, put};
use crate::visitor::attention::{DEPTHS, DWELL_SECONDS};

const WHOLE_PAGE: f64 = 100.0;

/// Marks besides the usual ones.
#[derive(Default)]
pub struct Reached {
    depths: Vec<u32>,
    stays: Vec<u32>,
}

impl Reached {
    /// What a trigger says by itself, or a condition of such an event.
    pub fn note(&mut self, event: &str, own: Option<f64>, condition: Option<&Object>) {
        let (marks, fact, most) = match event {
            "scroll" => (&mut self.depths, "event.percent", WHOLE_PAGE),
            "dwell" => (&mut self.stays, "event.seconds", f64::from(u32::MAX)),
            _ => return,
        };
        let mut numbers: Vec<f64> = own.into_iter().collect();
        if let Some(condition) = condition {
            compared_with(fact, condition, &mut numbers);
        }
        marks.extend(numbers.into_iter().map(f64::ceil).filter(|mark| (1.0..=most).contains(mark)).map(|mark| mark as u32));
    }

    /// By event, those that are not told of anyway.
    pub fn all(self) -> Object {
        let mut all = Object::new();
        for (event, mut marks, usual) in [("scroll", self.depths, DEPTHS), ("dwell", self.stays, DWELL_SECONDS)] {
            marks.retain(|mark| !usual.contains(mark));
            marks.sort_unstable();
            marks.dedup();
            if !marks.is_empty() {
                put(&mut all, event, Value::Array(marks.into_iter().map(|mark| Value::Number(mark.into())).collect()));
            }
        }
        all
    }
}

/// The numbers that a condition holds a fact against.
fn compared_with(fact: &str, condition: &Object, numbers: &mut Vec<f64>) {
    for (key, expected) in condition {
        if key == fact {
            numbers_in(expected, numbers);
        } else if let Some(inner) = expected.as_object() {
            compared_with(fact, inner, numbers);
        }
        for inner in items(expected).into_iter().filter_map(|inner| inner.0.as_object()) {
            compared_with(fact, inner, numbers);
        }
    }
}

fn numbers_in(value: &Value, numbers: &mut Vec<f64>) {
    numbers.extend(value.as_f64());
    for inner in items(value) {
        numbers_in(inner.0, numbers);
    }
    for (_, inner) in value.as_object().into_iter().flatten() {
        numbers_in(inner, numbers);
    }
}
