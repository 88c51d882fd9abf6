//! The relay: what is asked of receivers that take a secret and what comes of their answers, a table for each of their rows; its file;
//! what it believes of captchas.

use std::collections::BTreeMap;

use leadwell::campaign::Part;
use leadwell::campaign::connector::{make, make_for_relay, rows};
use leadwell::delivery::{Entry, State};
use leadwell::post::Reply;
use leadwell::relay::{Keys, Progress, Relay, Verdicts, Verified, proof_in, send, takes, told};
use leadwell::value::{Value as Plain, of_json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::connectors::{destination, message};
use crate::table::{Outcome, Table};

/// 2026-11-21T18:05:00Z, five minutes after the message was made.
const NOW: i64 = 1_795_284_300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    destination: Map<String, Value>,
    /// Keys of the message in the place of its own.
    #[serde(default)]
    with: Map<String, Value>,
    /// What earlier attempts have kept.
    #[serde(default)]
    kept_before: Map<String, Value>,
    /// Each request, where it is told, and what comes back.
    #[serde(default)]
    exchanges: Vec<Exchange>,
    /// What is expected.
    #[serde(default)]
    faults: Vec<String>,
    #[serde(default)]
    state: Option<State>,
    #[serde(default)]
    said: Option<String>,
    #[serde(default)]
    pause_ms: Option<f64>,
    #[serde(default)]
    kept: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    #[serde(default)]
    request: Option<Value>,
    answer: Option<(u16, BTreeMap<String, String>, Value)>,
}

fn reply((status, headers, body): &(u16, BTreeMap<String, String>, Value)) -> Reply {
    let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    Reply { status: *status, headers: headers.clone().into_iter().collect(), body }
}

