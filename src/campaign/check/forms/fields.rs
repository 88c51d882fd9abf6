//! Questions: names, kinds with the keys they take, and answers that can be given.

use super::{Placed, blocks, check_id, check_unique, placed_fields};
use crate::campaign::problem::Problem;
use crate::campaign::text::Text;
use crate::campaign::written::{self, Field, FieldKind};
use crate::value::Value;

/// Answers named like this would be taken for the form's own hidden fields, or for an object's insides.
const RESERVED_NAMES: [&str; 2] = ["consent", "constructor"];

pub fn check(form: &written::Form, path: &str, problems: &mut Vec<Problem>) {
    let fields: Vec<Placed> = placed_fields(form, path).collect();
    let named = fields.iter().filter(|(_, field)| field.kind != FieldKind::Consent);
    check_unique("field", named.map(|(path, field)| (format!("{path}.name"), field.name.as_str())), problems);
    for (path, field) in &fields {
        check_name(field, path, problems);
        check_keys(field, path, problems);
        check_options(field, path, problems);
        check_bounds(field, path, problems);
        check_default(field, path, problems);
        if let Some(why) = field.pattern.as_ref().and_then(|pattern| regex::Regex::new(pattern).err()) {
            let why = why.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            problems.push(Problem::error(format!("{path}.pattern"), format!("not a pattern that browsers and servers both know: {why}")));
        }
        for (index, code) in field.countries.iter().enumerate().filter(|(_, code)| code.len() != 2 || !is_upper(code)) {
            problems
                .push(Problem::error(format!("{path}.countries[{index}]"), format!("\"{code}\" is not a country's code such as \"KR\"")));
        }
    }
}

fn is_upper(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn check_name(field: &Field, path: &str, problems: &mut Vec<Problem>) {
    let name_path = format!("{path}.name");
    if field.kind == FieldKind::Consent {
        return;
    }
    if field.name.is_empty() {
        problems.push(Problem::error(path, "a field needs a `name`, the key of its answer"));
    } else {
        check_id(&name_path, &field.name, problems);
    }
    if RESERVED_NAMES.contains(&field.name.as_str()) {
        problems.push(Problem::error(name_path, format!("\"{}\" is reserved; choose another name", field.name)));
    }
    if field.kind != FieldKind::Hidden && field.label == Text::default() {
        problems.push(Problem::error(path, "a field needs a `label`: it is what visitors read, and what is read out to them"));
    }
}

/// Keys that mean nothing for a kind of field would be waited for in vain.
fn check_keys(field: &Field, path: &str, problems: &mut Vec<Problem>) {
    use FieldKind as K;
    const WRITTEN: &[K] = &[K::Text, K::Textarea, K::Email, K::Tel, K::Url, K::Name, K::Company];
    const SCALES: &[K] = &[K::Rating, K::Nps, K::Scale];
    let keys: [(&str, bool, &[K]); 16] = [
        ("options", !field.options.is_empty(), &[K::Select, K::Radio, K::CheckboxGroup]),
        ("at_least", field.at_least.is_some(), &[K::CheckboxGroup]),
        ("at_most", field.at_most.is_some(), &[K::CheckboxGroup]),
        ("min_length", field.min_length.is_some(), WRITTEN),
        ("max_length", field.max_length.is_some(), WRITTEN),
        ("pattern", field.pattern.is_some(), WRITTEN),
        ("min", field.min.is_some(), &[K::Number, K::Date, K::Time, K::Scale]),
        ("max", field.max.is_some(), &[K::Number, K::Date, K::Time, K::Scale, K::Rating]),
        ("decimals", field.decimals.is_some(), &[K::Number, K::Hidden]),
        ("business_only", field.business_only, &[K::Email]),
        ("country", field.country.is_some(), &[K::Tel, K::Country, K::Address]),
        ("countries", !field.countries.is_empty(), &[K::Country, K::Address]),
        ("parts", !field.parts.is_empty(), &[K::Address]),
        ("low", field.low.is_some() || field.high.is_some(), SCALES),
        ("calculate", field.calculate.is_some(), &[K::Hidden]),
        ("purpose", field.purpose.is_some(), &[K::Consent]),
    ];
    for (key, _, kinds) in keys.into_iter().filter(|(_, is_there, kinds)| *is_there && !kinds.contains(&field.kind)) {
        let names: Vec<String> = kinds.iter().map(|kind| format!("`{}`", name_of(*kind))).collect();
        problems.push(Problem::error(
            format!("{path}.{key}"),
            format!("only {} take{} this", list(&names), if names.len() == 1 { "s" } else { "" }),
        ));
    }
    if field.prefill.is_some() && matches!(field.kind, K::Consent | K::Address) {
        problems.push(Problem::error(format!("{path}.prefill"), "consent and addresses are never filled in from outside"));
    }
}

fn list(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        names => names.join(""),
    }
}

