//! A campaign is completed whatever is wrong with it: the single-page app reads files that nobody checked.

use leadwell::campaign::complete::complete;
use leadwell::campaign::{Campaign, Per, address, items, written};
use leadwell::value::{Read, Reading};
use serde_json::{Value, json};

use crate::campaign::campaign;
use crate::diagnostics::broken;

/// Reads as the browser does, and goes on where the browser would stop.
fn completed(file: &Value) -> Campaign {
    complete(written::Campaign::read(&file.clone().into(), &mut Reading::default()))
}

#[test]
fn whatever_is_broken_every_reference_that_is_left_leads_somewhere() {
    for path in broken() {
        let text = std::fs::read_to_string(&path).expect("text");
        let Ok(file) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else { continue };
        let Campaign { runtime, pages, site, .. } = completed(&file);
        let told = path.display();
        assert!(runtime.locales.contains(&runtime.default_locale) && site.locales == runtime.locales, "{told}");
        for block in pages.iter().flat_map(|page| &page.blocks) {
            let content = block.content.part();
            let form = written::form_shown(content);
            assert!(form.is_none_or(|form| runtime.forms.contains_key(form)), "{told}: {content:?}");
            assert!(form.is_some() || content.kind() != "form", "{told}: {content:?}");
        }
        for rule in &runtime.scoring.rules {
            assert!(runtime.scoring.dimensions.contains_key(&rule.dimension) && rule.limit.times <= 50, "{told}: {rule:?}");
        }
        assert!(
            runtime.scoring.grades.as_object().expect("grades").keys().all(|name| runtime.scoring.dimensions.contains_key(name)),
            "{told}"
        );
        assert!(runtime.receivers().into_iter().all(|destination| address::is_web_address(destination.word("url"))), "{told}");
    }
}

#[test]
fn what_does_not_resolve_is_left_out_and_the_rest_stays() {
    let hero = json!({ "kind": "hero", "title": "A", "form": "demmo", "variants": [{ "when": {}, "form": "demo" }] });
    let file = json!({
        "leadwell": 1, "id": "acme", "name": "Acme",
        "site": { "url": "https://acme.example/offers/", "locales": ["ko"], "default_locale": "en",
                  "controller": { "name": "Acme", "email": "a@acme.example", "privacy_url": "javascript:alert(1)" } },
        "theme": { "accent": "red}body{display:none" },
        "destinations": [
            { "id": "open", "connector": "webhook", "url": "http://hooks.example/leads" },
            { "id": "unknown", "connector": "pigeon", "url": "https://hooks.example/leads" },
            { "id": "unnamed", "connector": "hubspot" },
            { "id": "good", "connector": "webhook", "url": "https://hooks.example/good" },
        ],
        "scoring": {
            "dimensions": { "fit": { "rules": [{ "id": "a", "points": 1, "limit": { "times": 900, "per": "a while" } }] } },
            "grades": { "fit": { "A": 1 }, "fitness": { "A": 1 } }, "stages": [{ "id": "a", "expires": "soon" }],
        },
        "forms": { "demo": { "submit": "Send", "native": "gone", "steps": [{ "fields": [] }],
                             "then": [{ "do": [{ "redirect": "javascript:alert(1)" }, { "message": "Thank you." }] }] } },
        "pages": [
            { "path": "/", "title": "A", "description": "A", "blocks": [hero, { "kind": "form", "form": "demmo" }, { "kind": "form", "form": "demo" },
                                                                       { "kind": "form", "form": "demo", "status": "draft" }] },
            { "path": "/later", "title": "A", "description": "A", "blocks": [], "status": "paused" },
        ],
    });
    let Campaign { runtime, pages, .. } = completed(&file);
    assert_eq!((runtime.default_locale.as_str(), runtime.base.as_str(), runtime.privacy_url.as_str()), ("ko", "/offers", ""));
    assert_eq!(runtime.theme.accent, written::Theme::default().accent);
    assert_eq!(runtime.receivers().into_iter().map(|destination| destination.word("id")).collect::<Vec<_>>(), ["good"]);
    let limit = runtime.scoring.rules.first().expect("the rule").limit;
    assert_eq!((limit.times, limit.per), (50, Per::Ever));
    assert_eq!(runtime.scoring.grades.as_object().expect("grades").keys().collect::<Vec<_>>(), ["fit"]);
    assert!(!items(&runtime.scoring.stages).first().expect("the stage").has("expires"));
    let form = runtime.forms.get("demo").expect("the form");
    assert_eq!(form.part().word("native"), "https://hooks.example/good");
    assert_eq!(form.actions().len(), 1);
    let [page] = pages.as_slice() else { panic!("one page is live, found {}", pages.len()) };
    let [first, second] = page.blocks.as_slice() else { panic!("{:?}", page.blocks) };
    let (first, second) = (first.content.part(), second.content.part());
    assert_eq!((first.kind(), written::form_shown(first)), ("hero", None));
    assert_eq!((second.kind(), written::form_shown(second)), ("form", Some("demo")));
}

