//! A form as everything but `check` reads it: the plain value of what its author wrote, completed.
//!
//! `written::Form` describes the shape, and `check` holds files against it; from there on a form is data. A type for each of its
//! parts would be read, copied and dropped in every program that visitors download.

use serde::{Deserialize, Serialize};

use super::Text;
use crate::condition::{Scope, holds_plain};
use crate::value::{Object, Read, Reading, Value};

/// A form of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Form(pub Value);

/// A step, a field, an option, a consent item: any object of a form. What is missing reads as nothing.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a>(pub &'a Value);

impl Form {
    #[must_use]
    pub fn part(&self) -> Part<'_> {
        Part(&self.0)
    }

    #[inline(never)]
    pub fn steps(&self) -> Vec<Part<'_>> {
        self.part().list("steps")
    }

    /// Every field, step after step.
    #[must_use]
    #[inline(never)]
    pub fn fields(&self) -> Vec<Part<'_>> {
        let mut fields = Vec::new();
        for step in self.steps() {
            fields.extend(step.list("fields"));
        }
        fields
    }

    #[must_use]
    pub fn field(&self, name: &str) -> Option<Part<'_>> {
        self.fields().into_iter().find(|field| field.name() == name)
    }

    #[must_use]
    pub fn consent(&self) -> Vec<Part<'_>> {
        self.part().list("consent")
    }

    /// Entries of `then`.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Part<'_>> {
        self.part().list("then")
    }

    /// Everything that may be done after sending it.
    #[must_use]
    pub fn actions(&self) -> Vec<Part<'_>> {
        self.outcomes().into_iter().flat_map(|outcome| outcome.list("do")).collect()
    }

    /// Whether its choices include moments.
    #[cfg(feature = "native")]
    #[must_use]
    pub fn has_sessions(&self) -> bool {
        self.fields().into_iter().flat_map(|field| field.list("options")).any(|option| option.has("starts"))
    }

    /// The ids of blocks that sending it may show.
    #[must_use]
    pub fn revealed(&self) -> Vec<&str> {
        self.actions().into_iter().map(|action| action.word("reveal")).filter(|block| !block.is_empty()).collect()
    }
}

/// The entries of a plain list. By a loop, as all that is compiled for visitors often: each adapter of a chain is code of its own.
#[must_use]
#[inline(never)]
pub fn items(list: &Value) -> Vec<Part<'_>> {
    let mut items = Vec::new();
    if let Value::Array(list) = list {
        for one in list {
            items.push(Part(one));
        }
    }
    items
}

impl<'a> Part<'a> {
    #[must_use]
    #[inline(never)]
    pub fn get(self, key: &str) -> Option<&'a Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A text without language: an id, a name, an address.
    #[must_use]
    #[inline(never)]
    pub fn word(self, key: &str) -> &'a str {
        self.word_if(key).unwrap_or_default()
    }

    #[must_use]
    pub fn word_if(self, key: &str) -> Option<&'a str> {
        self.get(key).and_then(Value::as_str)
    }

    #[must_use]
    pub fn name(self) -> &'a str {
        self.word("name")
    }

    #[must_use]
    pub fn kind(self) -> &'a str {
        self.word("kind")
    }

    #[must_use]
    #[inline(never)]
    pub fn flag(self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    #[must_use]
    pub fn number(self, key: &str) -> Option<f64> {
        self.get(key).and_then(Value::as_f64)
    }

    /// A text that people read.
    #[must_use]
    #[inline(never)]
    pub fn text(self, key: &str) -> Option<Text> {
        self.get(key).map(|value| Text::read(value, &mut Reading::default()))
    }

    #[must_use]
    pub fn part(self, key: &str) -> Option<Part<'a>> {
        self.get(key).map(Part)
    }

    #[must_use]
    #[inline(never)]
    pub fn list(self, key: &str) -> Vec<Part<'a>> {
        self.get(key).map(items).unwrap_or_default()
    }

    /// The words of a list.
    #[must_use]
    #[inline(never)]
    pub fn words(self, key: &str) -> Vec<&'a str> {
        let mut words = Vec::new();
        for part in self.list(key) {
            words.extend(part.0.as_str());
        }
        words
    }

    #[must_use]
    pub fn object(self, key: &str) -> Option<&'a Object> {
        self.get(key).and_then(Value::as_object)
    }

    /// Whether its `when` holds, or another of its conditions.
    #[must_use]
    pub fn holds(self, key: &str, scope: &Scope) -> bool {
        holds_plain(self.get(key), scope)
    }

    /// Whether a page without scripts may insist on an answer: what is asked only sometimes it cannot tell from the rest.
    #[must_use]
    pub fn is_always_needed(self) -> bool {
        self.flag("required") && !self.has("when") && !self.flag("progressive") && !self.flag("perhaps")
    }

    /// Whether a destination takes messages of a kind, such as `lead.captured`.
    #[must_use]
    #[inline(never)]
    pub fn takes(self, kind: &str) -> bool {
        for sent in self.list("sends") {
            if *sent.0 == *kind {
                return true;
            }
        }
        false
    }

    /// The options that an answer chooses.
    #[must_use]
    pub fn chosen(self, answer: &Value) -> Vec<Part<'a>> {
        let mut chosen = self.list("options");
        chosen.retain(|option| match answer {
            Value::Array(ids) => ids.iter().any(|id| *id == *option.word("id")),
            id => *id == *option.word("id"),
        });
        chosen
    }
}

impl Read for Form {
    fn read(value: &Value, _: &mut Reading) -> Self {
        Self(value.clone())
    }
}
