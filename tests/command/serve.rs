//! The site as a host for static files would send it.

use std::net::SocketAddr;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Answer, Program, free_address, message, run, send};

struct Site {
    _program: Program,
    address: SocketAddr,
    folder: TempDir,
}

impl Site {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let dist = folder.path().join("dist");
        let files = [
            ("index.html", "<h1>Acme</h1>"),
            ("pricing/index.html", "<h1>Pricing</h1>"),
            ("empty/note.txt", "x"),
            ("404.html", "<h1>Nothing here</h1>"),
            ("leadwell.js", "loader"),
            ("leadwell.js.br", "brotli"),
            ("leadwell.js.gz", "gzip"),
            ("embed-1a2b3c4d5e6f7a8b_bg.wasm", "wasm"),
            ("site-1a2b3c4d.css", "css"),
            ("aid-sources-1a2b3c4d5e6f7a8b.txt", "search google."),
            ("runtime.json", "{}"),
            ("sitemap.xml", "<x/>"),
            ("icon.svg", "<svg/>"),
            (".env", "secret"),
            (".well/known.txt", "secret"),
            ("archive.gz", "secret"),
            (
                "_headers",
                "# policies\n/*\n  Content-Security-Policy: default-src 'self'\n  X-Content-Type-Options: nosniff\n/pricing/*\n  Content-Security-Policy: form-action 'none'\n  Cache-Control: max-age=60\n",
            ),
        ];
        for (name, text) in files {
            let path = dist.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| std::fs::write(path, text)).expect("written");
        }
        std::fs::write(folder.path().join("outside.txt"), "secret").expect("written");
        #[cfg(unix)]
        for (link, target) in
            [("link.txt", "outside.txt"), ("link", ""), ("page.js", "dist/leadwell.js"), ("runtime.json.br", "outside.txt")]
        {
            std::os::unix::fs::symlink(folder.path().join(target), dist.join(link)).expect("linked");
        }
        let address = free_address();
        let program = Program::start(&["serve", text(&dist), "--site-addr", &address.to_string()], 1);
        Self { _program: program, address, folder }
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        send(self.address, "GET", path, headers, b"")
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn every_file_has_its_type_and_its_caching() {
    let site = Site::start();
    let (forever, again) = ("public, max-age=31536000, immutable", "no-cache");
    let cases = [
        ("/", "text/html; charset=utf-8", again),
        ("/leadwell.js", "text/javascript; charset=utf-8", "public, max-age=300"),
        ("/embed-1a2b3c4d5e6f7a8b_bg.wasm", "application/wasm", forever),
        ("/site-1a2b3c4d.css", "text/css; charset=utf-8", forever),
        ("/aid-sources-1a2b3c4d5e6f7a8b.txt", "text/plain; charset=utf-8", forever),
        ("/runtime.json", "application/json", again),
        ("/sitemap.xml", "application/xml", again),
        ("/icon.svg", "image/svg+xml", again),
    ];
    for (path, content_type, caching) in cases {
        let answer = site.get(path, &[]);
        assert_eq!(
            (answer.status, answer.header("Content-Type"), answer.header("Cache-Control")),
            (200, Some(content_type), Some(caching)),
            "{path}"
        );
        assert_eq!(answer.all("X-Content-Type-Options"), ["nosniff"]);
        assert_eq!(answer.header("Referrer-Policy"), Some("strict-origin-when-cross-origin"));
    }
}

#[test]
fn a_folder_is_its_page_and_a_miss_is_the_404_page() {
    let site = Site::start();
    let cases = [
        ("/pricing/", 200, None, "<h1>Pricing</h1>"),
        ("/pricing/?a=1", 200, None, "<h1>Pricing</h1>"),
        ("/pricing", 301, Some("/pricing/"), ""),
        ("/pricing?a=1&b=//x", 301, Some("/pricing/?a=1&b=//x"), ""),
        ("/%70ricing/", 200, None, "<h1>Pricing</h1>"),
        ("/empty/", 404, None, "<h1>Nothing here</h1>"),
        ("/empty", 404, None, "<h1>Nothing here</h1>"),
        ("/leadwell.js/", 404, None, "<h1>Nothing here</h1>"),
        ("//pricing", 404, None, "<h1>Nothing here</h1>"),
        ("/nothing", 404, None, "<h1>Nothing here</h1>"),
    ];
    for (path, status, location, body) in cases {
        let answer = site.get(path, &[]);
        assert_eq!((answer.status, answer.header("Location"), answer.body.as_str()), (status, location, body), "{path}");
    }
}

#[test]
fn nothing_outside_the_folder_or_hidden_in_it_is_served() {
    let site = Site::start();
    let paths = [
        "/../outside.txt",
        "/pricing/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "/%2e%2e%2foutside.txt",
        "/....//outside.txt",
        "/link.txt",
        "/link/outside.txt",
        "/.env",
        "/%2eenv",
        "/.well/known.txt",
        "/_headers",
        "/%5fheaders",
        "/archive.gz",
        "/leadwell.js.br",
        "/leadwell.js.gz",
        "/leadwell.js%00.txt",
        "/\\outside.txt",
        "/C:/outside.txt",
        "/%ff",
        "//etc/passwd",
        "/etc/passwd",
    ];
    for path in paths {
        let answer = site.get(path, &[("Accept-Encoding", "br")]);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.body.contains("secret"), "{path}");
    }
    assert_eq!(site.get("/page.js", &[]).body, "loader", "a link that stays inside is followed");
    assert_eq!(site.get("/runtime.json", &[("Accept-Encoding", "br")]).body, "{}", "a link is no compressed neighbour");
    assert_eq!(send(site.address, "POST", "/", &[], b"").status, 405);
    assert!(site.folder.path().join("outside.txt").exists());
}

