//! What the inbox takes, keeps and refuses.

use serde_json::{Value, json};

use crate::program::{Answer, Inbox, free_address, message, run, send};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Every refusal is JSON with one sentence.
fn reason(answer: &Answer) -> String {
    assert_eq!(answer.header("Content-Type"), Some("application/json"), "{}", answer.body);
    answer.json()["error"].as_str().expect("a reason").to_owned()
}

#[test]
fn a_message_is_stored_as_it_arrived_and_once() {
    let inbox = Inbox::start(&[]);
    let mut sent = message("a-1");
    sent["a_key_of_tomorrow"] = json!({ "kept": [1.50, "가\n나"] });
    // Line breaks between tokens must not break the export's lines.
    let pretty = serde_json::to_string_pretty(&sent).expect("JSON").replace('\n', "\r\n");

    let first = inbox.post("application/json; charset=utf-8", &pretty);
    assert_eq!((first.status, first.json()), (201, json!({ "id": "a-1", "stored": true })));
    let second = inbox.post("text/plain;charset=UTF-8", &sent.to_string());
    assert_eq!((second.status, second.json()), (200, json!({ "id": "a-1", "stored": true, "duplicate": true })));

    let mut stored = inbox.stored();
    assert_eq!(stored.len(), 1);
    let received_at = stored[0].as_object_mut().and_then(|lead| lead.remove("received_at"));
    assert!(received_at.is_some_and(|at| at.as_str().is_some_and(|at| at.ends_with('Z'))));
    assert_eq!(stored[0], sent);
}

#[test]
fn one_id_sent_many_times_at_once_makes_one_row() {
    let inbox = Inbox::start(&[]);
    let body = message("same").to_string();
    let statuses = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..12).map(|_| scope.spawn(|| inbox.post(JSON, &body).status)).collect();
        senders.into_iter().map(|sender| sender.join().expect("answered")).collect::<Vec<_>>()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 11, "{statuses:?}");
    assert_eq!(inbox.stored().len(), 1);
}

