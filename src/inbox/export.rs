//! For programs that read: every stored message as NDJSON, and whether the inbox is well.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use futures_util::stream::{self, TryStreamExt};
use serde_json::json;

use super::Inbox;
use super::answer::{Refusal, json_answer};
use super::store::{Error, Store, Stored};

/// So many are read at a time: writers get their turn between two portions of a long export.
const PORTION: u32 = 200;

/// `GET /leads.ndjson`, oldest first, each message with `received_at`.
pub async fn leads(State(inbox): State<Arc<Inbox>>) -> Response<Body> {
    let store = inbox.store.clone();
    // An error in the middle breaks the connection, so that nobody takes a part for the whole.
    let portions = stream::try_unfold(0, move |row| portion(store.clone(), row));
    let headers = [(CONTENT_TYPE, "application/x-ndjson"), (CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(portions.into_stream())).into_response()
}

/// `GET /healthz`: well means that the database answers.
pub async fn health(State(inbox): State<Arc<Inbox>>) -> Response<Body> {
    match inbox.store.count().await {
        Ok(_) => json_answer(StatusCode::OK, &json!({ "ok": true })),
        Err(error) => Refusal::from(error).into_response(),
    }
}

async fn portion(store: Store, row: i64) -> Result<Option<(String, i64)>, Error> {
    let leads = store.after(row, PORTION).await?;
    let lines = leads.iter().map(line).collect();
    Ok(leads.last().map(|last| (lines, last.row)))
}

/// The message is a JSON object with keys, so that one more fits before its closing brace.
fn line(lead: &Stored) -> String {
    let open = lead.message.strip_suffix('}').unwrap_or(&lead.message);
    format!("{},\"received_at\":\"{}\"}}\n", open.trim_end(), lead.received_at)
}
