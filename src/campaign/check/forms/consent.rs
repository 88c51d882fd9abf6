//! Consent: asked for once, never as a price, with what visitors must be told.

use super::{check_id, check_unique, hint, placed_fields};
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Campaign, FieldKind};

pub fn check(form: &written::Form, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let purposes = form.consent.iter().enumerate().map(|(index, item)| (format!("{path}.consent[{index}].purpose"), item.purpose.as_str()));
    check_unique("consent item", purposes, problems);
    let korean = campaign.site.locales.iter().any(|locale| locale.starts_with("ko"));
    for (index, item) in form.consent.iter().enumerate() {
        let path = format!("{path}.consent[{index}]");
        check_id(&format!("{path}.purpose"), &item.purpose, problems);
        if item.required && item.purpose == "marketing" {
            problems.push(Problem::error(format!("{path}.required"), "consent to marketing cannot be a condition of sending a form"));
        }
        let notices = [("items", &item.items), ("use", &item.purpose_of_use), ("keep", &item.keep), ("refusal", &item.refusal)];
        let missing: Vec<_> = notices.iter().filter(|(_, notice)| notice.is_none()).map(|(key, _)| format!("`{key}`")).collect();
        if korean && !missing.is_empty() {
            let message = format!("visitors in Korea must be told more with this consent; missing: {}", missing.join(", "));
            problems.push(Problem::warning(path.clone(), message));
        }
        if item.night && item.channels.is_empty() {
            problems.push(Problem::warning(
                format!("{path}.night"),
                "says nothing without `channels`: by what is the visitor reached at night?",
            ));
        }
        let unsaid = |recipient: &written::Recipient| korean && recipient.country.is_some() && recipient.how.is_none();
        for (index, _) in item.recipients.iter().enumerate().filter(|(_, recipient)| unsaid(recipient)) {
            let message = "for a recipient in another country visitors in Korea must be told `how` and when the data goes there";
            problems.push(Problem::warning(format!("{path}.recipients[{index}]"), message));
        }
    }
    check_places(form, path, problems);
}

fn check_places(form: &written::Form, path: &str, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = form.consent.iter().map(|item| item.purpose.as_str()).collect();
    let mut placed: Vec<&str> = Vec::new();
    for (path, field) in placed_fields(form, path).filter(|(_, field)| field.kind == FieldKind::Consent) {
        match field.purpose.as_deref() {
            None => problems.push(Problem::error(path, "a field of kind `consent` names the `purpose` of the item it places")),
            Some(purpose) if !known.contains(&purpose) => {
                let message = format!("this form does not ask for \"{purpose}\"{}", hint(purpose, known.iter().copied()));
                problems.push(Problem::error(format!("{path}.purpose"), message));
            }
            Some(purpose) if placed.contains(&purpose) => {
                problems.push(Problem::error(format!("{path}.purpose"), format!("\"{purpose}\" stands in this form already")));
            }
            Some(purpose) => placed.push(purpose),
        }
    }
}
