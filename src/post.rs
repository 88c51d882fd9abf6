//! Requests from this machine as a browser would post them: the same body of the same row, without a browser's leave; and those of rows
//! that are a relay's alone.
//!
//! Nothing is kept here, nothing is sent twice, and nothing is decided about when.

use std::time::Duration;

use serde_json::json;

use crate::campaign::Part;
use crate::condition::Engine;
use crate::delivery::{Answer, fill, judge, pairs};
use crate::object;
use crate::value::{Value, of_json, put};

/// How long a receiver may take, as in browsers.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than any receiver says.
const MOST_BYTES: u64 = 1_000_000;

/// A request that is ready.
#[derive(Debug)]
pub struct Request {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    follows: bool,
}

/// What a receiver answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    /// Of a message to a completed destination. `origin` is the site's, `ack` the address of its page of returns.
    #[must_use]
    pub fn new(receiver: Part, message: &Value, origin: &str, ack: &str) -> Self {
        let body = match receiver.get("shape") {
            Some(shape) => {
                let created = message.get("created_at").and_then(Value::as_str).and_then(|at| at.parse::<jiff::Timestamp>().ok());
                let created_ms = created.map(|at| at.as_millisecond() as f64);
                fill(shape, message, &object! { "ack" => ack, "created_ms" => created_ms })
            }
            None => message.clone(),
        };
        let (kind, body) = match receiver.word("encode") {
            "" => (receiver.word("type").to_owned(), body.to_string()),
            "multipart" => multipart(&pairs(&body)),
            _ => {
                let written = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs(&body)).finish();
                ("application/x-www-form-urlencoded".to_owned(), written)
            }
        };
        let mut headers = vec![("Origin".to_owned(), origin.to_owned()), ("Content-Type".to_owned(), kind)];
        headers.extend(headers_of(receiver));
        let ack: String = url::form_urlencoded::byte_serialize(ack.as_bytes()).collect();
        let url = receiver.word("url").replace("{ack}", &ack);
        // As in browsers: a redirect that its row does not name is no yes. The page that a blind form returns to is for a browser to open.
        Self {
            method: receiver.word_if("method").unwrap_or("POST").to_owned(),
            url,
            headers,
            body: Some(body),
            follows: receiver.has("redirects") || receiver.word("mode") == "no_cors",
        }
    }

    /// One of the calls that a message takes at a receiver with `steps`; nothing where its query asks for what the message does not tell.
    /// `kept` is what earlier calls have told, by name.
    #[must_use]
    pub fn of_step(receiver: Part, step: Part, message: &Value, kept: &Value) -> Option<Self> {
        let filled = |shape: &Value| fill(shape, message, &object! { "kept" => kept });
        let mut url = format!("{}{}", receiver.word("url"), step.word("path"));
        if let Some(shape) = step.get("query") {
            let query = pairs(&filled(shape));
            if query.len() < shape.as_object().map_or(0, |shape| shape.iter().count()) {
                return None;
            }
            if !query.is_empty() {
                url = format!("{url}?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish());
            }
        }
        let body = step.get("shape").map(|shape| filled(shape).to_string());
        let mut headers: Vec<(String, String)> = headers_of(receiver).collect();
        if body.is_some() {
            headers.push(("Content-Type".to_owned(), receiver.word("type").to_owned()));
        }
        Some(Self { method: step.word("method").to_owned(), url, headers, body, follows: true })
    }

    /// Sends it.
    ///
    /// # Errors
    /// Why it did not reach the receiver, or why no answer came.
    pub fn send(&self) -> Result<Reply, String> {
        let mut request = ureq::http::Request::builder().method(self.method.as_str()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let agent = agent(self.follows);
        let cannot_be_said = |error: ureq::http::Error| error.to_string();
        match &self.body {
            Some(body) => read(agent.run(request.body(body.as_str()).map_err(cannot_be_said)?)),
            None => read(agent.run(request.body(()).map_err(cannot_be_said)?)),
        }
    }

    /// Asks the receiver as browsers do before they send what is no plain form or text: its leave, or nothing where none is needed.
    ///
    /// # Errors
    /// As for `send`.
    pub fn ask_leave(&self) -> Result<Option<Reply>, String> {
        let plain = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];
        let needs_leave = |(name, value): &&(String, String)| match &*name.to_lowercase() {
            "origin" | "accept" => false,
            "content-type" => !plain.iter().any(|plain| value.starts_with(plain)),
            _ => true,
        };
        let asked: Vec<String> = self.headers.iter().filter(needs_leave).map(|(name, _)| name.to_lowercase()).collect();
        if asked.is_empty() {
            return Ok(None);
        }
        let origin = self.headers.first().map(|(_, origin)| origin.as_str()).unwrap_or_default();
        let request = ureq::http::Request::builder()
            .method("OPTIONS")
            .uri(&self.url)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", asked.join(","))
            .body(())
            .map_err(|error| error.to_string())?;
        read(agent(false).run(request)).map(Some)
    }
}

