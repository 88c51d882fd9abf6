//! Answers against the rules of what was asked.

use super::course::{Asked, Course};
use super::{Fault, FieldError, email};
use crate::campaign::written::{Field, FieldKind};
use crate::search::split_once;
use crate::value::Value;

const LONGEST_LINE: u32 = 200;
const LONGEST_TEXT: u32 = 4000;
const FEWEST_DIGITS: usize = 5;
/// What `min` and `max` of a date may say instead of one.
const TODAY: &str = "today";

impl Field {
    /// The most characters an answer may have, in UTF-16 units as HTML's `maxlength` counts.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.max_length.unwrap_or(if self.kind == FieldKind::Textarea { LONGEST_TEXT } else { LONGEST_LINE })
    }

    /// The first and the last value of a `rating`, `nps` or `scale`.
    #[must_use]
    pub fn steps_of_scale(&self) -> (i32, i32) {
        let whole = |bound: &Option<Value>, default: i32| bound.as_ref().and_then(Value::as_f64).map_or(default, |bound| bound as i32);
        match self.kind {
            FieldKind::Nps => (0, 10),
            FieldKind::Rating => (1, whole(&self.max, 5)),
            _ => (whole(&self.min, 1), whole(&self.max, 5)),
        }
    }
}

/// Everything that cannot be accepted, in the order of the form; `today` is the visitor's date, `2026-12-31`.
#[must_use]
pub fn validate(course: &Course, today: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, fault: Fault| errors.push(FieldError { field: field.to_owned(), fault });
    for asked in &course.asked {
        if let Some(fault) = fault_of(asked, course, today) {
            refuse(&asked.field.name, fault);
        }
    }
    let unplaced = course.form.consent.iter().filter(|item| !item.placed && item.required);
    for item in unplaced.filter(|item| !course.answers.agrees(&item.purpose)) {
        refuse(&["consent.", &item.purpose].concat(), Fault::ConsentRequired);
    }
    errors
}

fn fault_of(asked: &Asked, course: &Course, today: &str) -> Option<Fault> {
    let Asked { field, required, .. } = *asked;
    if field.kind == FieldKind::Consent {
        let agreed = field.purpose.as_ref().is_some_and(|purpose| course.answers.agrees(purpose));
        return (required && !agreed).then_some(Fault::ConsentRequired);
    }
    let Some(answer) = course.answers.fields.get(&field.name) else {
        return required.then_some(match field.kind {
            FieldKind::Checkbox => Fault::ConsentRequired,
            kind if kind.is_choice() => Fault::ChoiceRequired,
            _ => Fault::Required,
        });
    };
    let text = answer.as_str().unwrap_or_default();
    length_fault(field, text).or_else(|| kind_fault(field, answer, text, course, today)).or_else(|| {
        let pattern = field.pattern.as_ref().filter(|_| answer.is_string())?;
        // As HTML's `pattern`: the whole answer, not a part of it.
        let whole = ["^(?:", pattern, ")$"].concat();
        (!(course.engine.regex)(&whole, false, text)).then_some(Fault::Unlike)
    })
}

fn length_fault(field: &Field, text: &str) -> Option<Fault> {
    let (length, longest) = (text.encode_utf16().count(), field.longest());
    if length > longest as usize {
        return Some(Fault::TooLong(longest));
    }
    let shortest = field.min_length.filter(|shortest| length < *shortest as usize);
    shortest.map(Fault::TooShort)
}

