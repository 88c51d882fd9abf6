//! Embed code of vendors: what becomes of it, and that a campaign with it passes its check; a table for each row of `data/embeds/`.

use leadwell::campaign::file::read_text;
use leadwell::campaign::problem::Severity;
use leadwell::embed_code::{Reading, Wishes, read, rows, with_form};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;

use crate::table::{Outcome, Table, here};

/// Only what a case names is compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// A file of `tests/rules/embeds/`, or what stands in the common frame, or alone.
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    inside: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    purpose: Option<String>,
    #[serde(default)]
    form: Option<Value>,
    /// The fields of all steps.
    #[serde(default)]
    fields: Option<Value>,
    #[serde(default)]
    consent: Option<Value>,
    #[serde(default)]
    then: Option<Value>,
    #[serde(default)]
    destination: Option<Value>,
    /// `fields` of the destination.
    #[serde(default)]
    sends: Option<Value>,
    #[serde(default)]
    notes: Option<Vec<String>>,
    #[serde(default)]
    refused: Option<String>,
}

impl Case {
    fn code(&self, common: &Value) -> String {
        if let Some(file) = &self.file {
            let path = here().join("embeds").join(file);
            return std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        let around = |index: usize| common["around"][index].as_str().unwrap_or_default();
        match (&self.code, &self.inside) {
            (Some(code), _) => code.clone(),
            (None, inside) => [around(0), inside.as_deref().unwrap_or_default(), around(1)].concat(),
        }
    }

    fn expected(&self) -> Value {
        json!({ "form": self.form, "fields": self.fields, "consent": self.consent, "then": self.then, "destination": self.destination,
                "sends": self.sends, "notes": self.notes, "refused": self.refused })
    }

    fn found(&self, read: &Result<Reading, String>) -> Value {
        let (form, destination, notes) = match read {
            Ok(reading) => (reading.form.clone(), reading.destination.clone(), json!(reading.notes)),
            Err(_) => (Value::Null, Value::Null, Value::Null),
        };
        let fields = form["steps"].as_array().into_iter().flatten().flat_map(|step| step["fields"].as_array().into_iter().flatten());
        let fields: Vec<&Value> = fields.collect();
        let asked = |is_asked: bool, value: Value| if is_asked { value } else { Value::Null };
        json!({
            "fields": asked(self.fields.is_some(), json!(fields)),
            "consent": asked(self.consent.is_some(), form["consent"].clone()),
            "then": asked(self.then.is_some(), form["then"].clone()),
            "sends": asked(self.sends.is_some(), destination["fields"].clone()),
            "form": asked(self.form.is_some(), form),
            "destination": asked(self.destination.is_some(), destination),
            "notes": asked(self.notes.is_some(), notes),
            "refused": read.as_ref().err(),
        })
    }
}

/// A campaign without forms, into which one is put.
const CAMPAIGN: &str = r#"{ "leadwell": 1, "id": "acme", "name": "Acme",
  "site": { "url": "https://acme.example", "locales": ["en"], "default_locale": "en",
            "controller": { "name": "Acme", "email": "privacy@acme.example", "privacy_url": "https://acme.example/privacy" } },
  "destinations": [{ "id": "inbox", "connector": "webhook", "url": "https://inbox.example/leads" }] }"#;

fn errors_with(reading: &Reading) -> Vec<String> {
    let path = Path::new("campaign.json");
    let text = with_form(path, CAMPAIGN, reading).unwrap_or_else(|finding| panic!("{finding}"));
    let findings = read_text(path, &text).findings;
    findings.iter().filter(|finding| finding.problem.severity == Severity::Error).map(ToString::to_string).collect()
}

#[test]
fn code_becomes_a_form_and_a_destination_as_its_table_says() {
    for row in rows() {
        let table = Table::<Case>::read(&format!("embeds/{}.json", row.connector));
        table.run(|case| {
            let wishes = Wishes { id: case.id.as_deref(), purpose: case.purpose.as_deref() };
            let read = read(&case.code(&table.common), wishes);
            let errors = read.as_ref().map(errors_with).unwrap_or_default();
            Outcome { name: &case.name, expected: (case.expected(), Vec::new()), found: (case.found(&read), errors) }
        });
    }
}

#[test]
fn whatever_is_pasted_gives_a_form_that_passes_or_a_reason() {
    for file in std::fs::read_dir(here().join("embeds")).expect("fixtures") {
        let code = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        let cuts = code.char_indices().map(|(index, _)| index).filter(|index| index % 97 == 0);
        for cut in cuts {
            for part in [&code[..cut], &code[cut..]] {
                if let Ok(reading) = read(part, Wishes::default()) {
                    assert_eq!(errors_with(&reading), [""; 0], "{part}");
                }
            }
        }
    }
}

#[test]
fn code_of_nobody_known_is_told_with_who_is_and_the_nearest_way() {
    for (code, why) in [
        ("", "there is no form in it"),
        ("<p>Hello", "there is no form in it"),
        (r#"<form action="https://forms.example/x"><input name="email"></form>"#, "its form posts to nobody whose code is read"),
        (r#"<form><input name="email"></form>"#, "its form posts to nobody whose code is read"),
    ] {
        let told = read(code, Wishes::default()).expect_err("nobody's");
        assert!(told.starts_with(why), "{told}");
        for name in ["ActiveCampaign", "Mailchimp", "Mautic", "Pardot", "Salesforce", "Zoho", "\"webhook\" and `fields`", "`capture`"] {
            assert!(told.contains(name), "{name}: {told}");
        }
    }
}
