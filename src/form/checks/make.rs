//! From what an author wrote of a field to its checks, and to the sentences an answer may meet.

use crate::campaign::Text;
use crate::campaign::written::{Field, FieldKind, Messages};
use crate::digits::{decimal, digits};
use crate::texts::{Texts, filled};
use crate::value::{Value, Write};

const LONGEST_LINE: u32 = 200;
const LONGEST_TEXT: u32 = 4000;

const TELEPHONE: &str = r"^(?:[^0-9]*[0-9]){5}";
const TELEPHONE_SIGNS: &str = r"^[-+0-9. ()/#x]*$";
/// Phones write the first letter large.
const WEB_ADDRESS: &str = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#.]+(\.[^\s/?#.]+)+\.?([/?#]\S*)?$";
const DATE: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const TIME: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
const COUNTRY: &str = "^[A-Z]{2}$";
const WHOLE: &str = "^[0-9]+$";

impl Field {
    /// The most characters an answer may have, in UTF-16 units as HTML's `maxlength` counts.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.max_length.unwrap_or(if self.kind == FieldKind::Textarea { LONGEST_TEXT } else { LONGEST_LINE })
    }

    /// The first and the last value of a `rating`, `nps` or `scale`.
    #[must_use]
    pub fn ends_of_scale(&self) -> (i32, i32) {
        let whole = |bound: &Option<Value>, default: i32| bound.as_ref().and_then(Value::as_f64).map_or(default, |bound| bound as i32);
        match self.kind {
            FieldKind::Nps => (0, 10),
            FieldKind::Rating => (1, whole(&self.max, 5)),
            _ => (whole(&self.min, 1), whole(&self.max, 5)),
        }
    }
}

/// The checks of a field, in the order in which their sentences count.
#[must_use]
pub fn checks(field: &Field) -> Vec<Value> {
    let mut list = Checks(Vec::new());
    if !field.kind.is_choice() {
        list.add("longest", &field.longest(), "max_length");
    }
    if let Some(least) = field.min_length {
        list.add("shortest", &least, "min_length");
    }
    list.add_kind(field);
    if let Some(pattern) = &field.pattern {
        // As HTML's `pattern`: the whole answer, not a part of it.
        list.like(&["^(?:", pattern, ")$"].concat(), "pattern");
    }
    list.0
}

struct Checks(Vec<Value>);

impl Checks {
    fn add(&mut self, operation: &str, with: &impl Write, say: &str) {
        self.0.push(Value::Array(vec![operation.write(), with.write(), say.write()]));
    }

    fn like(&mut self, pattern: &str, say: &str) {
        self.add("like", &pattern, say);
    }

    fn add_kind(&mut self, field: &Field) {
        match field.kind {
            FieldKind::Email => {
                self.add("email", &true, "format");
                if field.business_only {
                    self.add("business", &true, "business_only");
                }
            }
            FieldKind::Tel => {
                self.like(TELEPHONE_SIGNS, "format");
                self.like(TELEPHONE, "format");
            }
            FieldKind::Url => self.like(WEB_ADDRESS, "format"),
            FieldKind::Number => {
                self.like(&number_pattern(field.decimals), "format");
                self.bounds(field, "least", "most");
            }
            FieldKind::Date => {
                self.like(DATE, "format");
                self.add("day", &true, "format");
                self.bounds(field, "from", "until");
            }
            FieldKind::Time => {
                self.like(TIME, "format");
                self.bounds(field, "from", "until");
            }
            FieldKind::Select | FieldKind::Radio | FieldKind::CheckboxGroup => {
                self.add("offered", &true, "format");
                if let Some(least) = field.at_least {
                    self.add("fewest", &least, "at_least");
                }
                if let Some(most) = field.at_most {
                    self.add("utmost", &most, "at_most");
                }
            }
            FieldKind::Rating | FieldKind::Nps | FieldKind::Scale => {
                let (first, last) = field.ends_of_scale();
                self.like(WHOLE, "format");
                self.add("least", &first, "format");
                self.add("most", &last, "format");
            }
            FieldKind::Country => self.like(COUNTRY, "format"),
            _ => {}
        }
    }

