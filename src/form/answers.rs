//! What a visitor filled in.

use crate::campaign::form::Part;
use crate::value::{Named, Object, Value};

/// Answers that count: given to what was asked, known from before, or worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// By field name: a text, or the list of what was ticked; what was not answered has no entry.
    pub fields: Object,
    /// Purposes whose box is ticked.
    pub consent: Vec<String>,
    /// Purposes that were asked for; `None`: all of the form's.
    pub consent_asked: Option<Vec<String>>,
    /// The kind of mailbox by field name, where more is known of it than `email::describe` tells.
    pub kinds: Named<String>,
    /// Fingerprints of consent texts by purpose, where the campaign was not built and has none.
    pub hashes: Named<String>,
}

impl Answers {
    /// From `{ fields, consent, consent_asked, kinds }`, as the rules give them.
    #[must_use]
    pub fn of(told: &Value) -> Self {
        let list = |key: &str| Part(told).words(key).into_iter().map(str::to_owned).collect();
        Self {
            fields: Part(told).object("fields").cloned().unwrap_or_default(),
            consent: list("consent"),
            consent_asked: Part(told).has("consent_asked").then(|| list("consent_asked")),
            kinds: texts_by_name(told, "kinds"),
            hashes: texts_by_name(told, "hashes"),
        }
    }

    /// Whether the visitor came to a consent item: what was never shown was not denied.
    #[must_use]
    pub fn were_asked_for(&self, item: Part) -> bool {
        self.consent_asked.as_ref().is_none_or(|asked| asked.iter().any(|purpose| purpose == item.word("purpose")))
    }

    /// What ticking or leaving a consent item means: `granted`, `pending` until its double opt-in, or `denied`.
    #[must_use]
    pub fn state_of(&self, item: Part) -> &'static str {
        match (self.consent.iter().any(|agreed| agreed == item.word("purpose")), item.flag("double_opt_in")) {
            (false, _) => "denied",
            (true, true) => "pending",
            (true, false) => "granted",
        }
    }
}

#[inline(never)]
fn texts_by_name(told: &Value, key: &str) -> Named<String> {
    let mut texts = Named::new();
    for (name, text) in Part(told).object(key).into_iter().flatten() {
        if let Some(text) = text.as_str() {
            texts.push(name.clone(), text.to_owned());
        }
    }
    texts
}

/// Whether these signs mean that a program filled a form in: a filled trap is enough, any other sign needs a second.
#[must_use]
pub fn is_suspected(signals: &[String]) -> bool {
    signals.len() > 1 || signals.iter().any(|signal| signal == "honeypot")
}
