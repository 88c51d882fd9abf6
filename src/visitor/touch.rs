//! One arrival: which campaign, site or search brought the visitor here.

use crate::lead::Touch;
use crate::search::contains;
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

/// Whether a parameter of an address tells where its visitor came from.
#[must_use]
pub fn tells_the_source(parameter: &str) -> bool {
    parameter.starts_with("utm_") || CLICK_IDS.contains(&parameter)
}

const CLICK_IDS: [&str; 9] = ["gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "li_fat_id", "twclid"];
/// Click ids that only paid clicks carry, with the source they stand for where no `utm_source` names one.
const PAID_CLICKS: [(&str, &str); 7] = [
    ("gclid", "google"),
    ("gbraid", "google"),
    ("wbraid", "google"),
    ("msclkid", "bing"),
    ("ttclid", "tiktok"),
    ("li_fat_id", "linkedin"),
    ("twclid", "twitter"),
];
const SEARCH_ENGINES: [&str; 8] = ["google", "bing", "naver", "daum", "yahoo", "duckduckgo", "baidu", "ecosia"];
const SOCIAL_NETWORKS: [&str; 9] = ["facebook", "instagram", "linkedin", "twitter", "x", "t", "reddit", "kakao", "tiktok"];
const VIDEO_SITES: [&str; 4] = ["youtube", "vimeo", "twitch", "dailymotion"];

/// The touch that this arrival is. Moving within one host is not an arrival: `None`.
#[must_use]
pub fn arrive(address: &Address, at: Timestamp) -> Option<Touch> {
    let referrer = address.referrer.as_ref().filter(|(_, host)| !host.is_empty());
    let other_site = referrer.map(|(_, host)| host.as_str()).filter(|host| *host != address.host);
    let parameter = |name: &str| address.query.get(name).filter(|value| !value.is_empty()).cloned();
    let click_ids: Named<String> = CLICK_IDS.iter().filter_map(|id| Some(((*id).to_owned(), parameter(id)?))).collect();
    let tagged =
        ["utm_source", "utm_medium", "utm_campaign", "utm_id"].iter().any(|name| parameter(name).is_some()) || !click_ids.is_empty();
    if !tagged && referrer.is_some() && other_site.is_none() {
        return None;
    }
    let paid_click = PAID_CLICKS.iter().find(|(id, _)| click_ids.contains_key(id)).map(|(_, source)| (*source).to_owned());
    let (source, medium) = match (parameter("utm_source"), parameter("utm_medium")) {
        (None, None) if paid_click.is_some() => (paid_click, Some("cpc".to_owned())),
        (source, medium) => {
            let source = source.or_else(|| other_site.map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned()));
            (source, medium.or_else(|| other_site.filter(|_| !tagged).map(|host| medium_of(host).to_owned())))
        }
    };
    let campaign = parameter("utm_campaign");
    let is_direct = source.is_none() && !tagged;
    let channel = if is_direct { "direct" } else { channel(source.as_deref(), medium.as_deref(), campaign.as_deref()) };
    Some(Touch {
        channel: channel.to_owned(),
        source,
        medium,
        campaign,
        id: parameter("utm_id"),
        term: parameter("utm_term"),
        content: parameter("utm_content"),
        click_ids,
        referrer: referrer.map(|(url, _)| url.clone()),
        landing: address.url.clone(),
        at,
    })
}

/// What a link without tags is: found by a search engine, or set on another site.
fn medium_of(host: &str) -> &'static str {
    if SEARCH_ENGINES.contains(&site_name(host).as_str()) { "organic" } else { "referral" }
}

/// The channel by the rules of GA4's default channel group, in its order
/// (<https://support.google.com/analytics/answer/9756891>); of its lists of sites only the best-known names.
fn channel(source: Option<&str>, medium: Option<&str>, campaign: Option<&str>) -> &'static str {
    let lower = |text: Option<&str>| text.unwrap_or_default().to_ascii_lowercase();
    let (source, medium, campaign) = (lower(source), lower(medium), lower(campaign));
    let (source, medium) = (source.as_str(), medium.as_str());
    let site = site_name(source);
    let is_of = |sites: &[&str]| sites.contains(&site.as_str());
    let paid = contains(medium, "cp") || matches!(medium, "ppc" | "retargeting") || medium.starts_with("paid");
    let (search, social, video) = (is_of(&SEARCH_ENGINES), is_of(&SOCIAL_NETWORKS), is_of(&VIDEO_SITES));
    let email = |word: &str| matches!(word, "email" | "e-mail" | "e_mail" | "e mail");
    match medium {
        _ if contains(&campaign, "cross-network") => "cross_network",
        _ if paid && names_a_shop(&campaign) => "paid_shopping",
        _ if paid && search => "paid_search",
        _ if paid && social => "paid_social",
        _ if paid && video => "paid_video",
        "display" | "banner" | "expandable" | "interstitial" | "cpm" => "display",
        _ if paid => "paid_other",
        _ if names_a_shop(&campaign) => "organic_shopping",
        _ if social => "organic_social",
        "social" | "social-network" | "social-media" | "sm" | "social network" | "social media" => "organic_social",
        _ if video || contains(medium, "video") => "organic_video",
        _ if search || medium == "organic" => "organic_search",
        "referral" | "app" | "link" => "referral",
        _ if email(source) || email(medium) => "email",
        "affiliate" => "affiliates",
        "audio" => "audio",
        _ if source == "sms" || medium == "sms" => "sms",
        _ if medium.ends_with("push") || contains(medium, "mobile") || contains(medium, "notification") || source == "firebase" => {
            "mobile_push_notifications"
        }
        _ => "unassigned",
    }
}

/// GA4's `(([^a-df-z]|^)shop|shopping)`: a word that begins with shop, or eshop, or shopping anywhere.
fn names_a_shop(campaign: &str) -> bool {
    let begins_a_word = |before: &str| before.chars().next_back().is_none_or(|c| c == 'e' || !c.is_ascii_lowercase());
    let mut words = (0..campaign.len()).filter_map(|at| campaign.split_at_checked(at));
    contains(campaign, "shopping") || words.any(|(before, rest)| rest.starts_with("shop") && begins_a_word(before))
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
