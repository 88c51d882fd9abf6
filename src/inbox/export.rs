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
use super::store::{Error, Stored};

/// So many are read at a time: writers get their turn between two portions of a long export.
const PORTION: u32 = 200;

/// `GET /leads.ndjson`, oldest first, each message with `received_at`, and where campaigns are known with `replay`.
pub async fn leads(State(inbox): State<Arc<Inbox>>) -> Response<Body> {
    // An error in the middle breaks the connection, so that nobody takes a part for the whole.
    let portions = stream::try_unfold(0, move |row| portion(inbox.clone(), row));
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

async fn portion(inbox: Arc<Inbox>, row: i64) -> Result<Option<(String, i64)>, Error> {
    let leads = inbox.store.after(row, PORTION).await?;
    let lines = leads.iter().map(|lead| line(&inbox, lead)).collect();
    Ok(leads.last().map(|last| (lines, last.row)))
}

/// The message is a JSON object with keys, so that more of them fit before its closing brace.
fn line(inbox: &Inbox, lead: &Stored) -> String {
    let open = lead.message.strip_suffix('}').unwrap_or(&lead.message);
    let replay = inbox.replayed(&lead.message).map(|outcome| format!(",\"replay\":\"{}\"", outcome.word())).unwrap_or_default();
    format!("{},\"received_at\":\"{}\"{replay}}}\n", open.trim_end(), lead.received_at)
}
