//! `leadwell inbox --forward`: leads passed on to receivers that are down, slow, wrong, or ask for secrets.

use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::{CAMPAIGN, Inbox, free_address, message, run};
use crate::server::{Request, Response, Server};

const JSON: &str = "application/json";
const SECRET: &str = "whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgeWVz";

/// An inbox that passes on by this file.
fn relay(file: &Value, environment: &[(&str, &str)]) -> Inbox {
    let mut inbox = Inbox::start(&[]);
    start(&mut inbox, file, environment);
    inbox
}

fn start(inbox: &mut Inbox, file: &Value, environment: &[(&str, &str)]) {
    let path = inbox.file("relay.json", &file.to_string());
    inbox.start_again_with(&["--forward", &path], environment);
}

fn to(url: &str) -> Value {
    json!({ "destinations": [{ "id": "crm", "connector": "webhook", "url": url }] })
}

fn post(inbox: &Inbox, message: &Value) {
    let answer = inbox.post(JSON, &message.to_string());
    assert_eq!(answer.status, 201, "{}", answer.body);
}

/// Longer than the longest pause between two attempts: how many there were depends on how busy the machine is.
const PATIENCE: Duration = Duration::from_secs(90);

fn until<T>(what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = probe() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(20));
    }
}

/// The ids of the messages that have come so far.
fn ids(server: &Server) -> Vec<String> {
    server.posts().iter().map(|post| post["id"].as_str().expect("an id").to_owned()).collect()
}

/// What the page of a lead says of a receiver.
fn said_on_page(inbox: &Inbox, state: &str) -> Option<String> {
    let page = inbox.get("/leads/9f1c2d3e?lang=en").body;
    page.contains(&format!("class=\"pill forward-{state}\"")).then_some(page)
}

#[test]
fn a_signed_webhook_is_what_the_reference_verifier_accepts() {
    let server = Server::receiver(&[500, 204]);
    let file = json!({ "destinations": [{ "id": "crm", "connector": "standard_webhooks", "url": server.url("/leads"), "params": { "secret": "${SECRET}" } }] });
    let inbox = relay(&file, &[("SECRET", SECRET)]);
    post(&inbox, &message("a"));
    let requests = until("it was tried again", || Some(server.requests()).filter(|requests| requests.len() == 2));
    let verifier = standardwebhooks::Webhook::new(SECRET).expect("a secret");
    for (attempt, request) in requests.iter().enumerate() {
        let mut headers = ureq::http::HeaderMap::new();
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers.insert(name, request.header(name).parse().expect("a header"));
        }
        verifier.verify(request.body.as_bytes(), &headers).expect("signed");
        assert_eq!(request.header("webhook-id"), "a");
        let body: Value = serde_json::from_str(&request.body).expect("JSON");
        assert_eq!(
            (&body["type"], &body["data"]["id"], &body["data"]["attempt"]),
            (&json!("lead.captured"), &json!("a"), &json!(attempt + 1))
        );
        assert!(body["data"]["age_ms"].as_f64() >= body["data"]["attempt"].as_f64().map(|attempt| (attempt - 1.0) * 500.0));
    }
    until("the lead's page says so", || said_on_page(&inbox, "confirmed"));
}

#[test]
fn what_waits_when_the_inbox_is_killed_is_passed_on_afterwards_and_once() {
    let address = free_address();
    let file = to(&format!("http://{address}/leads"));
    let mut inbox = relay(&file, &[]);
    for id in ["a", "b", "c"] {
        post(&inbox, &message(id));
    }
    until("it was tried in vain", || said_on_page(&inbox, "queued").filter(|page| page.contains("class=\"note\"")));
    start(&mut inbox, &file, &[]);
    let server = Server::start_at(address, |_| Response::new(201, JSON, "{}"));
    let mut arrived = until("all have arrived", || Some(ids(&server)).filter(|ids| ids.len() >= 3));
    until("all are settled", || said_on_page(&inbox, "queued").is_none().then_some(()));
    arrived.sort();
    assert_eq!(arrived, ["a", "b", "c"]);
    assert_eq!(ids(&server).len(), 3, "each once");
}

#[test]
fn a_receiver_that_is_down_keeps_no_other_waiting() {
    let server = Server::receiver(&[201]);
    let file = json!({ "destinations": [
        { "id": "down", "connector": "webhook", "url": format!("http://{}/", free_address()) },
        { "id": "crm", "connector": "webhook", "url": server.url("/leads") } ] });
    let inbox = relay(&file, &[]);
    post(&inbox, &message("a"));
    until("the other has it", || (ids(&server) == ["a"]).then_some(()));
}

