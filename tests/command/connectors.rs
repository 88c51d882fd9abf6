//! `leadwell connectors`, and `leadwell send-test` against the inbox and against receivers that say no, or nothing.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Output;
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Inbox, free_address, run};

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The campaign with one destination, in a file of its own.
fn campaign(destination: &Value) -> (TempDir, PathBuf) {
    let mut campaign: Value = serde_json::from_str(include_str!("campaign.json")).expect("JSON");
    let everyone = json!({ "id": "everyone", "connector": "webhook", "url": "https://hooks.example/all" });
    campaign["destinations"] = json!([everyone, destination]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("campaign.json");
    fs::write(&file, campaign.to_string()).expect("written");
    (folder, file)
}

fn send_test(destination: &Value, more: &[&str]) -> Output {
    let (_folder, file) = campaign(destination);
    let file = file.to_str().expect("text");
    run(&[&["send-test", "--campaign", file, "--destination", destination["id"].as_str().expect("an id")], more].concat())
}

/// Answers every request with this, and gives its address.
fn answering(answer: &'static str) -> String {
    let address = free_address();
    let listener = TcpListener::bind(address).expect("a free port");
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = vec![0; 65536];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    format!("http://{address}/")
}

#[test]
fn connectors_are_listed_with_what_confirms_them_and_how_sure_we_are() {
    let listed = run(&["connectors"]);
    assert_eq!(listed.status.code(), Some(0));
    let lines = text(&listed);
    for name in [
        "webhook",
        "n8n",
        "node_red",
        "zapier",
        "make",
        "hubspot",
        "activecampaign",
        "salesforce",
        "pardot",
        "marketo",
        "mautic",
        "mailchimp",
        "klaviyo",
        "brevo",
        "kit",
        "customerio",
        "zoho",
        "odoo",
        "google_apps_script",
        "formspree",
        "basin",
        "getform",
        "netlify",
        "kinto",
    ] {
        assert!(lines.lines().any(|line| line.split_whitespace().next() == Some(name)), "{name}\n{lines}");
    }
    assert!(lines.contains("pipedrive") && lines.contains("slack"), "{lines}");
    let one = text(&run(&["connectors", "salesforce"]));
    assert!(one.contains("the organisation's ID") && one.contains("unconfirmed"), "{one}");
    let as_data: Value = serde_json::from_slice(&run(&["connectors", "hubspot", "--format", "json"]).stdout).expect("JSON");
    assert_eq!((&as_data["name"], &as_data["sure"], &as_data["confirmed_by"]), (&json!("hubspot"), &json!("B"), &json!("2xx")));
    let unknown = run(&["connectors", "hubspto"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown).contains("did you mean \"hubspot\"?"), "{}", text(&unknown));
}

#[test]
fn a_marked_sample_lead_reaches_the_inbox() {
    let inbox = Inbox::start(&[]);
    let url = format!("http://{}/leads", inbox.address);
    let sent = send_test(&json!({ "id": "crm", "connector": "webhook", "url": url }), &[]);
    assert_eq!(sent.status.code(), Some(0), "{}", text(&sent));
    assert!(text(&sent).contains("HTTP 201") && text(&sent).contains("accepted"), "{}", text(&sent));
    let stored = inbox.stored();
    assert_eq!(stored.len(), 1);
    let lead = &stored[0];
    assert_eq!((&lead["test"], &lead["type"], &lead["form"]), (&json!(true), &json!("lead.captured"), &json!("demo")));
    assert_eq!(lead["fields"]["email"], "sample@corp.example");
}

#[test]
fn a_receiver_that_says_no_or_nothing_is_told_by_the_exit() {
    let refusing = answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"error\":\"x\"}");
    let refused = send_test(&json!({ "id": "crm", "connector": "webhook", "url": refusing }), &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    assert!(text(&refused).contains("HTTP 400") && text(&refused).contains("not accepted"), "{}", text(&refused));
    // Its own word for a yes is missing.
    let empty = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    let params = json!({ "host": "https://mautic.example", "form_id": "3", "form_name": "lead" });
    let mautic = send_test(&json!({ "id": "crm", "connector": "mautic", "params": params }), &["--url", &empty]);
    assert_eq!(mautic.status.code(), Some(1), "{}", text(&mautic));
    // Nor may a page read it.
    assert!(text(&mautic).contains("in a browser: "), "{}", text(&mautic));
    let nobody = send_test(&json!({ "id": "crm", "connector": "webhook", "url": format!("http://{}/", free_address()) }), &[]);
    assert_eq!(nobody.status.code(), Some(2), "{}", text(&nobody));
    let unknown = run(&["send-test", "--campaign", "tests/command/campaign.json", "--destination", "crn"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn what_would_be_sent_is_printed_without_sending_it() {
    let printed = send_test(
        &json!({ "id": "force", "connector": "salesforce", "params": { "oid": "00D000000000001" },
        "fields": { "last_name": "{{field.email}}", "company": "unknown" } }),
        &["--dry-run"],
    );
    assert_eq!(printed.status.code(), Some(0), "{}", text(&printed));
    let lines = text(&printed);
    assert!(lines.contains("POST https://webto.salesforce.com/servlet/servlet.WebToLead?encoding=UTF-8"), "{lines}");
    assert!(
        lines.contains("oid=00D000000000001&retURL=https%3A%2F%2Facme.example%2Fack.html&last_name=sample%40corp.example&company=unknown"),
        "{lines}"
    );
}
