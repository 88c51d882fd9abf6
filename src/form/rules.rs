//! The rules of forms run natively: the very file that browsers run, in `QuickJS`, with the condition language of this crate.

use rquickjs::function::Func;
use rquickjs::{Context, Function, Module, Runtime};

use super::email;
use crate::campaign::Form;
use crate::condition::{Engine, Lists, Scope, holds_plain};
use crate::object;
use crate::value::{Object, Value};

const SOURCE: &str = include_str!("../aids/rules.js");

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
    call("(rules, form, given, known, holds) => rules.follow(form, given, known, holds)", &[&form.0, given, &known(held)], Some(held))
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

/// Calls any rule, for tables of cases: `script` is a function of `rules` and the arguments.
///
/// # Panics
/// Never for the rules as they are: a rule that throws is a mistake in them.
#[must_use]
pub fn call(script: &str, arguments: &[&Value], held: Option<Held>) -> Value {
    run(script, arguments, held).unwrap_or_else(|error| {
        debug_assert!(false, "{script}: {error}");
        Value::Null
    })
}

fn run(script: &str, arguments: &[&Value], held: Option<Held>) -> Result<Value, String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let context = Context::full(&runtime).map_err(|error| error.to_string())?;
    // A formula or a form from anywhere may be long, but not endless.
    runtime.set_max_stack_size(1 << 20);
    let facts = held.map(|held| held.facts.clone()).unwrap_or_default();
    let lists = held.map(|held| held.lists.clone()).unwrap_or_default();
    let holds = move |condition: String, fields: String| {
        let (condition, fields) = (parsed(&condition), parsed(&fields));
        let mut facts = match &facts {
            Value::Object(facts) => facts.clone(),
            _ => Object::new(),
        };
        facts.insert("field", fields);
        let facts = Value::Object(facts);
        holds_plain(Some(&condition), &Scope { facts: &facts, lists: &lists, engine: Engine::native() })
    };
    let kind = |address: String| email::kind(&address).map(str::to_owned);
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let glue = format!(
        "import * as rules from 'rules';\n\
         globalThis.answer = (given, holds, kind) => JSON.stringify(({script})(rules, ...JSON.parse(given), \
         {}) ?? null);",
        if held.is_some() { "(condition, fields) => holds(JSON.stringify(condition), JSON.stringify(fields))" } else { "kind" }
    );
    context.with(|context| {
        let told = |error: rquickjs::Error| format!("{error} {:?}", context.catch().as_exception().map(ToString::to_string));
        let rules = Module::declare(context.clone(), "rules", SOURCE).map_err(told)?;
        rules.eval().and_then(|(_, done)| done.finish::<()>()).map_err(told)?;
        Module::evaluate(context.clone(), "glue", glue).and_then(|done| done.finish::<()>()).map_err(told)?;
        let answer: Function = context.globals().get("answer").map_err(told)?;
        let given = format!("[{}]", arguments.join(","));
        let answered: String = answer.call((given, Func::from(holds), Func::from(kind))).map_err(told)?;
        Ok(parsed(&answered))
    })
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

fn known(held: Held) -> Value {
    held.facts.get("field").cloned().unwrap_or_else(|| object! {})
}
