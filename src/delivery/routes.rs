//! Which destinations receive a message.

use crate::campaign::Runtime;
use crate::condition::{Scope, holds};

/// The ids of the destinations that take messages of this kind, whose condition holds and whose purpose is granted.
#[must_use]
pub fn routes(campaign: &Runtime, kind: &str, scope: &Scope, granted: impl Fn(&str) -> bool) -> Vec<String> {
    let takes = campaign.destinations.iter().filter(|destination| {
        let kind_fits = destination.sends.iter().any(|sent| sent == kind);
        kind_fits && destination.purpose.as_deref().is_none_or(&granted) && holds(destination.when.as_ref(), scope)
    });
    takes.map(|destination| destination.id.clone()).collect()
}
