//! What the inbox finds, exports, lets go of, and does not lose.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Answer, Inbox, free_address, message, send, try_send};

const JSON: &str = "application/json";

fn lead(id: &str, lead_id: &str, email: &str) -> Value {
    let mut lead = message(id);
    lead["lead_id"] = json!(lead_id);
    lead["fields"]["email"] = json!(email);
    lead
}

fn store(inbox: &Inbox, leads: &[Value]) {
    for lead in leads {
        assert_eq!(inbox.post(JSON, &lead.to_string()).status, 201, "{lead}");
    }
}

fn ids(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let read = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("an id").to_owned();
    answer.body.lines().map(read).collect()
}

#[test]
fn leads_are_found_by_words_and_by_what_they_are_in_page_and_export_alike() {
    let inbox = Inbox::start(&[]);
    let mut korean = lead("a", "1", "kim@corp.example");
    korean["fields"]["name"] = json!("김하늘");
    korean["form"] = json!("newsletter");
    let mut cold = lead("b", "2", "bo@other.example");
    cold["level"] = json!("none");
    cold["fields"]["note"] = json!("ÉCLAIR 100%_sure");
    let mut spam = lead("c", "3", "cy@other.example");
    spam["spam"] = json!({ "suspected": true, "signals": ["pace"] });
    spam["test"] = json!(true);
    spam["type"] = json!("lead.partial");
    store(&inbox, &[korean, cold, spam]);
    let all = ["a", "b", "c"].as_slice();
    let cases: [(&str, &[&str]); 16] = [
        ("", all),
        ("q=%EA%B9%80%ED%95%98", &["a"]),
        ("q=%C3%A9clair", &["b"]),
        ("q=OTHER+bo", &["b"]),
        ("q=100%25_", &["b"]),
        ("q=0%25sure", &[]),
        ("form=newsletter", &["a"]),
        ("form=demo&level=none", &["b"]),
        ("type=lead.partial", &["c"]),
        ("spam=false", &["a", "b"]),
        ("test=true", &["c"]),
        ("campaign=acme", all),
        ("campaign=other", &[]),
        ("since=2026-01-01", all),
        ("until=2026-01-01", &[]),
        ("q=%27%22%3B--", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&inbox.get(&format!("/leads.ndjson?{query}"))), expected, "{query}");
        let page = inbox.get(&format!("/?lang=en&{query}")).body;
        assert_eq!(page.matches("<li id=\"lead-").count(), expected.len(), "{query}");
        assert_eq!(page.contains("No lead matches"), expected.is_empty(), "{query}");
    }
    let wrong = inbox.get("/leads.ndjson?since=yesterday");
    assert_eq!((wrong.status, wrong.body.contains("since: expected a day")), (400, true));
}

#[test]
fn older_leads_are_a_page_further() {
    let inbox = Inbox::start(&[]);
    for number in 0..205 {
        store(&inbox, &[message(&format!("n-{number}"))]);
    }
    let newest = inbox.get("/?q=ada").body;
    assert!(newest.contains("205 messages") && newest.contains("href=\"/?q=ada&amp;before=6\""), "a link to what is older");
    let older = inbox.get("/?q=ada&before=6").body;
    assert_eq!(older.matches("<li id=\"lead-").count(), 5);
    assert!(!older.contains("before="), "there is nothing older");
}

#[test]
fn a_leads_page_has_every_message_of_it_and_a_bar_for_every_reason() {
    let inbox = Inbox::start(&[]);
    let mut qualified = lead("b", "1/?3", "ada@corp.example");
    qualified["type"] = json!("lead.qualified");
    qualified["score"]["explanation"] = json!([
        { "dimension": "fit", "rule": "size", "points": 30, "count": 1 }, { "dimension": "fit", "rule": "free_mail", "points": -10, "count": 1 },
    ]);
    store(&inbox, &[lead("a", "1/?3", "ada@corp.example"), qualified, lead("c", "2", "bo@corp.example")]);
    let list = inbox.get("/").body;
    assert!(list.contains("href=\"/leads/1%2F%3F3\""), "{list}");
    let page = inbox.get("/leads/1%2F%3F3").body;
    assert_eq!(page.matches("<article").count(), 2);
    assert!(page.find("Qualified").expect("the second") < page.find("New lead").expect("the first"), "the newest first");
    for bar in [
        "x=\"25.00\" y=\"1\" width=\"75.00\" height=\"8\" class=\"more\"",
        "x=\"0.00\" y=\"1\" width=\"25.00\" height=\"8\" class=\"less\"",
    ] {
        assert!(page.contains(bar), "{bar}: {page}");
    }
    assert!(page.contains("href=\"/leads/1%2F%3F3?lang=ko\""), "the same lead in the other language");
    assert_eq!(inbox.get("/leads/nobody").status, 404);
}

