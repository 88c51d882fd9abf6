//! Answers on a scale: stars, 0 to 10, or numbers between two ends. Radio buttons, so that arrow keys and readers know them.

use super::field::{check, frame, group};
use super::{Names, Place};
use crate::campaign::Text;
use crate::campaign::written::{Field, FieldKind};
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::view::reader::Reader;

pub fn scale(field: &Field, place: &Place, reader: &Reader) -> Element {
    let ids = place.names(&field.name);
    let (first, last) = field.ends_of_scale();
    let is_stars = field.kind == FieldKind::Rating;
    let mut values = el("div", if is_stars { "lw-stars" } else { "lw-scale" });
    for value in first..=last {
        values = values.child(self::value(value, last, is_stars, field, &ids, reader));
    }
    let ends = ends(field, reader).map(|(low, high)| {
        el("div", "lw-ends").attr("aria-hidden", "true").child(el("span", "").text(&low)).child(el("span", "").text(&high))
    });
    group(frame("fieldset", field, reader), field, &ids, reader, el("div", "lw-values").child(values).maybe(ends))
}

fn value(value: i32, last: i32, is_stars: bool, field: &Field, ids: &Names, reader: &Reader) -> Element {
    let number = value.to_string();
    let id = ids.option(value.unsigned_abs() as usize);
    let words = el("label", if is_stars { "lw-star" } else { "lw-value" }).attr("for", &id);
    let words = if is_stars {
        let said = filled(&filled(&reader.texts.value_of, "value", &number), "most", &last.to_string());
        words.child(el("span", "lw-legend").text(&said))
    } else {
        let (first, _) = field.ends_of_scale();
        let end = ends(field, reader).and_then(|(low, high)| match value {
            value if value == first => Some(low),
            value if value == last => Some(high),
            _ => None,
        });
        // Whoever hears the values one by one hears what the ends mean.
        words.text(&number).maybe(end.map(|end| el("span", "lw-legend").text(&[": ", &end].concat())))
    };
    el("div", "lw-step-value")
        .child(
            check("radio", &id, &field.name, &number, super::field::is_needed(field))
                .flag("checked", field.default.as_ref() == Some(&number)),
        )
        .child(words)
}

/// What the first and the last value mean.
fn ends(field: &Field, reader: &Reader) -> Option<(String, String)> {
    let read = |text: &Option<Text>| text.as_ref().map(|text| reader.read(text));
    match (read(&field.low), read(&field.high)) {
        (None, None) if field.kind == FieldKind::Nps => Some((reader.texts.not_likely.to_string(), reader.texts.very_likely.to_string())),
        (None, None) => None,
        (low, high) => Some((low.unwrap_or_default(), high.unwrap_or_default())),
    }
}