#[test]
fn the_compressed_neighbour_goes_to_browsers_that_take_it() {
    let site = Site::start();
    let cases = [
        ("gzip, deflate, br, zstd", Some("br"), "brotli"),
        ("gzip, br;q=0", Some("gzip"), "gzip"),
        ("gzip", Some("gzip"), "gzip"),
        ("identity", None, "loader"),
        ("", None, "loader"),
    ];
    let mut tags = std::collections::BTreeSet::new();
    for (accepted, encoding, body) in cases {
        let answer = site.get("/leadwell.js", &[("Accept-Encoding", accepted)]);
        assert_eq!((answer.header("Content-Encoding"), answer.body.as_str()), (encoding, body), "{accepted}");
        assert_eq!(
            (answer.header("Vary"), answer.header("Content-Type")),
            (Some("Accept-Encoding"), Some("text/javascript; charset=utf-8"))
        );
        tags.insert(answer.header("ETag").expect("a tag").to_owned());
    }
    assert_eq!(tags.len(), 3, "each body has its own tag");
    assert_eq!(site.get("/runtime.json", &[]).header("Vary"), None);
}

#[test]
fn a_file_that_has_not_changed_is_not_sent_again() {
    let site = Site::start();
    let tag = site.get("/runtime.json", &[]).header("ETag").expect("a tag").to_owned();
    let ask = || site.get("/runtime.json", &[("If-None-Match", &tag)]);
    let same = ask();
    assert_eq!((same.status, same.bytes.len(), same.header("ETag")), (304, 0, Some(tag.as_str())));
    std::fs::write(site.folder.path().join("dist/runtime.json"), "{\"new\":1}").expect("written");
    assert_eq!((ask().status, ask().body.as_str()), (200, "{\"new\":1}"));
    let head = send(site.address, "HEAD", "/runtime.json", &[], b"");
    assert_eq!((head.status, head.header("Content-Length"), head.bytes.len()), (200, Some("9"), 0));
}

#[test]
fn the_headers_file_is_applied_as_hosts_apply_it() {
    let site = Site::start();
    let policies = |path: &str| site.get(path, &[]).all("Content-Security-Policy").into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(policies("/"), ["default-src 'self'"]);
    assert_eq!(policies("/nothing"), ["default-src 'self'"]);
    assert_eq!(policies("/pricing/"), ["default-src 'self'", "form-action 'none'"]);
    assert_eq!(site.get("/pricing/", &[]).all("Cache-Control"), ["max-age=60"]);
}

#[test]
fn site_and_inbox_stand_side_by_side_and_stop_together() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "<h1>Acme</h1>").expect("written");
    let (site, inbox) = (free_address(), free_address());
    let db = folder.path().join("inbox.db");
    let arguments =
        ["serve", text(folder.path()), "--inbox", text(&db), "--site-addr", &site.to_string(), "--inbox-addr", &inbox.to_string()]
            .map(str::to_owned);
    let program = Program::start(&arguments.each_ref().map(String::as_str), 2);
    assert_eq!(program.printed, [format!("site   http://{site}"), format!("inbox  http://{inbox}")]);
    assert_eq!(send(site, "GET", "/", &[], b"").body, "<h1>Acme</h1>");
    let body = message("a").to_string();
    assert_eq!(send(inbox, "POST", "/leads", &[("Content-Type", "text/plain")], body.as_bytes()).status, 201);
    for origin in [format!("http://{site}"), format!("http://localhost:{}", site.port())] {
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", origin.as_str())];
        let answer = send(inbox, "POST", "/leads", &headers, b"_form=demo&_next=/thanks/demo/&email=a");
        assert_eq!((answer.status, answer.header("Location")), (303, Some(format!("{origin}/thanks/demo/").as_str())));
    }
    assert_eq!(program.terminate(), Some(0));
    assert!(std::net::TcpListener::bind(site).is_ok() && std::net::TcpListener::bind(inbox).is_ok());
}

#[test]
fn a_start_that_fails_is_one_line_and_exit_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = std::net::TcpListener::bind(free_address()).expect("bound");
    let (taken, free) = (listener.local_addr().expect("bound").to_string(), free_address().to_string());
    let (dir, db, none) = (text(folder.path()), folder.path().join("inbox.db"), folder.path().join("none"));
    let cases = [
        (vec![dir, "--site-addr", &taken], format!("{taken} is in use")),
        (vec![dir, "--inbox", text(&db), "--site-addr", &free, "--inbox-addr", &taken], "--inbox-addr or LEADWELL_INBOX_ADDR".to_owned()),
        (vec![text(&none), "--site-addr", &free], "no folder to serve".to_owned()),
    ];
    for (arguments, expected) in cases {
        let output = run(&[&["serve"], arguments.as_slice()].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), error.lines().count()), (Some(2), 1), "{error}");
        assert!(error.contains(&expected), "{error}");
        assert!(output.stdout.is_empty(), "no address is announced");
    }
}
