//! Forms that a page without scripts has posted: the inbox writes the message that the page could not.
//!
//! What a known campaign requires is required here as well. Nothing is scored: a page without scripts has seen no behaviour.

use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use base64::Engine;
use sha2::{Digest, Sha256};
use url::form_urlencoded;
use uuid::Uuid;

use super::answer::Refusal;
use super::words::Words;
use super::{Inbox, now, origin, visitor_page};
use crate::campaign::{Form, Part, Runtime};
use crate::lead::{CampaignRef, ConsentRecord, Message, PageRef, Spam, Via};
use crate::time::Timestamp;
use crate::value::{Named, Object, Value};

/// Above what any checked campaign may ask for; a post of 64 KiB cannot make more than this of a row.
const LONGEST_ANSWER: usize = 10_000;
const LONGEST_NAME: usize = 64;
const MOST_FIELDS: usize = 100;

pub async fn receive(inbox: &Inbox, headers: &HeaderMap, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let sender = origin::sender(headers);
    let told = read(body, |id| inbox.campaign(id), sender.as_deref(), now()).map_err(Refusal::malformed)?;
    let words = Words::of(&told.locale);
    let message = match told.message {
        Ok(message) => message,
        Err(missing) => {
            let again = inbox.origins.next(&told.page, sender.as_deref());
            return Ok(visitor_page::missing(words, &missing, again.as_deref()));
        }
    };
    let json = serde_json::to_string(&message).map_err(|error| Refusal::malformed(error.to_string()))?;
    let new = inbox.keep(&message, json).await?;
    tracing::info!(id = message.id, form = message.form, new, "lead from a native form");
    Ok(match inbox.origins.next(&told.next, sender.as_deref()) {
        Some(next) => (StatusCode::SEE_OTHER, [(LOCATION, next)]).into_response(),
        None => visitor_page::thanks(words),
    })
}

/// What a post tells.
#[derive(Debug)]
pub struct Told {
    /// The message that it makes, or the labels of what is missing for one.
    pub message: Result<Message, Vec<String>>,
    locale: String,
    page: String,
    next: String,
}

/// Reads a post as a form of the campaign that it names, or of one that is not known here.
///
/// # Errors
/// One sentence for the sender, where it names no form.
pub fn read<'a>(
    body: &[u8],
    campaign: impl FnOnce(&str) -> Option<&'a Runtime>,
    sender: Option<&str>,
    at: Timestamp,
) -> Result<Told, String> {
    let post = Post::read(body);
    let campaign = campaign(&post.campaign);
    let form = form_of(&post, campaign)?;
    let (locale, page, next) = (post.locale.clone(), post.page.clone(), post.next.clone());
    let missing = missing(&post, form, campaign);
    let message = if missing.is_empty() { Ok(message(post, campaign, form, sender, at)) } else { Err(missing) };
    Ok(Told { message, locale, page, next })
}

/// A native post, taken apart.
#[derive(Debug, Default)]
struct Post {
    campaign: String,
    form: String,
    locale: String,
    page: String,
    next: String,
    /// The field that nobody sees was filled in.
    trapped: bool,
    fields: Object,
    /// By purpose: whether the box was ticked.
    consent: Named<bool>,
}

impl Post {
    fn read(body: &[u8]) -> Self {
        let mut post = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            let value = value.trim();
            match name.as_ref() {
                "_campaign" => value.clone_into(&mut post.campaign),
                "_form" => value.clone_into(&mut post.form),
                "_locale" => value.clone_into(&mut post.locale),
                "_page" => value.clone_into(&mut post.page),
                "_next" => value.clone_into(&mut post.next),
                "_trap" => post.trapped = !value.is_empty(),
                name if name.starts_with('_') => {}
                name => match name.strip_prefix("consent.") {
                    Some(purpose) => post.add_consent(purpose, value),
                    None => post.add_answer(name, value),
                },
            }
        }
        post
    }

    /// A ticked box is sent, another is not: only an outright `denied` is no tick.
    fn add_consent(&mut self, purpose: &str, value: &str) {
        if is_name(purpose) && self.consent.len() < MOST_FIELDS {
            self.consent.insert(purpose, value != "denied");
        }
    }

    /// Boxes of one name are one answer.
    fn add_answer(&mut self, name: &str, value: &str) {
        if value.is_empty() || !is_name(name) || (self.fields.len() >= MOST_FIELDS && !self.fields.contains_key(name)) {
            return;
        }
        let value = Value::String(value.chars().take(LONGEST_ANSWER).collect());
        let before = self.fields.entry(name);
        match before {
            Value::Null => *before = value,
            Value::Array(list) if list.len() < MOST_FIELDS => list.push(value),
            Value::Array(_) => {}
            one => *one = Value::Array(vec![std::mem::take(one), value]),
        }
    }

    fn granted(&self, purpose: &str) -> bool {
        self.consent.get(purpose).copied().unwrap_or(false)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_NAME
}