#[test]
fn a_table_has_a_column_for_every_answer_and_no_cell_that_runs() {
    let inbox = Inbox::start(&[]);
    let mut first = lead("a", "1", "ada@corp.example");
    first["fields"]["name"] = json!("=HYPERLINK(\"http://x.example\")");
    first["fields"]["tools"] = json!(["a, b", "c"]);
    store(&inbox, &[first, lead("b", "2", "bo@corp.example")]);
    let answer = inbox.get("/leads.csv?q=corp");
    assert_eq!(answer.header("Content-Type"), Some("text/csv; charset=utf-8"));
    let lines: Vec<&str> = answer.body.split("\r\n").collect();
    assert_eq!(lines.len(), 4, "a head, two leads and an end: {}", answer.body);
    assert!(lines[0].ends_with("spam,field.email,field.name,field.tools,consent.contact"), "{}", lines[0]);
    assert!(lines[1].ends_with("ada@corp.example,\"'=HYPERLINK(\"\"http://x.example\"\")\",\"a, b, c\",granted"), "{}", lines[1]);
    assert!(lines[2].ends_with("bo@corp.example,Ada Park,,granted"), "{}", lines[2]);
    assert_eq!(inbox.get("/leads.csv?q=nobody").body.split("\r\n").count(), 2, "a head alone");
}