impl Reply {
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// What it says, as JSON where it is.
    #[must_use]
    pub fn read(&self) -> Value {
        serde_json::from_str(&self.body).map_or_else(|_| self.body.as_str().into(), of_json)
    }

    /// Whether it is a yes for this destination, judged as browsers do.
    #[must_use]
    pub fn accepts(&self, receiver: Part) -> bool {
        // A browser follows to where it is sent on, which is all that it learns.
        if receiver.word("mode") == "iframe" {
            return matches!(self.status, 200..=399);
        }
        judge(receiver, self.status, &self.read(), Engine::native()).0 == Answer::Status(self.status) && matches!(self.status, 200..=299)
    }
}

/// Posts a form to somebody who is no receiver of leads.
///
/// # Errors
/// Why no answer came.
pub fn form(url: &str, pairs: &[(&str, String)]) -> Result<Reply, String> {
    read(agent(false).post(url).send_form(pairs.iter().map(|(name, value)| (*name, value.as_str()))))
}

fn headers_of(receiver: Part<'_>) -> impl Iterator<Item = (String, String)> + use<'_> {
    let headers = receiver.object("headers").into_iter().flatten();
    headers.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
}

fn agent(follows: bool) -> ureq::Agent {
    let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
    let config = if follows { config } else { config.max_redirects(0).max_redirects_will_error(false) };
    config.build().new_agent()
}

fn read(answered: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Reply, String> {
    let mut response = answered.map_err(|error| error.to_string())?;
    let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = response.body_mut().with_config().limit(MOST_BYTES).lossy_utf8(true).read_to_string().map_err(|error| error.to_string())?;
    Ok(Reply { status: response.status().as_u16(), headers, body })
}

/// `multipart/form-data` (RFC 7578).
fn multipart(pairs: &[(String, String)]) -> (String, String) {
    let boundary = format!("leadwell-{}", uuid::Uuid::new_v4().simple());
    let mut body = String::new();
    for (name, value) in pairs {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        body.push_str(&format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// A reply as a person reads it.
impl std::fmt::Display for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        writeln!(f, "HTTP {}", self.status)?;
        for (name, value) in &self.headers {
            if name.starts_with("access-control") || matches!(name.as_str(), "content-type" | "location" | "retry-after") {
                writeln!(f, "{name}: {value}")?;
            }
        }
        write!(f, "\n{}", self.body)
    }
}

/// The same request as a person reads it.
impl std::fmt::Display for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        let body = self.body.as_deref().unwrap_or_default();
        let readable = serde_json::from_str::<serde_json::Value>(body).map(|body| format!("{body:#}"));
        write!(f, "\n{}", readable.unwrap_or_else(|_| body.to_owned()))
    }
}

/// Marks a message as one of a trial, sent now.
#[must_use]
pub fn marked(mut message: Value) -> Value {
    let id = || Value::from(uuid::Uuid::new_v4().to_string().as_str());
    if let Value::Object(keys) = &mut message {
        let sent_at = keys.get("created_at").cloned().unwrap_or_default();
        for (key, value) in [("id", id()), ("lead_id", id()), ("test", of_json(json!(true))), ("attempt", of_json(json!(1)))] {
            put(keys, key, value);
        }
        put(keys, "age_ms", of_json(json!(0)));
        put(keys, "sent_at", sent_at);
    }
    message
}
