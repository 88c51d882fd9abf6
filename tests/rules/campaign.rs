//! Campaigns for the other tests: a small whole one, with the parts a test is about put in place of its own.

use leadwell::campaign::complete::complete;
use leadwell::campaign::{Campaign, Runtime, written};
use serde_json::{Value, json};

/// A campaign with one form, `demo`, whose top-level keys are replaced by those of `fragment`.
pub fn campaign(fragment: &Value) -> Campaign {
    let mut whole = json!({
        "leadwell": 1, "id": "acme", "name": "Acme",
        "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en",
                  "controller": { "name": "Acme Ltd", "email": "privacy@acme.example", "privacy_url": "https://acme.example/privacy" } },
        "destinations": [{ "id": "everyone", "connector": "webhook", "url": "https://hooks.example/leads" }],
        "forms": { "demo": { "submit": "Send", "steps": [{ "fields": [
            { "name": "email", "kind": "email", "label": "E-mail" },
            { "name": "phone", "kind": "tel", "label": "Telephone" },
            { "name": "size", "kind": "text", "label": "Size" },
        ] }], "consent": [{ "purpose": "marketing", "text": "Write to me." }] } },
    });
    let keys = fragment.as_object().expect("a fragment is an object");
    whole.as_object_mut().expect("an object").extend(keys.clone());
    let written: written::Campaign = serde_json::from_value(whole).unwrap_or_else(|error| panic!("{fragment}: {error}"));
    // Checking is native; what is not in order is found there, and these campaigns are the same in wasm.
    #[cfg(feature = "native")]
    {
        use leadwell::campaign::check::{Parts, check};
        use leadwell::campaign::problem::Severity;
        let problems = check(&written, &Parts::default(), &Value::Null);
        assert!(problems.iter().all(|problem| problem.severity == Severity::Warning), "{fragment}: {problems:?}");
    }
    complete(written)
}

pub fn runtime(fragment: &Value) -> Runtime {
    (*campaign(fragment).runtime).clone()
}
