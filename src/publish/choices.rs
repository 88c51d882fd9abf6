//! What a page may show instead, as data beside it: what `src/parts/settle.js` settles before the first paint, and what is left to the
//! runtime.

use serde_json::{Map, Value, json};

use crate::campaign::early::Early;
use crate::campaign::written::{Page, PageVariant};
use crate::campaign::{Part, Runtime};
use crate::view::{Choices, TESTED, WHOLE, key_of, name_of, stands_in_main};

/// Which experiments are drawn, and by whom; no block is called so.
const DRAWS: &str = "&";
const DAY_MS: f64 = 86_400_000.0;

/// By block: `{ "early": [[conditions, name], …], "is": [[[condition, …], name], …] }`, of which `early` comes first and is read by
/// `settle.js` alone. Under `*` the same of the page as a whole, where a name is the places of its blocks in their order. Under `&`
/// `[draws, how long a record is kept in milliseconds, its key, its cookie]`. `null` where nothing depends on the visitor; `body` is the page
/// as drawn.
pub fn of(page: &Page, runtime: &Runtime, body: &str) -> Value {
    let early = Early::of(runtime.experiments.as_ref());
    let mut all = Map::new();
    for (index, block) in page.blocks.iter().enumerate() {
        let Choices(choices) = Choices::of(block);
        if !choices.is_empty() {
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for (conditions, choice) in &choices {
                match early.plainly(conditions).filter(|_| rest.is_empty()) {
                    Some(plainly) => first.push(json!([plainly, name_of(*choice)])),
                    None => rest.push(json!([conditions, name_of(*choice)])),
                }
            }
            all.insert(key_of(block, index), unless_empty([("early", first), ("is", rest)]));
        }
    }
    if !page.variants.is_empty() {
        all.insert(WHOLE.to_owned(), unless_empty([("early", arrangements(page, &early)), ("is", Vec::new())]));
    }
    let drawn = early.drawn(&tested(body));
    if !drawn.is_empty() {
        all.insert(DRAWS.to_owned(), json!(draws(drawn, runtime)));
    }
    if all.is_empty() { Value::Null } else { Value::Object(all) }
}

fn unless_empty(lists: [(&str, Vec<Value>); 2]) -> Value {
    Value::Object(
        lists
            .into_iter()
            .filter(|(name, list)| *name == "early" || !list.is_empty())
            .map(|(name, list)| (name.to_owned(), list.into()))
            .collect(),
    )
}

/// Which blocks of `main` a variant of the page shows, by their places there.
fn arrangements(page: &Page, early: &Early) -> Vec<Value> {
    let ids: Vec<Option<&str>> = page.blocks.iter().filter(|block| stands_in_main(block)).map(|block| block.id.as_deref()).collect();
    let place = |id: &String| ids.iter().position(|known| *known == Some(id));
    let known = |variant: &PageVariant| {
        Some(json!([early.plainly(&[&variant.when])?, variant.blocks.iter().filter_map(place).collect::<Vec<_>>()]))
    };
    page.variants.iter().filter_map(known).collect()
}

/// The experiments that something on the page depends on.
fn tested(body: &str) -> Vec<&str> {
    let mark = format!(" {TESTED}=\"");
    let marked = body.split(mark.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    marked.flat_map(|names| names.split(' ')).collect()
}

fn draws(drawn: Vec<Value>, runtime: &Runtime) -> Vec<Value> {
    // As `browser/storage.rs` calls them.
    let mut draws = vec![drawn.into(), json!(f64::from(runtime.keep_days()) * DAY_MS), format!("leadwell:visitor:{}", runtime.id).into()];
    if Part(&runtime.storage).has("share") {
        draws.push(format!("leadwell_visitor_{}=", runtime.id).into());
    }
    draws
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{Campaign, complete::complete};

    fn campaign() -> Campaign {
        let arms = json!([{ "id": "control", "weight": 0.5 }, { "id": "story", "weight": 0.5 }]);
        let hero = |id: &str| json!({ "kind": "hero", "id": id, "title": id, "cta": { "label": "Go", "to": "#demo" } });
        let mut story = hero("story");
        story["when"] = json!({ "experiment.whole": "story" });
        let mut top = hero("top");
        top["variants"] = json!([
            { "when": { "experiment.whole": "story", "query.q": "a" }, "title": "A" }, { "when": { "experiment.late": "story" }, "title": "B" },
            { "when": { "query.q": "c" }, "title": "C" },
        ]);
        let written = json!({
            "leadwell": 1, "id": "acme", "name": "Acme", "site": { "url": "https://acme.example", "locales": ["en"], "default_locale": "en" },
            "storage": { "share": "acme.example", "keep_days": 2 },
            "experiments": [
                { "id": "whole", "goal": "g", "variants": arms, "holdout": 0.1 },
                { "id": "late", "goal": "g", "variants": arms, "when": { "visitor.visits": 2 } }, { "id": "elsewhere", "goal": "g", "variants": arms },
            ],
            "pages": [
                { "path": "/", "title": "A", "description": "A", "variants": [{ "when": { "experiment.whole": "story" }, "blocks": ["story", "text"] }],
                  "blocks": [{ "kind": "banner", "text": "News" }, top, { "kind": "rich", "id": "text", "text": "Hello" }, story] },
                { "path": "/plain", "title": "B", "description": "B", "blocks": [hero("top")] },
            ],
        });
        complete(serde_json::from_value(written).expect("a campaign"))
    }

    fn of_page(campaign: &Campaign, index: usize) -> Value {
        let (page, texts) = (&campaign.pages[index], crate::texts::Texts::default());
        let reader = crate::view::Reader::new(&campaign.runtime, "en", &texts);
        of(page, &campaign.runtime, &crate::drawing::html::to_html(&crate::view::page(campaign, page, &reader)))
    }

    #[test]
    fn a_page_carries_what_it_depends_on_in_few_words_and_others_carry_nothing() {
        let campaign = campaign();
        let story = json!(["experiment.whole", true, ["story"]]);
        let expected = json!({
            "top": {
                "early": [[[story, ["query.q", true, ["a"]]], "0"]],
                "is": [[[{ "experiment.late": "story" }], "1"], [[{ "query.q": "c" }], "2"]],
            },
            "story": { "early": [[[story], "own"]] },
            "*": { "early": [[[story], [2, 1]]] },
            "&": [[["whole", 0.1, [], [["control", 0.0, 0.5], ["story", 0.5, 1.0]]]], 172_800_000.0, "leadwell:visitor:acme", "leadwell_visitor_acme="],
        });
        assert_eq!(of_page(&campaign, 0), expected);
        assert_eq!(of_page(&campaign, 1), Value::Null);
    }
}
