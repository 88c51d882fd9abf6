//! What an answer of a receiver means, by what its connector takes for a yes.

use super::Answer;
use crate::campaign::Part;
use crate::condition::{Engine, Lists, Scope, value_at};
use crate::object;
use crate::value::Value;

/// What an answer that may be read means, and the receiver's own words where it is a refusal that has some. A good status is a yes, unless
/// the connector's condition over `{ "status", "body" }` does not hold. `body` was read as JSON where it is.
#[must_use]
pub fn judge(receiver: Part, status: u16, body: &Value, engine: Engine) -> (Answer, Option<String>) {
    let facts = object! { "status" => u32::from(status), "body" => body };
    let is_good = matches!(status, 200..=299);
    if is_good && receiver.holds("confirmed_when", &Scope { facts: &facts, lists: &Lists::new(), engine }) {
        return (Answer::Status(status), None);
    }
    for path in receiver.words("said") {
        if let Some(words) = value_at(value_at(&facts, "body"), path).as_str() {
            return (if is_good { Answer::Refused } else { Answer::Status(status) }, Some(words.to_owned()));
        }
    }
    (if is_good { Answer::Refused } else { Answer::Status(status) }, None)
}