#[test]
fn leads_survive_a_restart_and_a_kill() {
    let mut inbox = Inbox::start(&[]);
    assert_eq!(inbox.post(JSON, &message("a").to_string()).status, 201);
    assert_eq!(inbox.program.take().expect("running").terminate(), Some(0));
    inbox.start_again(&[]);
    assert_eq!(inbox.post(JSON, &message("a").to_string()).status, 200);
    assert_eq!(inbox.post(JSON, &message("b").to_string()).status, 201);
    // Dropping it kills it.
    inbox.start_again(&[]);
    let ids: Vec<_> = inbox.stored().iter().map(|lead| lead["id"].clone()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn the_export_has_every_lead_oldest_first_also_beyond_one_portion() {
    let inbox = Inbox::start(&[]);
    let ids: Vec<_> = (0..403).map(|number| format!("n-{number}")).collect();
    for id in &ids {
        assert_eq!(inbox.post(JSON, &message(id).to_string()).status, 201);
    }
    let export = inbox.get("/leads.ndjson");
    assert_eq!(export.header("Content-Type"), Some("application/x-ndjson"));
    assert_eq!(inbox.stored().iter().map(|lead| lead["id"].as_str().expect("id").to_owned()).collect::<Vec<_>>(), ids);
    let page = inbox.get("/").body;
    assert_eq!(page.matches("<li id=\"lead-").count(), 200);
    assert!(page.contains("403 messages"));
}

#[test]
fn a_wrong_message_is_refused_with_the_key_and_nothing_is_stored() {
    let with = |pointer: &str, value: Value| {
        let mut message = message("a");
        *message.pointer_mut(pointer).expect("a key") = value;
        message.to_string()
    };
    let without = |key: &str| {
        let mut message = message("a");
        message.as_object_mut().expect("object").remove(key);
        message.to_string()
    };
    let whole = message("a").to_string();
    let cases = [
        (String::new(), "JSON object"),
        ("{".to_owned(), "EOF"),
        ("[]".to_owned(), "JSON object"),
        ("null".to_owned(), "JSON object"),
        ("{}".to_owned(), "`type`"),
        (whole[..whole.len() - 1].to_owned(), "EOF"),
        (format!("{whole}{whole}"), "trailing"),
        (format!("{{\"x\":{}1{}}}", "[".repeat(300), "]".repeat(300)), "recursion"),
        (without("id"), "`id`"),
        (without("fields"), "`fields`"),
        (without("created_at"), "`created_at`"),
        (with("/id", json!("")), "id: "),
        (with("/id", json!("a b")), "id: "),
        (with("/id", json!("가")), "id: "),
        (with("/id", json!("a".repeat(129))), "id: "),
        (with("/id", json!(7)), "id: "),
        (with("/lead_id", json!("\n")), "lead_id: "),
        (with("/version", json!(2)), "version: "),
        (with("/version", json!("1")), "version: "),
        (with("/version", json!(-1)), "version: "),
        (with("/type", json!("lead.imagined")), "type: "),
        (with("/fields/email", json!(7)), "fields.email: expected a text, or a list of texts"),
        (with("/fields/email", json!(["a", 7])), "fields.email: "),
        (with("/fields/email", json!({})), "fields.email: "),
        (with("/created_at", json!("yesterday")), "created_at: "),
        (with("/consent/0/state", json!(true)), "consent[0].state: "),
        (with("/campaign", Value::Null), "campaign: "),
    ];
    let inbox = Inbox::start(&[]);
    for (body, expected) in cases {
        let answer = inbox.post(JSON, &body);
        assert_eq!(answer.status, 400, "{body}");
        assert!(reason(&answer).contains(expected), "{}: {body}", answer.body);
        assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"));
    }
    let not_text = send(inbox.address, "POST", "/leads", &[("Content-Type", JSON)], b"{\"type\":\"\xff\"}");
    assert!(not_text.status == 400 && reason(&not_text).contains("UTF-8"));
    assert_eq!(inbox.stored().len(), 0);
    assert_eq!(inbox.get("/healthz").json(), json!({ "ok": true }));
}

#[test]
fn paths_methods_and_types_it_does_not_take_are_refused_in_json() {
    let inbox = Inbox::start(&[]);
    let cases = [
        ("GET", "/nothing", "", 404, None),
        ("POST", "/leads/", JSON, 404, None),
        ("GET", "/../etc/passwd", "", 404, None),
        ("GET", "/leads", "", 405, Some("POST, OPTIONS")),
        ("DELETE", "/leads", "", 405, Some("POST, OPTIONS")),
        ("POST", "/", JSON, 405, Some("GET, HEAD")),
        ("POST", "/healthz", JSON, 405, Some("GET, HEAD")),
        ("PUT", "/leads.ndjson", JSON, 405, Some("GET, HEAD")),
        ("POST", "/leads", "", 415, None),
        ("POST", "/leads", "multipart/form-data; boundary=x", 415, None),
        ("POST", "/leads", "application/jsonp", 415, None),
    ];
    for (method, path, content_type, status, allow) in cases {
        let headers = [("Content-Type", content_type)];
        let answer = send(inbox.address, method, path, if content_type.is_empty() { &[] } else { &headers }, b"{}");
        assert_eq!((answer.status, answer.header("Allow")), (status, allow), "{method} {path} {content_type}");
        reason(&answer);
    }
}

#[test]
fn a_body_of_64_kib_is_taken_and_a_larger_one_is_not() {
    let inbox = Inbox::start(&[]);
    let sized = |id: &str, size: usize| {
        let mut message = message(id);
        message["padding"] = json!("");
        let padding = size - message.to_string().len();
        message["padding"] = json!("x".repeat(padding));
        message.to_string()
    };
    assert_eq!(inbox.post(JSON, &sized("fits", 65_536)).status, 201);
    for (id, size) in [("one-more", 65_537), ("half-a-megabyte", 500_000)] {
        let answer = inbox.post(JSON, &sized(id, size));
        assert_eq!(answer.status, 413, "{id}");
        assert!(reason(&answer).contains("64 KiB"));
        assert_eq!(answer.header("Access-Control-Allow-Origin"), Some("*"));
    }
    // Announced alone: nothing has to be sent to be refused.
    let announced = send(inbox.address, "POST", "/leads", &[("Content-Type", JSON), ("Content-Length", "99999999")], b"");
    assert_eq!(announced.status, 413);
    assert_eq!(inbox.stored().len(), 1);
}

#[test]
fn a_page_of_any_origin_may_post_and_none_may_read() {
    let inbox = Inbox::start(&[]);
    let asked = [
        ("Origin", "https://acme.example"),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type"),
        ("Access-Control-Request-Private-Network", "true"),
    ];
    let preflight = send(inbox.address, "OPTIONS", "/leads", &asked, b"");
    assert_eq!(preflight.status, 204);
    let expected = [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Methods", "POST"),
        ("Access-Control-Allow-Headers", "Content-Type"),
        ("Access-Control-Allow-Private-Network", "true"),
        ("Access-Control-Max-Age", "86400"),
        ("Access-Control-Expose-Headers", "Retry-After"),
    ];
    for (name, value) in expected {
        assert_eq!(preflight.header(name), Some(value));
    }
    assert_eq!(send(inbox.address, "OPTIONS", "/leads", &asked[..3], b"").header("Access-Control-Allow-Private-Network"), None);
    assert_eq!(inbox.post(JSON, &message("a").to_string()).header("Access-Control-Allow-Origin"), Some("*"));
    for path in ["/", "/leads.ndjson"] {
        let answer = send(inbox.address, "GET", path, &[("Origin", "https://acme.example")], b"");
        assert_eq!((answer.status, answer.header("Access-Control-Allow-Origin")), (200, None), "{path}");
    }
}

#[test]
fn a_foreign_name_for_this_machine_may_not_read() {
    let inbox = Inbox::start(&[]);
    let port = inbox.address.port();
    let cases = [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        ("LOCALHOST".to_owned(), 200),
        (format!("[::1]:{port}"), 200),
        (format!("evil.example:{port}"), 403),
        ("127.0.0.1.evil.example".to_owned(), 403),
        ("localhost.evil.example".to_owned(), 403),
        (String::new(), 403),
    ];
    for (host, status) in cases {
        for path in ["/", "/leads.ndjson"] {
            let answer = send(inbox.address, "GET", path, &[("Host", &host)], b"");
            assert_eq!(answer.status, status, "{host} {path}");
        }
    }
}

#[test]
fn with_a_token_only_its_holder_reads() {
    let inbox = Inbox::start(&["--token", "s3cret"]);
    assert_eq!(inbox.post(JSON, &message("a").to_string()).status, 201);
    assert_eq!(inbox.get("/healthz").status, 200);
    let read = |path: &str, headers: &[(&str, &str)]| send(inbox.address, "GET", path, headers, b"");
    for headers in [&[][..], &[("Authorization", "Bearer wrong")], &[("Authorization", "Bearer ")], &[("Cookie", "leadwell_inbox=s3cret")]]
    {
        let export = read("/leads.ndjson", headers);
        assert_eq!((export.status, export.header("WWW-Authenticate")), (401, Some("Bearer")), "{headers:?}");
        reason(&export);
        let page = read("/", headers);
        assert!(page.status == 401 && page.body.contains("<form") && !page.body.contains("ada@corp.example"));
    }
    assert_eq!(read("/leads.ndjson", &[("Authorization", "Bearer s3cret")]).status, 200);
    assert_eq!(read("/?token=wrong", &[]).status, 401);

    let entry = read("/?lang=ko&token=s3cret", &[]);
    assert_eq!((entry.status, entry.header("Location")), (303, Some("/?lang=ko")));
    let cookie = entry.header("Set-Cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("s3cret"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a value");
    assert!(read("/", &[("Cookie", &format!("other=1; {cookie}"))]).body.contains("ada@corp.example"));
}

#[test]
fn beyond_loopback_a_token_is_made_up_when_none_is_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("inbox.db");
    let address = format!("0.0.0.0:{}", free_address().port());
    let program = crate::program::Program::start(&["inbox", "--db", db.to_str().expect("text"), "--addr", &address], 1);
    let (_, token) = program.printed[0].split_once("/?token=").expect("a token is printed");
    let local = format!("127.0.0.1:{}", address.rsplit_once(':').expect("a port").1).parse().expect("an address");
    assert_eq!(send(local, "GET", "/leads.ndjson", &[], b"").status, 401);
    assert_eq!(send(local, "GET", "/leads.ndjson", &[("Authorization", &format!("Bearer {token}"))], b"").status, 200);
    drop(program);

    let empty = run(&["inbox", "--db", db.to_str().expect("text"), "--addr", &address, "--token", ""]);
    assert_eq!(empty.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&empty.stderr).contains("token"));
}

