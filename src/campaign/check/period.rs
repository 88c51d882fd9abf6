//! From when until when something holds.

use crate::campaign::problem::Problem;
use crate::time::Timestamp;

/// Two moments with their offsets, either of which may be left out; `never` says what follows where the second is not after the first.
pub(super) fn check_period((from, until): (&Option<String>, &Option<String>), path: &str, never: &str, problems: &mut Vec<Problem>) {
    let mut bound = |key: &str, text: &Option<String>| {
        let text = text.as_deref()?;
        let read = Timestamp::parse(text);
        if read.is_none() {
            let message = format!("\"{text}\" is not a moment with its offset, such as \"2027-01-04T09:00:00+09:00\"");
            problems.push(Problem::error(format!("{path}.{key}"), message));
        }
        read
    };
    let (from, until) = (bound("from", from), bound("until", until));
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        problems.push(Problem::error(path, format!("`until` is not after `from`: {never}")));
    }
}
