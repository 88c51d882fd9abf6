//! The real thing instead of a stand-in: n8n, Node-RED and Kinto on loopback, a real browser, and what each of them then has.
//!
//! They take a gigabyte and some minutes to install, so that `make test` leaves them to `make receivers` (`scripts/receivers.sh`).

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::connectors::{NOTE_STATES, becomes, with};
use crate::harness::{Browser, Server, Site, root, until};
use crate::program::free_address;

/// A receiver that runs until it is dropped, with the folder it works in.
struct Real {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Real {
    /// `make` puts its files into a folder and says what starts it at this address.
    fn start(make: impl FnOnce(&Path, SocketAddr) -> Command, ready: &str) -> Self {
        let (folder, address) = (tempfile::tempdir().expect("a folder"), free_address());
        let log = std::fs::File::create(folder.path().join("log")).expect("a log");
        let mut command = make(folder.path(), address);
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}; `make receivers` installs it"));
        let real = Self { child, address, folder };
        let deadline = Instant::now() + Duration::from_mins(2);
        while ureq::get(real.url(ready)).call().is_err() {
            assert!(Instant::now() < deadline, "it does not answer; its log: {}", real.log());
            std::thread::sleep(Duration::from_millis(200));
        }
        real
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_else(|error| error.to_string())
    }

    fn get(&self, path: &str) -> Value {
        ureq::get(self.url(path))
            .call()
            .and_then(|mut answer| answer.body_mut().read_json())
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn installed(path: &str) -> PathBuf {
    root().join(".tools/receivers").join(path)
}

fn node(program: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(installed(program));
    command
}

/// The lead that the inbox has, and what the receiver has of it; `complaints` are those of the browser that are to be expected.
async fn after_a_lead(connector: &str, url: &str, stored: impl AsyncFn() -> Vec<Value>, complaints: &[&str]) -> (Value, Vec<Value>) {
    let site =
        Site::routed(&with(&[json!({ "id": "crm", "connector": connector, "url": url })]), |id| (id == "crm").then(|| url.to_owned()));
    let browser = Browser::start().await;
    browser.before_every_page(NOTE_STATES).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    becomes(&browser, "crm", "confirmed").await;
    let lead = site.lead().await;
    until("the receiver has it", async || (!stored().await.is_empty()).then_some(())).await;
    browser.assert_no_complaints(complaints).await;
    (lead, stored().await)
}

fn is_the_lead(lead: &Value, stored: &Value) {
    for key in ["id", "type", "fields", "score", "level", "stage"] {
        assert_eq!(stored[key], lead[key], "{key}");
    }
}

#[tokio::test]
#[ignore = "takes a real Kinto: make receivers"]
async fn a_real_kinto_has_the_lead_under_its_own_id_however_often_it_is_sent_with_make_receivers() {
    let kinto = Real::start(
        |folder, address| {
            let ini = folder.join("kinto.ini");
            std::fs::write(&ini, include_str!("kinto.ini").replace("%(http_port)s", &address.port().to_string())).expect("written");
            let mut command = Command::new(installed("kinto/bin/kinto"));
            command.args(["start", "--port", &address.port().to_string(), "--ini"]).arg(ini);
            command
        },
        "/v1/",
    );
    let put = |path: &str, body: Value| {
        ureq::put(kinto.url(path)).send_json(body).unwrap_or_else(|error| panic!("{path}: {error}: {}", kinto.log()))
    };
    put("/v1/buckets/crm", json!({}));
    put("/v1/buckets/crm/collections/leads", json!({ "permissions": { "record:create": ["system.Everyone"] } }));
    let records = "/v1/buckets/crm/collections/leads/records";
    let stored = async || kinto.get(records)["data"].as_array().cloned().unwrap_or_default();
    let (lead, kept) = after_a_lead("kinto", &kinto.url(records), stored, &[]).await;
    assert_eq!(kept.len(), 1);
    is_the_lead(&lead, &kept[0]);
    let again = ureq::post(kinto.url(records)).send_json(json!({ "data": { "id": lead["id"] } })).expect("an answer");
    assert_eq!((again.status().as_u16(), stored().await.len()), (200, 1), "and again, it is the same record");
}

#[tokio::test]
#[ignore = "takes a real Node-RED: make receivers"]
async fn a_real_node_red_has_the_lead_as_an_object_with_make_receivers() {
    let node_red = Real::start(
        |folder, address| {
            std::fs::write(folder.join("settings.js"), include_str!("nodered.js")).expect("written");
            std::fs::write(folder.join("flows.json"), include_str!("nodered.json")).expect("written");
            let mut command = node("node-red/node_modules/node-red/red.js");
            command
                .arg("--settings")
                .arg(folder.join("settings.js"))
                .arg("--userDir")
                .arg(folder)
                .args(["--port", &address.port().to_string()]);
            command
        },
        "/leads",
    );
    let stored = async || node_red.get("/leads").as_array().cloned().unwrap_or_default();
    let (lead, kept) = after_a_lead("node_red", &node_red.url("/lead"), stored, &[]).await;
    assert_eq!(kept.len(), 1);
    is_the_lead(&lead, &kept[0]);
}

#[tokio::test]
#[ignore = "takes a real n8n: make receivers"]
async fn a_real_n8n_runs_its_workflow_with_the_lead_with_make_receivers() {
    // What the workflow passes the lead on to.
    let crm = Server::receiver(&[200]);
    let run = |folder: &Path, arguments: &[&str]| {
        let mut command = node("n8n/node_modules/n8n/bin/n8n");
        command
            .args(arguments)
            .env("N8N_USER_FOLDER", folder)
            .env("N8N_DIAGNOSTICS_ENABLED", "false")
            .env("N8N_VERSION_NOTIFICATIONS_ENABLED", "false");
        command.env("N8N_TEMPLATES_ENABLED", "false").env("N8N_PERSONALIZATION_ENABLED", "false").env("N8N_RUNNERS_ENABLED", "false");
        command
            .env("N8N_EXPRESSION_ENGINE", "legacy")
            .env("N8N_LISTEN_ADDRESS", "127.0.0.1")
            .env("N8N_SECURE_COOKIE", "false")
            .env("EXECUTIONS_DATA_SAVE_ON_SUCCESS", "none");
        command
    };
    let n8n = Real::start(
        |folder, address| {
            let workflow = folder.join("workflow.json");
            std::fs::write(&workflow, include_str!("n8n.json").replace("CRM_URL", &crm.url("/leads"))).expect("written");
            let input = format!("--input={}", workflow.display());
            for arguments in [&["import:workflow", &input][..], &["update:workflow", "--all", "--active=true"]] {
                let out = run(folder, arguments).output().expect("n8n runs");
                assert!(
                    out.status.success(),
                    "{arguments:?}: {}{}",
                    String::from_utf8_lossy(&out.stdout),
                    String::from_utf8_lossy(&out.stderr)
                );
            }
            let mut command = run(folder, &["start"]);
            command.env("N8N_PORT", address.port().to_string());
            command
        },
        "/healthz/readiness",
    );
    // It is ready before its workflows are: until then it gives no leave, and the lead waits.
    let (lead, kept) = after_a_lead("n8n", &n8n.url("/webhook/lead"), async || crm.posts(), &["CORS", "net::ERR_FAILED"]).await;
    assert_eq!(kept.len(), 1);
    is_the_lead(&lead, &kept[0]);
}
