//! One message to one receiver: a call, or several where the receiver wants a person before it takes a lead.

use crate::campaign::{Part, connector::Markup};
use crate::condition::{Engine, value_at};
use crate::delivery::{self, Answer, judge};
use crate::post::{Reply, Request};
use crate::value::{Object, Value, put};

/// What came of an attempt: the answer as the outbox counts it, the receiver's own words where it refused, and how far it got.
#[derive(Debug)]
pub struct Came {
    pub came: delivery::Came,
    pub said: Option<String>,
    pub progress: Progress,
}

/// What earlier calls of a lead have told, by name; a later attempt goes on from there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress(pub Object);

/// Sends a message, or as much of it as is still to be sent. `exchange` sends one request; `now` is in seconds since 1970.
pub fn send(
    receiver: Part,
    message: &Value,
    mut progress: Progress,
    now: i64,
    exchange: &mut dyn FnMut(&Request) -> Result<Reply, String>,
) -> Came {
    let escaped = match receiver.word("markup") {
        "slack" => &as_text_in(Markup::Slack, message),
        _ => message,
    };
    let steps = receiver.list("steps");
    let mut last = Came { came: Answer::Refused.into(), said: None, progress: Progress::default() };
    if steps.is_empty() {
        let origin = origin_of(message);
        let mut request = Request::new(receiver, escaped, &origin, &format!("{origin}/ack.html"));
        sign(receiver, message, now, &mut request);
        last = answered(receiver, exchange(&request), now);
    }
    for step in steps {
        if step.word_if("unless").is_some_and(|known| progress.has(known))
            || step.object("keeps").is_some_and(|keeps| is_kept(keeps, &progress))
        {
            continue;
        }
        let kept = Value::Object(progress.0.clone());
        let Some(request) = Request::of_step(receiver, step, escaped, &kept) else { continue };
        let reply = exchange(&request);
        let body = reply.as_ref().map(Reply::read).unwrap_or_default();
        last = answered(receiver, reply, now);
        if !matches!(last.came.answer, Answer::Status(200..=299)) {
            break;
        }
        for (name, path) in step.object("keeps").into_iter().flatten() {
            let told = value_at(&body, path.as_str().unwrap_or_default());
            if !told.is_null() {
                put(&mut progress.0, name, told.clone());
            }
        }
    }
    Came { progress, ..last }
}

impl Progress {
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

fn is_kept(keeps: &Object, progress: &Progress) -> bool {
    !keeps.is_empty() && keeps.iter().all(|(name, _)| progress.has(name))
}

fn answered(receiver: Part, reply: Result<Reply, String>, now: i64) -> Came {
    let reply = match reply {
        Ok(reply) => reply,
        Err(why) => return Came { came: Answer::Nothing.into(), said: Some(why), progress: Progress::default() },
    };
    let asked_ms = reply.header("retry-after").and_then(|asked| asked_ms(asked, now));
    let (answer, said) = match receiver.word("mode") {
        // A form's page, which sends a browser on: there is nothing more to be learnt.
        "iframe" if matches!(reply.status, 200..=399) => (Answer::Status(200), None),
        _ => judge(receiver, reply.status, &reply.read(), Engine::native()),
    };
    let said = said.or_else(|| (!matches!(answer, Answer::Status(200..=299))).then(|| format!("HTTP {}", reply.status)));
    Came { came: delivery::Came { answer, asked_ms, resend: 0 }, said, progress: Progress::default() }
}

/// `Retry-After`, in seconds or as a date (RFC 9110).
fn asked_ms(header: &str, now: i64) -> Option<f64> {
    let seconds = match header.trim().parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => jiff::fmt::rfc2822::parse(header.trim()).ok()?.timestamp().as_second().saturating_sub(now),
    };
    (seconds > 0).then_some(seconds as f64 * 1000.0)
}

/// The site's, as a browser would say: some receivers take leads from certain sites alone.
fn origin_of(message: &Value) -> String {
    let url = message.get("page").and_then(|page| page.get("url")).and_then(Value::as_str);
    let origin = url.and_then(|url| url::Url::parse(url).ok()).map(|url| url.origin().ascii_serialization());
    origin.filter(|origin| origin != "null").unwrap_or_default()
}

/// The headers of Standard Webhooks 1.0.0. The time is the attempt's: receivers refuse what is older than some minutes.
fn sign(receiver: Part, message: &Value, now: i64, request: &mut Request) {
    if receiver.word("sign") != "standard_webhooks" {
        return;
    }
    let id = message.get("id").and_then(Value::as_str).unwrap_or_default();
    let body = request.body.as_deref().unwrap_or_default();
    // The shape of the secret was checked when the file was read; what cannot be signed goes out unsigned, and is refused.
    let signature = standardwebhooks::Webhook::new(receiver.word("secret")).and_then(|key| key.sign(id, now, body.as_bytes()));
    let signed =
        [("webhook-id", id.to_owned()), ("webhook-timestamp", now.to_string()), ("webhook-signature", signature.unwrap_or_default())];
    request.headers.extend(signed.map(|(name, value)| (name.to_owned(), value)));
}

/// A message whose texts are texts in a markup, and nothing more.
fn as_text_in(markup: Markup, value: &Value) -> Value {
    match value {
        Value::String(text) => match markup {
            Markup::Slack => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").as_str().into(),
        },
        Value::Array(list) => Value::Array(list.iter().map(|value| as_text_in(markup, value)).collect()),
        Value::Object(keys) => Value::Object(keys.iter().map(|(key, value)| (key.clone(), as_text_in(markup, value))).collect()),
        other => other.clone(),
    }
}
