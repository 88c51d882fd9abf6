//! `POST /events`: what campaigns tell of visits, in batches as browsers send them when a page goes (docs/analytics.md).
//!
//! An event is stored once, as it was told, with the campaign it belongs to. What an event means is the report's business.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer::{Refusal, json_answer};
use super::receive::read_body;
use super::store::Event;
use super::{Inbox, now};
use crate::time::Timestamp;

/// More than a browser gathers between two batches.
const MOST_EVENTS: usize = 500;

/// One batch.
#[derive(Deserialize)]
struct Batch {
    version: u32,
    campaign: Campaign,
    events: Vec<Told>,
}

#[derive(Deserialize)]
struct Campaign {
    id: String,
    #[serde(default)]
    version: String,
}

/// What every event has; the rest of it is kept as it is.
#[derive(Deserialize)]
struct Told {
    id: String,
    name: String,
    at: Timestamp,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

pub async fn batch(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Body) -> Response<Body> {
    receive(&inbox, &headers, body).await.unwrap_or_else(IntoResponse::into_response)
}

async fn receive(inbox: &Inbox, headers: &HeaderMap, body: Body) -> Result<Response<Body>, Refusal> {
    let body = read_body(headers, body).await?;
    let events = read(&body).map_err(Refusal::malformed)?;
    let told = events.len();
    let new = inbox.store.insert_events(events, now()).await?;
    tracing::info!(told, new, "events");
    Ok(json_answer(StatusCode::CREATED, &json!({ "stored": new, "duplicates": told.saturating_sub(new) })))
}

/// The events of a batch, or what is wrong with it and where.
///
/// # Errors
/// One sentence for the sender, which names the key.
pub fn read(body: &[u8]) -> Result<Vec<Event>, String> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let batch: Batch = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        if path == "." { format!("the body is no batch of events: {}", error.inner()) } else { format!("{path}: {}", error.inner()) }
    })?;
    reader.end().map_err(|error| format!("the body is no batch of events: {error}"))?;
    if batch.version != 1 {
        return Err(format!("version: this inbox reads version 1 of the batch, found {}", batch.version));
    }
    if batch.events.len() > MOST_EVENTS {
        return Err(format!("events: {} of them; a batch has {MOST_EVENTS} at most", batch.events.len()));
    }
    let campaign = json!({ "id": batch.campaign.id, "version": batch.campaign.version });
    batch
        .events
        .into_iter()
        .enumerate()
        .map(|(index, told)| told.stored(&campaign).map_err(|why| format!("events[{index}].{why}")))
        .collect()
}

impl Told {
    fn stored(self, campaign: &Value) -> Result<Event, String> {
        let is_short = |text: &str| (1..=128).contains(&text.len());
        if !is_short(&self.id) || !self.id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("id: expected 1 to 128 visible ASCII characters, such as a UUID".to_owned());
        }
        if !is_short(&self.name) {
            return Err("name: expected 1 to 128 bytes, such as \"page_view\"".to_owned());
        }
        let visitor = self.rest.get("visitor").and_then(Value::as_str).map(str::to_owned);
        let head = [("id", json!(self.id)), ("name", json!(self.name)), ("at", json!(self.at.to_string())), ("campaign", campaign.clone())];
        let mut event: Map<String, Value> = head.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let taken: Vec<String> = event.keys().cloned().collect();
        event.extend(self.rest.into_iter().filter(|(key, _)| !taken.contains(key)));
        Ok(Event { id: self.id, visitor, json: Value::Object(event).to_string() })
    }
}
