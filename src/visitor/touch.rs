//! One arrival: which campaign, site or search brought the visitor here. Judges one page view by itself; what is kept of it over
//! time is the record's affair. A touch is made as the plain value that records and messages hold, of the shape of `lead::Touch`:
//! it passes through no type, which visitors would download.

use super::channel::{OF_ASSISTANTS, channel, is_one_of};
use super::sites::{ASSISTANT, SEARCH, brand_of, is_within, kind_of, listed_name, without_www};
use crate::campaign::Part;
use crate::search::{contains, parts, up_to};
use crate::time::Timestamp;
use crate::value::{Named, Object, Value, Write, put};

/// The address of the page a visitor arrived on, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    pub url: String,
    pub host: String,
    pub query: Named<String>,
    /// The referring page, with its host; absent when the browser names none.
    pub referrer: Option<(String, String)>,
}

/// What the lists and the campaign know of places to come from.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// `data/sources.txt`; empty where it could not be had.
    pub sites: &'a str,
    /// What the campaign says of them.
    pub attribution: Part<'a>,
    /// Its own channel that fits this page view.
    pub own: Option<Part<'a>>,
}

/// Whether a parameter of an address tells where its visitor came from.
#[must_use]
pub fn tells_the_source(parameter: &str) -> bool {
    parameter.starts_with("utm_") || is_one_of(CLICK_IDS, parameter)
}

/// Ids that advertisers' links carry, with what automatic tracking of Naver's search ads adds.
const CLICK_IDS: &str = "gclid,gbraid,wbraid,dclid,fbclid,msclkid,ttclid,li_fat_id,twclid,NaPm,n_media,n_query,n_rank,n_ad_group,n_ad,\
    n_keyword_id,n_keyword,n_campaign_type,n_ad_group_type,n_match";
/// Those that only paid clicks carry, each with source, medium and channel. A display ad stands on somebody's site, which the
/// referring page tells. A table in a text: a `match` weighs more.
const PAID: &str = "gclid google cpc paid_search,gbraid google cpc paid_search,wbraid google cpc paid_search,\
    msclkid bing cpc paid_search,ttclid tiktok cpc paid_social,li_fat_id linkedin cpc paid_social,twclid twitter cpc paid_social,\
    dclid  cpm display,n_media naver cpc paid_search,tr=sa naver cpc paid_search,tr=gfa naver cpm display";

/// Storage is small and addresses are anybody's to write: characters kept of a tag, and of an address or a click id.
const LONGEST_TAG: usize = 200;
const LONGEST_ADDRESS: usize = 500;

/// What a touch tells by tags: `utm_source` and so on.
const TAGS: &str = "source,medium,campaign,id,term,content";

