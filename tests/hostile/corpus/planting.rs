//! Puts one string into every text of a campaign, and takes it back only where `check` reports an error.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Desk;
use super::places::{texts_of, with_texts};

pub struct Planted {
    /// A campaign without errors.
    pub campaign: Value,
    /// Where the string stands now.
    pub places: BTreeSet<String>,
    /// Where it was refused by a diagnostic.
    pub refused: BTreeSet<String>,
}

/// Plants what `text_for` gives for a path, wherever the result is accepted. `campaign` has no errors.
pub fn plant(desk: &Desk, campaign: &Value, text_for: impl Fn(&str) -> String) -> Planted {
    let mut texts: BTreeMap<String, String> = texts_of(campaign).into_keys().map(|path| (path.clone(), text_for(&path))).collect();
    let mut refused = BTreeSet::new();
    // Texts whose errors named another place before are tried last and one by one: finding them anew takes many checks.
    let unchanged = texts_of(campaign);
    let mut known = desk.culprits.borrow().clone();
    known.retain(|path| texts.get(path) != unchanged.get(path));
    let withheld: Vec<(String, String)> = known.iter().filter_map(|path| texts.remove_entry(path)).collect();
    loop {
        let errors = desk.errors(&with_texts(campaign, &texts));
        if errors.is_empty() {
            break;
        }
        let mut blamed: BTreeSet<String> = errors.into_iter().filter(|path| texts.contains_key(path)).collect();
        if blamed.is_empty() {
            let culprit = culprit(desk, campaign, &texts);
            desk.culprits.borrow_mut().insert(culprit.clone());
            blamed.insert(culprit);
        }
        for path in blamed {
            texts.remove(&path);
            refused.insert(path);
        }
    }
    for (path, text) in withheld {
        texts.insert(path.clone(), text);
        if !desk.accepts(&with_texts(campaign, &texts)) {
            texts.remove(&path);
            refused.insert(path);
        }
    }
    Planted { campaign: with_texts(campaign, &texts), places: texts.into_keys().collect(), refused }
}

/// The first text that cannot stand where it is, for an error that names another place: a renamed form is missed where it is shown.
fn culprit(desk: &Desk, campaign: &Value, texts: &BTreeMap<String, String>) -> String {
    let paths: Vec<&String> = texts.keys().collect();
    let accepted_until = |count: usize| {
        let first = texts.iter().take(count).map(|(path, text)| (path.clone(), text.clone())).collect();
        desk.accepts(&with_texts(campaign, &first))
    };
    let (mut accepted, mut refused) = (0, paths.len());
    while accepted + 1 < refused {
        let middle = usize::midpoint(accepted, refused);
        if accepted_until(middle) { accepted = middle } else { refused = middle }
    }
    paths[accepted].clone()
}
