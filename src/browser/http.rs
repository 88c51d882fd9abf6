//! Requests: posting a message, fetching a file of ours. What is sent is said as a plain object and given to `fetch` as it is: a
//! setter for each of its keys would be an import for each.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use super::{clock, json};
use crate::campaign::Part;
use crate::delivery::Answer;
use crate::digits::digits;
use crate::object;

/// How long a receiver may take.
const TIMEOUT_MS: f64 = 10_000.0;
/// Bodies of requests that outlive their page share 64 KiB; a larger one must go without that.
const LARGEST_KEEPALIVE: usize = 60_000;

/// Posts a message to a destination and tells what came of it, with the body of the answer.
pub async fn post(receiver: Part<'_>, body: &str) -> (Answer, String) {
    let is_blind = receiver.word("mode") == "no_cors";
    let asks_first = receiver.word("body") != "text" && !is_blind;
    let content_type = if asks_first { "application/json" } else { "text/plain;charset=UTF-8" };
    let request = json::to_js(&object! {
        "method" => "POST", "mode" => if is_blind { "no-cors" } else { "cors" }, "credentials" => "omit",
        "keepalive" => body.len() < LARGEST_KEEPALIVE, "headers" => object! { "Content-Type" => content_type }, "body" => body,
    });
    let mut timer = None;
    if let Ok(abort) = AbortController::new() {
        let _ = Reflect::set(&request, &"signal".into(), &abort.signal());
        let give_up = wasm_bindgen::closure::Closure::once_into_js(move || abort.abort());
        timer = clock::call_after(TIMEOUT_MS, give_up.unchecked_ref());
    }
    let answer = match fetch(receiver.word("url"), request.unchecked_ref()).await {
        Some(_) if is_blind => (Answer::Blind, String::new()),
        // An unread body keeps its share of what may be in flight.
        Some(response) => (Answer::Status(response.status()), text(&response).await.unwrap_or_default()),
        None => (Answer::Nothing, String::new()),
    };
    if let Some(timer) = timer {
        clock::cancel(timer);
    }
    answer
}

async fn fetch(url: &str, request: &RequestInit) -> Option<Response> {
    let answer = web_sys::window()?.fetch_with_str_and_init(url, request);
    JsFuture::from(answer).await.ok()?.dyn_into().ok()
}

async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// A JSON file of ours.
///
/// # Errors
/// A sentence for the developer.
pub async fn get_json(url: &str) -> Result<JsValue, String> {
    let response = get(url).await.ok_or_else(|| [url, " could not be fetched"].concat())?;
    read_json(url, &response).await
}

/// The JSON of an answer that somebody else asked for.
///
/// # Errors
/// A sentence for the developer.
pub async fn read_json(url: &str, response: &Response) -> Result<JsValue, String> {
    if !response.ok() {
        return Err([url, " was answered ", &digits(response.status().into())].concat());
    }
    let text = text(response).await.ok_or_else(|| [url, " broke off"].concat())?;
    js_sys::JSON::parse(&text).map_err(|_| [url, " is not valid JSON"].concat())
}

/// The app fetches its files itself; the runtime only where the loader's own request came to nothing.
#[cfg(feature = "csr")]
async fn get(url: &str) -> Option<Response> {
    gloo_net::http::Request::get(url).send().await.ok().map(Response::from)
}

#[cfg(not(feature = "csr"))]
async fn get(url: &str) -> Option<Response> {
    fetch(url, &RequestInit::new()).await
}
