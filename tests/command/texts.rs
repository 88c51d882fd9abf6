//! A campaign's texts: out to a CSV and back, and the interface's words as a build publishes them.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{CAMPAIGN, run};

/// A folder with the demo campaign in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::write(desk.path("campaign.json"), CAMPAIGN).expect("written");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// `leadwell` with the names of files in this folder.
    fn run(&self, arguments: &[&str]) -> Output {
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| if argument.contains('.') { self.path(argument).display().to_string() } else { (*argument).to_owned() })
            .collect();
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder");
        let mut names: Vec<String> = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Exports, lets a translator at the CSV, and hands it back.
    fn translated(&self, change: impl Fn(&str) -> String, more: &[&str]) -> Output {
        assert!(self.run(&["texts", "export", "campaign.json", "--out", "texts.csv"]).status.success());
        fs::write(self.path("texts.csv"), change(&self.read("texts.csv"))).expect("written");
        self.run(&[&["texts", "import", "campaign.json", "texts.csv"], more].concat())
    }
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output, desk: &Desk) -> String {
    String::from_utf8_lossy(&output.stderr).replace(&format!("{}/", desk.folder.path().display()), "")
}

#[test]
fn texts_go_out_and_come_back_translated() {
    let desk = Desk::new();
    let output = desk.run(&["texts", "export", "campaign.json"]);
    assert!(printed(&output).starts_with("key,en,ko\nname,Acme,\n"), "{}", printed(&output));

    let output = desk.translated(|csv| csv.replace("\nname,Acme,\n", "\nname,Acme,에이크미\n"), &[]);
    assert!(output.status.success(), "{}", complained(&output, &desk));
    assert!(printed(&output).starts_with("1 text changed, "), "{}", printed(&output));
    let expected = CAMPAIGN.replacen("\"name\": \"Acme\"", "\"name\": {\n    \"en\": \"Acme\",\n    \"ko\": \"에이크미\"\n  }", 1);
    assert_eq!(desk.read("campaign.json"), expected);
    assert_eq!(desk.files(), ["campaign.json", "texts.csv"]);
    assert!(desk.run(&["check", "campaign.json"]).status.success());
}

#[test]
fn an_import_can_be_looked_at_before_it_is_made() {
    let desk = Desk::new();
    let output = desk.translated(|csv| csv.replace("\nname,Acme,\n", "\nname,Acme 2,에이크미\n"), &["--check"]);
    let lines = printed(&output);
    assert!(output.status.success(), "{}", complained(&output, &desk));
    assert!(lines.starts_with("name en: \"Acme\" -> \"Acme 2\"\nname ko: nothing -> \"에이크미\"\n2 texts would change, "), "{lines}");
    assert_eq!(desk.read("campaign.json"), CAMPAIGN);
}

#[test]
fn a_table_that_does_not_fit_leaves_the_file_as_it_is() {
    let desk = Desk::new();
    let output = desk.translated(|csv| csv.replace("\nname,Acme,\n", "\nnaem,Acme,에이크미\n"), &[]);
    assert_eq!(output.status.code(), Some(1));
    let lines = complained(&output, &desk);
    assert!(lines.starts_with("texts.csv: error: row 2: the file has no text at \"naem\""), "{lines}");
    assert_eq!(desk.read("campaign.json"), CAMPAIGN);

    fs::write(desk.path("campaign.json"), CAMPAIGN.replacen("\"id\"", "\"idd\"", 1)).expect("written");
    let output = desk.run(&["texts", "export", "campaign.json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = complained(&output, &desk);
    assert!(lines.contains("campaign.json:3:3: error: idd: unknown key \"idd\"; did you mean \"id\"?\n"), "{lines}");

    fs::write(desk.path("campaign.json"), CAMPAIGN).expect("written");
    assert_eq!(desk.run(&["texts", "import", "campaign.json", "missing.csv"]).status.code(), Some(2));
    assert_eq!(desk.run(&["texts", "export", "missing.json"]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_and_the_link_to_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    fs::rename(desk.path("campaign.json"), desk.path("real.json")).expect("moved");
    fs::set_permissions(desk.path("real.json"), fs::Permissions::from_mode(0o640)).expect("set");
    symlink(desk.path("real.json"), desk.path("campaign.json")).expect("linked");
    assert!(desk.translated(|csv| csv.replace("name,Acme,", "name,Acme 2,"), &[]).status.success());
    assert!(desk.read("real.json").contains("Acme 2") && desk.path("campaign.json").is_symlink());
    assert_eq!(fs::metadata(desk.path("real.json")).expect("a file").permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_build_publishes_the_campaigns_own_words_in_the_languages_they_are_for() {
    let desk = Desk::new();
    let mut campaign: Value = serde_json::from_str(CAMPAIGN).expect("JSON");
    campaign["site"]["locales"] = json!(["en", "ko", "ar", "en-GB"]);
    campaign["texts"] =
        json!({ "optional": { "en": "if you like" }, "sending": { "ko": "보냅니다…" }, "skip_to_content": { "ar": "تخطَّ" } });
    campaign["pages"] = json!([{ "path": "/", "title": "Acme", "description": "At work.", "blocks": [
        { "kind": "hero", "title": "Plan less" }, { "kind": "form", "id": "demo", "form": "demo" },
    ] }]);
    fs::write(desk.path("campaign.json"), campaign.to_string()).expect("written");
    // Of what trunk makes, the least that a build completes.
    let dist = desk.path("dist.out");
    fs::create_dir(&dist).expect("made");
    for (name, text) in [
        ("embed-0.js", "export{a as default}"),
        ("embed-0.wasm", "wasm"),
        ("leadwell.0.js", "\"embed-0.wasm\" /*GLUE*/glue/*END*/"),
        ("app.html", "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"></head></html>"),
    ] {
        fs::write(dist.join(name), text).expect("written");
    }
    let output = desk.run(&["build", "campaign.json", "--out", "dist.out"]);
    assert!(output.status.success(), "{}", complained(&output, &desk));
    let file = |name: &str| fs::read_to_string(dist.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let json = |name: &str| -> Value { serde_json::from_str(&file(name)).expect("JSON") };

    // Pages come with their words drawn: a page of another's, or one with forms alone, fetches none.
    assert_eq!(json("texts/en.json")["optional"], "if you like");
    assert_eq!(json("texts/ko.json")["sending"], "보냅니다…");
    assert_eq!(json("texts/ko.json")["close"], "닫기");
    assert_eq!(json("runtime.json").get("words"), None);
    assert!(!dist.join("texts/de.json").exists());

    assert!(file("index.html").contains("if you like") && file("en-GB/index.html").contains("if you like"));
    assert!(file("ko/index.html").contains("<html lang=\"ko\" dir=\"ltr\""));
    let arabic = file("ar/index.html");
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\"") && arabic.contains("تخطَّ") && arabic.contains("اختياري"));
    assert_eq!(json("forms/demo.ar.json")["language"], json!([["lang", "ar"], ["dir", "rtl"]]));
    assert!(file("forms/demo.en.json").contains("if you like"));
}
