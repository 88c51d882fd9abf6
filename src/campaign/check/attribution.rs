//! Where visitors come from: hosts that are hosts, and conditions that read an arrival and nothing else.

use super::conditions::{Conditions, Position, is_known_from_the_start};
use super::names::hint;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::Attribution;
use crate::value::{self, Value};

/// What is known of a page view before anything else is.
const OF_AN_ARRIVAL: [&str; 3] = ["query", "referrer", "page"];

pub fn check(written: Option<&Value>, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let attribution: Attribution = written.map(|written| value::read_all(written).0).unwrap_or_default();
    for (index, host) in attribution.same_site.iter().enumerate() {
        if !is_host(host) {
            let message = format!("\"{host}\" is no host; expected one such as \"pay.example\", without scheme, port or path");
            problems.push(Problem::error(format!("attribution.same_site[{index}]"), message));
        }
    }
    for (index, own) in attribution.channels.iter().enumerate() {
        let path = format!("attribution.channels[{index}].when");
        conditions.check(Some(&own.when), &path, Position::Experiments, problems);
        for fact in own.when.fact_names() {
            let root = fact.split('.').next().unwrap_or_default();
            // What is no fact at all, or settled later, is told already.
            if !OF_AN_ARRIVAL.contains(&root) && is_known_from_the_start(root) {
                let message = format!("\"{fact}\" cannot be read here: a channel is settled before{}", hint(root, OF_AN_ARRIVAL));
                problems.push(Problem::error(under(&path, fact), message).of_key());
            }
        }
    }
}

/// As browsers write it: small letters, other scripts as `xn--`.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !label.is_empty() && label.len() <= 63 && label.chars().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    host.len() <= 253 && (host == "localhost" || host.contains('.')) && host.split('.').all(is_label)
}