/// The form as the campaign has it; None when the campaign is not known here.
fn form_of<'a>(post: &Post, campaign: Option<&'a Runtime>) -> Result<Option<&'a Form>, String> {
    if post.form.is_empty() {
        return Err("_form: expected a hidden field with the form's name".to_owned());
    }
    let Some(campaign) = campaign else { return Ok(None) };
    campaign.forms.get(&post.form).map(Some).ok_or_else(|| {
        let known: Vec<_> = campaign.forms.keys().map(String::as_str).collect();
        format!("_form: campaign {:?} has no form of this name; it has {}", campaign.id, known.join(", "))
    })
}

/// Labels and consent texts without which the form is not taken.
fn missing(post: &Post, form: Option<&Form>, campaign: Option<&Runtime>) -> Vec<String> {
    let (Some(form), Some(campaign)) = (form, campaign) else { return Vec::new() };
    let text = |text: &crate::campaign::Text| text.in_locale(&post.locale, &campaign.default_locale).to_owned();
    let is_needed = |field: &Part| field.is_always_needed() && !matches!(field.kind(), "consent" | "address");
    let unanswered = form.fields().into_iter().filter(is_needed).filter(|field| !post.fields.contains_key(field.name()));
    let fields = unanswered.map(|field| field.text("label").map_or_else(|| field.name().to_owned(), |label| text(&label)));
    let refused = form.consent().into_iter().filter(|item| item.flag("required") && !post.granted(item.word("purpose")));
    let consent = refused.map(|item| text(&item.text("text").unwrap_or_default()));
    fields.chain(consent).collect()
}

fn message(post: Post, campaign: Option<&Runtime>, form: Option<&Form>, sender: Option<&str>, at: Timestamp) -> Message {
    Message {
        kind: "lead.captured".to_owned(),
        version: 1,
        id: Uuid::new_v4().to_string(),
        lead_id: Uuid::new_v4().to_string(),
        created_at: at,
        age_ms: 0,
        sent_at: Some(at),
        attempt: 1,
        test: false,
        consent: consent(&post, campaign, form, at),
        campaign: CampaignRef { version: campaign.map(|campaign| campaign.version.clone()).unwrap_or_default(), id: post.campaign },
        form: post.form,
        page: PageRef { url: page_url(&post.page, sender), title: String::new(), locale: post.locale, time_zone: None },
        via: Via { kind: "native".to_owned(), id: post.page },
        fields: post.fields,
        level: "none".to_owned(),
        reason: None,
        qualified: false,
        stage: None,
        stages: None,
        tags: None,
        score: None,
        evidence: None,
        value: None,
        source: None,
        experiments: None,
        visitor: None,
        ids: None,
        spam: Spam { suspected: post.trapped, signals: post.trapped.then(|| "honeypot".to_owned()).into_iter().collect() },
    }
}

/// What a known form asks for, with the words that were shown; of an unknown one, only what was ticked.
fn consent(post: &Post, campaign: Option<&Runtime>, form: Option<&Form>, at: Timestamp) -> Vec<ConsentRecord> {
    let (Some(campaign), Some(form)) = (campaign, form) else { return consent_without_words(post, at) };
    let record = |item: Part| {
        let text = item.text("text").unwrap_or_default();
        let text = text.in_locale(&post.locale, &campaign.default_locale);
        let state = match (post.granted(item.word("purpose")), item.flag("double_opt_in")) {
            (false, _) => "denied",
            (true, false) => "granted",
            (true, true) => "pending",
        };
        let (text_hash, text) = (Some(integrity(text)), Some(text.to_owned()));
        ConsentRecord {
            purpose: item.word("purpose").to_owned(),
            state: state.to_owned(),
            text,
            text_hash,
            locale: post.locale.clone(),
            at,
        }
    };
    form.consent().into_iter().map(record).collect()
}

fn consent_without_words(post: &Post, at: Timestamp) -> Vec<ConsentRecord> {
    let record = |(purpose, granted): (&String, &bool)| {
        let state = if *granted { "granted" } else { "denied" }.to_owned();
        ConsentRecord { purpose: purpose.clone(), state, text: None, text_hash: None, locale: post.locale.clone(), at }
    };
    post.consent.iter().map(record).collect()
}

fn page_url(page: &str, sender: Option<&str>) -> String {
    match sender {
        Some(sender) if origin::is_path(page) => format!("{sender}{page}"),
        _ => page.to_owned(),
    }
}

/// SHA-256 in SRI form.
fn integrity(text: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_taken_apart_into_answers_and_consent() {
        let post = Post::read(b"_form=demo&_honey=x&name=+Ada+&tool=a&tool=b&empty=+&consent.contact=granted&consent.ads=denied&=x&%ff=1");
        let fields: Vec<_> = post.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(fields, ["name=\"Ada\"", "tool=[\"a\",\"b\"]", "\u{fffd}=\"1\""]);
        assert!(post.granted("contact") && !post.granted("ads") && !post.granted("marketing"));
    }

    #[test]
    fn an_answer_is_cut_at_its_limit_between_characters() {
        let post = Post::read(format!("a={}", "가".repeat(12_000)).as_bytes());
        assert!(post.fields.values().all(|value| value.as_str().is_some_and(|text| text.chars().count() == LONGEST_ANSWER)));
    }
}
