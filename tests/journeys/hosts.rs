//! nginx, Caddy and Apache with the files of `deploy/`, as a newcomer would set them up: every file of every demo is answered as
//! `leadwell serve` answers it, and a visitor's lead arrives.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::harness::{Browser, Site, demos, root};
use crate::program::{Answer, free_address, send, try_send};

/// What a browser is told with a file besides its bytes. Some hosts say `Vary` where they would not need to: that is looked at apart.
const HEADERS: [&str; 9] = [
    "Content-Type",
    "Content-Encoding",
    "Cache-Control",
    "Access-Control-Allow-Origin",
    "Cross-Origin-Resource-Policy",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
];

struct Host {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Host {
    /// `configure` writes its files into a folder and says what starts it there. The site lies in that folder's `www`.
    fn start(site: &Path, configure: impl FnOnce(&Path, SocketAddr) -> Command) -> Self {
        // Of a name without a dot: Caddy hides what lies below one.
        let folder = tempfile::Builder::new().prefix("leadwell-").tempdir().expect("a folder");
        let (www, address) = (folder.path().join("www"), free_address());
        // Hosts read as a user of their own.
        let script = format!("cp -r '{}' '{}' && chmod -R a+rX '{}'", site.display(), www.display(), folder.path().display());
        assert!(Command::new("sh").args(["-c", &script]).status().expect("sh").success());
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        let mut command = configure(folder.path(), address);
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}; scripts/hosts.sh installs it"));
        let host = Self { child, address, folder };
        let deadline = Instant::now() + Duration::from_secs(20);
        while try_send(address, "GET", "/", &[], b"").is_none() {
            let log = fs::read_to_string(host.folder.path().join("log")).unwrap_or_default();
            assert!(Instant::now() < deadline, "{command:?} does not answer: {log}");
            std::thread::sleep(Duration::from_millis(50));
        }
        host
    }

    fn nginx(site: &Path) -> Self {
        Self::start(site, |folder, address| {
            let site = deployed("nginx.conf")
                .replace("listen 80;", &format!("listen {address};"))
                .replace("    listen [::]:80;\n", "")
                .replace("/var/www/leadwell", &shown(&folder.join("www")));
            let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {};", shown(folder)));
            let main = format!(
                "daemon off; error_log stderr; pid {pid};\ninclude /etc/nginx/modules-enabled/*.conf;\nevents {{}}\n\
                 http {{ access_log off; {temporary}\n{site} }}",
                pid = shown(&folder.join("pid")),
                temporary = temporary.concat(),
            );
            let file = folder.join("nginx.conf");
            fs::write(&file, main).expect("written");
            let mut command = Command::new(system("nginx"));
            // The folder below which Debian's modules lie.
            command.args(["-p", "/usr/share/nginx", "-e", "stderr", "-c"]).arg(file);
            command
        })
    }

    fn caddy(site: &Path) -> Self {
        Self::start(site, |folder, address| {
            let site = deployed("Caddyfile")
                .replace(":80 {", &format!("http://{address} {{"))
                .replace("/var/www/leadwell", &shown(&folder.join("www")));
            let file = folder.join("Caddyfile");
            fs::write(&file, format!("{{\n\tadmin off\n}}\n{site}")).expect("written");
            let mut command = Command::new(system("caddy"));
            command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file).env("HOME", folder);
            command
        })
    }

    fn apache(site: &Path) -> Self {
        Self::start(site, |folder, address| {
            let www = folder.join("www");
            fs::write(www.join(".htaccess"), deployed("htaccess")).expect("written");
            let modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "rewrite"];
            let modules: String =
                modules.iter().map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n")).collect();
            let main = format!(
                "{modules}ServerRoot {folder}\nServerName localhost\nListen {address}\nPidFile {folder}/pid\nErrorLog {folder}/errors\n\
                 User www-data\nGroup www-data\nTypesConfig /etc/mime.types\nDocumentRoot {www}\n\
                 <Directory {www}>\nAllowOverride All\nRequire all granted\n</Directory>\n",
                folder = shown(folder),
                www = shown(&www),
            );
            let file = folder.join("apache.conf");
            fs::write(&file, main).expect("written");
            let mut command = Command::new(system("apache2"));
            command.args(["-D", "FOREGROUND", "-f"]).arg(file);
            command
        })
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        send(self.address, "GET", path, headers, b"")
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Asked, so that what it started ends with it.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

fn deployed(file: &str) -> String {
    fs::read_to_string(root().join("deploy").join(file)).expect("a file for hosts")
}

fn shown(path: &Path) -> String {
    path.to_str().expect("text").to_owned()
}

/// Debian keeps some of them where only root looks.
fn system(program: &str) -> String {
    ["/usr/sbin", "/usr/bin", "/usr/local/bin"]
        .iter()
        .map(|folder| format!("{folder}/{program}"))
        .find(|path| Path::new(path).exists())
        .unwrap_or_else(|| panic!("{program} is not there; scripts/hosts.sh installs it"))
}

