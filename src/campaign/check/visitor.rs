//! What is kept of visitors, and who is left alone: `storage` and `audience`.

use super::conditions::{Conditions, Position};
use crate::campaign::problem::Problem;
use crate::campaign::written::Campaign;
use url::Url;

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    conditions.check(campaign.audience.exclude.as_ref(), "audience.exclude", Position::Experiments, problems);
    if campaign.audience.remember && campaign.audience.exclude.is_none() {
        let message = "remembers what `audience.exclude` says, which is missing; give it, or leave `remember` out";
        problems.push(Problem::warning("audience.remember", message));
    }
    if let Some(domain) = &campaign.storage.share {
        let is_name = domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        if !is_name {
            let message = format!("\"{domain}\" is not a domain such as \"acme.example\", under which the sites stand that share visitors");
            problems.push(Problem::error("storage.share", message));
        } else if let Some(host) = host_of(&campaign.site.url).filter(|host| !is_under(host, domain)) {
            let message = format!("\"{host}\", the host of site.url, does not belong to \"{domain}\": its visitors share nothing");
            problems.push(Problem::warning("storage.share", message));
        }
    }
}

fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}
