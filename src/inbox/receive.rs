//! `POST /leads`: a message as JSON, or a form that a page without scripts has posted.
//!
//! A message is stored as it arrived, or refused with the key that is wrong. Nothing in it is corrected.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, ORIGIN,
};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use futures_util::StreamExt;
use serde_json::json;

use super::answer::{Refusal, json_answer};
use super::{Inbox, form_post, message};

/// What a message may weigh.
const LIMIT: usize = 64 * 1024;
/// What is still read of a heavier one: a sender that is cut off while it writes sees a broken connection, not the answer.
const READ_AT_MOST: usize = 1024 * 1024;
/// How long a sender may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn lead(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Body) -> Response<Body> {
    receive(&inbox, &headers, body).await.unwrap_or_else(IntoResponse::into_response)
}

/// Any page may post: the answer tells it nothing.
pub async fn preflight(headers: HeaderMap) -> Response<Body> {
    let answer =
        [(ACCESS_CONTROL_ALLOW_METHODS, "POST"), (ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type"), (ACCESS_CONTROL_MAX_AGE, "86400")];
    let mut response = (StatusCode::NO_CONTENT, answer).into_response();
    // Chrome asks when a public page posts to an address of the local network, such as this one.
    if headers.contains_key("access-control-request-private-network") {
        let allow = HeaderName::from_static("access-control-allow-private-network");
        response.headers_mut().insert(allow, HeaderValue::from_static("true"));
    }
    response
}

/// Refuses pages of origins that are not allowed, where that was asked for; programs name none. Every answer may be read by the page that
/// asked, errors too: a sender has to read their status to know whether to come again.
pub async fn guard(State(inbox): State<Arc<Inbox>>, request: Request, next: Next) -> Response<Body> {
    let is_foreign = inbox.only_from_allowed && request.headers().contains_key(ORIGIN) && !inbox.origins.allows(request.headers());
    let mut response = if is_foreign {
        let reason = "Origin: this inbox takes posts of pages on the origins that it was started with (--allow-origin)";
        Refusal::new(StatusCode::FORBIDDEN, reason).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After"));
    response
}

async fn receive(inbox: &Inbox, headers: &HeaderMap, body: Body) -> Result<Response<Body>, Refusal> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = read_body(headers, body).await?;
    match essence.as_str() {
        "application/json" | "text/plain" => store_message(inbox, &body).await,
        "application/x-www-form-urlencoded" => form_post::receive(inbox, headers, &body).await,
        _ => {
            let reason = "Content-Type: expected application/json, text/plain with JSON, or application/x-www-form-urlencoded";
            Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason))
        }
    }
}

async fn store_message(inbox: &Inbox, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::malformed("the body is not UTF-8; expected a message in JSON"))?.trim();
    let message = message::read(text).map_err(Refusal::malformed)?;
    // A line break can only stand between tokens here, strings hold none: the export is one message a line.
    let line = text.replace(['\n', '\r'], " ");
    let new = inbox.keep(&message, line).await?;
    tracing::info!(id = message.id, form = message.form, new, "lead");
    Ok(if new {
        json_answer(StatusCode::CREATED, &json!({ "id": message.id, "stored": true }))
    } else {
        json_answer(StatusCode::OK, &json!({ "id": message.id, "stored": true, "duplicate": true }))
    })
}

pub async fn read_body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refusal> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > READ_AT_MOST) {
        return Err(too_large());
    }
    let slow = |_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "the body took longer than 30 seconds; send it again");
    tokio::time::timeout(PATIENCE, collect(body)).await.map_err(slow)?
}

async fn collect(body: Body) -> Result<Vec<u8>, Refusal> {
    let (mut bytes, mut length) = (Vec::new(), 0usize);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::malformed("the body ended before its time; send it again"))?;
        length = length.saturating_add(chunk.len());
        if length <= LIMIT {
            bytes.extend_from_slice(&chunk);
        } else if length > READ_AT_MOST {
            break;
        }
    }
    if length > LIMIT { Err(too_large()) } else { Ok(bytes) }
}

fn too_large() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 64 KiB (65536 bytes), the most that a message may have")
}