/// As it is written in the file.
fn name_of(kind: FieldKind) -> String {
    serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn check_options(field: &Field, path: &str, problems: &mut Vec<Problem>) {
    if field.kind.has_options() && field.options.is_empty() {
        problems.push(Problem::error(path, "a field to choose from needs `options`"));
    }
    let ids = field.options.iter().enumerate().map(|(index, option)| (format!("{path}.options[{index}].id"), option.id.as_str()));
    check_unique("option", ids, problems);
    for (index, option) in field.options.iter().enumerate() {
        let path = format!("{path}.options[{index}]");
        if let Some(starts) = &option.starts {
            blocks::check_moment(starts, &format!("{path}.starts"), problems);
            if field.kind != FieldKind::Radio {
                problems.push(Problem::error(format!("{path}.starts"), "only options of `radio` have times"));
            }
        }
        if option.other && field.options.iter().take(index).any(|before| before.other) {
            problems.push(Problem::error(format!("{path}.other"), "only one option can ask for a text of the visitor's own"));
        }
        for tag in &option.tags {
            check_id(&format!("{path}.tags"), tag, problems);
        }
    }
}

fn check_bounds(field: &Field, path: &str, problems: &mut Vec<Problem>) {
    for (key, bound) in [("min", &field.min), ("max", &field.max)] {
        let Some(bound) = bound else { continue };
        let wrong = match (field.kind, bound) {
            (FieldKind::Date, Value::String(date)) if date != "today" && date.parse::<jiff::civil::Date>().is_err() => {
                Some("a date such as \"2026-12-31\", or \"today\"")
            }
            (FieldKind::Time, Value::String(time)) if (time.len() != 5 || time.parse::<jiff::civil::Time>().is_err()) => {
                Some("a time such as \"14:30\"")
            }
            (FieldKind::Date | FieldKind::Time, Value::String(_)) => None,
            (FieldKind::Date, _) => Some("a date such as \"2026-12-31\", or \"today\""),
            (FieldKind::Time, _) => Some("a time such as \"14:30\""),
            (FieldKind::Rating | FieldKind::Scale, Value::Number(number)) if !(0.0..=20.0).contains(number) || number.fract() != 0.0 => {
                Some("a whole number from 0 to 20")
            }
            (_, Value::Number(_)) => None,
            _ => Some("a number"),
        };
        if let Some(wanted) = wrong {
            problems.push(Problem::error(format!("{path}.{key}"), format!("expected {wanted}, found {bound}")));
        }
    }
    let crossed = match (&field.min, &field.max) {
        (Some(Value::Number(min)), Some(Value::Number(max))) => min > max,
        (Some(Value::String(min)), Some(Value::String(max))) => min != "today" && max != "today" && min > max,
        _ => false,
    };
    let pairs = [
        ("min", crossed),
        ("min_length", field.min_length.is_some_and(|least| field.max_length.is_some_and(|most| least > most))),
        ("at_least", field.at_least.is_some_and(|least| field.at_most.is_some_and(|most| least > most))),
    ];
    for (key, _) in pairs.into_iter().filter(|(_, crossed)| *crossed) {
        problems.push(Problem::error(format!("{path}.{key}"), "greater than the most that is allowed: no answer fits"));
    }
}

fn check_default(field: &Field, path: &str, problems: &mut Vec<Problem>) {
    let Some(default) = &field.default else { return };
    let path = format!("{path}.default");
    let ids: Vec<&str> = field.options.iter().map(|option| option.id.as_str()).collect();
    if matches!(field.kind, FieldKind::Select | FieldKind::Radio) && !ids.contains(&default.as_str()) {
        let hint = super::hint(default, ids);
        problems.push(Problem::error(path, format!("no option with the id \"{default}\"{hint}")));
    } else if matches!(field.kind, FieldKind::Checkbox | FieldKind::CheckboxGroup | FieldKind::Consent) {
        problems.push(Problem::error(path, "a box is never ticked beforehand: ticking is the visitor's own act; remove this key").of_key());
    } else if field.kind == FieldKind::Address {
        problems.push(Problem::error(path, "an address has parts; a default of the whole means nothing").of_key());
    }
}
