//! What the part about privacy (`parts/privacy.js`) says: its words, and what forms call their questions and purposes. It goes into
//! the script of a page that has the block, so that neither the runtime nor the app carries it.

use serde_json::{Map, Value, json};

use super::document::data;
use crate::campaign::{Campaign, Part};
use crate::texts;
use crate::view::Reader;

/// Where it stands in the part.
const MARK: &str = "/*KNOWN*/{}";
/// The keys of its words begin so.
const OWN: &str = "known_";
/// Those that the app's views never say: the part's, and those of popups, which come drawn.
const DRAWN_NATIVELY: [&str; 2] = [OWN, "popup_"];

/// The part, or a script that holds it, as visitors in `locales` read it.
#[must_use]
pub fn filled(script: &str, campaign: &Campaign, locales: &[&str]) -> String {
    if script.contains(MARK) { script.replace(MARK, &data(&of(campaign, locales))) } else { script.to_owned() }
}

/// The interface's words without those that only the part and popups say: what the views of the app ask for.
#[must_use]
pub fn left_out_of(mut words: Value) -> Value {
    if let Some(words) = words.as_object_mut() {
        words.retain(|key, _| !DRAWN_NATIVELY.iter().any(|start| key.starts_with(start)));
    }
    words
}

/// All that it says, as visitors in `locales` read it.
#[must_use]
pub fn of(campaign: &Campaign, locales: &[&str]) -> Value {
    let runtime = &campaign.runtime;
    let by_locale: Map<String, Value> = locales.iter().map(|locale| ((*locale).to_owned(), in_locale(campaign, locale))).collect();
    json!({ "campaign": runtime.id, "days": runtime.keep_days(), "share": Part(&runtime.storage).word_if("share"), "in": by_locale })
}

fn in_locale(campaign: &Campaign, locale: &str) -> Value {
    let texts = texts::of_pages(locale, &campaign.texts);
    let reader = Reader::new(&campaign.runtime, locale, &texts);
    let all = texts::words(locale, &campaign.texts);
    let own = all.as_object().into_iter().flatten().filter_map(|(key, word)| Some((key.strip_prefix(OWN)?.to_owned(), word.clone())));
    let mut words: Map<String, Value> = own.collect();
    for (state, word) in [("granted", texts.agreed()), ("pending", texts.agreed_pending()), ("denied", texts.not_agreed())] {
        words.insert(state.to_owned(), word.into());
    }
    let (mut fields, mut options, mut purposes) = (Map::new(), Map::new(), Map::new());
    let say = |part: Part, key: &str| Value::from(part.text(key).map(|text| reader.read_unmarked(&text)).unwrap_or_default());
    for form in campaign.runtime.forms.values() {
        for field in form.fields().into_iter().filter(|field| field.has("label")) {
            // Of two forms that ask the same, the first says how it is called.
            fields.entry(field.name()).or_insert_with(|| say(field, "label"));
            let labels: Map<String, Value> =
                field.list("options").into_iter().map(|option| (option.word("id").to_owned(), say(option, "label"))).collect();
            if !labels.is_empty() {
                options.entry(field.name()).or_insert(Value::Object(labels));
            }
        }
        for item in form.consent() {
            purposes.entry(item.word("purpose")).or_insert_with(|| say(item, "text"));
        }
    }
    json!({ "words": words, "fields": fields, "options": options, "purposes": purposes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Named;

    #[test]
    fn the_part_has_a_place_for_its_words_and_names_none_that_is_not_there() {
        let part = include_str!("../parts/privacy.js");
        assert_eq!(part.matches(MARK).count(), 1);
        let all = texts::words("en", &Named::new());
        let said = part.split("words.").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next());
        let keys: Vec<String> = said.map(|key| format!("{OWN}{key}")).collect();
        assert!(keys.len() > 40, "{keys:?}");
        for key in keys {
            assert!(all.get(&key).is_some(), "{key}");
        }
        let rest = left_out_of(all);
        assert!(
            rest.get("thanks").is_some()
                && rest.as_object().is_some_and(|rest| rest.keys().all(|key| !key.starts_with(OWN) && !key.starts_with("popup_")))
        );
    }
}
