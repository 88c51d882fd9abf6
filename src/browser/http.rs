//! Requests: posting a message, fetching a file of ours.

use gloo_net::http::{Request, Response};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, RequestInit, RequestMode};

use super::clock;
use crate::campaign::Receiver;
use crate::campaign::written::{Body, Mode};
use crate::delivery::Answer;
use crate::digits::digits;

/// How long a receiver may take.
const TIMEOUT_MS: f64 = 10_000.0;
/// Bodies of requests that outlive their page share 64 KiB; a larger one must go without that.
const LARGEST_KEEPALIVE: usize = 60_000;

/// Posts a message and tells what came of it, with the body of the answer.
pub async fn post(receiver: &Receiver, body: &str) -> (Answer, String) {
    let abort = AbortController::new().ok();
    let Some(request) = request(receiver, body, abort.as_ref()) else { return (Answer::Nothing, String::new()) };
    let timer = abort.clone().and_then(|abort| {
        let give_up = wasm_bindgen::closure::Closure::once_into_js(move || abort.abort());
        clock::call_after(TIMEOUT_MS, wasm_bindgen::JsCast::unchecked_ref(&give_up))
    });
    let answer = match Request::from(request).send().await {
        Ok(_) if receiver.mode == Mode::NoCors => (Answer::Blind, String::new()),
        // An unread body keeps its share of what may be in flight.
        Ok(response) => (Answer::Status(response.status()), response.text().await.unwrap_or_default()),
        Err(_) => (Answer::Nothing, String::new()),
    };
    timer.into_iter().for_each(clock::cancel);
    answer
}

fn request(receiver: &Receiver, body: &str, abort: Option<&AbortController>) -> Option<web_sys::Request> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(body));
    init.set_mode(if receiver.mode == Mode::NoCors { RequestMode::NoCors } else { RequestMode::Cors });
    init.set_signal(abort.map(AbortController::signal).as_ref());
    // web-sys has no setter for either of these.
    let set = |name: &str, value: &JsValue| Reflect::set(&init, &JsValue::from_str(name), value).unwrap_or(false);
    set("credentials", &JsValue::from_str("omit"));
    if body.len() < LARGEST_KEEPALIVE {
        set("keepalive", &JsValue::TRUE);
    }
    let request = web_sys::Request::new_with_str_and_init(&receiver.url, &init).ok()?;
    let content_type = match receiver.body {
        Body::Json if receiver.mode == Mode::Cors => "application/json",
        Body::Json | Body::Text => "text/plain;charset=UTF-8",
    };
    request.headers().set("Content-Type", content_type).ok()?;
    Some(request)
}

/// A JSON file of ours.
///
/// # Errors
/// A sentence for the developer.
pub async fn get_json(url: &str) -> Result<JsValue, String> {
    let response = get(url).await.ok_or_else(|| [url, " could not be fetched"].concat())?;
    read_json(url, response).await
}

/// The JSON of an answer that somebody else asked for.
///
/// # Errors
/// A sentence for the developer.
pub async fn read_json(url: &str, response: Response) -> Result<JsValue, String> {
    if !response.ok() {
        return Err([url, " was answered ", &digits(response.status().into())].concat());
    }
    let text = response.text().await.map_err(|_| [url, " broke off"].concat())?;
    js_sys::JSON::parse(&text).map_err(|_| [url, " is not valid JSON"].concat())
}

async fn get(url: &str) -> Option<Response> {
    Request::from(web_sys::Request::new_with_str(url).ok()?).send().await.ok()
}
