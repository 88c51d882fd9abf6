//! Where visitors come from: touches, channels and what the record keeps of them.

use leadwell::campaign::{Part, Runtime};
use leadwell::condition::Engine;
use leadwell::lead::Touch;
use leadwell::time::Timestamp;
use leadwell::value::{Value, Write, of_json};
use leadwell::visitor::{Address, Arrival, Circumstances, Known, PageSeen, Record, Rules, arrive, brand_of, kind_of};
use regex::Regex;
use serde::Deserialize;
use url::Url;

use crate::histories::circumstances;
use crate::table::{Outcome, Table};

const SITES: &str = include_str!("../../data/sources.txt");

/// As a browser tells it.
fn address(url: &str, referrer: Option<&str>) -> Address {
    let host = |url: &str| Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let parsed = Url::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"));
    Address {
        url: url.to_owned(),
        host: host(url),
        query: parsed.query_pairs().into_owned().collect(),
        referrer: referrer.map(|url| (url.to_owned(), host(url))),
    }
}

fn touch(url: &str, referrer: Option<&str>, sites: &str) -> Option<Value> {
    let attribution = plain!({ "same_site": ["pay.example", "www.maker.example"] });
    arrive(&address(url, referrer), Timestamp(5), Known { sites, attribution: Part(&attribution), own: None })
}

fn word<'a>(touch: &'a Value, key: &str) -> Option<&'a str> {
    touch.get(key).and_then(Value::as_str)
}

#[derive(Deserialize)]
struct TouchCase(String, String, Option<String>, Option<Value>);

#[test]
fn arrivals_are_told_apart_as_the_table_says() {
    Table::<TouchCase>::read("touch.json").run(|TouchCase(name, url, referrer, expected)| {
        let expected = expected.clone().map(|expected| {
            let mut touch = Touch { landing: url.clone(), referrer: referrer.clone(), at: Timestamp(5), ..Touch::default() }.write();
            merge(&mut touch, expected);
            touch
        });
        Outcome { name, expected, found: touch(url, referrer.as_deref(), SITES) }
    });
}

fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { panic!("a touch is an object") };
    into.extend(more);
}

/// Name, referring page, address; channel, source and medium; perhaps why GA4 differs, for people.
type ChannelCase = Vec<Option<String>>;

#[test]
fn channels_of_the_real_world_are_those_of_ga4() {
    let table = Table::<ChannelCase>::read("channels.json");
    assert!(table.cases.len() >= 200, "a table of at least 200 pairs");
    table.run(|case| {
        let [Some(name), referrer, Some(url), channel, source, medium, ..] = case.as_slice() else { panic!("{case:?}: six cells") };
        let touch = touch(url, referrer.as_deref(), SITES);
        let told = |key| touch.as_ref().and_then(|touch| word(touch, key)).map(str::to_owned);
        Outcome { name, expected: [channel, source, medium].map(Clone::clone), found: ["channel", "source", "medium"].map(told) }
    });
}

#[test]
fn without_the_lists_what_tags_and_click_ids_say_still_counts() {
    for (url, referrer, channel, source, medium) in [
        ("?utm_source=naver&utm_medium=cpc", None, "paid_other", Some("naver"), Some("cpc")),
        ("?utm_source=letter&utm_medium=email", None, "email", Some("letter"), Some("email")),
        ("?utm_source=facebook&utm_medium=social", None, "organic_social", Some("facebook"), Some("social")),
        ("?gclid=abc", Some("https://www.google.com/"), "paid_search", Some("google"), Some("cpc")),
        ("?n_media=1&n_campaign_type=2", None, "paid_shopping", Some("naver"), Some("cpc")),
        ("", Some("https://www.google.com/"), "referral", Some("google.com"), Some("referral")),
        ("", None, "direct", None, None),
    ] {
        let touch = touch(&format!("https://try.acme.example/{url}"), referrer, "").expect("an arrival");
        assert_eq!((word(&touch, "channel"), word(&touch, "source"), word(&touch, "medium")), (Some(channel), source, medium), "{url}");
    }
}

/// Every word of up to three parts.
fn words(parts: &[&str]) -> Vec<String> {
    let mut all = vec![String::new()];
    for _ in 0..3 {
        all.extend(all.clone().iter().flat_map(|word| parts.iter().map(move |part| format!("{word}{part}"))).collect::<Vec<_>>());
    }
    all
}

