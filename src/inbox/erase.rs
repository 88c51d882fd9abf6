//! `POST /erase`: takes out all that is known of a person, by their e-mail address.
//!
//! From the reader's page, or from a program that shows the token. Never at the wish of another site's page.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HOST, LOCATION, ORIGIN};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::answer::{Refusal, json_answer};
use super::{Inbox, now};

pub async fn person(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    erase(&inbox, &headers, &body).await.unwrap_or_else(IntoResponse::into_response)
}

async fn erase(inbox: &Inbox, headers: &HeaderMap, body: &[u8]) -> Result<Response<Body>, Refusal> {
    if !is_from_here(headers) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "Origin: only this inbox's own page may ask for erasure, not another site's"));
    }
    let is_json = headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    let email = if is_json { of_json(body) } else { of_form(body) };
    let email = email.filter(|email| email.contains('@')).ok_or_else(|| Refusal::malformed("email: expected an e-mail address"))?;
    let erased = inbox.store.erase(&email, now()).await?;
    // Not the address: the log would keep what was erased.
    tracing::info!(erased, "erased by e-mail");
    if is_json {
        return Ok(json_answer(StatusCode::OK, &json!({ "erased": erased })));
    }
    Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/?erased={erased}"))]).into_response())
}

/// Browsers say with every post which page it came from; programs say nothing.
fn is_from_here(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let named = |value: &axum::http::HeaderValue| value.to_str().ok().map(str::to_owned);
    let page = named(origin).and_then(|origin| Url::parse(&origin).ok());
    let Some((page, host)) = page.zip(headers.get(HOST).and_then(named)) else { return false };
    let own = Url::parse(&format!("{}://{host}", page.scheme()));
    own.is_ok_and(|own| own.origin() == page.origin())
}

fn of_form(body: &[u8]) -> Option<String> {
    form_urlencoded::parse(body).find(|(key, _)| key == "email").map(|(_, value)| value.into_owned())
}

fn of_json(body: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    Some(value.get("email")?.as_str()?.to_owned())
}
