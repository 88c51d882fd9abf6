//! Campaigns over several files: what is put together, and what is refused, each told with the file it stands in.

use std::path::Path;

use leadwell::campaign::file::{self, Overrides, Read};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with a campaign whose `pages` are these, and other files beside it.
fn folder(pages: &Value, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let campaign = json!({
        "leadwell": 1, "id": "acme", "name": "Acme",
        "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en" },
        "pages": pages,
    });
    write(folder.path(), "campaign.json", &format!("{campaign:#}\n"));
    for (path, content) in files {
        write(folder.path(), path, content);
    }
    folder
}

fn write(folder: &Path, path: &str, content: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, content).expect("written");
}

fn read(folder: &TempDir) -> Read {
    file::read(&folder.path().join("campaign.json"), &Overrides::default()).expect("text")
}

/// As printed from within the folder.
fn lines(folder: &TempDir) -> Vec<String> {
    let prefix = format!("{}/", folder.path().display());
    read(folder).lines().iter().map(|line| line.replace(&prefix, "")).collect()
}

fn page(path: &str) -> String {
    json!({ "path": path, "title": "Acme", "description": "Acme.", "blocks": [{ "kind": "hero", "title": "Hello" }] }).to_string()
}

fn paths(read: &Read) -> Vec<&str> {
    read.campaign.as_ref().expect("a campaign").pages.iter().map(|page| page.path.as_str()).collect()
}

#[test]
fn pages_of_other_files_stand_where_their_path_stood_sorted_by_name() {
    let inline: Value = serde_json::from_str(&page("/last")).expect("a page");
    let more = format!("[{}, {}]", page("/b1"), page("/b2"));
    let folder = folder(
        &json!(["pages/*.json", inline, "./one.json"]),
        &[
            ("pages/c.json", &page("/c")),
            ("pages/b.json", &more),
            ("pages/a.json", &page("/a")),
            ("pages/deeper/d.json", "not for this pattern"),
            ("pages/.hidden.json", "nor this"),
            ("one.json", &page("/one")),
        ],
    );
    let read = read(&folder);
    assert!(read.lines().is_empty(), "{:#?}", read.lines());
    assert_eq!(paths(&read), ["/a", "/b1", "/b2", "/c", "/last", "/one"]);
    let published = read.published["pages"].as_array().expect("a list");
    assert!(published.len() == 6 && published.iter().all(Value::is_object), "what is published is whole");
}

#[test]
fn the_version_is_that_of_the_whole_wherever_its_pages_stand() {
    let inline: Value = serde_json::from_str(&page("/")).expect("a page");
    let (split, whole) = (folder(&json!(["a.json"]), &[("a.json", &page("/"))]), folder(&json!([inline]), &[]));
    assert_eq!(read(&split).published, read(&whole).published);
    write(split.path(), "a.json", &page("/other"));
    assert_ne!(read(&split).published["version"], read(&whole).published["version"]);
}

#[test]
fn problems_name_the_file_they_stand_in() {
    let broken = "{\n  \"path\": \"/b\", \"title\": \"B\",\n  \"descripton\": \"B.\",\n  \"blocks\": [{ \"kind\": \"hero\" }]\n}";
    let folder = folder(
        &json!(["pages/*.json", { "path": "/" }]),
        &[("pages/a.json", &page("/a")), ("pages/b.json", broken), ("pages/c.json", "[{},]"), ("pages/d.json", "5")],
    );
    assert_eq!(
        lines(&folder),
        [
            "campaign.json:14:5: error: pages[3]: the key \"title\" is missing",
            "campaign.json:14:5: error: pages[3]: the key \"description\" is missing",
            "campaign.json:14:5: error: pages[3]: the key \"blocks\" is missing",
            "pages/b.json:1:1: error: pages[1]: the key \"description\" is missing",
            "pages/b.json:3:3: error: pages[1].descripton: unknown key \"descripton\"; did you mean \"description\"?",
            "pages/b.json:4:14: error: pages[1].blocks[0]: the key \"title\" is missing",
            "pages/c.json:1:4: error: not valid JSON: trailing commas are not allowed",
            "pages/d.json:1:1: error: pages[2]: expected an object, found 5",
        ]
    );
}

#[test]
fn what_is_wrong_across_files_is_told_where_it_stands() {
    let form = json!([{ "path": "/a", "title": "A", "description": "A.", "blocks": [
        { "kind": "hero", "title": "A" }, { "kind": "form", "form": "demo" } ] }]);
    let folder = folder(&json!(["a.json", "b.json"]), &[("a.json", &form.to_string()), ("b.json", &page("/a/"))]);
    let lines = lines(&folder);
    assert!(
        lines.iter().any(|line| line.starts_with("a.json:1:") && line.contains("pages[0].blocks[1].form: no form named \"demo\"")),
        "{lines:#?}"
    );
    assert!(lines.iter().any(|line| line.starts_with("b.json:1:") && line.contains("pages[1].path: a second page")), "{lines:#?}");
}

#[test]
fn a_path_that_leads_nowhere_or_out_of_the_folder_is_refused() {
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "secret.json", &page("/secret"));
    let absolute = outside.path().join("secret.json").display().to_string();
    for (path, why) in [
        ("pages/*.json".to_owned(), "no file matches"),
        ("pages".to_owned(), "no file matches"),
        ("../campaign.json".to_owned(), "leads out of the campaign's folder"),
        ("pages/../../x.json".to_owned(), "leads out of the campaign's folder"),
        ("..\\\\x.json".to_owned(), "leads out of the campaign's folder"),
        (absolute, "leads out of the campaign's folder"),
        ("***.json".to_owned(), "is not a path"),
    ] {
        let folder = folder(&json!(["one.json", path]), &[("one.json", &page("/"))]);
        std::fs::create_dir(folder.path().join("pages")).expect("made");
        let lines = lines(&folder);
        assert!(
            lines.len() == 1 && lines[0].starts_with("campaign.json:14:5: error: pages[1]: ") && lines[0].contains(why),
            "{path}: {lines:#?}"
        );
        assert!(read(&folder).campaign.is_none());
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused_and_one_within_it_is_followed() {
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "secret.json", &page("/secret"));
    let folder = folder(&json!(["pages/*.json"]), &[("pages/a.json", &page("/a")), ("shared/b.json", &page("/b"))]);
    std::os::unix::fs::symlink("../shared/b.json", folder.path().join("pages/b.json")).expect("linked");
    assert_eq!(paths(&read(&folder)), ["/a", "/b"]);
    std::os::unix::fs::symlink(outside.path().join("secret.json"), folder.path().join("pages/c.json")).expect("linked");
    let lines = lines(&folder);
    assert!(lines.len() == 1 && lines[0].contains("leads out of the campaign's folder"), "{lines:#?}");
}

#[test]
fn what_cannot_be_read_is_told_where_it_was_named() {
    let folder = folder(&json!(["a.json"]), &[("a.json", "")]);
    std::fs::write(folder.path().join("a.json"), [0xff, 0xfe]).expect("written");
    let lines = lines(&folder);
    assert!(lines.len() == 1 && lines[0].starts_with("campaign.json:") && lines[0].contains("a.json cannot be read"), "{lines:#?}");
}