#[test]
fn the_expressions_that_ga4_publishes_hold_for_every_word_made_of_their_parts() {
    let regex = |text| Regex::new(text).expect("an expression");
    let (paid, video) = (regex("^(.*cp.*|ppc|retargeting|paid.*)$"), regex("^(.*video.*)$"));
    let shop = regex("^(.*(([^a-df-z]|^)shop|shopping).*)$");
    let channel = |medium: &str, campaign: &str| {
        let mut url = Url::parse("https://try.acme.example/").expect("an address");
        url.query_pairs_mut().append_pair("utm_source", "june").append_pair("utm_medium", medium).append_pair("utm_campaign", campaign);
        touch(url.as_str(), None, SITES).and_then(|touch| word(&touch, "channel").map(str::to_owned)).expect("a channel")
    };
    for medium in words(&["c", "p", "pc", "ppc", "retargeting", "paid", "un", "video", "-", "ㅍ"]).iter().filter(|word| !word.is_empty()) {
        let expected = match () {
            () if paid.is_match(medium) => "paid_other",
            () if video.is_match(medium) => "organic_video",
            () => "unassigned",
        };
        assert_eq!(channel(medium, ""), expected, "{medium}");
    }
    for campaign in words(&["shop", "ping", "e", "d", "_", "2", "work", "sho", "쇼"]) {
        let shops = shop.is_match(&campaign);
        assert_eq!(channel("feed", &campaign), if shops { "organic_shopping" } else { "unassigned" }, "{campaign}");
        assert_eq!(channel("cpc", &campaign), if shops { "paid_shopping" } else { "paid_other" }, "{campaign}");
    }
}

#[test]
fn no_arrival_however_hostile_is_a_panic_or_larger_than_storage_bears() {
    let hostile = [
        "",
        ".",
        "..",
        ".com",
        "google.",
        "www.",
        "www.www.",
        "\0",
        "[::1]",
        "a b",
        "가.나",
        "\u{202e}moc.elgoog",
        "-",
        "*",
        "@",
        "<",
        "+",
    ];
    let huge = "g".repeat(100_000);
    let many = "a.".repeat(50_000);
    for text in hostile.into_iter().chain([huge.as_str(), many.as_str()]) {
        for sites in [SITES, "", "\n\n", "search", "search ", " google.", "search . .com google."] {
            let _ = (kind_of(sites, text), brand_of(text));
            let query = |name: &str| (name.to_owned(), text.to_owned());
            let names = [
                "utm_source",
                "utm_medium",
                "utm_campaign",
                "utm_id",
                "utm_term",
                "utm_content",
                "NaPm",
                "n_media",
                "gclid",
                "fbclid",
                "ttclid",
            ];
            let address = Address {
                url: format!("https://try.acme.example/{text}#{text}"),
                host: text.to_owned(),
                query: names.map(query).into_iter().collect(),
                referrer: Some((format!("android-app://{text}"), text.to_owned())),
            };
            let attribution = plain!({ "same_site": ["", 7, "."], "channels": 5 });
            let touch = arrive(&address, Timestamp(i64::MAX), Known { sites, attribution: Part(&attribution), own: None });
            let size = touch.map_or(0, |touch| serde_json::to_string(&touch).expect("JSON").chars().count());
            assert!(size < 8000, "{size} characters");
        }
    }
}

#[test]
fn the_lists_are_one_word_once_and_no_word_hides_another_of_its_kind() {
    let mut seen = std::collections::BTreeMap::new();
    for line in SITES.lines() {
        let (kind, words) = line.split_once(' ').expect("a kind and its words");
        assert!(["referral", "search", "social", "video", "shopping", "assistant"].contains(&kind), "{kind}");
        for word in words.split(' ') {
            assert!(!word.is_empty() && word == word.to_lowercase() && !word.starts_with("www."), "{word:?}");
            assert_eq!(seen.insert(word, kind), None, "{word} stands twice");
            let site = if word.ends_with('.') { format!("{word}com") } else { word.to_owned() };
            assert_eq!(kind_of(SITES, &site), kind, "{site}");
        }
    }
}

fn runtime(attribution: serde_json::Value) -> Runtime {
    Runtime { attribution: of_json(attribution), ..Runtime::default() }
}

fn view(record: &mut Record, runtime: &Runtime, day: i64, url: &str, referrer: Option<&str>) {
    let Address { url, host, query, referrer } = address(url, referrer);
    let page = PageSeen { url, host, query, referrer, path: "/offer".into(), ..PageSeen::default() };
    let rules = Rules { campaign: runtime, engine: Engine::native() };
    rules.arrive(record, &Circumstances { page, ..circumstances(Timestamp(day * 86_400)) }, SITES);
}

fn last<'a>(record: &'a Record, key: &str) -> Option<&'a str> {
    word(record.last.as_ref()?, key)
}

