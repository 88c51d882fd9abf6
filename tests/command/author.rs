//! What an author runs: a campaign to start from, and its check with the tests inside.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{run, run_in};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The kinds that `leadwell new` takes, which are the folders of `campaigns/`.
fn kinds() -> Vec<String> {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/campaigns")).expect("campaigns");
    let mut kinds: Vec<_> = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    kinds.sort();
    kinds
}

#[test]
fn every_kind_is_written_whole_and_passes_its_own_check() {
    assert!(!kinds().is_empty());
    for kind in kinds() {
        let folder = folder();
        let output = run_in(folder.path(), &["new", &kind]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("text");
        assert!(printed.starts_with("wrote campaign.json\n"), "{printed}");
        assert!(
            printed.contains("wrote campaign.schema.json\n")
                && printed.contains("\n  leadwell check campaign.json\n  LEADWELL_CAMPAIGN=campaign.json make serve")
        );
        for wrote in printed.lines().filter_map(|line| line.strip_prefix("wrote ")) {
            assert!(folder.path().join(wrote).is_file(), "{wrote}");
        }
        let campaign: Value = serde_json::from_str(&text(&folder.path().join("campaign.json"))).expect("JSON");
        assert_eq!(campaign["$schema"], "./campaign.schema.json", "{kind}");
        let check = run_in(folder.path(), &["check", "campaign.json", "--strict"]);
        let told = String::from_utf8_lossy(&check.stderr).into_owned();
        assert!(check.status.success() && told.trim_end().ends_with("passed"), "{kind}: {told}");
    }
}

#[test]
fn a_new_campaign_comes_into_any_folder_and_keeps_the_schema_that_is_there() {
    let folder = folder();
    std::fs::write(folder.path().join("campaign.schema.json"), "mine").expect("written");
    let output = run_in(folder.path(), &["new", &kinds()[0], "deeper/spring.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path().join("deeper/spring.json").is_file() && folder.path().join("deeper/campaign.schema.json").is_file());
    let output = run_in(folder.path(), &["new", &kinds()[0], "here.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(text(&folder.path().join("campaign.schema.json")), "mine");
}

#[test]
fn nothing_that_exists_is_written_over_and_nothing_else_is_written_then() {
    let folder = folder();
    let file = folder.path().join("campaign.json");
    std::fs::write(&file, "mine").expect("written");
    let output = run(&["new", &kinds()[0], file.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("exists already; nothing was written"), "{told}");
    assert_eq!((text(&file).as_str(), std::fs::read_dir(folder.path()).unwrap().count()), ("mine", 1));
}

#[test]
fn a_campaign_that_cannot_be_written_or_is_not_known_exits_with_2() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "").expect("written");
    let inside_a_file = folder.path().join("file/campaign.json");
    for arguments in [["new", &kinds()[0], inside_a_file.to_str().unwrap()], ["new", "novel", "novel.json"]] {
        let output = run_in(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
    let refused = run(&["new", "novel"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(kinds().iter().all(|kind| told.contains(kind)), "{told}");
}

/// A campaign with these tests, on known lines: `tests` on line 13.
fn with_tests(tests: &[&str]) -> (TempDir, String) {
    let campaign = [
        r"{",
        r#"  "leadwell": 1, "id": "acme", "name": "Acme","#,
        r#"  "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en","#,
        r#"    "controller": { "name": "Acme Ltd", "email": "privacy@acme.example", "privacy_url": "https://acme.example/privacy" } },"#,
        r#"  "destinations": [{ "id": "everyone", "connector": "webhook", "url": "https://hooks.example/leads" }],"#,
        r#"  "scoring": {"#,
        r#"    "dimensions": { "engagement": { "rules": [{ "id": "visit", "on": "page_view", "points": 4 }] } },"#,
        r#"    "qualification": [{ "level": "sql", "when": { "score.engagement": { "$gte": 8 } } }] },"#,
        r#"  "forms": { "demo": { "submit": "Send", "steps": [{ "fields": [{ "name": "email", "kind": "email", "label": "E-mail" }] }] } },"#,
        r#"  "pages": [{ "path": "/", "title": "Acme", "description": "Acme.", "blocks": ["#,
        r##"    { "kind": "hero", "id": "top", "title": "Hello", "cta": { "label": "Go", "to": "#demo" } },"##,
        r#"    { "kind": "form", "id": "demo", "form": "demo" }] }],"#,
        r#"  "tests": ["#,
        &tests.join(",\n"),
        r"  ]",
        r"}",
    ]
    .join("\n");
    let folder = folder();
    let file = folder.path().join("campaign.json");
    std::fs::write(&file, campaign).expect("written");
    let path = file.to_str().unwrap().to_owned();
    (folder, path)
}

const TWICE: &str = r#"{ "name": "two views", "given": [{ "consent": { "personalization": true } }, { "page_view": "/" }, { "page_view": "/" }], "expect": { "level": "sql" } }"#;
const ONCE: &str = "{ \"name\": \"one view\", \"given\": [{ \"page_view\": \"/\" }],\n  \"expect\": { \"score\": { \"engagement\": 8 }, \"level\": \"sql\" } }";

#[test]
fn tests_that_pass_are_counted_at_the_end() {
    let (_folder, file) = with_tests(&[TWICE]);
    let output = run(&["check", &file]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.ends_with("0 errors, 0 warnings\n1 test passed\n"), "{told}");
}

#[test]
fn a_test_that_fails_is_an_error_at_its_expectation_with_the_reasons_below() {
    let (_folder, file) = with_tests(&[TWICE, ONCE]);
    let output = run(&["check", &file]);
    let told = String::from_utf8_lossy(&output.stderr).replace(&file, "campaign.json");
    assert_eq!(output.status.code(), Some(1), "{told}");
    let expected = "\
campaign.json:16:40: error: tests[1].expect.score.engagement: expected 8, found 4
campaign.json:16:54: error: tests[1].expect.level: expected \"sql\", found \"none\"
    in the test \"one view\"
    engagement 4: visit +4
    total 4, grade none, stage none, level none, not qualified
    tags: none; segments: none
    nothing was submitted
campaign.json: 2 errors, 0 warnings
1 test passed, 1 failed
";
    assert_eq!(told, expected);
}

#[test]
fn programs_read_the_same_as_json() {
    let (_folder, file) = with_tests(&[TWICE, ONCE]);
    let output = run(&["check", &file, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["tests"], json!({ "passed": 1, "failed": 1 }));
    let finding = &told["findings"][1];
    assert_eq!((&finding["path"], &finding["line"], &finding["column"]), (&json!("tests[1].expect.level"), &json!(16), &json!(54)));
    assert_eq!((&finding["file"], &finding["explanation"][1]), (&json!(file), &json!("engagement 4: visit +4")));
}

#[test]
fn slips_of_the_pen_in_tests_are_told_before_any_is_run() {
    let slips = r#"{ "name": "slips", "given": [{ "pageview": "/" }, { "submit": "demo", "fileds": {} , "consent": {} }, { "wait": "1 s", "dwell": 3 }, {}, "page_view", { "device": "phone" }, { "scroll": 101 }], "expect": { "levl": "sql" } }"#;
    let (_folder, file) = with_tests(&[slips]);
    let output = run(&["check", &file]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    let steps = "visitor, at, locale, region, device, query, referrer, page_view, visits, score, scroll, dwell, idle, wait, click, track, identify, exit_intent, submit, consent, open, dismiss";
    for line in [
        "tests[0].given[0].pageview: unknown key \"pageview\"; did you mean \"page_view\"?".to_owned(),
        "tests[0].given[1].fileds: unknown key \"fileds\"; did you mean \"fields\"?".to_owned(),
        format!("tests[0].given[2]: expected exactly one of {steps}"),
        format!("tests[0].given[3]: expected exactly one of {steps}"),
        "tests[0].given[4]: expected an object, found \"page_view\"".to_owned(),
        "tests[0].given[5].device: expected one of mobile, tablet, desktop, found \"phone\"".to_owned(),
        "tests[0].given[6].scroll: expected 0 to 100, found 101".to_owned(),
        "tests[0].expect.levl: unknown key \"levl\"; did you mean \"level\"?".to_owned(),
    ] {
        assert!(told.contains(&line), "{line}\nin\n{told}");
    }
    assert!(told.ends_with("8 errors, 0 warnings\n"), "{told}");
}

#[test]
fn pages_in_files_of_their_own_are_found_from_within_the_folder_and_from_without() {
    let folder = folder();
    let campaign = json!({
        "leadwell": 1, "id": "acme", "name": "Acme", "pages": ["pages/*.json"],
        "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en" },
    });
    std::fs::write(folder.path().join("campaign.json"), campaign.to_string()).unwrap();
    std::fs::create_dir(folder.path().join("pages")).unwrap();
    std::fs::write(folder.path().join("pages/a.json"), r#"{ "path": "/", "title": "Acme", "description": "Acme.", "blocks": [] }"#)
        .unwrap();
    let whole = folder.path().join("campaign.json");
    for (file, page) in [("campaign.json", "pages/a.json".into()), (whole.to_str().unwrap(), folder.path().join("pages/a.json"))] {
        let output = run_in(folder.path(), &["check", file]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1));
        assert!(told.contains(&format!("{}:1:67: error: pages[0].blocks: a page has one hero", page.display())), "{told}");
    }
}

#[test]
fn a_preset_is_printed_as_what_it_expands_to_in_the_authors_order() {
    let (_folder, file) = with_tests(&[TWICE]);
    let own = text(Path::new(&file)).replace(r#"  "scoring": {"#, r#"  "scoring": { "funnel": "three_steps","#);
    std::fs::write(&file, own).expect("written");
    let output = run(&["check", &file, "--expand"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && told.ends_with("1 test passed\n"), "{told}");
    let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let keys: Vec<&String> = printed.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["leadwell", "id", "name", "site", "destinations", "scoring", "forms", "pages", "tests"]);
    let keys: Vec<&String> = printed["scoring"].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["dimensions", "qualification", "stages"], "what the preset brings stands last, its name nowhere");
    std::fs::write(&file, &output.stdout).expect("written");
    let again = run(&["check", &file, "--expand", "--strict"]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(again.stdout, output.stdout, "there is nothing left to expand");
}

#[test]
fn a_file_with_errors_is_not_expanded() {
    let (_folder, file) = with_tests(&[]);
    let own = text(Path::new(&file)).replace(r#"  "scoring": {"#, r#"  "scoring": { "preset": "b2c","#);
    std::fs::write(&file, own).expect("written");
    let output = run(&["check", &file, "--expand"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), b"".as_slice()));
}