#[test]
fn the_order_of_keys_in_the_file_changes_nothing() {
    let dimension = |id: &str| json!({ "rules": [{ "id": id, "points": 1 }] });
    let one = campaign(
        &json!({ "segments": { "a": {}, "b": {} }, "scoring": { "dimensions": { "fit": dimension("f"), "zeal": dimension("z") } } }),
    );
    let other = campaign(
        &json!({ "segments": { "b": {}, "a": {} }, "scoring": { "dimensions": { "zeal": dimension("z"), "fit": dimension("f") } } }),
    );
    assert_eq!(json!(one.runtime).to_string(), json!(other.runtime).to_string());
}

/// What starts with every page, of a campaign with these popups.
fn starts(fragment: &Value) -> Value {
    json!(campaign(fragment).runtime.starts)
}

#[test]
fn a_popup_without_rules_has_the_usual_ones() {
    let popups = json!([
        { "id": "plain", "kind": "slide_in", "title": "A" },
        { "id": "place", "kind": "inline", "title": "A", "slot": "aside" },
        { "id": "hint", "kind": "teaser", "title": "A", "opens": "plain" },
        { "id": "known", "kind": "privacy" },
    ]);
    let rule = |id: &str, kind: &str, stands: bool, trigger: Value, every: &str, stop: Value| {
        json!({
            "id": id, "kind": kind, "stands": stands, "minimise": false, "escape": true, "overlay": true, "trigger": trigger, "cancel": [],
            "every": every, "stop": stop,
        })
    };
    let load = json!([[{ "on": "load" }]]);
    let mut expected = [
        rule("plain", "slide_in", false, load.clone(), "session", json!({ "submitted": 1 })),
        rule("place", "inline", true, load.clone(), "page", json!({ "submitted": 1 })),
        rule("hint", "teaser", true, load, "page", json!({ "dismissed": 1 })),
        rule("known", "privacy", true, json!([]), "page", json!({ "submitted": 1 })),
    ];
    expected[1]["slot"] = "aside".into();
    expected[2]["opens"] = "plain".into();
    assert_eq!(starts(&json!({ "popups": popups })), json!({ "popups": { "limits": {}, "popups": expected } }));
    assert_eq!(starts(&json!({})), Value::Null);
}

#[test]
fn a_popups_own_rules_are_in_seconds_minutes_and_lists_of_lists() {
    let popup = json!({
        "id": "offer", "kind": "modal", "note": "For people.", "title": "A", "form": "demo", "decline": "No", "minimise": "Again",
        "close": { "escape": false, "overlay": false, "after": "20 s" }, "priority": -2, "group": "offers", "sample": 0.5,
        "trigger": [{ "on": "exit_intent" }, { "all": [{ "on": "scroll", "percent": 60 }, { "on": "delay", "seconds": 30 }] }],
        "cancel_on": { "on": "form_submit", "where": { "event.form": "demo" } }, "when": { "visitor.visits": { "$gte": 2 } },
        "schedule": { "from": "2026-01-01T00:00:00+09:00", "until": "2026-02-01T00:00:00Z", "days": [1, 5], "hours": [["09:00", "18:30"], ["22:00", "24:00"]] },
        "frequency": { "every": "7 days", "stop_after": { "dismissed": 2 } },
    });
    let limits = json!({ "page": 1, "session": 2, "gap": "1 day", "after_submit": "30 days", "note": "For people." });
    let expected = json!({
        "id": "offer", "kind": "modal", "form": "demo", "stands": false, "minimise": true, "escape": false, "overlay": false, "after": 20,
        "priority": -2, "group": "offers", "sample": 0.5,
        "trigger": [[{ "on": "exit_intent" }], [{ "on": "scroll", "percent": 60 }, { "on": "delay", "seconds": 30 }]],
        "cancel": [{ "on": "form_submit", "where": { "event.form": "demo" } }], "when": { "visitor.visits": { "$gte": 2 } },
        "from": 1_767_193_200_000_i64, "until": 1_769_904_000_000_i64, "days": [1, 5], "hours": [[540, 1110], [1320, 1440]],
        "every": 604_800, "stop": { "dismissed": 2 },
    });
    let limits_expected = json!({ "page": 1, "session": 2, "gap": 86_400, "after_submit": 2_592_000 });
    let found = starts(&json!({ "popups": [popup], "popup_limits": limits }));
    assert_eq!(
        found,
        json!({ "popups": { "limits": limits_expected, "popups": [expected] }, "reached": { "scroll": [60] }, "attention": { "exit": true } })
    );
}

