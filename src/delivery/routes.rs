//! Which destinations receive a message.

use crate::campaign::Runtime;
use crate::condition::Scope;

/// The ids of the destinations that take messages of this kind, whatever else they ask.
#[must_use]
pub fn takers(campaign: &Runtime, kind: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for destination in campaign.receivers() {
        if destination.takes(kind) {
            ids.push(destination.word("id").to_owned());
        }
    }
    ids
}

/// The ids of the destinations that take messages of this kind, whose condition holds and whose purpose is agreed to: granted or, where
/// the flag says so, waiting for the visitor's word by mail, for which such a receiver asks itself.
#[must_use]
#[inline(never)]
pub fn routes(campaign: &Runtime, kind: &str, scope: &Scope, agreed: &dyn Fn(&str, bool) -> bool) -> Vec<String> {
    if cfg!(feature = "undelivered") {
        return Vec::new();
    }
    let mut ids = Vec::new();
    for destination in campaign.receivers() {
        let pends = destination.flag("pending");
        let is_agreed_to = destination.word_if("purpose").is_none_or(|purpose| agreed(purpose, pends));
        if destination.takes(kind) && is_agreed_to && destination.holds("when", scope) {
            ids.push(destination.word("id").to_owned());
        }
    }
    ids
}
