//! Starts the command on free ports and speaks HTTP with it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use tempfile::TempDir;

/// A running `leadwell`, stopped when it is dropped.
pub struct Program {
    child: Child,
    /// What it printed until it listened.
    pub printed: Vec<String>,
}

impl Program {
    /// Starts it and waits until it has printed so many addresses, which is when it listens.
    pub fn start(arguments: &[&str], addresses: usize) -> Self {
        Self::start_with(arguments, addresses, &[])
    }

    /// The same with something in its environment.
    pub fn start_with(arguments: &[&str], addresses: usize, environment: &[(&str, &str)]) -> Self {
        let mut child = command(arguments).envs(environment.iter().copied()).stdout(Stdio::piped()).spawn().expect("leadwell starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let printed = lines.take(addresses).collect::<Result<Vec<_>, _>>().expect("text");
        assert_eq!(printed.len(), addresses, "leadwell ended before it listened");
        Self { child, printed }
    }

    /// Asks it to stop as a service manager does, and says how it ended.
    pub fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
        self.child.wait().expect("ended").code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the command to its end.
pub fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("leadwell runs")
}

/// The same, in a folder.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    command(arguments).current_dir(folder).output().expect("leadwell runs")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leadwell"));
    command.args(arguments).env("RUST_LOG", "off");
    for variable in ["LEADWELL_SITE_ADDR", "LEADWELL_INBOX_ADDR", "LEADWELL_INBOX_TOKEN"] {
        command.env_remove(variable);
    }
    command
}

/// An address that nobody listens on, below the ports that the system hands out by itself.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Two runs at a time start from different ports.
    let start = 22_000 + u16::try_from(std::process::id() % 100).expect("small") * 100;
    loop {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, start + NEXT.fetch_add(1, Ordering::Relaxed)));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

/// A running inbox and the folder with its file.
pub struct Inbox {
    pub program: Option<Program>,
    pub address: SocketAddr,
    pub db: PathBuf,
    folder: TempDir,
}

impl Inbox {
    pub fn start(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut inbox = Self { program: None, address: free_address(), db: folder.path().join("inbox.db"), folder };
        inbox.start_again(more);
        inbox
    }

    /// With the demo campaign, whose site is `https://acme.example`.
    pub fn with_campaign() -> Self {
        let mut inbox = Self::start(&[]);
        let campaign = inbox.folder.path().join("campaign.json");
        std::fs::write(&campaign, CAMPAIGN).expect("written");
        inbox.start_again(&["--campaign", campaign.to_str().expect("text"), "--allow-origin", "https://acme.example"]);
        inbox
    }

    pub fn start_again(&mut self, more: &[&str]) {
        self.start_again_with(more, &[]);
    }

    /// What is there of it is killed first, as by `kill -9`.
    pub fn start_again_with(&mut self, more: &[&str], environment: &[(&str, &str)]) {
        self.program = None;
        let (db, address) = (self.db.to_str().expect("text"), self.address.to_string());
        self.program = Some(Program::start_with(&[&["inbox", "--db", db, "--addr", &address], more].concat(), 1, environment));
    }

    /// Writes a file beside the store and gives its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_str().expect("text").to_owned()
    }

    pub fn get(&self, path: &str) -> Answer {
        send(self.address, "GET", path, &[], b"")
    }

    pub fn post(&self, content_type: &str, body: &str) -> Answer {
        send(self.address, "POST", "/leads", &[("Content-Type", content_type)], body.as_bytes())
    }

    /// Every stored message, oldest first.
    pub fn stored(&self) -> Vec<serde_json::Value> {
        let answer = self.get("/leads.ndjson");
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.lines().map(|line| serde_json::from_str(line).expect("JSON on each line")).collect()
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// One request, byte for byte: HTTP clients tidy up the paths and headers that these tests are about.
pub fn send(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    try_send(address, method, path, headers, body).expect("connected and answered")
}

/// The same where nobody may be listening, or no longer.
pub fn try_send(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
    let has = |name: &str| headers.iter().any(|(given, _)| *given == name);
    let mut lines = vec![format!("{method} {path} HTTP/1.1"), "Connection: close".to_owned()];
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    lines.extend((!has("Host")).then(|| format!("Host: {address}")));
    lines.extend((method == "POST" && !has("Content-Length")).then(|| format!("Content-Length: {}", body.len())));
    let head = lines.join("\r\n");
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(&[head.as_bytes(), b"\r\n\r\n", body].concat()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    bytes.windows(4).any(|four| four == b"\r\n\r\n").then(|| read_answer(&bytes))
}

fn read_answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers: Vec<_> =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let chunked = headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked");
    let bytes = if chunked { dechunk(&bytes[end + 4..]) } else { bytes[end + 4..].to_vec() };
    Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
}

fn dechunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16).expect("a length");
        body.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 2 + length + 2..];
    }
    body
}

/// A message with nothing left out that a receiver needs.
pub fn message(id: &str) -> serde_json::Value {
    serde_json::json!({
        "type": "lead.captured", "version": 1, "id": id, "lead_id": "9f1c2d3e", "created_at": "2026-03-01T09:00:00Z",
        "age_ms": 0, "sent_at": "2026-03-01T09:00:00Z", "attempt": 1, "test": false,
        "campaign": { "id": "acme", "version": "" }, "form": "demo", "via": { "kind": "page", "id": "/" },
        "fields": { "email": "ada@corp.example", "name": "Ada Park" },
        "consent": [{ "purpose": "contact", "state": "granted", "text": "Acme may write to me.", "text_hash": "sha256-x", "locale": "en", "at": "2026-03-01T09:00:00Z" }],
        "level": "sql", "reason": null, "qualified": true,
        "score": { "engagement": 20, "fit": 25, "total": 45, "grade": "B3", "grade_fit": "B", "grade_engagement": "3",
            "explanation": [{ "dimension": "engagement", "rule": "pricing_view", "points": 20, "count": 2 }, { "dimension": "fit", "rule": "company_size", "points": 25, "count": 1 }],
            "reasons": "pricing_view +20, company_size +25" },
        "page": { "url": "https://acme.example/", "title": "Acme", "locale": "en", "time_zone": "Asia/Seoul" },
        "spam": { "suspected": false, "signals": [] }
    })
}

pub const CAMPAIGN: &str = include_str!("campaign.json");
