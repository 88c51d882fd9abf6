//! One arrival: which campaign, site or search brought the visitor here.

use crate::lead::Touch;
use crate::time::Timestamp;
use crate::value::Named;

/// The address of the page a visitor arrived on, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    pub url: String,
    pub host: String,
    pub query: Named<String>,
    /// The referring page, with its host; absent when the browser names none.
    pub referrer: Option<(String, String)>,
}

const CLICK_IDS: [&str; 9] = ["gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "li_fat_id", "twclid"];
const SEARCH_ENGINES: [&str; 8] = ["google", "bing", "naver", "daum", "yahoo", "duckduckgo", "baidu", "ecosia"];
const SOCIAL_NETWORKS: [&str; 9] = ["facebook", "instagram", "linkedin", "twitter", "x", "t", "reddit", "kakao", "youtube"];

/// The touch that this arrival is. Moving within one host is not an arrival: `None`.
#[must_use]
pub fn arrive(address: &Address, at: Timestamp) -> Option<Touch> {
    let referrer = address.referrer.as_ref().filter(|(_, host)| !host.is_empty());
    let parameter = |name: &str| address.query.get(name).filter(|value| !value.is_empty()).cloned();
    let click_ids: Named<String> = CLICK_IDS.iter().filter_map(|id| Some(((*id).to_owned(), parameter(id)?))).collect();
    let tagged =
        ["utm_source", "utm_medium", "utm_campaign", "utm_id"].iter().any(|name| parameter(name).is_some()) || !click_ids.is_empty();
    if !tagged && referrer.is_some_and(|(_, host)| *host == address.host) {
        return None;
    }
    let source = parameter("utm_source").or_else(|| referrer.map(|(_, host)| host.trim_start_matches("www.").to_owned()));
    let medium = parameter("utm_medium").or_else(|| (!tagged && referrer.is_some()).then(|| "referral".to_owned()));
    let channel = channel(source.as_deref(), medium.as_deref(), &click_ids, tagged);
    Some(Touch {
        channel: channel.to_owned(),
        source,
        medium,
        campaign: parameter("utm_campaign"),
        id: parameter("utm_id"),
        term: parameter("utm_term"),
        content: parameter("utm_content"),
        click_ids,
        referrer: referrer.map(|(url, _)| url.clone()),
        landing: address.url.clone(),
        at,
    })
}

/// The channel by the first rules of GA4's default channel group that need no list of sites; search engines and networks are
/// known by the best-known names only.
fn channel(source: Option<&str>, medium: Option<&str>, click_ids: &Named<String>, tagged: bool) -> &'static str {
    let Some(source) = source else { return if click_ids.is_empty() && medium.is_none() { "direct" } else { "unassigned" } };
    let medium = medium.unwrap_or_default().to_ascii_lowercase();
    let site = site_name(source);
    let paid =
        medium.ends_with("cp") || medium.starts_with("cp") || medium == "ppc" || medium == "retargeting" || medium.starts_with("paid");
    let (search, social) = (SEARCH_ENGINES.contains(&site.as_str()), SOCIAL_NETWORKS.contains(&site.as_str()));
    match medium.as_str() {
        _ if paid && search => "paid_search",
        _ if paid && social => "paid_social",
        "display" | "banner" | "expandable" | "interstitial" | "cpm" => "display",
        _ if paid => "paid_other",
        "organic" => "organic_search",
        "social" | "social-network" | "social-media" | "sm" => "organic_social",
        "email" | "e-mail" | "e_mail" | "e mail" => "email",
        "affiliate" => "affiliates",
        "audio" => "audio",
        "sms" => "sms",
        "referral" | "app" | "link" | "" if search => "organic_search",
        "referral" | "app" | "link" | "" if social => "organic_social",
        "referral" | "app" | "link" => "referral",
        _ if tagged => "unassigned",
        _ => "referral",
    }
}

/// `naver` of `m.search.naver.com`, `google` of `google.co.kr` and of `google`.
fn site_name(source: &str) -> String {
    const PUBLIC: [&str; 6] = ["com", "co", "net", "org", "or", "ne"];
    let source = source.to_ascii_lowercase();
    let mut labels: Vec<&str> = source.split('.').collect();
    if labels.len() > 1 {
        labels.pop();
    }
    if labels.len() > 1 && labels.last().is_some_and(|label| PUBLIC.contains(label)) {
        labels.pop();
    }
    labels.pop().unwrap_or_default().to_owned()
}
