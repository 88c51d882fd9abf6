//! For programs that read: stored messages as NDJSON and CSV, events as NDJSON, and whether the inbox is well.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{Response, StatusCode, Uri};
use axum::response::IntoResponse;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::json;

use super::answer::{Refusal, json_answer};
use super::store::{Error, Filter, Stored};
use super::{Inbox, table};
use crate::lead::Message;

/// So many are read at a time: writers get their turn between two portions of a long export.
const PORTION: u32 = 200;

const NDJSON: &str = "application/x-ndjson";

/// `GET /leads.ndjson`, oldest first, each message with `received_at`, and where campaigns are known with `replay`. The query narrows it
/// down as it does the page's list.
pub async fn leads(State(inbox): State<Arc<Inbox>>, uri: Uri) -> Response<Body> {
    let filter = match filter_of(&uri) {
        Ok(filter) => filter,
        Err(refusal) => return refusal.into_response(),
    };
    // An error in the middle breaks the connection, so that nobody takes a part for the whole.
    let portions = stream::try_unfold((inbox, filter, 0), |(inbox, filter, row)| async move {
        let leads = inbox.store.after(&filter, row, PORTION).await?;
        let lines: String = leads.iter().map(|lead| line(&inbox, lead)).collect();
        Ok::<_, Error>(leads.last().map(|last| (lines, (inbox.clone(), filter.clone(), last.row))))
    });
    whole(NDJSON, Body::from_stream(portions.into_stream()))
}

/// `GET /leads.csv`: the same for a spreadsheet, a column for every answer that anybody gave.
pub async fn leads_as_table(State(inbox): State<Arc<Inbox>>, uri: Uri) -> Response<Body> {
    let filter = match filter_of(&uri) {
        Ok(filter) => filter,
        Err(refusal) => return refusal.into_response(),
    };
    // Columns stand in the first line, and are known only when every row was seen.
    let (mut fields, mut purposes, mut last) = (BTreeSet::new(), BTreeSet::new(), 0);
    loop {
        let leads = match inbox.store.after(&filter, last, PORTION).await {
            Ok(leads) => leads,
            Err(error) => return Refusal::from(error).into_response(),
        };
        let Some(newest) = leads.last() else { break };
        last = newest.row;
        for message in leads.iter().filter_map(message_of) {
            fields.extend(message.fields.keys().cloned());
            purposes.extend(message.consent.into_iter().map(|record| record.purpose));
        }
    }
    let columns = Arc::new(table::Columns::new(fields, purposes));
    let head = stream::once(std::future::ready(Ok::<_, Error>(columns.head())));
    let portions = stream::try_unfold((inbox, filter, columns, 0), move |(inbox, filter, columns, row)| async move {
        let mut leads = inbox.store.after(&filter, row, PORTION).await?;
        // What came since the columns were made has no place in them.
        leads.retain(|lead| lead.row <= last);
        let lines: String = leads.iter().filter_map(|lead| Some(columns.line(lead.received_at, &message_of(lead)?))).collect();
        Ok::<_, Error>(leads.last().map(|last| (lines, (inbox.clone(), filter.clone(), columns.clone(), last.row))))
    });
    let mut response = whole("text/csv; charset=utf-8", Body::from_stream(head.chain(portions.into_stream())));
    let name = axum::http::HeaderValue::from_static("attachment; filename=\"leads.csv\"");
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    response
}

/// `GET /events.ndjson`, in the order of arrival, each event with `received_at`.
pub async fn events(State(inbox): State<Arc<Inbox>>) -> Response<Body> {
    let portions = stream::try_unfold((inbox, 0), |(inbox, row)| async move {
        let events = inbox.store.events_after(row, PORTION).await?;
        let lines: String = events.iter().map(|event| received(event, "")).collect();
        Ok::<_, Error>(events.last().map(|last| (lines, (inbox.clone(), last.row))))
    });
    whole(NDJSON, Body::from_stream(portions.into_stream()))
}

/// `GET /healthz`: well means that the database answers.
pub async fn health(State(inbox): State<Arc<Inbox>>) -> Response<Body> {
    match inbox.store.version().await {
        Ok(_) => json_answer(StatusCode::OK, &json!({ "ok": true })),
        Err(error) => Refusal::from(error).into_response(),
    }
}

fn filter_of(uri: &Uri) -> Result<Filter, Refusal> {
    Filter::read(uri.query().unwrap_or_default()).map_err(Refusal::malformed)
}

fn whole(kind: &'static str, body: Body) -> Response<Body> {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], body).into_response()
}

fn message_of(lead: &Stored) -> Option<Message> {
    serde_json::from_str(&lead.message).ok()
}

fn line(inbox: &Inbox, lead: &Stored) -> String {
    let replay = inbox.replayed(&lead.message).map(|outcome| format!(",\"replay\":\"{}\"", outcome.word())).unwrap_or_default();
    received(lead, &replay)
}

/// What is stored is a JSON object with keys, so that more of them fit before its closing brace.
fn received(stored: &Stored, more: &str) -> String {
    let open = stored.message.strip_suffix('}').unwrap_or(&stored.message);
    format!("{},\"received_at\":\"{}\"{more}}}\n", open.trim_end(), stored.received_at)
}
