//! Hosts that are one site by what the file says elsewhere.

use crate::campaign::Part;
use crate::campaign::address::host_of;
use crate::object;
use crate::value::Value;

/// The days for which a last touch counts, where a file says none.
const WINDOW_DAYS: u32 = 90;

/// The campaign's own pages, and the domain whose subdomains share a visitor, are no other site.
pub fn complete(written: Option<Value>, site_url: &str, shared: Option<&str>) -> Value {
    let written = written.unwrap_or_default();
    let part = Part(&written);
    let mut same_site = part.words("same_site");
    for host in [host_of(site_url), shared.unwrap_or_default()] {
        if !host.is_empty() && !same_site.contains(&host) {
            same_site.push(host);
        }
    }
    let same_site: Value = Value::Array(same_site.into_iter().map(Value::from).collect());
    let window_days = part.get("window_days").and_then(Value::as_f64).unwrap_or(f64::from(WINDOW_DAYS));
    let channels: Vec<Value> = part.list("channels").into_iter().map(own_channel).collect();
    object! { "window_days" => window_days, "same_site" => same_site, "channels" => Value::Array(channels) }
}

/// Without what is only for people.
fn own_channel(part: Part) -> Value {
    let told = |key: &str| part.get(key).cloned();
    object! { "channel" => told("channel"), "source" => told("source"), "medium" => told("medium"), "when" => told("when") }
}