    fn bounds(&mut self, field: &Field, least: &str, most: &str) {
        if let Some(min) = &field.min {
            self.add(least, min, "min");
        }
        if let Some(max) = &field.max {
            self.add(most, max, "max");
        }
    }
}

fn number_pattern(decimals: Option<u32>) -> String {
    match decimals {
        None => "^-?[0-9]+(\\.[0-9]+)?$".to_owned(),
        Some(0) => "^-?[0-9]+$".to_owned(),
        Some(most) => ["^-?[0-9]+(\\.[0-9]{1,", &digits(most.into()), "})?$"].concat(),
    }
}

/// Every sentence an answer to this field may meet, by its key: the author's own words, else the interface's.
#[must_use]
pub fn sentences(field: &Field, texts: &Texts, read: &dyn Fn(&Text) -> String) -> Vec<(&'static str, String)> {
    let mut said: Vec<(&'static str, String)> = Vec::new();
    let required = match field.kind {
        FieldKind::Checkbox | FieldKind::Consent => &texts.error_consent,
        kind if kind.is_choice() => &texts.error_choice,
        _ => &texts.error_required,
    };
    let mut say = |key: &'static str, own: fn(&Messages) -> &Option<Text>, usual: String| {
        let own = field.messages.as_ref().and_then(|messages| own(messages).as_ref());
        said.push((key, own.map_or(usual, read)));
    };
    if field.required || field.required_when.is_some() {
        say("required", |own| &own.required, required.to_string());
    }
    let keys: Vec<&str> = field.checks.iter().filter_map(|check| check.as_array()?.get(2)?.as_str()).collect();
    let has = |key: &str| keys.contains(&key);
    if has("format") {
        let usual = match field.kind {
            FieldKind::Email => &texts.error_email,
            FieldKind::Tel => &texts.error_tel,
            FieldKind::Url => &texts.error_url,
            FieldKind::Number => &texts.error_number,
            FieldKind::Date => &texts.error_date,
            FieldKind::Time => &texts.error_time,
            _ => &texts.error_choice,
        };
        say("format", |own| &own.format, usual.to_string());
    }
    if has("business_only") {
        say("business_only", |own| &own.business_only, texts.error_business.to_string());
    }
    if has("pattern") {
        say("pattern", |own| &own.pattern, texts.error_pattern.to_string());
    }
    let with = |text: &str, name: &str, bound: &Value| filled(text, name, &written(bound));
    let of = |key: &str| bound_of(&field.checks, key);
    if let Some(least) = of("min_length") {
        say("min_length", |own| &own.length, with(&texts.error_too_short, "least", least));
    }
    if let Some(most) = of("max_length") {
        say("max_length", |own| &own.length, with(&texts.error_too_long, "most", most));
    }
    if let Some(least) = of("min") {
        say("min", |own| &own.range, with(&texts.error_below, "least", least));
    }
    if let Some(most) = of("max") {
        say("max", |own| &own.range, with(&texts.error_above, "most", most));
    }
    if let Some(least) = of("at_least") {
        say("at_least", |own| &own.range, with(&texts.error_too_few, "least", least));
    }
    if let Some(most) = of("at_most") {
        say("at_most", |own| &own.range, with(&texts.error_too_many, "most", most));
    }
    said
}

fn bound_of<'a>(checks: &'a [Value], key: &str) -> Option<&'a Value> {
    let says = |check: &&Vec<Value>| check.get(2).and_then(Value::as_str) == Some(key);
    checks.iter().filter_map(Value::as_array).find(says)?.get(1)
}

fn written(bound: &Value) -> String {
    match bound {
        Value::Number(number) => decimal(*number),
        bound => bound.as_str().unwrap_or_default().to_owned(),
    }
}

/// Whether a text is a date or a time as answers are.
#[cfg(feature = "native")]
#[must_use]
pub fn is_moment(kind: FieldKind, text: &str) -> bool {
    let pattern = if kind == FieldKind::Date { DATE } else { TIME };
    (crate::condition::Engine::native().regex)(pattern, false, text) && (kind != FieldKind::Date || super::is_day(text))
}
