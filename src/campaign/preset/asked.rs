//! What a campaign's forms ask for, and what a condition reads that nobody answers.

use serde_json::{Map, Value};

use crate::campaign::problem::under;
use crate::condition::fact_names_of;
use crate::value::of_json;
use crate::visitor::consent::RESERVED;

/// The names of answers, and of purposes that visitors may agree to.
pub struct Asked {
    fields: Vec<String>,
    purposes: Vec<String>,
}

impl Asked {
    pub fn of(file: &Value) -> Self {
        let forms: Vec<&Value> = file.get("forms").and_then(Value::as_object).into_iter().flat_map(Map::values).collect();
        let each = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let fields = forms.iter().flat_map(|form| each(form, "steps")).flat_map(|step| each(&step, "fields"));
        let purposes = forms.iter().flat_map(|form| each(form, "consent")).filter_map(|item| word(&item, "purpose"));
        Self {
            fields: fields.filter_map(|field| word(&field, "name")).collect(),
            purposes: purposes.chain(RESERVED.map(str::to_owned)).collect(),
        }
    }

    /// The answers that `condition` reads and nobody gives, where it reads no others.
    pub fn missing(&self, condition: Option<&Value>) -> Option<Vec<String>> {
        let condition = of_json(condition?.clone());
        let mut missing = Vec::new();
        for fact in fact_names_of(&condition) {
            let mut steps = fact.split('.');
            let (root, name) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default().to_owned());
            let asked = match root {
                "field" | "email" => self.fields.contains(&name),
                "consent" => self.purposes.contains(&name),
                _ => continue,
            };
            if asked {
                return None;
            }
            let read = if root == "email" { under("field", &name) } else { under(root, &name) };
            if !missing.contains(&read) {
                missing.push(read);
            }
        }
        (!missing.is_empty()).then_some(missing)
    }
}
