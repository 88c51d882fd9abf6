//! The shape that a receiver takes, filled from a message natively: by the very file that browsers run, `src/aids/shapes.js`, which tells
//! what shapes are.

use crate::quickjs;
use crate::value::Value;

const SOURCE: &str = include_str!("../aids/shapes.js");

/// A shape filled from a message. `besides` are facts that are not the message's, by name: `ack` (the address of the page that a post in a
/// frame returns to) and `created_ms`.
#[must_use]
pub fn fill(shape: &Value, message: &Value, besides: &Value) -> Value {
    call("(rules, ask, shape, message, besides) => rules.fill(shape, message, besides)", &[shape, message, besides])
}

/// The body of a form, flat as a form is: each key with its value as a text.
#[must_use]
pub fn pairs(body: &Value) -> Vec<(String, String)> {
    let text = |pair: &Value, index: usize| pair.as_array()?.get(index)?.as_str().map(str::to_owned);
    let pairs = call("(rules, ask, body) => rules.pairs(body)", &[body]);
    pairs.as_array().into_iter().flatten().filter_map(|pair| text(pair, 0).zip(text(pair, 1))).collect()
}

fn call(script: &str, arguments: &[&Value]) -> Value {
    quickjs::call(SOURCE, script, arguments, Box::new(|_, _| Value::Null))
}