#[test]
fn a_form_posted_without_scripts_becomes_a_whole_lead() {
    let inbox = Inbox::with_campaign();
    let body = "_campaign=acme&_form=demo&_locale=ko&_page=%2Fko%2F&_next=%2Fko%2Fthanks%2Fdemo%2F&email=+ada%40corp.example+&company_size=51-200\
                &name=&consent.contact=granted&consent.newsletter=granted&consent.unasked=granted&extra=%EA%B0%80";
    let headers = [("Content-Type", FORM), ("Origin", "https://acme.example")];
    let answer = send(inbox.address, "POST", "/leads", &headers, body.as_bytes());
    assert_eq!((answer.status, answer.header("Location")), (303, Some("https://acme.example/ko/thanks/demo/")));

    let stored = inbox.stored();
    let lead = &stored[0];
    assert_eq!(lead["fields"], json!({ "email": "ada@corp.example", "company_size": "51-200", "extra": "가" }));
    assert!(lead["campaign"]["version"].as_str().is_some_and(|version| version.starts_with("sha256-")), "{lead}");
    assert_eq!((&lead["form"], &lead["level"]), (&json!("demo"), &json!("none")));
    assert_eq!(lead["via"], json!({ "kind": "native", "id": "/ko/" }));
    assert_eq!(lead["page"]["url"], json!("https://acme.example/ko/"));
    assert_eq!((lead.get("score"), &lead["qualified"]), (None, &json!(false)));
    assert!(lead["id"].as_str().is_some_and(|id| id.len() == 36) && lead["id"] != lead["lead_id"]);
    let consent: Vec<_> =
        lead["consent"].as_array().expect("consent").iter().map(|record| (&record["purpose"], &record["state"])).collect();
    let expected =
        [("contact", "granted"), ("marketing", "denied"), ("newsletter", "pending")].map(|(purpose, state)| (json!(purpose), json!(state)));
    assert_eq!(consent, expected.iter().map(|(purpose, state)| (purpose, state)).collect::<Vec<_>>());
    assert_eq!(lead["consent"][0]["text"], json!("Acme가 이 요청에 관해 연락하는 데 동의합니다."));
    // printf 'Join the list.' | openssl dgst -sha256 -binary | base64
    assert_eq!(lead["consent"][2]["text_hash"], json!("sha256-SeqsN10S1DOOIDJlUmdIQgHP95ss4xkkWMeWwan+BpM="));

    // What the inbox writes, it would take.
    let mut again = lead.clone();
    again["id"] = json!("again");
    assert_eq!(inbox.post(JSON, &again.to_string()).status, 201);
}