#[test]
fn who_is_erased_is_gone_from_the_disk_and_no_late_attempt_brings_them_back() {
    let inbox = Inbox::start(&[]);
    let mut partial = lead("a", "1", "Ada@Corp.example");
    partial["visitor"] = json!({ "id": "visitor-1", "visits": 1, "pages": 1, "first_seen": "2026-03-01T09:00:00Z" });
    let mut later = message("b");
    later["lead_id"] = json!("1");
    later["fields"] = json!({ "name": "Ada Park-Secret" });
    let mut other = lead("c", "2", "bo@corp.example");
    other["fields"]["friend"] = json!("not ada@corp.example but near");
    store(&inbox, &[partial.clone(), later, other]);
    let events = |visitor: &str, id: &str| json!({ "version": 1, "campaign": { "id": "acme", "version": "" }, "events": [{ "id": id, "name": "page_view", "at": "2026-03-01T09:00:00Z", "visitor": visitor }] });
    for (visitor, id) in [("visitor-1", "e-1"), ("visitor-2", "e-2")] {
        assert_eq!(send(inbox.address, "POST", "/events", &[], events(visitor, id).to_string().as_bytes()).status, 201);
    }

    let foreign = [("Origin", "https://evil.example"), ("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(send(inbox.address, "POST", "/erase", &foreign, b"email=ada@corp.example").status, 403);
    assert_eq!(send(inbox.address, "POST", "/erase", &[], b"email=nobody").status, 400);
    assert_eq!(inbox.stored().len(), 3, "nothing is erased at another site's wish");

    let own = format!("http://{}", inbox.address);
    let page = [("Origin", own.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let erased = send(inbox.address, "POST", "/erase", &page, b"email=+ADA@corp.example+");
    assert_eq!((erased.status, erased.header("Location")), (303, Some("/?erased=2")));
    assert!(inbox.get("/?erased=2").body.contains("Messages erased: 2"));
    assert_eq!(ids(&inbox.get("/leads.ndjson")), ["c"]);
    assert_eq!(ids(&inbox.get("/events.ndjson")), ["e-2"]);
    // A retry that was on its way is told what it was told before, and stores nothing.
    assert_eq!(inbox.post(JSON, &partial.to_string()).status, 200);
    assert_eq!(ids(&inbox.get("/leads.ndjson")), ["c"]);
    for file in std::fs::read_dir(inbox.db.parent().expect("a folder")).expect("read") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("read");
        for secret in ["Ada@Corp", "Park-Secret", "visitor-1"] {
            let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!is_there, "{secret} is still in {}", path.display());
        }
    }
}

#[test]
fn what_was_kept_long_enough_is_let_go_of() {
    let mut inbox = Inbox::start(&[]);
    store(&inbox, &[message("a")]);
    inbox.start_again(&["--keep", "90 days"]);
    assert_eq!(inbox.stored().len(), 1, "it is of today");
    std::thread::sleep(Duration::from_millis(2100));
    inbox.start_again(&["--keep", "1 s"]);
    let gone = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        inbox.stored().is_empty()
    });
    assert!(gone, "older than a second");
    let wrong = crate::program::run(&["inbox", "--db", "x.db", "--keep", "soon"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("90 days"));
}

#[test]
fn events_are_stored_once_and_exported_with_their_campaign() {
    let inbox = Inbox::start(&[]);
    let event = |id: &str| json!({ "id": id, "name": "page_view", "at": "2026-03-01T09:00:00Z", "page": "/", "params": { "a": 1 } });
    let batch = |events: Vec<Value>| json!({ "version": 1, "campaign": { "id": "acme", "version": "sha256-x" }, "sent_at": "2026-03-01T09:00:01Z", "events": events });
    let post = |body: &str| {
        send(
            inbox.address,
            "POST",
            "/events",
            &[("Content-Type", "text/plain;charset=UTF-8"), ("Origin", "https://acme.example")],
            body.as_bytes(),
        )
    };
    let first = post(&batch(vec![event("1"), event("2")]).to_string());
    assert_eq!((first.status, first.json()), (201, json!({ "stored": 2, "duplicates": 0 })));
    assert_eq!(first.header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(post(&batch(vec![event("2"), event("3")]).to_string()).json(), json!({ "stored": 1, "duplicates": 1 }));
    let export = inbox.get("/events.ndjson");
    assert_eq!(ids(&export), ["1", "2", "3"]);
    let mut line: Value = serde_json::from_str(export.body.lines().next().expect("a line")).expect("JSON");
    line.as_object_mut().and_then(|line| line.remove("received_at")).expect("when it came");
    let mut expected = event("1");
    expected["campaign"] = json!({ "id": "acme", "version": "sha256-x" });
    assert_eq!(line, expected);

    let with = |key: &str, value: Value| {
        let mut event = event("4");
        event[key] = value;
        batch(vec![event]).to_string()
    };
    let cases = [
        (String::new(), "batch of events"),
        ("[]".to_owned(), "batch of events"),
        (batch(vec![]).to_string().replace("\"version\":1", "\"version\":2"), "version: "),
        (with("id", json!("a b")), "events[0].id: "),
        (with("name", json!("")), "events[0].name: "),
        (with("at", json!("noon")), "events[0].at: "),
        (batch((0..501).map(|number| event(&format!("m-{number}"))).collect()).to_string(), "a batch has 500 at most"),
    ];
    for (body, named) in cases {
        let answer = post(&body);
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.body.contains(named), "{named}: {}", answer.body);
    }
    assert_eq!(ids(&inbox.get("/events.ndjson")).len(), 3);
}

#[test]
fn where_it_is_asked_for_only_pages_of_allowed_origins_may_post() {
    let inbox = Inbox::start(&["--allow-origin", "https://acme.example", "--only-from-allowed"]);
    let post = |id: &str, headers: &[(&str, &str)]| {
        send(inbox.address, "POST", "/leads", &[&[("Content-Type", JSON)], headers].concat(), message(id).to_string().as_bytes())
    };
    assert_eq!(post("a", &[("Origin", "https://acme.example")]).status, 201);
    assert_eq!(post("b", &[]).status, 201, "programs name no origin");
    for origin in ["https://evil.example", "null", "https://acme.example.evil.example"] {
        let refused = post("c", &[("Origin", origin)]);
        assert_eq!((refused.status, refused.header("Access-Control-Allow-Origin")), (403, Some("*")), "{origin}");
    }
    assert_eq!(inbox.stored().len(), 2);
}

#[test]
fn an_address_that_sends_too_much_is_asked_for_patience() {
    let inbox = Inbox::start(&["--rate", "3", "--proxies", "1"]);
    let post = |id: &str, visitor: &str| {
        send(inbox.address, "POST", "/leads", &[("Content-Type", JSON), ("X-Forwarded-For", visitor)], message(id).to_string().as_bytes())
    };
    for id in ["a", "b", "c"] {
        assert_eq!(post(id, "203.0.113.7").status, 201);
    }
    let refused = post("d", "203.0.113.7");
    assert_eq!((refused.status, refused.header("Access-Control-Expose-Headers")), (429, Some("Retry-After")));
    let wait: u64 = refused.header("Retry-After").and_then(|wait| wait.parse().ok()).expect("seconds");
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(post("e", "203.0.113.8").status, 201, "another address has its own");
    for number in 0..20 {
        assert_eq!(inbox.post(JSON, &message(&format!("l-{number}")).to_string()).status, 201, "this machine is not limited");
    }
}

/// Posts until the inbox is gone; gives back the ids that it acknowledged.
fn post_until_killed(address: SocketAddr, sender: usize, round: usize, over: &AtomicBool) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let id = format!("{round}-{sender}-{number}");
        let answered = try_send(address, "POST", "/leads", &[("Content-Type", JSON)], message(&id).to_string().as_bytes());
        if answered.is_some_and(|answer| answer.status == 201) {
            acknowledged.push(id);
        }
    }
    acknowledged
}

