//! Which destinations receive a message.

use crate::campaign::Runtime;
use crate::condition::{Scope, holds};

/// The ids of the destinations that take messages of this kind, whatever else they ask.
#[must_use]
pub fn takers(campaign: &Runtime, kind: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for destination in &campaign.destinations {
        if destination.takes(kind) {
            ids.push(destination.id.clone());
        }
    }
    ids
}

/// The ids of the destinations that take messages of this kind, whose condition holds and whose purpose is granted.
#[must_use]
pub fn routes(campaign: &Runtime, kind: &str, scope: &Scope, granted: impl Fn(&str) -> bool) -> Vec<String> {
    let takes = campaign.destinations.iter().filter(|destination| {
        destination.takes(kind) && destination.purpose.as_deref().is_none_or(&granted) && holds(destination.when.as_ref(), scope)
    });
    takes.map(|destination| destination.id.clone()).collect()
}
