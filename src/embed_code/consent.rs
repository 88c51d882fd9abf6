//! Boxes by which people agree to something: which of a vendor's boxes are that, and the consent items that become of them.
//!
//! A box is one by the vendor's own names for it, or by its words. Whoever puts people on a list needs consent to that by itself; where
//! the code asks for none, the form does.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::destination::Destination;
use super::names::{slug, unique};
use crate::campaign::connector;

/// Consent that people give to be written to, and nobody may be made to.
const MARKETING: &str = "marketing";
const CONTACT: &str = "contact";

#[derive(Debug, Deserialize)]
struct Vocabulary {
    #[serde(rename = "note")]
    _note: String,
    marketing: Vec<String>,
    contact: Vec<String>,
}

static VOCABULARY: LazyLock<Option<Vocabulary>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/consent_words.json")).ok());

/// What a box agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    Marketing,
    Contact,
}

/// What the words of a box ask for; nothing where it is a question like others.
pub fn asked_by(words: &str) -> Option<Asks> {
    let words = words.to_lowercase();
    let vocabulary = VOCABULARY.as_ref()?;
    let says = |list: &[String]| list.iter().any(|word| words.contains(word.as_str()));
    if says(&vocabulary.marketing) {
        Some(Asks::Marketing)
    } else if says(&vocabulary.contact) {
        Some(Asks::Contact)
    } else {
        None
    }
}

#[derive(Debug)]
pub struct Item {
    asks: Asks,
    purpose: String,
    pub written: Map<String, Value>,
    /// The vendor's name of the box, and what it sends where it is ticked.
    sent: Option<(String, String)>,
}

/// The consent items of a form.
#[derive(Debug, Default)]
pub struct Consents {
    pub items: Vec<Item>,
}

impl Consents {
    /// Adds a box. `several` says that it is one of many of its kind, told apart by their words.
    pub fn add(
        &mut self,
        asks: Asks,
        label: &str,
        text: &str,
        is_required: bool,
        several: bool,
        sent: Option<(String, String)>,
    ) -> Option<String> {
        let word = if asks == Asks::Marketing { MARKETING } else { CONTACT };
        let is_first = !self.items.iter().any(|item| item.asks == asks);
        let wanted = match slug(label) {
            slug if several && !is_first && !slug.is_empty() => format!("{word}_{slug}"),
            _ => word.to_owned(),
        };
        let purpose = unique(&wanted, |purpose| self.items.iter().any(|item| item.purpose == purpose));
        let mut written = Map::from_iter([("purpose".to_owned(), purpose.clone().into()), ("text".to_owned(), text.into())]);
        let forced = is_required && asks == Asks::Marketing;
        if is_required && !forced {
            written.insert("required".to_owned(), true.into());
        }
        if let Some(channel) = channel(label).filter(|_| several) {
            written.insert("channels".to_owned(), json!([channel]));
        }
        self.items.push(Item { asks, purpose: purpose.clone(), written, sent });
        forced.then(|| format!("the box \"{text}\" had to be ticked; consent to marketing cannot be a condition of sending a form, so it may stay empty here"))
    }

    /// The purpose without which nothing is sent, if there is one, asked for by an item.
    pub fn purpose(&mut self, wished: Option<&str>, connector: &connector::Row, notes: &mut Vec<String>) -> Option<String> {
        if wished.is_none() && !connector.subscribes {
            return None;
        }
        let asked = self.items.iter().position(|item| Some(item.purpose.as_str()) == wished);
        let marketing = || self.items.iter().position(|item| item.asks == Asks::Marketing);
        let purpose = match (asked.or_else(marketing), wished) {
            (Some(index), wished) => {
                let item = self.items.get_mut(index)?;
                if let Some(wished) = wished {
                    wished.clone_into(&mut item.purpose);
                    item.written.insert("purpose".to_owned(), wished.into());
                }
                item.purpose.clone()
            }
            (None, wished) => {
                let purpose = wished.unwrap_or(MARKETING).to_owned();
                let text = "Write to me by e-mail. I can end that at any time.";
                let keys = [("purpose", json!(purpose)), ("text", json!(text)), ("channels", json!(["email"]))];
                let written = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
                self.items.push(Item { asks: Asks::Marketing, purpose: purpose.clone(), written, sent: None });
                notes.push(format!(
                    "the code asks for no consent that could be \"{purpose}\": the form asks for it by words of ours, \"{text}\"; write your own"
                ));
                purpose
            }
        };
        notes.push(format!("sent only where the visitor agrees to \"{purpose}\""));
        if let Some(settled) = &connector.double_opt_in {
            notes.push(format!(
                "{} may ask people to confirm by e-mail, {settled}; if it does, write \"double_opt_in\": true into the consent item \"{purpose}\"",
                connector.title
            ));
        }
        Some(purpose)
    }

    /// Has ticked boxes sent as the vendor's form sends them.
    pub fn map(&self, destination: &mut Destination) {
        for item in &self.items {
            if let Some((name, value)) = &item.sent {
                let fact = format!("consent.{}", item.purpose);
                destination.map(name, json!({ "fact": fact, "values": { "granted": value, "pending": value } }));
            }
        }
    }
}

/// The way of reaching people that a box is for.
fn channel(label: &str) -> Option<&'static str> {
    let label = label.to_lowercase();
    let ways = [
        ("email", ["email", "e-mail", "메일"]),
        ("sms", ["sms", "text message", "문자"]),
        ("phone", ["phone", "call", "전화"]),
        ("post", ["direct mail", "post", "우편"]),
    ];
    ways.into_iter().find(|(_, words)| words.iter().any(|word| label.contains(word))).map(|(way, _)| way)
}
