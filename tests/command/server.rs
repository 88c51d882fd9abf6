//! A small server that does what it is told: a host page with any headers, a receiver that refuses, a site that is slow.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use crate::program::{free_address, send};

/// A status by which the connection is broken off in the place of an answer.
pub const NO_ANSWER: u16 = 0;

/// Answers until the tests end.
pub struct Server {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type".to_owned(), content_type.to_owned())], body: body.into() }
    }

    /// What a page of another origin may read.
    pub fn to_a_page(status: u16) -> Self {
        let allow = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "content-type")];
        allow.iter().fold(Self::new(status, "application/json", "{}"), |response, (name, value)| response.with(name, value))
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl Server {
    pub fn start(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        Self::start_at(free_address(), answer)
    }

    /// The same where somebody has been looking for it already.
    pub fn start_at(address: SocketAddr, answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), requests.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, seen) = (answer.clone(), seen.clone());
                // A browser that goes away in the middle is no failure.
                thread::spawn(move || respond(&stream, &*answer, &seen));
            }
        });
        Self { address, requests }
    }

    /// One page at every path but the icon's.
    pub fn page(html: String, headers: &[(&str, &str)]) -> Self {
        let page = headers.iter().fold(Response::new(200, "text/html; charset=utf-8", html), |page, (name, value)| page.with(name, value));
        Self::start(move |request| if request.path == "/favicon.ico" { Response::new(204, "image/x-icon", "") } else { page.clone() })
    }

    /// A receiver that answers one post after the other with these, and the last of them to all that follow.
    pub fn receiver(statuses: &'static [u16]) -> Self {
        let next = Mutex::new(statuses.iter().copied());
        Self::start(move |request| {
            let status = match (&*request.method, statuses.last()) {
                ("POST", Some(last)) => next.lock().expect("whole").next().unwrap_or(*last),
                _ => 204,
            };
            Response::to_a_page(status)
        })
    }

    /// A receiver that says yes to every post, but to the first only once the gate is open.
    pub fn receiver_behind(gate: Arc<Gate>) -> Self {
        let is_first = Mutex::new(true);
        Self::start(move |request| {
            if request.method == "POST" && std::mem::take(&mut *is_first.lock().expect("whole")) {
                gate.wait();
            }
            Response::to_a_page(if request.method == "POST" { 201 } else { 204 })
        })
    }

    /// Another server's files, those whose path holds `slow` only once the gate is open.
    pub fn slow(behind: SocketAddr, slow: &'static str, gate: Arc<Gate>) -> Self {
        Self::start(move |request| {
            let answer = send(behind, &request.method, &request.path, &[], b"");
            if request.path.contains(slow) {
                gate.wait();
            }
            let kept = ["Content-Type", "Cache-Control", "Access-Control-Allow-Origin", "Location"];
            let headers = kept.iter().filter_map(|name| Some(((*name).to_owned(), answer.header(name)?.to_owned())));
            Response { status: answer.status, headers: headers.collect(), body: answer.bytes }
        })
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("whole").clone()
    }

    /// The JSON bodies of all posts so far.
    pub fn posts(&self) -> Vec<serde_json::Value> {
        let posts = self.requests().into_iter().filter(|request| request.method == "POST");
        posts.map(|post| serde_json::from_str(&post.body).expect("JSON")).collect()
    }
}

fn respond(stream: &TcpStream, answer: &dyn Fn(&Request) -> Response, seen: &Mutex<Vec<Request>>) -> Option<()> {
    let request = read(stream)?;
    seen.lock().expect("whole").push(request.clone());
    let response = answer(&request);
    if response.status == NO_ANSWER {
        return stream.shutdown(Shutdown::Both).ok();
    }
    let mut head = format!("HTTP/1.1 {} .\r\nConnection: close\r\n", response.status);
    for (name, value) in &response.headers {
        head += &format!("{name}: {value}\r\n");
    }
    if response.status != 204 {
        head += &format!("Content-Length: {}\r\n", response.body.len());
    }
    let mut stream = stream;
    stream.write_all(&[head.as_bytes(), b"\r\n", &response.body].concat()).ok()
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut headers) = (0, Vec::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, path, headers, body: String::from_utf8(body).ok()? })
}

/// Holds answers back until it is opened.
#[derive(Debug, Default)]
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub fn open(&self) {
        *self.open.lock().expect("whole") = true;
        self.opened.notify_all();
    }

    pub fn wait(&self) {
        let open = self.open.lock().expect("whole");
        drop(self.opened.wait_while(open, |open| !*open).expect("whole"));
    }
}
