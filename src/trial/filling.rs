//! Filling in a form in a test: what a visitor may answer, by the very rules that browsers run, and what they read where they may not.

use crate::campaign::check::hint;
use crate::campaign::problem::{Problem, under};
use crate::campaign::{Campaign, Form, Part};
use crate::form::rules::{Held, faults, follow};
use crate::form::{Answers, email};
use crate::object;
use crate::texts;
use crate::value::{Named, Object, Value};
use crate::view::{Reader, sentence};

/// Around a form that is filled in.
pub struct Filling<'a> {
    pub campaign: &'a Campaign,
    pub locale: &'a str,
    pub facts: &'a Value,
    /// The visitor's date, `2026-12-31`.
    pub today: &'a str,
}

impl Filling<'_> {
    /// The answers, if the form takes them; the submission stands at `path`.
    ///
    /// # Errors
    /// What a visitor cannot do, or what they read beside an answer that is refused.
    pub fn answers(&self, form: &Form, fields: &Object, consent: Option<&Named<bool>>, path: &str) -> Result<Answers, Problem> {
        let (fields_path, consent_path) = (under(path, "fields"), under(path, "consent"));
        let fields_of_form = form.fields();
        let has_answer = |field: &&Part| !matches!(field.kind(), "consent" | "address");
        let names: Vec<&str> = fields_of_form.iter().filter(has_answer).map(|field| field.name()).collect();
        let items = form.consent();
        let purposes: Vec<&str> = items.iter().map(|item| item.word("purpose")).collect();
        let unknown = |path: &str, what: &str, name: &str, known: &[&str]| {
            let hint = hint(name, known.iter().copied());
            Problem::error(under(path, name), format!("this form {what} \"{name}\"{hint}")).of_key()
        };
        if let Some(name) = fields.keys().find(|name| !names.contains(&name.as_str())) {
            return Err(unknown(&fields_path, "has no field", name, &names));
        }
        if let Some(purpose) = consent.into_iter().flat_map(Named::keys).find(|purpose| !purposes.contains(&purpose.as_str())) {
            return Err(unknown(&consent_path, "does not ask for consent to", purpose, &purposes));
        }
        let is_ticked = |item: &&Part| match consent {
            Some(own) => own.get(item.word("purpose")) == Some(&true),
            None => item.flag("required"),
        };
        let ticked: Vec<&str> = items.iter().filter(is_ticked).map(|item| item.word("purpose")).collect();
        let kinds: Named<&str> = fields.iter().filter_map(|(name, answer)| Some((name.clone(), email::kind(answer.as_str()?)?))).collect();
        let held = Held { facts: self.facts, lists: &self.campaign.runtime.lists };
        let course = follow(form, &object! { "fields" => fields, "consent" => ticked, "kinds" => kinds }, held);
        let answers = Answers::of(course.get("answers").unwrap_or(&Value::Null));
        if let Some(name) = fields.keys().find(|name| !answers.fields.contains_key(name)) {
            return Err(Problem::error(under(&fields_path, name), "this question is not asked, given the other answers").of_key());
        }
        match faults(form, &course, self.today).first() {
            None => Ok(answers),
            Some((field, key)) => {
                let sentence = self.sentence(form, field, key);
                let place = match field.strip_prefix("consent.") {
                    Some(purpose) => under(&consent_path, purpose),
                    None => under(&fields_path, field),
                };
                Err(Problem::error(place, format!("the form is not sent; the visitor reads: {sentence}")))
            }
        }
    }

    /// What the visitor reads beside an answer that is refused.
    fn sentence(&self, form: &Form, field: &str, key: &str) -> String {
        let texts = texts::of_pages(self.locale, &self.campaign.texts);
        let reader = Reader::new(&self.campaign.runtime, self.locale, &texts);
        let said = form.field(field).and_then(|field| sentence(field, key, &reader));
        said.unwrap_or_else(|| texts.error_consent().to_string())
    }
}