#[test]
fn a_campaigns_own_channels_come_first_and_may_name_source_and_medium() {
    let runtime = runtime(serde_json::json!({ "window_days": 90, "same_site": [], "channels": [
        { "channel": "affiliates", "source": "partners", "medium": "affiliate", "when": { "query.partner": { "$exists": true } } },
        { "channel": "audio", "source": null, "medium": null, "when": { "referrer.host": "radio.example" } },
        { "channel": "email", "source": null, "medium": null, "when": { "page.path": "/offer", "query.from": "letter" } },
        { "channel": "sms", "source": null, "medium": null, "when": { "query.partner": "7" } },
    ] }));
    for (url, referrer, channel, source, medium) in [
        ("?partner=7", None, "affiliates", Some("partners"), Some("affiliate")),
        ("?partner=7&utm_source=google&utm_medium=cpc&gclid=1", None, "affiliates", Some("partners"), Some("affiliate")),
        ("", Some("https://radio.example/"), "audio", Some("radio.example"), Some("referral")),
        ("?from=letter", None, "email", None, None),
        ("?from=june", None, "direct", None, None),
    ] {
        let mut record = Record::new("visitor".into(), Timestamp(0));
        view(&mut record, &runtime, 1, &format!("https://try.acme.example/{url}"), referrer);
        assert_eq!((last(&record, "channel"), last(&record, "source"), last(&record, "medium")), (Some(channel), source, medium), "{url}");
    }
    let mut record = Record::new("visitor".into(), Timestamp(0));
    view(&mut record, &runtime, 1, "https://try.acme.example/?partner=7", Some("https://try.acme.example/"));
    assert_eq!(record.touches, 0, "moving within the site is no arrival, whatever the address says");
}

#[test]
fn a_last_touch_counts_for_its_window_and_the_first_for_good() {
    let runtime = runtime(serde_json::json!({ "window_days": 30, "same_site": [], "channels": [] }));
    let start = |day: i64, referrer: Option<&str>| {
        let mut record = Record::new("visitor".into(), Timestamp(0));
        view(&mut record, &runtime, 1, "https://try.acme.example/?utm_source=letter&utm_medium=email", None);
        view(&mut record, &runtime, day, "https://try.acme.example/", referrer);
        record
    };
    assert_eq!(last(&start(31, None), "channel"), Some("email"), "on its last day");
    let later = start(32, None);
    assert_eq!((last(&later, "channel"), word(later.first.as_ref().expect("a first"), "channel")), (Some("direct"), Some("email")));
    assert_eq!(last(&start(32, Some("https://www.google.com/")), "channel"), Some("organic_search"));
    assert_eq!(start(32, Some("https://try.acme.example/")).last, None, "nobody arrived since");
}

#[test]
fn the_same_touch_within_a_visit_is_the_page_loaded_anew() {
    let runtime = runtime(serde_json::json!({ "window_days": 90 }));
    let mut record = Record::new("visitor".into(), Timestamp(0));
    let tagged = "https://try.acme.example/?utm_source=letter&utm_medium=email&utm_campaign=june";
    view(&mut record, &runtime, 1, tagged, None);
    view(&mut record, &runtime, 1, "https://try.acme.example/demo", Some("https://try.acme.example/"));
    view(&mut record, &runtime, 1, tagged, None);
    assert_eq!(record.touches, 1);
    view(&mut record, &runtime, 1, &tagged.replace("june", "july"), None);
    assert_eq!(record.touches, 2, "another campaign");
    view(&mut record, &runtime, 2, &tagged.replace("june", "july"), None);
    assert_eq!(record.touches, 3, "another visit");
}

#[test]
fn the_newest_ten_touches_are_kept_in_few_words() {
    let runtime = runtime(serde_json::json!({ "window_days": 90 }));
    let mut record = Record::new("visitor".into(), Timestamp(0));
    let long = "x".repeat(5000);
    for day in 1..=25 {
        let url = format!("https://try.acme.example/?utm_source=letter{day}&utm_medium={long}&utm_campaign={long}&utm_term={long}");
        view(&mut record, &runtime, day, &url, None);
    }
    let recent = record.recent.as_ref().and_then(Value::as_array).expect("a list");
    assert_eq!((record.touches, recent.len()), (25, 10));
    let sources: Vec<_> = recent.iter().map(|touch| word(touch, "source").expect("a source")).collect();
    assert_eq!((sources.first(), sources.last()), (Some(&"letter16"), Some(&"letter25")));
    let keys: Vec<_> = recent.iter().flat_map(|touch| touch.as_object().expect("an object").keys()).take(5).cloned().collect();
    assert_eq!(keys, ["channel", "source", "medium", "campaign", "at"]);
    assert_eq!(word(record.first.as_ref().expect("a first"), "source"), Some("letter1"));
    assert!(serde_json::to_string(&record).expect("JSON").len() < 10_000, "the rest of the record has room beside them");
}

#[test]
fn a_channel_is_settled_before_anything_but_the_page_is_known() {
    let runtime = runtime(serde_json::json!({ "window_days": 90, "channels": [
        { "channel": "email", "when": { "visitor.visits": { "$exists": true } } } ] }));
    let mut record = Record::new("visitor".into(), Timestamp(0));
    record.arrive(Arrival { at: Timestamp(0), touch: None });
    view(&mut record, &runtime, 1, "https://try.acme.example/", None);
    assert_eq!(last(&record, "channel"), Some("direct"));
}