#[test]
fn every_row_of_the_relay_asks_and_reads_as_its_table_says() {
    for row in rows().iter().filter(|row| row.relay.is_some()) {
        let table = Table::<Case>::read(&format!("relay/{}.json", row.name));
        table.run(|case| {
            let written = destination(&row.name, &table.common, &case.destination);
            let refused = make(&written, &[]).faults;
            assert!(
                refused.iter().any(|fault| fault.message.contains("leadwell inbox --forward")),
                "no browser keeps a secret: {refused:?}"
            );
            let made = make_for_relay(&written, &["name", "email", "company", "phone"].map(str::to_owned));
            let faults: Vec<_> = made.faults.iter().map(|fault| fault.path.as_str()).collect();
            let mut expected = vec![json!(case.faults)];
            let mut found = vec![json!(faults)];
            if faults.is_empty() {
                let mut message = message();
                message.as_object_mut().expect("an object").extend(case.with.clone());
                let receiver = of_json(made.receiver);
                let kept = of_json(case.kept_before.clone().into());
                let progress = Progress(kept.as_object().cloned().expect("an object"));
                let mut left = case.exchanges.iter();
                let came = send(Part(&receiver), &of_json(message), progress, NOW, &mut |request| {
                    let exchange = left.next().unwrap_or_else(|| panic!("{}: one request too many: {request:?}", case.name));
                    if let Some(known) = &exchange.request {
                        expected.push(known.clone());
                        let headers: Map<_, _> = request.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
                        let mut sent = json!({ "method": request.method, "url": request.url, "headers": headers });
                        if let Some(body) = &request.body {
                            sent["body"] = serde_json::from_str(body).expect("JSON");
                        }
                        found.push(sent);
                    }
                    exchange.answer.as_ref().map(reply).ok_or_else(|| "no answer".to_owned())
                });
                assert!(left.next().is_none(), "{}: one request is missing", case.name);
                let mut entry = Entry::new(Plain::Null, vec!["crm".to_owned()], 0.0);
                entry.answered("crm", came.came, 0.0, 0.5);
                expected.push(json!([case.state, case.said, case.kept]));
                found.push(json!([entry.deliveries[0].state, came.said, Plain::Object(came.progress.0)]));
                if let Some(pause) = case.pause_ms {
                    expected.push(json!([pause, true]));
                    found.push(json!([entry.deliveries[0].pause_ms, entry.deliveries[0].holds]));
                }
            }
            Outcome { name: &case.name, expected, found }
        });
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCase {
    name: String,
    file: Value,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    /// How each begins.
    problems: Vec<String>,
}

#[test]
fn a_file_is_refused_for_all_that_is_wrong_with_it_and_for_secrets_that_stand_in_it() {
    for case in Table::<FileCase>::read("relay_files.json").cases {
        let read = Relay::read(&case.file.to_string(), &|name| case.environment.get(name).cloned(), &[]);
        let problems: Vec<String> =
            read.err().unwrap_or_default().iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
        let fits = problems.len() == case.problems.len()
            && problems.iter().zip(&case.problems).all(|(one, start)| one.starts_with(start.as_str()));
        assert!(fits, "{}\n  expected {:#?}\n  found    {problems:#?}", case.name, case.problems);
    }
}

#[test]
fn a_receiver_gets_what_its_condition_and_the_visitors_consent_let_it_have() {
    let with = |keys: Value| {
        let mut message = message();
        message.as_object_mut().expect("an object").extend(keys.as_object().cloned().expect("an object"));
        of_json(message)
    };
    let pending = json!({ "consent": [{ "purpose": "marketing", "state": "pending" }] });
    for (receiver, message, expected) in [
        (json!({}), json!({}), true),
        (json!({ "when": { "level": "sql", "score.total": { "$gte": 70 } } }), json!({}), true),
        (json!({ "when": { "level": "mql" } }), json!({}), false),
        (json!({ "when": { "field.company": { "$regex": "^Acme" }, "source.medium": "cpc", "first.source": "google" } }), json!({}), true),
        (json!({ "when": { "locale": "en", "consent.marketing": "granted", "tags": { "$in": ["returning"] } } }), json!({}), true),
        (json!({ "purpose": "marketing" }), json!({}), true),
        (json!({ "purpose": "contact" }), json!({}), false),
        (json!({ "purpose": "marketing" }), pending.clone(), false),
        (json!({ "purpose": "marketing", "pending": true }), pending, true),
        (json!({ "when": { "captcha": "passed" } }), json!({ "captcha": "passed" }), true),
        (json!({ "when": { "replay": { "$ne": "mismatch" } } }), json!({ "replay": "mismatch" }), false),
    ] {
        assert_eq!(takes(Part(&of_json(receiver.clone())), &with(message)), expected, "{receiver}");
    }
}

#[test]
fn what_is_passed_on_says_what_was_found_out_and_carries_no_token() {
    let mut message = message();
    message["fields"]["cf-turnstile-response"] = json!("0.token");
    message["fields"]["g-recaptcha-response"] = json!("token");
    let told = |captcha| json!(told(of_json(message.clone()), Verdicts { replay: Some("match"), captcha }));
    let passed = told(Some(Verified::Passed));
    assert_eq!((&passed["replay"], &passed["captcha"], &passed["spam"]["suspected"]), (&json!("match"), &json!("passed"), &json!(false)));
    assert_eq!(passed["fields"].as_object().expect("answers").keys().collect::<Vec<_>>(), ["name", "email", "company", "size", "topics"]);
    for verified in [Verified::Failed, Verified::Missing] {
        assert_eq!(told(Some(verified))["spam"], json!({ "suspected": true, "signals": ["captcha"] }), "{verified:?}");
    }
    assert_eq!(told(Some(Verified::Unchecked))["spam"]["suspected"], json!(false));
    assert_eq!(told(None).get("captcha"), None);
}

fn keys() -> Keys {
    serde_json::from_value(json!({ "turnstile": "t", "hcaptcha": "h", "altcha": "signing key of the demo" })).expect("keys")
}

fn with_answer(name: &str, token: &str) -> Plain {
    of_json(json!({ "fields": { name: token } }))
}

#[test]
fn a_vendors_answer_is_believed_and_trouble_of_its_own_is_not_held_against_visitors() {
    let keys = keys();
    let message = with_answer("cf-turnstile-response", "0.token");
    let proof = proof_in(&message, &keys).expect("a proof");
    let (url, form) = proof.question().expect("a question");
    assert_eq!(
        (url.as_str(), form),
        ("https://challenges.cloudflare.com/turnstile/v0/siteverify", [("secret", "t".to_owned()), ("response", "0.token".to_owned())])
    );
    let of = |codes: Value| json!({ "success": false, "error-codes": codes });
    for (status, body, is_late, expected) in [
        (200, json!({ "success": true, "hostname": "acme.example" }), false, Some(Verified::Passed)),
        (200, of(json!(["invalid-input-response"])), false, Some(Verified::Failed)),
        (200, of(json!(["timeout-or-duplicate"])), false, Some(Verified::Failed)),
        (200, of(json!(["timeout-or-duplicate"])), true, Some(Verified::Unchecked)),
        (200, of(json!(["invalid-input-response"])), true, Some(Verified::Failed)),
        (200, of(json!(["invalid-input-secret"])), false, None),
        (503, json!("Service Unavailable"), false, None),
        (503, of(json!(["invalid-input-response"])), false, None),
        (500, json!({ "success": true }), false, None),
    ] {
        assert_eq!(proof.answered(status, &of_json(body.clone()), is_late), expected, "{status} {body}");
    }
    let other = with_answer("h-captcha-response", "P1_token");
    assert_eq!(
        proof_in(&other, &keys).and_then(|proof| proof.question()).map(|(url, _)| url).as_deref(),
        Some("https://api.hcaptcha.com/siteverify")
    );
    assert!(proof_in(&with_answer("g-recaptcha-response", "x"), &keys).is_none());
    assert!(proof_in(&message, &Keys::default()).is_none());
}

#[test]
fn altchas_proofs_are_worked_out_here() {
    // Made by another program: salt `0f1e2d3c?expires=1795284600`, number 4711, and the number after it.
    const SOLVED: &str = "eyJhbGdvcml0aG0iOiAiU0hBLTI1NiIsICJjaGFsbGVuZ2UiOiAiMmYzYTQxYWYzZGMyZDY3M2ZiYWVkMjdlNzlmMWZhYWU0ZDc0MTg0OWEwNTU5NTU4MWM5ZDc2YTc4M2E4NmY0NCIsICJudW1iZXIiOiA0NzExLCAic2FsdCI6ICIwZjFlMmQzYz9leHBpcmVzPTE3OTUyODQ2MDAiLCAic2lnbmF0dXJlIjogImZlNWJkZWM3NzY3NjJlZGU1ZmM2NDVhMGUzMzZiMjM3ZTJkMGE3OTYwMmJiZTRiMmJmMGMxZTEzZmQ1NjY3OTAifQ==";
    const WRONG: &str = "eyJhbGdvcml0aG0iOiAiU0hBLTI1NiIsICJjaGFsbGVuZ2UiOiAiMmYzYTQxYWYzZGMyZDY3M2ZiYWVkMjdlNzlmMWZhYWU0ZDc0MTg0OWEwNTU5NTU4MWM5ZDc2YTc4M2E4NmY0NCIsICJudW1iZXIiOiA0NzEyLCAic2FsdCI6ICIwZjFlMmQzYz9leHBpcmVzPTE3OTUyODQ2MDAiLCAic2lnbmF0dXJlIjogImZlNWJkZWM3NzY3NjJlZGU1ZmM2NDVhMGUzMzZiMjM3ZTJkMGE3OTYwMmJiZTRiMmJmMGMxZTEzZmQ1NjY3OTAifQ==";
    let other: Keys = serde_json::from_value(json!({ "altcha": "another key" })).expect("keys");
    let keys = keys();
    let ended = NOW + 600;
    for (token, keys, now, is_late, expected) in [
        (SOLVED, &keys, NOW, false, Verified::Passed),
        (WRONG, &keys, NOW, false, Verified::Failed),
        (SOLVED, &other, NOW, false, Verified::Failed),
        (SOLVED, &keys, ended, false, Verified::Failed),
        (SOLVED, &keys, ended, true, Verified::Unchecked),
        (WRONG, &keys, ended, true, Verified::Failed),
        ("no base64!", &keys, NOW, false, Verified::Failed),
        ("e30=", &keys, NOW, false, Verified::Failed),
    ] {
        let message = with_answer("altcha", token);
        let proof = proof_in(&message, keys).expect("a proof");
        assert_eq!((proof.question(), proof.holds(now, is_late)), (None, expected), "{token} at {now}");
    }
}

#[test]
fn altchas_second_protocol_is_read_by_its_authors_library() {
    let challenge = |expires_at| {
        altcha::create_challenge(altcha::CreateChallengeOptions {
            algorithm: "PBKDF2/SHA-256".to_owned(),
            cost: 10,
            counter: Some(3),
            expires_at,
            hmac_signature_secret: Some("signing key of the demo".to_owned()),
            ..Default::default()
        })
        .expect("a challenge")
    };
    let solved = |challenge: altcha::Challenge| {
        let solution = altcha::solve_challenge(altcha::SolveChallengeOptions::new(&challenge)).expect("solvable").expect("a solution");
        let payload = json!({ "challenge": challenge, "solution": solution });
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, payload.to_string())
    };
    let keys = keys();
    for (expires_at, is_late, expected) in
        [(None, false, Verified::Passed), (Some(1_000_000_000), false, Verified::Failed), (Some(1_000_000_000), true, Verified::Unchecked)]
    {
        let message = with_answer("altcha", &solved(challenge(expires_at)));
        assert_eq!(proof_in(&message, &keys).expect("a proof").holds(NOW, is_late), expected, "{expires_at:?} {is_late}");
    }
}
