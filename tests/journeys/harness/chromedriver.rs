//! A `chromedriver` of one's own: it ends with its browser, also when a test panics, and no test can hang another's.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::free_address;

pub struct Chromedriver {
    child: Child,
    pub address: SocketAddr,
}

impl Chromedriver {
    pub fn start() -> Self {
        let address = free_address();
        let mut command = Command::new("chromedriver");
        command.args([format!("--port={}", address.port()), "--log-level=OFF".to_owned()]).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("chromedriver does not start ({error}): install Debian's chromium and chromium-driver, or run `make test`, which does")
        });
        let driver = Self { child, address };
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < deadline, "chromedriver does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
        driver
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