#[test]
fn what_was_refused_is_told_and_tried_again_when_the_relay_is_put_right() {
    let server = Server::start(|request| {
        Response::new(
            if request.header("authorization") == "Bearer right" { 200 } else { 401 },
            JSON,
            r#"{"error":{"message":"Invalid authentication token"}}"#,
        )
    });
    // The address of a stand-in, in the place of Airtable's own.
    let file = json!({ "destinations": [{ "id": "table", "connector": "airtable", "url": server.url("/v0/appAbCdEfGhIjKlMn/Leads"),
        "params": { "base": "appAbCdEfGhIjKlMn", "table": "Leads", "token": "${TOKEN}" } }] });
    let mut inbox = relay(&file, &[("TOKEN", "wr0ng-token")]);
    post(&inbox, &message("a"));
    let page = until("the refusal is told", || said_on_page(&inbox, "failed"));
    assert!(page.contains("Invalid authentication token") && !page.contains("wr0ng-token"));
    start(&mut inbox, &file, &[("TOKEN", "right")]);
    until("it is delivered", || said_on_page(&inbox, "confirmed"));
    let last = server.requests().pop().expect("a request");
    assert_eq!((last.method.as_str(), server.requests().len()), ("PATCH", 2));
}

#[test]
fn a_person_in_pipedrive_is_made_once_though_the_lead_takes_two_attempts() {
    let attempts = AtomicUsize::new(0);
    let server = Server::start(move |request| match (request.method.as_str(), request.path.as_str()) {
        ("GET", path) if path.starts_with("/api/v2/persons/search?term=ada%40corp.example") => {
            Response::new(200, JSON, r#"{"success":true,"data":{"items":[]}}"#)
        }
        ("POST", "/api/v2/persons") => Response::new(201, JSON, r#"{"success":true,"data":{"id":7}}"#),
        ("POST", "/v1/leads") if attempts.fetch_add(1, Ordering::Relaxed) == 0 => Response::new(500, JSON, "oops"),
        ("POST", "/v1/leads") => Response::new(201, JSON, r#"{"success":true}"#),
        _ => Response::new(404, JSON, "{}"),
    });
    let file = json!({ "destinations": [{ "id": "sales", "connector": "pipedrive", "url": server.origin(), "params": { "token": "${TOKEN}" }, "when": { "level": "sql" } }] });
    let inbox = relay(&file, &[("TOKEN", "t0ken")]);
    let mut cold = message("cold");
    cold["level"] = json!("none");
    post(&inbox, &cold);
    post(&inbox, &message("a"));
    until("it is delivered", || said_on_page(&inbox, "confirmed"));
    let made: Vec<_> = server
        .requests()
        .iter()
        .map(|request| format!("{} {}", request.method, request.path.split('?').next().unwrap_or_default()))
        .collect();
    assert_eq!(made, ["GET /api/v2/persons/search", "POST /api/v2/persons", "POST /v1/leads", "POST /v1/leads"]);
    let lead: Value = serde_json::from_str(&server.requests().last().expect("a lead").body).expect("JSON");
    assert_eq!(lead["person_id"], json!(7));
}

#[test]
fn a_pause_that_a_receiver_asks_for_holds_for_every_lead() {
    let asked = Arc::new(Mutex::new(None));
    let since = asked.clone();
    let server = Server::start(move |_| {
        let mut since = since.lock().expect("whole");
        match *since {
            None => {
                *since = Some(Instant::now());
                Response::new(429, JSON, "").with("Retry-After", "2")
            }
            Some(_) => Response::new(200, JSON, "ok"),
        }
    });
    let inbox = relay(&to(&server.url("/leads")), &[]);
    for id in ["a", "b"] {
        post(&inbox, &message(id));
    }
    until("both have arrived", || (server.requests().len() == 3).then_some(()));
    let waited = asked.lock().expect("whole").expect("asked").elapsed();
    assert!(waited >= Duration::from_secs(2), "{waited:?}");
}

#[test]
fn a_captcha_is_verified_once_and_what_failed_is_told_as_suspected_spam() {
    let status = Arc::new(AtomicU16::new(503));
    let answers = status.clone();
    let vendor = Server::start(move |request: &Request| {
        let body = if request.body.contains("response=good") {
            r#"{"success":true}"#
        } else {
            r#"{"success":false,"error-codes":["invalid-input-response"]}"#
        };
        Response::new(answers.load(Ordering::Relaxed), JSON, body)
    });
    let (all, passed) = (Server::receiver(&[200]), Server::receiver(&[200]));
    let file = json!({
        "destinations": [
            { "id": "all", "connector": "webhook", "url": all.url("/") },
            { "id": "passed", "connector": "webhook", "url": passed.url("/"), "when": { "captcha": "passed" } } ],
        "captcha": { "turnstile": { "secret": "${TURNSTILE}", "url": vendor.url("/siteverify") } } });
    let inbox = relay(&file, &[("TURNSTILE", "0xSECRET")]);
    for (id, token) in [("a", "good"), ("b", "bad"), ("c", "good")] {
        let mut lead = message(id);
        lead["fields"]["cf-turnstile-response"] = json!(token);
        post(&inbox, &lead);
    }
    until("the vendor was asked in vain", || (vendor.requests().len() > 2).then_some(()));
    assert_eq!(all.requests().len(), 0, "nothing is passed on unverified while there is hope");
    status.store(200, Ordering::Relaxed);
    let mut told = until("all are passed on", || Some(all.posts()).filter(|posts| posts.len() == 3));
    told.sort_by_key(|lead| lead["id"].to_string());
    let of = |index: usize| (told[index]["captcha"].clone(), told[index]["spam"]["suspected"].clone());
    let passes = until("one has passed", || Some(ids(&passed)).filter(|ids| !ids.is_empty()));
    // Whoever of the two came first has spent the token.
    let (first, second) = if passes == ["a"] { (0, 2) } else { (2, 0) };
    assert_eq!(
        [of(first), of(1), of(second)],
        [(json!("passed"), json!(false)), (json!("failed"), json!(true)), (json!("failed"), json!(true))]
    );
    assert!(told.iter().all(|lead| lead["fields"].get("cf-turnstile-response").is_none()));
    assert!(vendor.requests().iter().all(|request| request.body.starts_with("secret=0xSECRET&response=")));
    assert_eq!(passed.requests().len(), 1);
}

#[test]
fn with_a_campaign_the_replay_is_told_and_may_be_asked_for() {
    let server = Server::receiver(&[200]);
    let mut inbox = Inbox::start(&[]);
    let path = inbox.file("relay.json", &to(&server.url("/")).to_string());
    let campaign = inbox.file("campaign.json", CAMPAIGN);
    inbox.start_again(&["--campaign", &campaign, "--forward", &path]);
    post(&inbox, &message("a"));
    let told = until("it is passed on", || server.posts().pop());
    assert_eq!(told["replay"], json!("no evidence"));
}

#[test]
fn who_was_erased_is_not_passed_on() {
    let address = free_address();
    let inbox = relay(&to(&format!("http://{address}/")), &[]);
    post(&inbox, &message("a"));
    let mut other = message("b");
    (other["lead_id"], other["fields"]["email"]) = (json!("other"), json!("bo@corp.example"));
    post(&inbox, &other);
    let erased = crate::program::send(inbox.address, "POST", "/erase", &[("Content-Type", JSON)], br#"{"email":"ada@corp.example"}"#);
    assert_eq!(erased.status, 200, "{}", erased.body);
    let server = Server::start_at(address, |_| Response::new(200, JSON, "{}"));
    until("the other is passed on", || (ids(&server) == ["b"]).then_some(()));
    sleep(Duration::from_secs(2));
    assert_eq!(ids(&server), ["b"]);
}

#[test]
fn a_file_that_is_wrong_is_told_whole_and_nothing_starts() {
    let inbox = Inbox::start(&[]);
    let file = inbox.file("relay.json", r#"{ "destinations": [{ "id": "a", "connector": "slack", "url": "${LEADWELL_NOT_SET}" }, { "id": "b", "connector": "pipedrive", "params": { "token": "plain" } }] }"#);
    let db = inbox.file("other.db", "");
    let ended = run(&["inbox", "--db", &db, "--addr", &free_address().to_string(), "--forward", &file]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    for line in [
        "relay.json: destinations[0].url: the environment has nothing under LEADWELL_NOT_SET",
        "relay.json: destinations[1].params.token: a secret stands in this file",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}
