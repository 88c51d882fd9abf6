//! Answers that follow from others: `seats * 49 * 12`, `if(points() >= 10, 2, 1)`, `best()`.
//!
//! A formula knows numbers, the names of fields, `+ - * / %`, comparisons (1 when they hold, else 0), brackets, and the functions
//! `min max round floor ceil if`, `points()`, `points(key)`. `best()` by itself is the key with the most points. A field that is not
//! answered counts 0; a choice counts the points of what was chosen. What has no finite result is no answer.

use super::course::Course;
use crate::value::{Named, Value};

/// Deeper brackets are nobody's formula.
const DEEPEST: u32 = 32;
const USUAL_DECIMALS: u32 = 2;
const BEST: &str = "best()";

/// Works a formula out, to so many digits after the point.
#[must_use]
pub fn calculate(formula: &str, decimals: Option<u32>, course: &Course) -> Value {
    if formula.trim() == BEST {
        return best(course).map_or(Value::Null, Value::String);
    }
    let known = Known { number: &|name| number_of(name, course), points: &|key| points(key, course), parse: course.engine.number };
    let Ok(result) = work_out(formula, &known) else { return Value::Null };
    let result = rounded(result, decimals.unwrap_or(USUAL_DECIMALS));
    if result.is_finite() { Value::String((course.engine.text)(result)) } else { Value::Null }
}

/// A formula that cannot be read: something else was expected at this byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip(pub usize);

/// The names of fields a formula reads.
///
/// # Errors
/// Where it cannot be read.
#[cfg(feature = "native")]
pub fn names_in(formula: &str) -> Result<Vec<String>, Slip> {
    let names = std::cell::RefCell::new(Vec::new());
    if formula.trim() != BEST {
        let number = |name: &str| {
            names.borrow_mut().push(name.to_owned());
            1.0
        };
        work_out(formula, &Known { number: &number, points: &|_| 1.0, parse: crate::condition::Engine::native().number })?;
    }
    Ok(names.into_inner())
}

/// What a formula may ask for.
struct Known<'a> {
    number: &'a dyn Fn(&str) -> f64,
    points: &'a dyn Fn(&str) -> f64,
    /// `Number(text)`
    parse: fn(&str) -> f64,
}

fn number_of(name: &str, course: &Course) -> f64 {
    let field = course.form.fields().find(|field| field.name == name);
    if let Some(field) = field.filter(|field| !field.options.is_empty()) {
        let chosen = field.chosen_options(course.answers.fields.get(name));
        return chosen.filter_map(|option| option.points.0.get("")).sum();
    }
    let answer = course.facts.get("field").and_then(|fields| fields.get(name)).and_then(Value::as_str).unwrap_or_default();
    let number = (course.engine.number)(answer);
    if number.is_finite() { number } else { 0.0 }
}

fn points(key: &str, course: &Course) -> f64 {
    course.form.chosen_options(&course.answers).filter_map(|option| option.points.0.get(key)).sum()
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

fn work_out(formula: &str, known: &Known) -> Result<f64, Slip> {
    let mut reader = Reader { formula, at: 0, depth: 0, known };
    let result = reader.comparison()?;
    reader.skip_space();
    if reader.at == formula.len() { Ok(result) } else { Err(Slip(reader.at)) }
}

struct Reader<'a> {
    formula: &'a str,
    at: usize,
    depth: u32,
    known: &'a Known<'a>,
}

impl<'a> Reader<'a> {
    fn comparison(&mut self) -> Result<f64, Slip> {
        let left = self.sum()?;
        let sign = ["<=", ">=", "==", "!=", "<", ">"].into_iter().find(|sign| self.takes(sign));
        let Some(sign) = sign else { return Ok(left) };
        let right = self.sum()?;
        let holds = match sign {
            "<=" => left <= right,
            ">=" => left >= right,
            "<" => left < right,
            ">" => left > right,
            "==" => left == right,
            _ => left != right,
        };
        Ok(f64::from(u8::from(holds)))
    }

    fn sum(&mut self) -> Result<f64, Slip> {
        let mut sum = self.product()?;
        loop {
            if self.takes("+") {
                sum += self.product()?;
            } else if self.takes("-") {
                sum -= self.product()?;
            } else {
                return Ok(sum);
            }
        }
    }

    fn product(&mut self) -> Result<f64, Slip> {
        let mut product = self.single()?;
        loop {
            if self.takes("*") {
                product *= self.single()?;
            } else if self.takes("/") {
                product /= self.single()?;
            } else if self.takes("%") {
                product %= self.single()?;
            } else {
                return Ok(product);
            }
        }
    }

    fn single(&mut self) -> Result<f64, Slip> {
        if self.depth >= DEEPEST {
            return Err(Slip(self.at));
        }
        self.depth += 1;
        let result = self.number_name_or_bracket();
        self.depth -= 1;
        result
    }

    fn number_name_or_bracket(&mut self) -> Result<f64, Slip> {
        if self.takes("-") {
            return Ok(-self.single()?);
        }
        if self.takes("(") {
            let inside = self.comparison()?;
            return self.expect(")").map(|()| inside);
        }
        let begin = self.at;
        let word = self.word();
        if word.is_empty() {
            return Err(Slip(begin));
        }
        if word.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
            let number = (self.known.parse)(word);
            return if number.is_finite() { Ok(number) } else { Err(Slip(begin)) };
        }
        if self.takes("(") {
            return self.call(word, begin);
        }
        Ok((self.known.number)(word))
    }

    fn call(&mut self, name: &str, begin: usize) -> Result<f64, Slip> {
        if name == "points" {
            let key = self.word();
            return self.expect(")").map(|()| (self.known.points)(key));
        }
        let first = self.comparison()?;
        let second = if self.takes(",") { Some(self.comparison()?) } else { None };
        let third = if self.takes(",") { Some(self.comparison()?) } else { None };
        self.expect(")")?;
        match (name, second, third) {
            ("min", Some(second), None) => Ok(first.min(second)),
            ("max", Some(second), None) => Ok(first.max(second)),
            ("round", None, None) => Ok(rounded(first, 0)),
            ("floor", None, None) => Ok(libm::floor(first)),
            ("ceil", None, None) => Ok(libm::ceil(first)),
            ("if", Some(then), Some(otherwise)) => Ok(if first == 0.0 { otherwise } else { then }),
            _ => Err(Slip(begin)),
        }
    }

    /// Letters, digits, points and underscores.
    fn word(&mut self) -> &'a str {
        self.skip_space();
        let rest = self.formula.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.formula.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_space();
        let takes = self.formula.get(self.at..).is_some_and(|rest| rest.starts_with(sign));
        if takes {
            self.at += sign.len();
        }
        takes
    }

    fn expect(&mut self, sign: &str) -> Result<(), Slip> {
        if self.takes(sign) { Ok(()) } else { Err(Slip(self.at)) }
    }
}
