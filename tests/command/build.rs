//! A site built from what trunk and its hook leave, and built again where nothing of that is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::program::{CAMPAIGN, run};

/// The least that a build completes.
const MADE_BY_TRUNK: [(&str, &str); 4] = [
    ("embed.js", "export{a as default}"),
    ("embed.classic.js", "var glue=(()=>({carried:1}))();\n"),
    ("embed_bg.wasm", "wasm"),
    ("app.html", "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"></head></html>"),
];

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::write(desk.folder.path().join("campaign.json"), CAMPAIGN).expect("written");
        fs::create_dir(desk.dist()).expect("made");
        for (name, text) in MADE_BY_TRUNK {
            fs::write(desk.dist().join(name), text).expect("written");
        }
        desk
    }

    fn dist(&self) -> PathBuf {
        self.folder.path().join("dist")
    }

    fn build(&self) -> Output {
        let campaign = self.folder.path().join("campaign.json");
        run(&["build", text(&campaign), "--out", text(&self.dist())])
    }

    /// The scripts and programs at the root, with what they hold.
    fn scripts(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.dist()).expect("a folder").map(|entry| entry.expect("an entry").path());
        let scripts = entries.filter(|path| path.extension().is_some_and(|ending| ending == "js" || ending == "wasm"));
        let mut scripts: Vec<(String, String)> = scripts
            .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(&path).expect("text")))
            .collect();
        scripts.sort();
        scripts
    }

    fn pinned(&self) -> (String, String) {
        let mut pinned = self.scripts().into_iter().filter(|(name, _)| name.starts_with("leadwell.") && name != "leadwell.js");
        let found = pinned.next().expect("a pinned loader");
        assert_eq!(pinned.next(), None);
        found
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn a_site_built_again_has_the_same_loaders_and_carries_the_same_glue() {
    let desk = Desk::new();
    assert!(desk.build().status.success());
    let (_, pinned) = desk.pinned();
    assert!(pinned.contains("Promise.resolve(function(){var glue=(()=>({carried:1}))();return glue}()"), "{pinned}");
    let first = desk.scripts();
    for (name, _) in MADE_BY_TRUNK.iter().filter(|(name, _)| *name != "app.html") {
        assert!(!desk.dist().join(name).exists(), "{name} is no file of a site");
    }
    assert!(desk.build().status.success());
    assert_eq!(desk.scripts(), first);
}

#[test]
fn another_theme_or_another_kind_of_field_leaves_the_pinned_loader_as_it_is() {
    let desk = Desk::new();
    assert!(desk.build().status.success());
    let first = desk.pinned();
    let mut campaign: serde_json::Value = serde_json::from_str(CAMPAIGN).expect("JSON");
    campaign["theme"]["surface"] = "warm".into();
    campaign["theme"]["font"] = "serif".into();
    let field = serde_json::json!({ "name": "liking", "kind": "nps", "label": "How likely?" });
    let forms = campaign["forms"].as_object_mut().expect("forms");
    forms.values_mut().next().expect("a form")["steps"][0]["fields"].as_array_mut().expect("fields").push(field);
    fs::write(desk.folder.path().join("campaign.json"), campaign.to_string()).expect("written");
    let built = desk.build();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    assert_eq!(desk.pinned(), first);
}

#[test]
fn both_loaders_name_every_aid_that_is_published() {
    let desk = Desk::new();
    assert!(desk.build().status.success());
    let scripts = desk.scripts();
    let aids: Vec<&String> = scripts.iter().map(|(name, _)| name).filter(|name| name.starts_with("aid-")).collect();
    assert!(!aids.is_empty());
    for (loader, text) in scripts.iter().filter(|(name, _)| name.starts_with("leadwell.")) {
        assert!(aids.iter().all(|aid| text.contains(aid.as_str())), "{loader} names other aids than {aids:?}");
    }
}

#[test]
fn popups_are_published_by_language_with_their_rules_and_nothing_that_is_over() {
    let desk = Desk::new();
    let mut campaign: serde_json::Value = serde_json::from_str(CAMPAIGN).expect("JSON");
    campaign["popups"] = serde_json::json!([
        { "id": "offer", "kind": "modal", "title": "An offer", "coupon": { "code": "SPRING10" }, "countdown": { "evergreen": "2 days" } },
        { "id": "aside", "kind": "inline", "title": "Here", "slot": "aside" },
        { "id": "over", "kind": "bar", "title": "Over", "schedule": { "until": "2020-01-01T00:00:00Z" } },
        { "id": "hint", "kind": "teaser", "title": "Was there", "opens": "over" },
        { "id": "known", "kind": "privacy" },
        { "id": "draft", "kind": "modal", "title": "Not yet", "status": "draft" },
    ]);
    let file = desk.folder.path().join("campaign.json");
    fs::write(&file, campaign.to_string()).expect("written");
    let built = desk.build();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let read =
        |name: &str| -> serde_json::Value { serde_json::from_str(&fs::read_to_string(desk.dist().join(name)).expect(name)).expect("JSON") };
    let names = fs::read_dir(desk.dist().join("popups")).expect("a folder").flatten();
    let mut names: Vec<String> =
        names.filter_map(|file| file.file_name().into_string().ok()).filter(|name| name.ends_with(".json")).collect();
    names.sort();
    assert_eq!(names, ["aside.en.json", "aside.ko.json", "known.en.json", "known.ko.json", "offer.en.json", "offer.ko.json"]);
    let offer = read("popups/offer.en.json");
    assert_eq!((&offer["nodes"][0][0], &offer["nodes"][0][1]["data-lw-aids"]), (&"dialog".into(), &"countdown".into()));
    let styles = offer["styles"].as_str().expect("styles");
    assert!(
        styles.contains(".lw-modal") && styles.contains(".lw-coupon") && !styles.contains(".lw-offers") && styles.contains("--lw-accent")
    );
    let rules = read("runtime.json")["starts"]["popups"]["popups"].clone();
    let ids: Vec<&str> = rules.as_array().expect("rules").iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids, ["offer", "aside", "known"]);
    let scripts = desk.scripts();
    for aid in ["popups", "popup", "slot", "countdown", "privacy"] {
        assert!(scripts.iter().any(|(name, _)| name.starts_with(&format!("aid-{aid}-"))), "{aid}");
    }
    assert!(!scripts.iter().any(|(name, _)| name.starts_with("aid-consent-") || name.starts_with("aid-attention-")));

    // What a campaign comes to show does not change the file that host pages have pinned.
    let pinned = desk.pinned();
    fs::write(&file, CAMPAIGN).expect("written");
    assert!(desk.build().status.success());
    assert_eq!(desk.pinned(), pinned);
    assert!(!desk.dist().join("popups").join("offer.en.json").exists());
}

