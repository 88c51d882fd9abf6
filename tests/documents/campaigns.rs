//! ```` ```json ````: a whole campaign, or some keys of one (outer braces may be left out), which take their places in
//! `tests/documents/base.json`. ```` ```json pages[0].blocks[] ````: what stands at that place there; `[]` is one more in a list. The campaign
//! that comes of it has no errors, and the tests in it pass.

use leadwell::campaign::file;
use leadwell::campaign::problem::Severity;
use leadwell::inbox;
use leadwell::trial;
use serde_json::{Map, Value};

use crate::every_block;
use crate::pages::{Block, root};

#[test]
fn every_snippet_of_a_campaign_is_one_that_works() {
    every_block(is_of_a_campaign, works);
}

pub fn is_of_a_campaign(block: &Block) -> bool {
    match block.info.strip_prefix("json") {
        Some("") => true,
        Some(place) => !["other", "message", "shortened"].contains(&place.trim()) && place.starts_with(' '),
        None => false,
    }
}

#[test]
fn every_other_snippet_of_json_is_json() {
    every_block(
        |block| matches!(block.info.as_str(), "json other" | "json message"),
        |block| match block.info.as_str() {
            "json message" => inbox::read_message(block.text.trim()).map(drop),
            _ => serde_json::from_str::<Value>(&in_braces(&block.text)).map(drop).map_err(|error| error.to_string()),
        },
    );
}

fn works(block: &Block) -> Result<(), String> {
    let snippet: Value = serde_json::from_str(&in_braces(&block.text)).map_err(|error| format!("no JSON: {error}"))?;
    let place = block.info.trim_start_matches("json").trim();
    let campaign = match (place, snippet.get("leadwell")) {
        ("", Some(_)) => snippet,
        _ => in_the_base(place, snippet)?,
    };
    // Where the pictures are that snippets may name.
    let place = root().join("campaigns/demo_request/snippet.json");
    let found = file::read_text(&place, &format!("{campaign:#}"));
    let errors = found.findings.iter().filter(|finding| finding.problem.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|finding| format!("{}: {}", finding.problem.path, finding.problem.message)).collect();
    let Some(campaign) = found.campaign.as_ref().filter(|_| errors.is_empty()) else { return Err(errors.join("\n    ")) };
    let outcome = trial::run(campaign, &found.published);
    let failed: Vec<String> = outcome.problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("a test in it fails: {}", failed.join("\n    "))) }
}

/// Outer braces may be left out.
pub fn in_braces(text: &str) -> String {
    let text = text.trim();
    if text.starts_with(['{', '[']) { text.to_owned() } else { format!("{{{text}}}") }
}

fn in_the_base(place: &str, snippet: Value) -> Result<Value, String> {
    let base = std::fs::read_to_string(root().join("tests/documents/base.json")).expect("the base");
    let mut campaign: Value = serde_json::from_str(&base).expect("JSON");
    let mut at = &mut campaign;
    for step in
        place.split_inclusive('[').flat_map(|part| part.split('.')).map(|step| step.trim_end_matches('[')).filter(|step| !step.is_empty())
    {
        at = match step.strip_suffix(']') {
            Some("") => {
                let list = at.as_array_mut().ok_or_else(|| format!("{place}: no list"))?;
                list.push(Value::Null);
                list.last_mut().expect("one more")
            }
            Some(index) => index.parse::<usize>().ok().and_then(|index| at.get_mut(index)).ok_or_else(|| format!("{place}: not there"))?,
            None => at.as_object_mut().ok_or_else(|| format!("{place}: no object"))?.entry(step).or_insert(Value::Object(Map::new())),
        };
    }
    put_over(at, snippet);
    Ok(campaign)
}

/// Objects key by key; everything else in the place of what was there.
fn put_over(below: &mut Value, above: Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (key, value) in above {
                put_over(below.entry(key).or_insert(Value::Null), value);
            }
        }
        (below, above) => *below = above,
    }
}