#[tokio::test]
async fn nginx_with_the_file_we_give_serves_every_demo_as_it_should_be() {
    serves_every_demo(Host::nginx).await;
}

#[tokio::test]
async fn caddy_with_the_file_we_give_serves_every_demo_as_it_should_be() {
    serves_every_demo(Host::caddy).await;
}

#[tokio::test]
async fn apache_with_the_file_we_give_serves_every_demo_as_it_should_be() {
    serves_every_demo(Host::apache).await;
}

async fn serves_every_demo(start: impl Fn(&Path) -> Host) {
    for demo in demos() {
        let site = demo.publish();
        let (host, ours) = (start(&site.dir), address_of(&site));
        let mut paths: Vec<String> = files(&site.dir, &site.dir).iter().map(|file| path_of(file)).collect();
        assert!(paths.len() > 20, "{paths:?}");
        paths.extend(["/nothing", "/nothing.js", "/nothing/", "/none-1a2b3c4d5e6f7a8b.js"].map(str::to_owned));
        let mut differing = Vec::new();
        for path in &paths {
            for accepted in ["gzip, deflate, br", "gzip", ""] {
                let asked = [("Accept-Encoding", accepted)];
                let (expected, found) = (send(ours, "GET", path, &asked, b""), host.get(path, &asked));
                differing.extend(differences(&expected, &found).into_iter().map(|line| format!("{path} [{accepted}]: {line}")));
            }
        }
        assert!(differing.is_empty(), "{}: {}", demo.name, differing.join("\n"));
    }
    let site = Site::demo();
    let host = start(&site.dir);
    asks_again_and_hides(&host);
    let browser = Browser::start().await;
    browser.open(&format!("http://{}/", host.address)).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"], crate::harness::answers());
    browser.assert_no_complaints(&[]).await;
}

fn asks_again_and_hides(host: &Host) {
    for path in ["/", "/leadwell.js", "/runtime.json"] {
        let first = host.get(path, &[("Accept-Encoding", "br")]);
        let tag = first.header("ETag").unwrap_or_else(|| panic!("{path} has no tag"));
        let again = host.get(path, &[("Accept-Encoding", "br"), ("If-None-Match", tag)]);
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{path}");
    }
    let into = host.get("/ko?a=1", &[]);
    assert!(matches!(into.status, 301 | 308), "{}", into.status);
    let location = into.header("Location").expect("where to");
    assert_eq!(location.strip_prefix(&format!("http://{}", host.address)).unwrap_or(location), "/ko/?a=1");
    for hidden in ["/.leadwell-files", "/_headers", "/.htaccess", "/leadwell.js.br", "/index.html.gz", "/popups/", "/%2e%2e/nginx.conf"] {
        let answer = host.get(hidden, &[]);
        assert!(matches!(answer.status, 400 | 403 | 404), "{hidden}: {}", answer.status);
        assert!(!answer.body.contains("Access-Control-Allow-Origin"), "{hidden} tells what it holds");
    }
    assert_eq!(send(host.address, "POST", "/", &[], b"").status, 405);
}

fn address_of(site: &Site) -> SocketAddr {
    site.origin.trim_start_matches("http://").parse().expect("an address")
}

/// Every file that is for visitors, relative to the folder.
fn files(folder: &Path, root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = shown(path.strip_prefix(root).expect("inside"));
        let is_hidden = name.split('/').any(|part| part.starts_with('.')) || name == "_headers";
        if path.is_dir() {
            found.extend(files(&path, root));
        } else if !is_hidden && !name.ends_with(".br") && !name.ends_with(".gz") {
            found.push(name);
        }
    }
    found
}

fn path_of(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

fn differences(expected: &Answer, found: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    let mut differ = |what: &str, expected: String, found: String| {
        if expected != found {
            lines.push(format!("{what}: expected {expected}, found {found}"));
        }
    };
    differ("status", expected.status.to_string(), found.status.to_string());
    // `leadwell serve` reads rules for paths, as the hosts of `_headers` do; a missing path has none, and the page that says so may be framed.
    let compared = HEADERS.iter().filter(|header| expected.status != 404 || **header != "Content-Security-Policy");
    for header in compared {
        let said = |answer: &Answer| answer.all(header).join(" | ").to_ascii_lowercase();
        differ(header, said(expected), said(found));
    }
    differ("body", fingerprint(&expected.bytes), fingerprint(&found.bytes));
    let varies = |answer: &Answer| answer.all("Vary").iter().any(|name| name.eq_ignore_ascii_case("Accept-Encoding"));
    if varies(expected) && expected.status == 200 {
        differ("Vary", true.to_string(), varies(found).to_string());
    }
    lines
}

fn fingerprint(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    format!("{} bytes, {}", bytes.len(), Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>())
}