fn kind_fault(field: &Field, answer: &Value, text: &str, course: &Course, today: &str) -> Option<Fault> {
    let unless = |right: bool, fault: Fault| (!right).then_some(fault);
    let offers = |id: &Value| field.options.iter().any(|option| *id == *option.id.as_str());
    match field.kind {
        FieldKind::Email if !email::is_valid(text) => Some(Fault::NotAnEmail),
        FieldKind::Email if field.business_only => {
            let kind = course.answers.kind(field);
            unless(!matches!(kind, Some("free" | "disposable")), Fault::NotBusiness)
        }
        FieldKind::Tel => unless(is_telephone(text), Fault::NotATelephone),
        FieldKind::Url => unless(is_url(text), Fault::NotAUrl),
        FieldKind::Number => number_fault(field, text, course),
        FieldKind::Date => unless(is_date(text), Fault::NotADate).or_else(|| moment_fault(field, text, today)),
        FieldKind::Time => unless(is_time(text), Fault::NotATime).or_else(|| moment_fault(field, text, today)),
        FieldKind::Select | FieldKind::Radio => unless(offers(answer), Fault::ChoiceRequired),
        FieldKind::CheckboxGroup => {
            let chosen = answer.as_array().map(Vec::as_slice).unwrap_or_default();
            let count = chosen.len() as u32;
            unless(chosen.iter().all(offers), Fault::ChoiceRequired)
                .or_else(|| field.at_least.filter(|least| count < *least).map(Fault::TooFew))
                .or_else(|| field.at_most.filter(|most| count > *most).map(Fault::TooMany))
        }
        FieldKind::Rating | FieldKind::Nps | FieldKind::Scale => {
            let (first, last) = field.steps_of_scale();
            let value = (course.engine.number)(text);
            unless(value >= f64::from(first) && value <= f64::from(last) && value % 1.0 == 0.0, Fault::ChoiceRequired)
        }
        FieldKind::Country => unless(text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()), Fault::ChoiceRequired),
        _ => None,
    }
}

fn number_fault(field: &Field, text: &str, course: &Course) -> Option<Fault> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    let number = (course.engine.number)(text);
    let decimals = split_once(text, ".").map_or(0, |(_, decimals)| decimals.len());
    if !plain || !number.is_finite() || field.decimals.is_some_and(|most| decimals > most as usize) {
        return Some(Fault::NotANumber);
    }
    let bound = |bound: &Option<Value>| bound.as_ref().and_then(Value::as_f64);
    let said = |bound: f64| (course.engine.text)(bound);
    let below = bound(&field.min).filter(|least| number < *least).map(|least| Fault::Below(said(least)));
    below.or_else(|| bound(&field.max).filter(|most| number > *most).map(|most| Fault::Above(said(most))))
}

/// Dates and times as HTML writes them are in the order of their letters.
fn moment_fault(field: &Field, text: &str, today: &str) -> Option<Fault> {
    let bound = |bound: &Option<Value>| {
        let bound = bound.as_ref()?.as_str()?;
        Some(if bound == TODAY { today } else { bound }.to_owned())
    };
    let below = bound(&field.min).filter(|earliest| text < earliest.as_str()).map(Fault::Below);
    below.or_else(|| bound(&field.max).filter(|latest| text > latest.as_str()).map(Fault::Above))
}

fn is_telephone(answer: &str) -> bool {
    let digits = answer.chars().filter(char::is_ascii_digit).count();
    digits >= FEWEST_DIGITS && answer.chars().all(|c| c.is_ascii_digit() || "+-. ()/#x".contains(c))
}

fn is_url(answer: &str) -> bool {
    let Some((scheme, rest)) = split_once(answer, "://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Phones write the first letter large.
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_web && host.contains('.') && host.split('.').all(|label| !label.is_empty()) && !answer.contains(char::is_whitespace)
}

/// `2026-12-31`, a day there is.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut part = |length: usize| parts.next().filter(|part| part.len() == length).and_then(number_of);
    let (Some(year), Some(month), Some(day), None) = (part(4), part(2), part(2), parts.next()) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `14:30`
#[must_use]
pub fn is_time(text: &str) -> bool {
    let Some((hour, minute)) = text.split_once(':') else { return false };
    let within = |part: &str, most: u32| part.len() == 2 && number_of(part).is_some_and(|part| part < most);
    within(hour, 24) && within(minute, 60)
}

fn number_of(digits: &str) -> Option<u32> {
    digits.bytes().try_fold(0_u32, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}
