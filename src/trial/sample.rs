//! A lead as a campaign's own form would make it, of answers that are nobody's: for trying a destination out.

use serde_json::{Map, Value, json};

use super::visitor::Visitor;
use crate::campaign::problem::Problem;
use crate::campaign::written::Given;
use crate::campaign::{Campaign, Part};
use crate::value::Value as Plain;

/// The message of a sample lead, of the form or of the first. `at` is the moment it is sent, in RFC 3339.
///
/// # Errors
/// What a visitor could not do.
pub fn sample(campaign: &Campaign, form: Option<&str>, at: &str) -> Result<Plain, Problem> {
    let forms = &campaign.runtime.forms;
    let known = form.or_else(|| forms.keys().next().map(String::as_str)).unwrap_or_default();
    let Some(form) = forms.get(known) else {
        let names: Vec<&str> = forms.keys().map(String::as_str).collect();
        return Err(Problem::error("forms", format!("no form named \"{known}\"{}", crate::campaign::check::hint(known, names))));
    };
    let has_answer = |field: &Part| !matches!(field.kind(), "consent" | "address" | "hidden");
    let mut fields: Map<String, Value> =
        form.fields().into_iter().filter(has_answer).map(|field| (field.name().to_owned(), answer(field))).collect();
    let consent: Map<String, Value> = form.consent().into_iter().map(|item| (item.word("purpose").to_owned(), true.into())).collect();
    let page = campaign.pages.first().map_or("/", |page| page.path.as_str());
    loop {
        let mut visitor = Visitor::new(campaign);
        let steps = [
            json!({ "at": at }),
            json!({ "consent": { "personalization": true } }),
            json!({ "page_view": page }),
            json!({ "submit": known, "fields": fields, "consent": consent }),
        ];
        let mut refused = None;
        for step in &steps {
            let given: Given = serde_json::from_value(step.clone()).map_err(|error| Problem::error("given", error.to_string()))?;
            refused = visitor.take(&given, "sample").err();
        }
        let Some(problem) = refused else { return Ok(visitor.found().last.map(|last| last.message).unwrap_or_default()) };
        // A question that is not asked, or that takes no answer of this kind, goes without.
        let named = problem.path.strip_prefix("sample.fields.").map(str::to_owned);
        if named.is_none_or(|name| fields.remove(&name).is_none()) {
            return Err(problem);
        }
    }
}

/// An answer that a field takes.
fn answer(field: Part) -> Value {
    let option = field.list("options").first().map(|option| option.word("id").to_owned());
    match (field.kind(), option) {
        ("checkbox_group", Some(option)) => json!([option]),
        (_, Some(option)) => option.into(),
        ("email", _) => "sample@corp.example".into(),
        ("tel", _) => "+82 2 312 3456".into(),
        ("url", _) => "https://corp.example".into(),
        ("number" | "nps" | "scale" | "rating", _) => field.number("min").unwrap_or(1.0).to_string().into(),
        ("date", _) => "2030-01-15".into(),
        ("time", _) => "14:30".into(),
        ("country", _) => "KR".into(),
        ("checkbox", _) => "true".into(),
        _ => "Sample".into(),
    }
}