#[test]
fn a_visitor_is_only_sent_on_to_an_allowed_origin() {
    let inbox = Inbox::with_campaign();
    let (site, evil) = ("https://acme.example", "https://evil.example");
    let thanks = Some("https://acme.example/thanks/");
    let cases = [
        ("%2Fthanks%2F", Some(site), None, thanks),
        ("%2Fthanks%2F", None, Some("https://acme.example/page/"), thanks),
        ("%2Fthanks%2F", Some("null"), Some("https://acme.example/page/"), thanks),
        ("https%3A%2F%2Facme.example%2Fthanks%2F", Some(evil), None, thanks),
        ("%2Fthanks%2F", Some(evil), None, None),
        ("%2Fthanks%2F", Some(evil), Some("https://acme.example/page/"), None),
        ("%2Fthanks%2F", None, None, None),
        ("", Some(site), None, None),
        ("%2F%2Fevil.example", Some(site), None, None),
        ("%2F%5Cevil.example", Some(site), None, None),
        ("%2F%09%2Fevil.example", Some(site), None, None),
        ("%2Fa%0D%0ASet-Cookie%3A+a%3Db", Some(site), None, None),
        ("javascript%3Aalert(1)", Some(site), None, None),
        ("https%3A%2F%2Facme.example%40evil.example", Some(site), None, None),
    ];
    for (index, (next, origin, referer, expected)) in cases.into_iter().enumerate() {
        let body = format!("_form=any&_locale=en&_next={next}&email=a%40b.c");
        let mut headers = vec![("Content-Type", FORM)];
        headers.extend(origin.map(|origin| ("Origin", origin)));
        headers.extend(referer.map(|referer| ("Referer", referer)));
        let answer = send(inbox.address, "POST", "/leads", &headers, body.as_bytes());
        assert_eq!(answer.header("Location"), expected, "{next} from {origin:?} {referer:?}");
        assert_eq!(answer.status, if expected.is_some() { 303 } else { 200 });
        assert_eq!(answer.header("Set-Cookie"), None);
        assert!(expected.is_some() || answer.body.contains("Thank you"));
        assert_eq!(inbox.stored().len(), index + 1, "the lead is kept wherever its visitor goes");
    }
}

