//! A Korean page has the headings of the English one, by number and level, and its blocks of code: commands, markup and scripts letter for letter,
//! campaigns with the same keys.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::campaigns::in_braces;
use crate::pages::{Block, Page, all};

#[test]
fn korean_pages_keep_step_with_the_english_ones() {
    let pages: BTreeMap<String, Page> = all().into_iter().map(|page| (page.name.clone(), page)).collect();
    let mut differing = Vec::new();
    for (name, korean) in &pages {
        let Some(original) = original(name) else { continue };
        match pages.get(&original) {
            Some(english) => differing.extend(differences(english, korean)),
            None => differing.push(format!("{name}: there is no {original}")),
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn original(name: &str) -> Option<String> {
    match name {
        "README.ko.md" => Some("README.md".to_owned()),
        _ => name.strip_prefix("docs/ko/").map(|file| format!("docs/{file}")),
    }
}

fn differences(english: &Page, korean: &Page) -> Vec<String> {
    let levels = |page: &Page| page.headings.iter().map(|(level, _)| *level).collect::<Vec<_>>();
    let mut lines = Vec::new();
    if levels(english) != levels(korean) {
        lines.push(format!("{}: other headings than {}: {:?} and {:?}", korean.name, english.name, levels(korean), levels(english)));
    }
    if english.blocks.len() != korean.blocks.len() {
        lines.push(format!("{}: {} blocks of code, and {} in {}", korean.name, korean.blocks.len(), english.blocks.len(), english.name));
    }
    let pairs = english.blocks.iter().zip(&korean.blocks);
    lines.extend(
        pairs
            .filter(|(one, other)| comparable(one) != comparable(other))
            .map(|(one, other)| format!("{}:{}: another block of code than {}:{}", other.page, other.line, one.page, one.line)),
    );
    lines
}

/// Words in a campaign may be Korean; its keys may not differ, nor anything of another block but what is said behind `#`.
fn comparable(block: &Block) -> (String, String) {
    let text = match block.info.split(' ').next() {
        Some("json") => serde_json::from_str(&in_braces(&block.text)).map_or_else(|_| block.text.clone(), |value: Value| keys(&value)),
        Some("sh") => block.text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim_end().to_owned() + "\n").collect(),
        _ => block.text.clone(),
    };
    (block.info.clone(), text)
}

fn keys(value: &Value) -> String {
    match value {
        Value::Object(object) => object.iter().map(|(key, value)| format!("{key}{{{}}}", keys(value))).collect(),
        Value::Array(list) => list.iter().map(|value| format!("[{}]", keys(value))).collect(),
        _ => String::new(),
    }
}
