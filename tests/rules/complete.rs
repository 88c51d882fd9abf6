//! A campaign is completed whatever is wrong with it: the single-page app reads files that nobody checked.

use leadwell::campaign::complete::complete;
use leadwell::campaign::{Campaign, Per, address, written};
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
        assert!(runtime.scoring.grades.keys().all(|name| runtime.scoring.dimensions.contains_key(name)), "{told}");
        assert!(runtime.destinations.iter().all(|destination| address::is_web_address(&destination.url)), "{told}");
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
            { "id": "mapped", "connector": "webhook", "url": "https://hooks.example/leads", "fields": {} },
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
    assert_eq!(runtime.destinations.iter().map(|destination| destination.id.as_str()).collect::<Vec<_>>(), ["good"]);
    let limit = runtime.scoring.rules.first().expect("the rule").limit;
    assert_eq!((limit.times, limit.per), (50, Per::Ever));
    assert_eq!(runtime.scoring.grades.keys().collect::<Vec<_>>(), ["fit"]);
    assert_eq!(runtime.scoring.stages.first().expect("the stage").expires, None);
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
