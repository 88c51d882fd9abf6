//! What an answer must be, as a list of checks: made once from what the author wrote, and run on every answer in the browser and
//! natively alike.
//!
//! A check is `[operation, what with, say]`: `say` names the sentence for an answer that fails, which stands in the form's markup.
//! Most of what the kinds of fields want is a pattern, so that the browser's own engine does the work.

#[cfg(any(feature = "native", feature = "csr"))]
mod make;

#[cfg(feature = "native")]
pub use make::is_moment;
#[cfg(any(feature = "native", feature = "csr"))]
pub use make::{checks, sentences};

use super::course::{Asked, Course};
use super::email;
use crate::campaign::written::FieldKind;
use crate::value::Value;

/// One answer that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, or `consent.PURPOSE`.
    pub field: String,
    /// The sentence that says so, by its key: `required choice format business_only pattern min max min_length max_length at_least
    /// at_most`.
    pub say: String,
}

/// What a bound of a date may say instead of one.
const TODAY: &str = "today";
const REQUIRED: &str = "required";

/// Everything that cannot be accepted, in the order of the form; `today` is the visitor's date, `2026-12-31`.
#[must_use]
pub fn validate(course: &Course, today: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for asked in &course.asked {
        if let Some(say) = fault_of(asked, course, today) {
            errors.push(FieldError { field: asked.field.name.clone(), say: say.to_owned() });
        }
    }
    for item in course.form.consent.iter().filter(|item| !item.placed && item.required && !course.answers.agrees(&item.purpose)) {
        errors.push(FieldError { field: ["consent.", &item.purpose].concat(), say: REQUIRED.to_owned() });
    }
    errors
}

fn fault_of<'a>(asked: &Asked<'a>, course: &Course, today: &str) -> Option<&'a str> {
    let field = asked.field;
    if field.kind == FieldKind::Consent {
        let agreed = field.purpose.as_ref().is_some_and(|purpose| course.answers.agrees(purpose));
        return (asked.required && !agreed).then_some(REQUIRED);
    }
    let Some(answer) = course.answers.fields.get(&field.name) else { return asked.required.then_some(REQUIRED) };
    let run = Run { asked, course, today, answer, text: answer.as_str().unwrap_or_default() };
    let failed = field.checks.iter().filter_map(Value::as_array).find(|check| !run.passes(check))?;
    failed.get(2).and_then(Value::as_str)
}

struct Run<'a> {
    asked: &'a Asked<'a>,
    course: &'a Course<'a>,
    today: &'a str,
    answer: &'a Value,
    text: &'a str,
}

impl Run<'_> {
    fn passes(&self, check: &[Value]) -> bool {
        let [operation, with, ..] = check else { return true };
        let (number, bound) = (with.as_f64().unwrap_or_default(), with.as_str().unwrap_or_default());
        let bound = if bound == TODAY { self.today } else { bound };
        let engine = self.course.engine;
        match operation.as_str().unwrap_or_default() {
            "like" => (engine.regex)(bound, false, self.text),
            // As HTML's `maxlength` counts.
            "longest" => self.text.encode_utf16().count() as f64 <= number,
            "shortest" => self.text.encode_utf16().count() as f64 >= number,
            "least" => (engine.number)(self.text) >= number,
            "most" => (engine.number)(self.text) <= number,
            // Dates and times as HTML writes them are in the order of their letters.
            "from" => self.text >= bound,
            "until" => self.text <= bound,
            "day" => is_day(self.text),
            "email" => email::is_valid(self.text),
            "business" => !matches!(self.course.answers.kind(self.asked.field), Some("free" | "disposable")),
            "offered" => match self.answer {
                Value::Array(list) => list.iter().all(|id| self.is_offered(id)),
                id => self.is_offered(id),
            },
            "fewest" => self.count() >= number,
            "utmost" => self.count() <= number,
            _ => true,
        }
    }

    fn is_offered(&self, id: &Value) -> bool {
        self.asked.field.options.iter().any(|option| *id == *option.id.as_str())
    }

    fn count(&self) -> f64 {
        self.answer.as_array().map_or(1, Vec::len) as f64
    }
}

/// Whether a date of the right shape is a day there is.
fn is_day(date: &str) -> bool {
    let mut parts = [0_u32; 3];
    for (part, digits) in parts.iter_mut().zip(date.split('-')) {
        *part = digits.bytes().fold(0, |number, byte| number.wrapping_mul(10).wrapping_add(u32::from(byte.wrapping_sub(b'0'))));
    }
    let [year, month, day] = parts;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 31,
    };
    day <= days
}
