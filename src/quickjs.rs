//! Rules that browsers run as modules, run natively: the very same file, in `QuickJS`. What a rule has to ask (does this condition hold?) is
//! handed to it as one function. Values go in and come back as JSON.

use rquickjs::function::Func;
use rquickjs::{Context, Function, Module, Runtime};

use crate::value::Value;

/// What a rule asks: the name of the question and what it is about.
pub type Ask = dyn Fn(&str, &Value) -> Value;

/// Calls `script`, a function of the `module`, of `ask(what, about)` and of the arguments.
///
/// # Panics
/// In debug builds, when a rule throws: a mistake in it. Else that is `null`.
#[must_use]
pub fn call(module: &str, script: &str, arguments: &[&Value], ask: Box<Ask>) -> Value {
    run(module, script, arguments, ask).unwrap_or_else(|error| {
        debug_assert!(false, "{script}: {error}");
        Value::Null
    })
}

fn run(module: &str, script: &str, arguments: &[&Value], ask: Box<Ask>) -> Result<Value, String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let context = Context::full(&runtime).map_err(|error| error.to_string())?;
    // What comes from a file may be long, but not endless.
    runtime.set_max_stack_size(1 << 20);
    let asked = move |what: String, about: String| ask(&what, &parsed(&about)).to_string();
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let glue = format!(
        "import * as rules from 'rules';\n\
         globalThis.answer = (given, asked) => JSON.stringify(({script})(rules, \
         (what, about) => JSON.parse(asked(what, JSON.stringify(about ?? null))), ...JSON.parse(given)) ?? null);"
    );
    context.with(|context| {
        let told = |error: rquickjs::Error| format!("{error} {:?}", context.catch().as_exception().map(ToString::to_string));
        let rules = Module::declare(context.clone(), "rules", module).map_err(told)?;
        rules.eval().and_then(|(_, done)| done.finish::<()>()).map_err(told)?;
        Module::evaluate(context.clone(), "glue", glue).and_then(|done| done.finish::<()>()).map_err(told)?;
        let answer: Function = context.globals().get("answer").map_err(told)?;
        let answered: String = answer.call((format!("[{}]", arguments.join(",")), Func::from(asked))).map_err(told)?;
        Ok(parsed(&answered))
    })
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}
