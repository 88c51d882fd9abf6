//! The rules of forms run natively: the very files that browsers run, in `QuickJS`, with the condition language of this crate.

use super::email;
use crate::campaign::Form;
use crate::condition::{Engine, Lists, Scope, holds_plain};
use crate::object;
use crate::quickjs;
use crate::value::{Object, Value, Write};

const SOURCE: &str = concat!(include_str!("../aids/rules.js"), include_str!("../aids/calculation.js"), include_str!("../aids/sent.js"));

/// Of one module, in which what each aid gives has its own name.
fn source() -> String {
    SOURCE.replace("\nexport default ", "\nexport ")
}

/// What conditions of a form are held against, besides its answers.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    /// The facts about the visitor; `field` holds what is known from earlier forms.
    pub facts: &'a Value,
    pub lists: &'a Lists,
}

/// The way through a form: `{ path, asked, answers: { fields, consent, kinds }, fields }`.
#[must_use]
pub fn follow(form: &Form, given: &Value, held: Held) -> Value {
    call(
        "(rules, form, given, known, holds) => rules.follow(form, given, known, holds, rules.workedOut)",
        &[&form.0, given, &known(held)],
        Some(held),
    )
}

/// Everything on that way that cannot be accepted: names of fields, and the key of the sentence that says so. `today` is the visitor's
/// date, `2026-12-31`.
#[must_use]
pub fn faults(form: &Form, course: &Value, today: &str) -> Vec<(String, String)> {
    let faults =
        call("(rules, form, course, today, kind) => rules.faults(form, course, today, kind)", &[&form.0, course, &today.into()], None);
    let word = |fault: &Value, index: usize| fault.as_array()?.get(index)?.as_str().map(str::to_owned);
    faults.as_array().into_iter().flatten().filter_map(|fault| Some((word(fault, 0)?, word(fault, 1)?))).collect()
}

/// The names of fields that a formula reads.
///
/// # Errors
/// The byte at which something else was expected.
pub fn names_in(formula: &str) -> Result<Vec<String>, usize> {
    let script = "(rules, text) => { const names = []; \
                  const { slip } = text.trim() === 'best()' ? {} : rules.formula(text, (name) => { names.push(name); return 1; }, () => 1); \
                  return slip === undefined ? { names } : { slip }; }";
    let found = call(script, &[&formula.into()], None);
    match found.get("slip").and_then(Value::as_f64) {
        // Counted in UTF-16 units there; a formula that can be read has none but ASCII.
        Some(slip) => Err(formula.char_indices().nth(slip as usize).map_or(formula.len(), |(at, _)| at)),
        None => Ok(found
            .get("names")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect()),
    }
}

/// Calls any rule, for tables of cases: `script` is a function of `rules` and the arguments, and of what they ask about conditions and
/// mailboxes, which comes last.
#[must_use]
pub fn call(script: &str, arguments: &[&Value], held: Option<Held>) -> Value {
    let asks =
        if held.is_some() { "(condition, fields) => ask('holds', [condition, fields])" } else { "(address) => ask('kind', address)" };
    let facts = held.map(|held| held.facts.clone()).unwrap_or_default();
    let lists = held.map(|held| held.lists.clone()).unwrap_or_default();
    let answer = move |what: &str, about: &Value| match (what, about) {
        ("holds", Value::Array(about)) => holds(&facts, &lists, about).write(),
        ("kind", Value::String(address)) => email::kind(address).write(),
        _ => Value::Null,
    };
    quickjs::call(&source(), &format!("(rules, ask, ...given) => ({script})(rules, ...given, {asks})"), arguments, Box::new(answer))
}

/// Whether a condition holds with these answers.
fn holds(facts: &Value, lists: &Lists, about: &[Value]) -> bool {
    let mut facts = match facts {
        Value::Object(facts) => facts.clone(),
        _ => Object::new(),
    };
    facts.insert("field", about.get(1).cloned().unwrap_or_default());
    let facts = Value::Object(facts);
    holds_plain(about.first(), &Scope { facts: &facts, lists, engine: Engine::native() })
}

fn known(held: Held) -> Value {
    held.facts.get("field").cloned().unwrap_or_else(|| object! {})
}