/// The touch that this arrival is. Moving within one site is not an arrival: `None`.
#[must_use]
pub fn arrive(address: &Address, at: Timestamp, known: Known) -> Option<Value> {
    let mut touch = Object::new();
    put(&mut touch, "channel", Value::Null);
    let mut tagged = false;
    for key in parts(TAGS, ',') {
        let value = parameter(&address.query, &["utm_", key].concat(), LONGEST_TAG);
        tagged |= value.is_some();
        put(&mut touch, key, value.write());
    }
    let click_ids = click_ids(&address.query);
    put(&mut touch, "click_ids", click_ids.write());
    put(&mut touch, "referrer", Value::Null);
    // By whose name the lists are asked, and what a referring page would be called.
    let (mut site, mut source) = (String::new(), "");
    if let Some((url, host)) = address.referrer.as_ref().filter(|(_, host)| !host.is_empty()) {
        put(&mut touch, "referrer", beginning(url, LONGEST_ADDRESS).write());
        if !is_ours(host, &address.host, known.attribution) {
            (site, source) = (listed_name(url, host), without_www(host));
        } else if !tagged && click_ids.is_empty() {
            return None;
        }
    }
    // What stands after # is the page's own affair, and sometimes a key.
    put(&mut touch, "landing", beginning(up_to(&address.url, '#'), LONGEST_ADDRESS).write());
    put(&mut touch, "at", at.write());
    let (paid_source, paid_medium, mut found) = paid_click(&click_ids);
    if !told(&touch, "source").is_empty() || !told(&touch, "medium").is_empty() {
        found = "";
    }
    // Whoever is named goes before the page that refers. A click id of Facebook stands on every link there, paid or not.
    let mut named = told(&touch, "source");
    if named.is_empty() {
        named = paid_source;
    }
    if named.is_empty() && source.is_empty() && click_ids.contains_key("fbclid") {
        named = "facebook";
    }
    if !named.is_empty() {
        site = named.to_ascii_lowercase();
        source = named;
    }
    let kind = kind_of(known.sites, &site);
    let mut medium = paid_medium;
    if medium.is_empty() && !tagged && !source.is_empty() {
        medium = medium_of(kind);
        if kind == SEARCH {
            source = brand_of(&site);
        }
    }
    let source = source.to_owned();
    fill(&mut touch, "source", &source);
    fill(&mut touch, "medium", medium);
    if found.is_empty() {
        let is_direct = source.is_empty() && !tagged;
        found = if is_direct { "direct" } else { channel(kind, &source, told(&touch, "medium"), told(&touch, "campaign")) };
    }
    put(&mut touch, "channel", found.write());
    for key in parts("channel,source,medium", ',') {
        if let Some(own) = known.own.and_then(|own| own.get(key)) {
            put(&mut touch, key, own.clone());
        }
    }
    Some(Value::Object(touch))
}

fn told<'a>(touch: &'a Object, key: &str) -> &'a str {
    touch.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Tells what no tag has told.
fn fill(touch: &mut Object, key: &str, value: &str) {
    if told(touch, key).is_empty() && !value.is_empty() {
        put(touch, key, value.write());
    }
}

/// Whether a host is of the site that was arrived at: itself, what is below it, or what the campaign counts as one with it.
fn is_ours(host: &str, own: &str, attribution: Part) -> bool {
    let same_site = attribution.list("same_site");
    is_within(host, own) || same_site.into_iter().any(|site| is_within(host, site.0.as_str().unwrap_or_default()))
}

fn click_ids(query: &Named<String>) -> Named<String> {
    let mut found = Named::new();
    for id in parts(CLICK_IDS, ',') {
        if let Some(value) = parameter(query, id, LONGEST_ADDRESS) {
            found.insert(id, value);
        }
    }
    found
}

/// Source, medium and channel of the first click id that tells a paid click; empty where none does.
fn paid_click(click_ids: &Named<String>) -> (&'static str, &'static str, &'static str) {
    for (id, value) in click_ids {
        for row in parts(PAID, ',') {
            let mut cells = parts(row, ' ');
            let mut cell = || cells.next().unwrap_or_default();
            let told = cell();
            // What Naver's NaPm means, a part of it tells.
            if id == told || id == "NaPm" && told.starts_with("tr=") && contains(value, told) {
                let (source, medium, channel) = (cell(), cell(), cell());
                let is_shopping = source == "naver" && click_ids.get("n_campaign_type").is_some_and(|kind| kind == "2");
                return (source, medium, if is_shopping { "paid_shopping" } else { channel });
            }
        }
    }
    ("", "", "")
}

/// What a link without tags is: found by a search, given by an assistant, or set on another site.
fn medium_of(kind: &str) -> &'static str {
    match kind {
        SEARCH => "organic",
        ASSISTANT => OF_ASSISTANTS,
        _ => "referral",
    }
}

#[inline(never)]
fn parameter(query: &Named<String>, name: &str, longest: usize) -> Option<String> {
    query.get(name).filter(|value| !value.is_empty()).map(|value| beginning(value, longest))
}

#[inline(never)]
fn beginning(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}
