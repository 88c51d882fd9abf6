//! `leadwell("command", …)`: takes over from the loader's queue and answers from then on.

use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{Engine, outbox, sender};
use crate::browser::{console, events, json};
use crate::object;
use crate::value::{Value, Write};
use crate::visitor::consent::RESERVED;

/// Answers every call made so far, in order, then every later one as it comes.
///
/// The loader's function keeps calls as `{ a: arguments, r: resolve }` in `leadwell.q` and hands further ones to `leadwell.h`.
pub fn take_over(engine: &Rc<Engine>) {
    let Some(global) = web_sys::window().and_then(|window| Reflect::get(&window, &"leadwell".into()).ok()).filter(JsValue::is_function)
    else {
        return;
    };
    let engine = engine.clone();
    let answer = Closure::<dyn Fn(Array) -> JsValue>::new(move |arguments: Array| call(&engine, &arguments)).into_js_value();
    let waiting = Reflect::get(&global, &"q".into()).ok().and_then(|queue| queue.dyn_into::<Array>().ok()).unwrap_or_default();
    let _ = Reflect::set(&global, &"h".into(), &answer);
    let answer: Function = answer.unchecked_into();
    for waiting in waiting.iter() {
        let property = |name: &str| Reflect::get(&waiting, &JsValue::from_str(name)).unwrap_or_default();
        // The page's own stub pushes bare arguments; the loader's adds who waits for the answer.
        let (arguments, resolve) =
            if property("a").is_undefined() { (waiting.clone(), JsValue::UNDEFINED) } else { (property("a"), property("r")) };
        let result = answer.call1(&JsValue::UNDEFINED, &Array::from(&arguments)).unwrap_or_default();
        if let Some(resolve) = resolve.dyn_ref::<Function>() {
            let _ = resolve.call1(&JsValue::UNDEFINED, &result);
        }
    }
    waiting.set_length(0);
    // Whoever kept the page's stub still pushes here.
    let _ = Reflect::set(&waiting, &"push".into(), &answer);
}

fn call(engine: &Rc<Engine>, arguments: &Array) -> JsValue {
    let command = arguments.get(0).as_string().unwrap_or_default();
    let answer = match command.as_str() {
        "track" => track(engine, arguments),
        "page" => {
            engine.arrive();
            Value::Null
        }
        "identify" => identify(engine, &arguments.get(1)),
        "consent" => choose(engine, &arguments.get(1)),
        "forget" => {
            engine.erase();
            events::tell("forgotten", JsValue::UNDEFINED);
            Value::Null
        }
        "flush" => {
            sender::send_soon(engine);
            Value::Null
        }
        "explain" => engine.explain(),
        "outbox" => outbox::all().write(),
        "export" => export(engine),
        _ => {
            console::say(
                &["no command \"", &command, "\"; known: track, identify, page, consent, forget, flush, explain, export, outbox"].concat(),
            );
            Value::Null
        }
    };
    Promise::resolve(&json::to_js(&answer)).into()
}

fn track(engine: &Engine, arguments: &Array) -> Value {
    match arguments.get(1).as_string().filter(|name| !name.is_empty()) {
        Some(name) => {
            let detail = json::from_js(&arguments.get(2));
            engine.happened(&name, if detail.is_object() { detail } else { Value::Object(crate::value::Object::new()) });
        }
        None => console::say("track needs a name"),
    }
    Value::Null
}

/// What the page knows of its user: facts `user.*`, and answers of fields that allow it.
fn identify(engine: &Engine, traits: &JsValue) -> Value {
    match json::from_js(traits) {
        Value::Object(traits) => {
            engine.identify(traits);
            events::tell("identified", JsValue::UNDEFINED);
        }
        _ => console::say("identify needs an object such as { email: \"…\" }"),
    }
    Value::Null
}

fn choose(engine: &Engine, choices: &JsValue) -> Value {
    if !choices.is_object() {
        console::say("consent needs an object such as { personalization: true }");
        return Value::Null;
    }
    let chosen = RESERVED.iter().filter_map(|purpose| {
        let choice = Reflect::get(choices, &JsValue::from_str(purpose)).ok()?.as_bool()?;
        Some(((*purpose).to_owned(), choice))
    });
    engine.choose(chosen.collect());
    Value::Null
}

/// All that this browser holds.
fn export(engine: &Engine) -> Value {
    object! { "visitor" => engine.record(), "explanation" => engine.explain(), "outbox" => outbox::all() }
}
