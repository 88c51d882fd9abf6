//! A `chromedriver` of one's own: it ends with its browser, also when a test panics, and no test can hang another's.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::free_address;

pub struct Chromedriver {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Chromedriver {
    /// Starts one that keeps its log in `folder`, and returns once it says that it takes sessions.
    pub fn start(folder: &Path) -> Self {
        let (address, log) = (free_address(), folder.join("chromedriver.log"));
        let mut command = Command::new("chromedriver");
        command.args([format!("--port={}", address.port()), "--log-level=WARNING".to_owned(), format!("--log-path={}", log.display())]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("chromedriver does not start ({error}): install Debian's chromium and chromium-driver, or run `make test`, which does")
        });
        let driver = Self { child, address, log };
        let deadline = Instant::now() + Duration::from_secs(30);
        while !driver.is_ready() {
            assert!(Instant::now() < deadline, "chromedriver takes no sessions; its log: {}", driver.log());
            std::thread::sleep(Duration::from_millis(10));
        }
        driver
    }

    // Not whether something listens there: a port can be taken before its owner answers, or by somebody else.
    fn is_ready(&self) -> bool {
        let answer =
            ureq::get(format!("http://{}/status", self.address)).call().and_then(|mut answer| answer.body_mut().read_json::<Value>());
        answer.is_ok_and(|status| status["value"]["ready"] == true)
    }

    /// What it had to complain about.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_else(|error| error.to_string())
    }

    /// Closes the browser of a session, and returns once it is closed.
    pub fn end_session(&self, id: &str) {
        let Ok(mut stream) = TcpStream::connect(self.address) else { return };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
        let request = format!("DELETE /session/{id} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        // The answer's first bytes are enough: the driver keeps the connection.
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.read(&mut [0; 16]));
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
