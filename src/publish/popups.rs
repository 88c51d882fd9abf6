//! Popups as data, drawn natively as forms for other pages are (`markup.rs`): a visitor downloads one popup in one language, when it
//! comes.
//!
//! `{ "attributes", "language", "styles", "nodes": [one element] }`. Their rules stand in `runtime.json`.

use std::sync::Arc;

use super::folder::Folder;
use super::{Error, known, markup, sheets};
use crate::campaign::{Campaign, Part};
use crate::texts;
use crate::time::Timestamp;
use crate::value::{Value, put};
use crate::view;

/// Writes `popups/ID.LOCALE.json` for every popup and language.
pub fn write(folder: &mut Folder, campaign: &Campaign) -> Result<(), Error> {
    for locale in &campaign.runtime.locales {
        for popup in campaign.popups.iter().map(Part) {
            folder.write(&format!("popups/{}.{locale}.json", popup.word("id")), as_data(campaign, popup, locale).to_string())?;
        }
    }
    Ok(())
}

fn as_data(campaign: &Campaign, popup: Part, locale: &str) -> serde_json::Value {
    let runtime = &campaign.runtime;
    let texts = texts::of_pages(locale, &campaign.texts);
    let reader = markup::reader_elsewhere(campaign, locale, &texts);
    let said = if popup.kind() == "privacy" { known::of(campaign, &[locale]).to_string() } else { String::new() };
    let drawn = view::popup(popup, runtime, &reader, &said);
    markup::data(runtime, locale, &sheets::of_popup(popup, runtime), &[drawn.into()])
}

/// Takes popups out whose time is over, and teasers that opened one of them.
pub fn take_out_ended(campaign: &mut Campaign, now: Timestamp) {
    let has_ended = |popup: &Value| {
        let until = Part(popup).part("schedule").and_then(|schedule| Timestamp::parse(schedule.word("until")));
        until.is_some_and(|until| until <= now)
    };
    let ended: Vec<String> =
        campaign.popups.iter().filter(|popup| has_ended(popup)).map(|popup| Part(popup).word("id").to_owned()).collect();
    if ended.is_empty() {
        return;
    }
    let stays = |popup: &Value| ![Part(popup).word("id"), Part(popup).word("opens")].iter().any(|id| ended.iter().any(|ended| ended == id));
    campaign.popups.retain(|popup| stays(popup));
    let Some(Value::Object(starts)) = Arc::make_mut(&mut campaign.runtime).starts.as_mut() else { return };
    if campaign.popups.is_empty() {
        starts.retain(|aid, _| aid != "popups");
    } else if let Some(Value::Object(popups)) = starts.get_mut("popups") {
        let rules = popups.get("popups").and_then(Value::as_array).into_iter().flatten().filter(|rule| stays(rule)).cloned().collect();
        put(popups, "popups", Value::Array(rules));
    }
}