#[test]
fn ten_kills_in_the_middle_of_bursts_lose_no_lead_that_was_acknowledged() {
    let mut inbox = Inbox::start(&[]);
    let mut acknowledged = BTreeSet::new();
    for round in 0..10 {
        let (address, over) = (inbox.address, AtomicBool::new(false));
        let told: Vec<String> = std::thread::scope(|scope| {
            let over = &over;
            let senders: Vec<_> = (0..8).map(|sender| scope.spawn(move || post_until_killed(address, sender, round, over))).collect();
            // Long enough for a burst, and another length each time, so that it ends at another place.
            std::thread::sleep(Duration::from_millis(150 + 37 * round as u64));
            // Dropping it kills it (SIGKILL).
            inbox.program = None;
            over.store(true, Ordering::Relaxed);
            senders.into_iter().flat_map(|sender| sender.join().expect("ended")).collect()
        });
        assert!(told.len() > 5, "a burst: {}", told.len());
        acknowledged.extend(told);
        inbox.address = free_address();
        inbox.start_again(&[]);
    }
    let stored: Vec<String> = ids(&inbox.get("/leads.ndjson"));
    let known: BTreeSet<String> = stored.iter().cloned().collect();
    assert_eq!(stored.len(), known.len(), "none twice");
    let lost: Vec<_> = acknowledged.difference(&known).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

#[test]
fn a_store_of_the_version_before_is_brought_up_and_its_leads_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("inbox.db");
    let old = rusqlite::Connection::open(&db).expect("opened");
    old.execute_batch(
        "CREATE TABLE lead (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lead_id TEXT NOT NULL, received_at INTEGER NOT NULL, type TEXT NOT NULL,
            form TEXT NOT NULL, email TEXT, level TEXT NOT NULL, total REAL, message TEXT NOT NULL) STRICT;
         CREATE INDEX lead_by_lead_id ON lead (lead_id);
         PRAGMA application_id = 0x4c574942; PRAGMA user_version = 1;",
    )
    .expect("made");
    for (id, json) in [("a", message("a").to_string()), ("b", "{\"of\":\"an older Leadwell\"}".to_owned())] {
        old.execute("INSERT INTO lead (id, lead_id, received_at, type, form, level, message) VALUES (?1, '1', 0, 'lead.captured', 'demo', 'sql', ?2)", [id, &json])
            .expect("stored");
    }
    drop(old);
    let address = free_address();
    let program = crate::program::Program::start(&["inbox", "--db", db.to_str().expect("text"), "--addr", &address.to_string()], 1);
    let found = |query: &str| send(address, "GET", &format!("/leads.ndjson?{query}"), &[], b"").body.lines().count();
    assert_eq!((found(""), found("q=park"), found("q=older"), found("campaign=acme"), found("spam=false")), (2, 1, 1, 1, 2));
    drop(program);
}
