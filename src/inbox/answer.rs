//! Answers for programs: JSON, a refusal always with one sentence that says what would be accepted.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Value, json};

/// A request that is not carried out, and why.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub reason: String,
    pub header: Option<(HeaderName, &'static str)>,
}

impl Refusal {
    pub fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into(), header: None }
    }

    pub fn malformed(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, reason)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let mut response = json_answer(self.status, &json!({ "error": self.reason }));
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// The store's trouble is for the log; the sender is told to come again.
impl From<super::store::Error> for Refusal {
    fn from(cause: super::store::Error) -> Self {
        tracing::error!(%cause, "the database failed");
        let reason = "the database cannot be used right now; send the same request again later";
        Self { header: Some((RETRY_AFTER, "10")), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, reason) }
    }
}

pub fn json_answer(status: StatusCode, value: &Value) -> Response<Body> {
    (status, [(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

pub fn unknown_path() -> Response<Body> {
    let reason = "there is nothing at this path; leads are posted to /leads and read at /, /leads.ndjson or /leads.csv";
    Refusal::new(StatusCode::NOT_FOUND, reason).into_response()
}

pub fn wrong_method(allowed: &'static str) -> Response<Body> {
    let reason = format!("this path takes {}", allowed.replace(", ", " and "));
    Refusal { header: Some((ALLOW, allowed)), ..Refusal::new(StatusCode::METHOD_NOT_ALLOWED, reason) }.into_response()
}