#[test]
fn both_loaders_name_the_lists_of_sites_which_stand_beside_them() {
    let desk = Desk::new();
    assert!(desk.build().status.success());
    let names: Vec<String> =
        fs::read_dir(desk.dist()).expect("a folder").flatten().filter_map(|file| file.file_name().into_string().ok()).collect();
    let lists = names.iter().find(|name| name.starts_with("aid-sources-") && name.ends_with(".txt")).expect("the lists");
    assert_eq!(fs::read_to_string(desk.dist().join(lists)).expect("a text"), include_str!("../../data/sources.txt"));
    assert!(names.contains(&format!("{lists}.br")), "compressed like other texts");
    let scripts = desk.scripts();
    let loaders: Vec<_> = scripts.iter().filter(|(name, _)| name.starts_with("leadwell.")).collect();
    assert!(loaders.len() == 2 && loaders.iter().all(|(_, text)| text.contains(lists.as_str())), "{lists}");
}

#[test]
fn hosts_are_told_what_to_keep_for_good_and_which_pages_nobody_else_may_frame() {
    let desk = Desk::new();
    assert!(desk.build().status.success());
    let headers = fs::read_to_string(desk.dist().join("_headers")).expect("a text");
    let rule_of = |path: &str| {
        let (_, rest) = headers.split_once(&format!("{path}\n")).unwrap_or_else(|| panic!("no rule for {path}: {headers}"));
        rest.lines().take_while(|line| line.starts_with(' ')).map(str::trim).collect::<Vec<_>>()
    };
    let forever = ["Cache-Control: public, max-age=31536000, immutable"];
    for path in ["/aid-*", "/embed-*", "/site-*", &format!("/{}", desk.pinned().0)] {
        assert_eq!(rule_of(path), forever, "{path}");
    }
    assert_eq!(rule_of("/leadwell.js"), ["Cache-Control: public, max-age=300"]);
    for path in ["/404.html", "/app.html", "/ko/*", "/thanks/*"] {
        assert_eq!(rule_of(path), ["Content-Security-Policy: frame-ancestors 'self'"], "{path}");
    }
    assert!(rule_of("/*").contains(&"Access-Control-Allow-Origin: *"));
    assert!(!headers.contains("ack.html"), "receivers send frames on foreign sites back to it: {headers}");
    let rules = headers.lines().filter(|line| line.starts_with('/'));
    assert!(rules.clone().all(|rule| rule.matches('*').count() <= 1 && !rule.trim_end_matches('*').contains('*')), "a star ends its rule");
    assert!(rules.count() <= 100);
}

#[test]
fn a_pinned_loader_of_another_program_is_not_taken_for_this_one() {
    let desk = Desk::new();
    assert!(desk.build().status.success());
    let first = desk.pinned();
    fs::write(desk.dist().join("leadwell.0.0.0-older.js"), "\"embed-0000.wasm\" /*GLUE*/older/*END*/").expect("written");
    assert!(desk.build().status.success());
    assert!(desk.scripts().contains(&first));

    fs::remove_file(desk.dist().join(first.0)).expect("removed");
    let output = desk.build();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("run `make dist`"));
}
