//! The page on which a person reads the leads.

use serde_json::json;

use crate::program::{Inbox, message, send};

const JSON: &str = "application/json";

#[test]
fn what_was_stored_is_shown_and_nothing_of_it_becomes_markup() {
    let inbox = Inbox::with_campaign();
    let attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    let mut sent = message("a");
    for pointer in [
        "/fields/name",
        "/form",
        "/level",
        "/consent/0/text",
        "/consent/0/locale",
        "/consent/0/state",
        "/score/grade",
        "/score/reasons",
        "/page/url",
    ] {
        *sent.pointer_mut(pointer).expect("a key") = json!(attack);
    }
    sent["fields"][attack] = json!("javascript:alert(1)");
    sent["score"]["explanation"][0]["rule"] = json!(attack);
    assert_eq!(inbox.post(JSON, &sent.to_string()).status, 201);
    assert_eq!(inbox.post(JSON, &message("b").to_string()).status, 201);

    let page = inbox.get("/").body;
    for shown in
        ["Ada Park", "ada@corp.example", "Acme may write to me.", "pricing_view +20", "+25", "B3", "SQL", "Work e-mail", "&lt;img src=x"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("<img src=x") && !page.contains("=\"javascript:"));
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    // An attribute is left only by its quote.
    assert!(!page.contains("<blockquote lang=\"</script>"));
}

#[test]
fn the_newest_lead_comes_first_and_the_policy_lets_nothing_else_run() {
    let inbox = Inbox::start(&[]);
    for id in ["first", "second"] {
        inbox.post(JSON, &message(id).to_string());
    }
    let answer = inbox.get("/");
    assert!(answer.body.find("lead-2").expect("second") < answer.body.find("lead-1").expect("first"));
    let policy = answer.header("Content-Security-Policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && policy.contains("trusted-types 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"));
    assert_eq!(answer.header("Cache-Control"), Some("no-store"));
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let inbox = Inbox::start(&[]);
    let tag = inbox.get("/").header("ETag").expect("a tag").to_owned();
    let ask = || send(inbox.address, "HEAD", "/", &[("If-None-Match", &tag)], b"");
    assert_eq!(ask().status, 304);
    inbox.post(JSON, &message("a").to_string());
    let changed = ask();
    assert_eq!((changed.status, changed.body.as_str()), (200, ""));
}

#[test]
fn the_reader_gets_the_page_in_their_language() {
    let inbox = Inbox::with_campaign();
    let ask = |path: &str, languages: &str| send(inbox.address, "GET", path, &[("Accept-Language", languages)], b"").body;
    assert!(ask("/", "ko-KR,ko;q=0.9,en;q=0.8").contains("첫 번째 리드를 기다리고 있습니다"));
    assert!(ask("/", "de").contains("Waiting for the first lead"));
    assert!(ask("/?lang=en", "ko").contains("https://acme.example/"));
    inbox.post(JSON, &message("a").to_string());
    assert!(ask("/?lang=ko", "en").contains("업무용 이메일"));
}
