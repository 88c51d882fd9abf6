//! Answers on a scale: stars, 0 to 10, or numbers between two ends. Radio buttons, so that arrow keys and readers know them.

use super::Names;
use super::field::{check, group};
use crate::campaign::Part;
use crate::digits::decimal;
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::view::reader::Reader;

pub fn scale(field: Part, ids: &Names, reader: &Reader) -> Element {
    let is_stars = field.kind() == "rating";
    let (first, last) = ends(field);
    let (low, high) = meanings(field, reader);
    let mut values = el("div", if is_stars { "lw-stars" } else { "lw-scale" });
    for value in first..=last {
        let number = decimal(f64::from(value));
        let id = ids.option(value as usize);
        let meaning = match value {
            value if value == first => &low,
            value if value == last => &high,
            _ => "",
        };
        let control = check("radio", &id, field.name(), &number, field.is_always_needed()).flag("checked", field.word("default") == number);
        let words = el("label", if is_stars { "lw-star" } else { "lw-value" }).attr("for", &id);
        // Whoever hears the values one by one hears what the ends mean, and of how many stars each is.
        let words = if is_stars {
            let said = filled(&filled(reader.texts.value_of(), "value", &number), "most", &decimal(f64::from(last)));
            words.child(el("span", "lw-legend").text(&said))
        } else {
            words.text(&number).maybe((!meaning.is_empty()).then(|| el("span", "lw-legend").text(&[": ", meaning].concat())))
        };
        values = values.child(el("div", "lw-step-value").child(control).child(words));
    }
    let shown = (!low.is_empty() || !high.is_empty())
        .then(|| el("div", "lw-ends").attr("aria-hidden", "true").child(el("span", "").text(&low)).child(el("span", "").text(&high)));
    group(field, ids, reader, el("div", "lw-values").child(values).maybe(shown))
}

/// The first and the last value.
fn ends(field: Part) -> (u32, u32) {
    let whole = |key: &str, default: u32| field.number(key).map_or(default, |bound| bound as u32).min(20);
    match field.kind() {
        "nps" => (0, 10),
        "rating" => (1, whole("max", 5)),
        _ => (whole("min", 1), whole("max", 5)),
    }
}

/// What the first and the last value mean.
fn meanings(field: Part, reader: &Reader) -> (String, String) {
    if field.kind() == "nps" && !field.has("low") && !field.has("high") {
        return (reader.texts.not_likely().to_string(), reader.texts.very_likely().to_string());
    }
    (reader.read_part(field, "low"), reader.read_part(field, "high"))
}
