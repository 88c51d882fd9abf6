//! Answers that follow from others: `seats * 49 * 12`, `if(points() >= 10, 2, 1)`, `best()`.
//!
//! A formula knows numbers, the names of fields, `+ - * / %`, comparisons (1 when they hold, else 0), brackets, and the functions
//! `min max round floor ceil if`, `points()`, `points(key)`. `best()` by itself is the key with the most points. A field that is not
//! answered counts 0; a choice counts the points of what was chosen. What has no finite result is no answer.
//!
//! Read once, where campaigns are completed, into a tree of plain values: a number, the name of a field, or `[operation, …]`.
//! Browsers only work it out.

#[cfg(any(feature = "native", feature = "csr"))]
mod read;

#[cfg(feature = "native")]
pub use read::names_in;
#[cfg(any(feature = "native", feature = "csr"))]
pub use read::{Slip, read};

use super::course::Course;
use crate::value::{Named, Value};

const USUAL_DECIMALS: u32 = 2;

/// Works a formula out, to so many digits after the point.
#[must_use]
pub fn work_out(formula: &Value, decimals: Option<u32>, course: &Course) -> Value {
    if operation(formula).0 == "best" {
        return best(course).map_or(Value::Null, Value::String);
    }
    let result = rounded(number(formula, course), decimals.unwrap_or(USUAL_DECIMALS));
    if result.is_finite() { Value::String((course.engine.text)(result)) } else { Value::Null }
}

fn operation(formula: &Value) -> (&str, &[Value]) {
    let parts = formula.as_array().map(Vec::as_slice).unwrap_or_default();
    parts.split_first().map_or(("", parts), |(operation, arguments)| (operation.as_str().unwrap_or_default(), arguments))
}

fn number(formula: &Value, course: &Course) -> f64 {
    match formula {
        Value::Number(number) => return *number,
        Value::String(name) => return answer(name, course),
        _ => {}
    }
    let (operation, arguments) = operation(formula);
    let argument = |index: usize| arguments.get(index).map_or(f64::NAN, |argument| number(argument, course));
    if operation == "points" {
        let key = arguments.first().and_then(Value::as_str).unwrap_or_default();
        return course.form.chosen_options(&course.answers).filter_map(|option| option.points.0.get(key)).sum();
    }
    let a = argument(0);
    let truth = |holds: bool| f64::from(u8::from(holds));
    match operation {
        "+" => a + argument(1),
        "-" => a - argument(1),
        "*" => a * argument(1),
        "/" => a / argument(1),
        "%" => {
            let b = argument(1);
            a - b * libm::trunc(a / b)
        }
        "<" => truth(a < argument(1)),
        ">" => truth(a > argument(1)),
        "<=" => truth(a <= argument(1)),
        ">=" => truth(a >= argument(1)),
        "==" => truth(a == argument(1)),
        "!=" => truth(a != argument(1)),
        "min" => a.min(argument(1)),
        "max" => a.max(argument(1)),
        "round" => rounded(a, 0),
        "floor" => libm::floor(a),
        "ceil" => libm::ceil(a),
        "if" => argument(if a == 0.0 { 2 } else { 1 }),
        _ => f64::NAN,
    }
}

fn answer(name: &str, course: &Course) -> f64 {
    let given = course.answers.fields.get(name);
    if let Some(field) = course.form.field(name).filter(|field| !field.options.is_empty()) {
        return field.chosen_options(given).filter_map(|option| option.points.0.get("")).sum();
    }
    let number = (course.engine.number)(given.and_then(Value::as_str).unwrap_or_default());
    if number.is_finite() { number } else { 0.0 }
}

/// The key with the most points; among equals the one that was met first.
fn best(course: &Course) -> Option<String> {
    let mut sums: Named<f64> = Named::new();
    for option in course.form.chosen_options(&course.answers) {
        for (key, points) in option.points.0.iter().filter(|(key, _)| !key.is_empty()) {
            *sums.entry(key) += points;
        }
    }
    let mut best: Option<(&String, f64)> = None;
    for (key, sum) in &sums {
        if best.is_none_or(|(_, most)| *sum > most) {
            best = Some((key, *sum));
        }
    }
    best.map(|(key, _)| key.clone())
}

/// Half away from zero.
fn rounded(number: f64, decimals: u32) -> f64 {
    let factor = (0..decimals.min(9)).fold(1.0, |factor, _| factor * 10.0);
    libm::round(number * factor) / factor
}