#[test]
fn popups_come_by_priority_and_then_as_in_the_file_without_what_does_not_resolve() {
    let slide_in = |id: &str, more: Value| {
        let mut popup = json!({ "id": id, "kind": "slide_in", "title": "A" });
        popup.as_object_mut().expect("keys").extend(more.as_object().expect("keys").clone());
        popup
    };
    let file = json!({ "popups": [
        slide_in("last", json!({ "priority": -1 })), slide_in("first", json!({ "priority": 5 })), slide_in("second", json!({})), slide_in("third", json!({ "priority": 0 })),
        slide_in("draft", json!({ "status": "draft" })), slide_in("paused", json!({ "status": "paused" })), slide_in("first", json!({ "priority": 9 })),
        slide_in("formless", json!({ "form": "gone" })), slide_in("odd", json!({ "kind": "balloon" })), slide_in("placeless", json!({ "kind": "inline" })),
        slide_in("hint", json!({ "kind": "teaser", "opens": "second" })), slide_in("hint_at_draft", json!({ "kind": "teaser", "opens": "draft" })),
        slide_in("hint_at_hint", json!({ "kind": "teaser", "opens": "hint" })), json!({ "kind": "modal" }), json!("modal"),
        slide_in("silent", json!({ "trigger": [{ "seconds": 3 }, { "all": [{ "on": "load" }, {}] }, { "all": [] }] })),
    ] });
    let campaign = completed(&file);
    let rules = json!(campaign.runtime.starts)["popups"]["popups"].clone();
    let ids: Vec<&str> = rules.as_array().expect("rules").iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids, ["first", "second", "third", "hint", "silent", "last"]);
    assert_eq!(rules[4]["trigger"], json!([]), "a list that lacks something would fire too early");
    let published: Vec<String> = campaign.popups.iter().filter_map(|popup| Some(popup.get("id")?.as_str()?.to_owned())).collect();
    assert_eq!(published, ids);
}

#[test]
fn attention_is_raised_where_a_popup_or_a_rule_wants_it() {
    let popup = |trigger: Value| json!({ "popups": [{ "id": "a", "kind": "slide_in", "title": "A", "trigger": trigger }] });
    let rule = |on: &str, condition: Value| json!({ "scoring": { "dimensions": { "fit": { "rules": [{ "id": "a", "on": on, "where": condition, "points": 1 }] } } } });
    let block = |id: &str| json!({ "kind": "rich", "id": id, "text": "A" });
    let mut seen = rule("visible", json!({}));
    seen["pages"] =
        json!([{ "path": "/", "title": "A", "description": "A", "blocks": [block("one"), block("two"), { "kind": "rich", "text": "A" }] }]);
    for (file, expected) in [
        (popup(json!({ "on": "load" })), Value::Null),
        (popup(json!([{ "on": "idle", "seconds": 45 }, { "on": "idle", "seconds": 10 }])), json!({ "idle": [45, 10] })),
        (popup(json!([{ "on": "idle" }])), json!({ "idle": [] })),
        (popup(json!([{ "on": "idle" }, { "on": "idle", "seconds": 45 }])), json!({ "idle": [45, 30, 60, 120, 300] })),
        (
            popup(json!({ "all": [{ "on": "visible", "id": "prices" }, { "on": "exit_intent" }] })),
            json!({ "exit": true, "visible": ["prices"] }),
        ),
        (rule("exit_intent", json!({})), json!({ "exit": true })),
        (rule("visible", json!({ "event.id": "prices" })), json!({ "visible": ["prices"] })),
        (
            rule("visible", json!({ "$or": [{ "event.id": { "$in": ["a", "b"] } }, { "event.id": { "$eq": "c" } }] })),
            json!({ "visible": ["a", "b", "c"] }),
        ),
        (seen, json!({ "visible": ["one", "two"] })),
    ] {
        let found = json!(completed(&file).runtime.starts);
        assert_eq!(found["attention"], expected, "{file}");
    }
}
