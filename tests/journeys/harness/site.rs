//! A campaign published to a folder of its own, served on one origin, with an inbox on another.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::until;
use crate::program::{Inbox, Program, free_address, run};

/// The demo campaign with a form of one step, so that a journey is about what it is about; its own form is visited with all demos.
pub fn demo() -> Value {
    let source = fs::read_to_string(root().join("campaigns/demo_request/campaign.json")).expect("the demo campaign");
    let mut campaign: Value = serde_json::from_str(&source).expect("JSON");
    campaign["forms"]["demo"] = serde_json::from_str(include_str!("plain_form.json")).expect("a form");
    // They answer the form of the demo.
    let keys = campaign.as_object_mut().expect("a campaign");
    keys.remove("tests");
    // What shows when is a journey of its own.
    keys.remove("popups");
    keys.remove("popup_limits");
    campaign
}

/// A text of a campaign in one language.
pub fn text(text: &Value, locale: &str) -> String {
    text.as_str().or_else(|| text[locale].as_str()).expect("a text").to_owned()
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Stands in a campaign for the origin of its site's own inbox, which is known when it is published.
pub const OWN_INBOX: &str = "https://inbox.of-this-site.example";

pub struct Site {
    pub inbox: Inbox,
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    /// What was published.
    pub dir: PathBuf,
    _server: Program,
    _folder: TempDir,
}

impl Site {
    /// The demo campaign, whose leads go to the inbox.
    pub fn demo() -> Self {
        Self::of(&demo())
    }

    pub fn of(campaign: &Value) -> Self {
        Self::sending_to(campaign, None)
    }

    /// A campaign whose leads go to another receiver than the inbox.
    pub fn sending_to(campaign: &Value, receiver: Option<&str>) -> Self {
        Self::routed(campaign, |_| receiver.map(str::to_owned))
    }

    /// A campaign whose leads go where is said for each destination, and else to the inbox.
    pub fn routed(campaign: &Value, receiver: impl Fn(&str) -> Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("campaign.json");
        fs::write(&file, campaign.to_string()).expect("written");
        // What the demo names stands beside it.
        let pictures = root().join("campaigns/demo_request/pictures");
        assert!(Command::new("cp").arg("-r").args([&pictures, folder.path()]).status().expect("cp").success());
        Self::publish(&file, folder, &receiver)
    }

    /// A campaign file where it stands, with what lies beside it.
    pub fn of_file(file: &Path) -> Self {
        Self::publish(file, tempfile::tempdir().expect("a folder"), &|_| None)
    }

    fn publish(file: &Path, folder: TempDir, receiver: &dyn Fn(&str) -> Option<String>) -> Self {
        let built = root().join("dist");
        assert!(built.join("runtime.json").is_file(), "there is no built dist/: run scripts/dist.sh first");
        let dir = folder.path().join("dist");
        // With their times, by which the build sees that compressed neighbours are still good.
        let copied = Command::new("cp").arg("-a").args([&built, &dir]).status().expect("cp");
        assert!(copied.success(), "dist/ could not be copied");

        let mut inbox = Inbox::start(&[]);
        let address = free_address();
        let origin = format!("http://{address}");
        let inbox_origin = format!("http://{}", inbox.address);
        let text = fs::read_to_string(file).expect("a campaign");
        if text.contains(OWN_INBOX) {
            fs::write(file, text.replace(OWN_INBOX, &inbox_origin)).expect("written");
        }
        let url = |id: &str| receiver(id).unwrap_or_else(|| format!("{inbox_origin}/leads"));
        let (source, out) = (file.to_str().expect("text"), dir.to_str().expect("text"));
        let destinations = destinations_of(file).into_iter().flat_map(|id| ["--destination".to_owned(), format!("{id}={}", url(&id))]);
        let arguments: Vec<String> =
            ["build", source, "--out", out, "--site-url", &origin].into_iter().map(str::to_owned).chain(destinations).collect();
        let built = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(built.status.success(), "{}{}", String::from_utf8_lossy(&built.stdout), String::from_utf8_lossy(&built.stderr));

        let server = Program::start(&["serve", out, "--site-addr", &address.to_string()], 1);
        start_inbox(&mut inbox, &dir, &origin);
        Self { inbox, origin, dir, _server: server, _folder: folder }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The published campaign, with its version.
    pub fn published(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.dir.join("campaign.json")).expect("published")).expect("JSON")
    }

    /// Changes a published file as somebody who uploads another one.
    pub fn edit(&self, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.dir.join(file);
        let changed = change(fs::read_to_string(&path).expect("a file"));
        self.remove(file);
        fs::write(path, changed).expect("written");
    }

    /// The published file whose name begins and ends so, with its content.
    pub fn file(&self, start: &str, end: &str) -> (String, Vec<u8>) {
        let entries = fs::read_dir(&self.dir).expect("the site's folder").flatten();
        let mut names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let name = names.find(|name| name.starts_with(start) && name.ends_with(end)).expect("such a file");
        let content = fs::read(self.dir.join(&name)).expect("readable");
        (name, content)
    }

    /// Takes a published file away, with its compressed neighbours.
    pub fn remove(&self, file: &str) {
        fs::remove_file(self.dir.join(file)).expect("a file");
        for ending in ["br", "gz"] {
            let _ = fs::remove_file(self.dir.join(format!("{file}.{ending}")));
        }
    }

    pub fn stop_inbox(&mut self) {
        self.inbox.program = None;
    }

    pub fn start_inbox(&mut self) {
        start_inbox(&mut self.inbox, &self.dir, &self.origin);
    }

    /// Waits for a lead, which must be the only one.
    pub async fn lead(&self) -> Value {
        self.leads(1).await.remove(0)
    }

    /// Waits for so many leads; there must not be more.
    pub async fn leads(&self, count: usize) -> Vec<Value> {
        let leads = until(&format!("the inbox has {count} leads"), async || {
            let leads = self.inbox.stored();
            (leads.len() >= count).then_some(leads)
        })
        .await;
        assert_eq!(leads.len(), count, "{}", json!(leads));
        for lead in leads.iter().filter(|lead| lead.get("evidence").is_some()) {
            assert_eq!(lead["replay"], "match", "what the browser told follows from its evidence: {lead:#}");
        }
        leads
    }
}

/// The ids of every place that a campaign sends leads to.
fn destinations_of(file: &Path) -> Vec<String> {
    let campaign: Value = serde_json::from_str(&fs::read_to_string(file).expect("a campaign")).expect("JSON");
    let destinations = campaign["destinations"].as_array().cloned().unwrap_or_default();
    destinations.iter().filter_map(|destination| Some(destination["id"].as_str()?.to_owned())).collect()
}

fn start_inbox(inbox: &mut Inbox, dir: &Path, origin: &str) {
    let campaign = dir.join("campaign.json");
    inbox.start_again(&["--campaign", campaign.to_str().expect("text"), "--allow-origin", origin]);
}
