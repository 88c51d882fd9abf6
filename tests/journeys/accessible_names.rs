//! What a screen reader is told of each block: roles, names and states of Chromium's accessibility tree, kept in `accessible_names.txt`.
//!
//! A change of it is seen in a review. `LEADWELL_BLESS=1` writes the file anew.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::harness::{Browser, Site, demo, demos, root};

/// What a person is not told, or is told with what stands above it.
const SILENT: [&str; 9] =
    ["none", "generic", "InlineTextBox", "StaticText", "LineBreak", "ListMarker", "MenuListPopup", "DescriptionList", "Ruby"];
/// What is told of a control besides its name.
const STATES: [&str; 9] = ["level", "required", "invalid", "checked", "expanded", "pressed", "selected", "disabled", "haspopup"];

#[tokio::test]
async fn a_screen_reader_is_told_of_each_block_what_it_was_told_before() {
    let browser = Browser::start().await;
    let mut told = BTreeMap::new();
    for demo in demos() {
        let site = demo.publish();
        let pages: Vec<String> = site.published()["pages"].as_array().expect("pages").iter().map(path).collect();
        for page in pages {
            visit(&browser, &site, &page, &mut told).await;
        }
    }
    // The one kind that no demo has.
    let mut campaign = demo();
    let picture = json!({ "file": "/pictures/plan.svg", "alt": "A plan of docks", "width": 1200, "height": 675 });
    let video = json!({ "kind": "video", "title": "See it at work", "source": { "vimeo": "76979871" }, "poster": picture, "name": "The tour",
        "transcript": "Words of the film." });
    campaign["pages"][0]["blocks"].as_array_mut().expect("blocks").push(video);
    visit(&browser, &Site::of(&campaign), "/", &mut told).await;

    let found: String = told.iter().map(|(kind, tree)| format!("# {kind}\n{tree}\n")).collect();
    let path = root().join("tests/journeys/accessible_names.txt");
    if std::env::var_os("LEADWELL_BLESS").is_some() {
        fs::write(&path, &found).expect("written");
    }
    let kept = fs::read_to_string(&path).expect("what was told before");
    for (kept, found) in kept.split("\n# ").zip(found.split("\n# ")) {
        assert_eq!(found, kept, "LEADWELL_BLESS=1 takes the new one over");
    }
    assert_eq!(found, kept);
}

fn path(page: &Value) -> String {
    let path = page["path"].as_str().expect("a path").trim_end_matches('/');
    format!("{path}/")
}

/// The first block of every kind, as the page has it once its runtime is there.
async fn visit(browser: &Browser, site: &Site, path: &str, told: &mut BTreeMap<String, String>) {
    browser.open(&site.url(path)).await;
    browser.wait_for("the runtime is there", "__seen.ready + __seen.unavailable > 0").await;
    browser.cdp("Accessibility.enable", json!({})).await;
    let document = browser.cdp("DOM.getDocument", json!({ "depth": 0 })).await;
    let blocks = "header, main > *, footer, body > .lw-sticky-cta, body > .lw-banner";
    let found = browser.cdp("DOM.querySelectorAll", json!({ "nodeId": document["root"]["nodeId"], "selector": blocks })).await;
    for node in found["nodeIds"].as_array().expect("a list") {
        let about = browser.cdp("DOM.describeNode", json!({ "nodeId": node })).await;
        let kind = kind(&about["node"]["attributes"]);
        if !kind.is_empty() && !told.contains_key(&kind) {
            let tree = browser.cdp("Accessibility.queryAXTree", json!({ "nodeId": node })).await;
            told.insert(kind, lines(tree["nodes"].as_array().expect("a list")));
        }
    }
    browser.cdp("Accessibility.disable", json!({})).await;
}

/// `pricing` of `lw-section lw-pricing`.
fn kind(attributes: &Value) -> String {
    let pairs = attributes.as_array().cloned().unwrap_or_default();
    let class = pairs.chunks(2).find(|pair| pair[0] == "class").and_then(|pair| pair[1].as_str()).unwrap_or_default().to_owned();
    let kind = class.split(' ').find(|name| name.starts_with("lw-") && *name != "lw-section");
    kind.map(|name| name.trim_start_matches("lw-").to_owned()).unwrap_or_default()
}

/// One line a node that is told, further in where it stands inside another that is.
fn lines(nodes: &[Value]) -> String {
    let depths = nodes.iter().fold(BTreeMap::<&str, usize>::new(), |mut depths, node| {
        let parent = node["parentId"].as_str().and_then(|id| depths.get(id)).copied().unwrap_or_default();
        depths.insert(node["nodeId"].as_str().expect("an id"), parent + usize::from(is_told(node)));
        depths
    });
    let mut text = String::new();
    for node in nodes.iter().filter(|node| is_told(node)) {
        let depth = depths[node["nodeId"].as_str().expect("an id")].saturating_sub(1);
        text.push_str(&format!("{}{}\n", "  ".repeat(depth), line(node)));
    }
    text
}

fn is_told(node: &Value) -> bool {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    node["ignored"] != true && !SILENT.contains(&role)
}

fn line(node: &Value) -> String {
    let word = |key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
    let mut line = word("role");
    let (name, description) = (word("name"), word("description"));
    if !name.is_empty() {
        line.push_str(&format!(" \"{}\"", without_time(&name)));
    }
    if !description.is_empty() {
        line.push_str(&format!(" ({})", without_time(&description)));
    }
    for property in node["properties"].as_array().into_iter().flatten() {
        let (name, value) = (property["name"].as_str().unwrap_or_default(), &property["value"]["value"]);
        if STATES.contains(&name) && *value != json!(false) && *value != json!("false") {
            line.push_str(&match value.as_str() {
                Some(value) => format!(" {name}={value}"),
                None if *value == json!(true) => format!(" {name}"),
                None => format!(" {name}={value}"),
            });
        }
    }
    line
}

/// What counts down says another number each time.
fn without_time(name: &str) -> String {
    let is_counted = ["days", "hours", "minutes", "seconds"].iter().any(|unit| name.contains(unit));
    if is_counted { name.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect() } else { name.to_owned() }
}
