//! Secrets: a browser holds none, and whoever opens a page can read its campaign file.
//!
//! Knows the shapes in which services give out their keys. Addresses that are meant to be public, such as those of automation
//! services' webhooks, are none of them.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::campaign::problem::{Problem, under};

/// What it is, and how it is spelled.
const SHAPES: [(&str, &str); 14] = [
    ("an access key of AWS", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a secret key of Stripe", r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}"),
    ("a token of Slack", r"\bxox[abeprs]-[0-9A-Za-z-]{10,}"),
    ("a token of GitHub", r"\b(?:gh[oprsu]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{20,})"),
    ("a token of GitLab", r"\bglpat-[0-9A-Za-z_-]{20,}"),
    ("a private token of HubSpot", r"\bpat-[a-z]{2}\d-[0-9a-f]{8}-[0-9a-f-]{20,}"),
    ("a key of SendGrid", r"\bSG\.[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{30,}"),
    ("a key of Mailchimp", r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    ("a token of Shopify", r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b"),
    ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
    ("a signed token (JWT)", r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}"),
    ("a bearer token", r"(?i)\bbearer\s+[0-9a-z_.~+/-]*\d[0-9a-z_.~+/=-]{15,}"),
    ("a password (basic authentication)", r"(?i)\bbasic\s+[0-9a-z+/]{15,}={1,2}(?:\s|$)"),
    ("a secret key", r"\bsk-(?:[a-z]+-)*[0-9A-Za-z_]*\d[0-9A-Za-z_-]{19,}"),
];
/// Names under which secrets go, in addresses and as keys.
const NAMES: &str =
    "api_?key|apikey|hapikey|secret|client_?secret|token|access_?token|auth_?token|private_?key|password|passwd|pwd|authorization";

static KNOWN: LazyLock<Vec<(&str, Regex)>> =
    LazyLock::new(|| SHAPES.iter().filter_map(|(what, shape)| Some((*what, Regex::new(shape).ok()?))).collect());
/// A parameter of an address, long enough to be no plain word.
static IN_ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)^https?://.*[?&#](?:{NAMES})=[^&#{{}}]{{12,}}")).ok());
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"(?i)^(?:x[_-])?(?:{})$", NAMES.replace("_?", "[_-]?"))).ok());

/// Looks at every text of the file, wherever it stands.
pub fn check(file: &Value, path: &str, problems: &mut Vec<Problem>) {
    match file {
        Value::String(text) => problems.extend(find(text).map(|what| problem(path, what))),
        Value::Array(list) => list.iter().enumerate().for_each(|(index, value)| check(value, &under(path, index), problems)),
        Value::Object(object) => {
            for (key, value) in object {
                let path = under(path, key);
                if value.as_str().is_some_and(|text| is_kept_under(key, text) && find(text).is_none()) {
                    problems.push(problem(&path, &format!("a secret under the name \"{key}\"")));
                }
                check(value, &path, problems);
            }
        }
        _ => {}
    }
}

fn problem(path: &str, what: &str) -> Problem {
    Problem::error(
        path,
        format!("this looks like {what}, and a browser keeps no secret; revoke it, and let a webhook relay keep the one that follows"),
    )
}

/// What kind of secret a text holds.
#[must_use]
pub fn find(text: &str) -> Option<&'static str> {
    let known = KNOWN.iter().find(|(_, shape)| shape.is_match(text)).map(|(what, _)| *what);
    known.or_else(|| IN_ADDRESS.as_ref().is_some_and(|shape| shape.is_match(text)).then_some("a secret in an address"))
}

/// A value without spaces, with digits in it, under a name such as `api_key`.
fn is_kept_under(key: &str, text: &str) -> bool {
    let long =
        text.len() >= 12 && !text.contains(char::is_whitespace) && !text.contains("{{") && text.contains(|c: char| c.is_ascii_digit());
    long && KEY.as_ref().is_some_and(|shape| shape.is_match(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_one_that_can_be_looked_for() {
        assert_eq!(KNOWN.len(), SHAPES.len());
        assert!(IN_ADDRESS.is_some() && KEY.is_some());
    }

    #[test]
    fn keys_of_services_are_recognised() {
        let long = "0123456789abcdef0123456789abcdef";
        for (text, expected) in [
            (format!("AK{}IOSFODNN7EXAMPLE", "IA"), "an access key of AWS"),
            (format!("sk_{}_{long}", "live"), "a secret key of Stripe"),
            (format!("xox{}-{long}", "b"), "a token of Slack"),
            (format!("gh{}_{long}{long}", "p"), "a token of GitHub"),
            (format!("github_{}_{long}", "pat"), "a token of GitHub"),
            (format!("pat-{}-01234567-0123-0123-0123-0123456789ab", "na1"), "a private token of HubSpot"),
            (format!("{long}-{}", "us21"), "a key of Mailchimp"),
            (format!("-----BEGIN {} KEY-----\nMII", "RSA PRIVATE"), "a private key"),
            (format!("eyJ{}.eyJ{}.{long}", "hbGciOiJIUzI1NiJ9", "zdWIiOiIxIn0x"), "a signed token (JWT)"),
            (format!("Bearer {long}"), "a bearer token"),
            (format!("sk-{}-{long}", "proj"), "a secret key"),
            (format!("https://api.example/leads?api_key={long}"), "a secret in an address"),
            (format!("https://api.example/leads?list=1&Access_Token={long}"), "a secret in an address"),
        ] {
            assert_eq!(find(&text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_meant_to_be_public_is_no_secret() {
        for text in [
            "https://hooks.zapier.com/hooks/catch/1234567/abcdefg/",
            "https://hook.eu1.make.com/0123456789abcdef0123456789abcdef",
            "https://n8n.acme.example/webhook/01234567-0123-0123-0123-0123456789ab",
            "https://acme.us5.list-manage.com/subscribe/post?u=0123456789abcdef0123456789&id=0123456789",
            "https://acme.example/reset?token={{query.token|none}}",
            "https://acme.example/?token=short",
            "The bearer of this letter may enter.",
            "Basic knowledge of spreadsheets is enough",
            "sk-SK",
            "risk-2024-assessment-of-everything-there-is-to-know",
            "Ask for your API key, secret or token: nothing is stored.",
            "sha256-0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
        let mut problems = Vec::new();
        check(
            &serde_json::json!({ "password": "Choose a password of 12 letters", "token": "no-digits-in-here", "secret": "short1" }),
            "",
            &mut problems,
        );
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn a_value_under_a_telling_name_is_a_secret() {
        for key in ["api_key", "apiKey", "X-Api-Key", "password", "client-secret"] {
            let mut problems = Vec::new();
            check(&serde_json::json!({ "params": { key: "a8f3k2l9d0s7x6c5" } }), "destinations[0]", &mut problems);
            let paths: Vec<_> = problems.iter().map(|problem| problem.path.clone()).collect();
            assert_eq!(paths, [format!("destinations[0].params.{key}")], "{key}");
        }
    }
}