#[test]
fn a_visitor_without_scripts_reads_what_is_missing() {
    let inbox = Inbox::with_campaign();
    let post =
        |body: &str| send(inbox.address, "POST", "/leads", &[("Content-Type", FORM), ("Origin", "https://acme.example")], body.as_bytes());
    let cases = [
        ("en", ["Something is still missing", "Work e-mail", "Acme may write to me"]),
        ("ko-KR", ["아직 입력하지 않은", "업무용 이메일", "연락하는 데 동의합니다"]),
    ];
    for (locale, words) in cases {
        let answer = post(&format!("_campaign=acme&_form=demo&_locale={locale}&_page=%2F&email=+&name=Ada"));
        assert_eq!((answer.status, answer.header("Content-Type")), (400, Some("text/html; charset=utf-8")));
        for word in words {
            assert!(answer.body.contains(word), "{word}: {}", answer.body);
        }
        assert!(answer.body.contains("href=\"https://acme.example/\"") && !answer.body.contains("Acme may send me news"));
    }
    for (body, expected) in [("_campaign=acme&email=a", "_form: "), ("_campaign=acme&_form=demmo", "it has demo"), ("", "_form: ")] {
        let answer = post(body);
        assert_eq!(answer.status, 400);
        assert!(reason(&answer).contains(expected), "{}", answer.body);
    }
    assert_eq!(inbox.stored().len(), 0);
}

#[test]
fn of_an_unknown_campaign_the_ticked_boxes_are_kept_without_words() {
    let inbox = Inbox::start(&[]);
    let answer = inbox.post(FORM, "_campaign=other&_form=f&_locale=ko&consent.ads=on&tool=a&tool=b");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("감사합니다"));
    let stored = inbox.stored();
    assert_eq!(stored[0]["fields"], json!({ "tool": ["a", "b"] }));
    let record = &stored[0]["consent"][0];
    assert_eq!((&record["purpose"], &record["state"], &record["text"]), (&json!("ads"), &json!("granted"), &Value::Null));
}

#[test]
fn a_start_that_fails_is_one_line_and_exit_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    std::fs::write(path("text.db"), "not a database, but long enough to have a header of a hundred bytes if only it were one, dear reader")
        .expect("written");
    let listener = std::net::TcpListener::bind(free_address()).expect("bound");
    let (taken, free) = (listener.local_addr().expect("bound").to_string(), free_address().to_string());
    let cases = [
        (vec![path("inbox.db"), "--addr".into(), taken], "in use"),
        (vec![path("none/inbox.db")], "none/inbox.db"),
        (vec![path("text.db")], "not a database"),
        (vec![path("inbox.db"), "--campaign".into(), path("none.json")], "none.json"),
        (vec![path("inbox.db"), "--allow-origin".into(), "acme.example".into()], "\"acme.example\" is no origin"),
    ];
    for (arguments, expected) in cases {
        let mut all = vec!["inbox", "--db"];
        all.extend(arguments.iter().map(String::as_str));
        if !all.contains(&"--addr") {
            all.extend(["--addr", free.as_str()]);
        }
        let output = run(&all);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), error.lines().count()), (Some(2), 1), "{error}");
        assert!(error.contains(expected), "{error}");
    }
}
