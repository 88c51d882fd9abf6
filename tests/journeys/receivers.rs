//! Every receiver in trouble: what crm-contracts.md lists that a stand-in has to imitate, for each of them, with one lead from a real browser.
//!
//! `receivers.json` says what each is like. Each stands at an origin of its own, as they do, so that none waits for another's connections.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::connectors::{NOTE_STATES, becomes, field, states, with};
use crate::foreign_page::{html, wait_for_mount};
use crate::harness::{Browser, Gate, NO_ANSWER, Request, Response, Server, Site, until};

#[derive(Deserialize)]
struct Receivers {
    readable: Vec<Readable>,
    framed: Vec<Framed>,
}

/// A receiver whose answer a page may read.
#[derive(Clone, Deserialize)]
pub struct Readable {
    pub connector: String,
    with: Value,
    #[serde(default)]
    leave: bool,
    #[serde(default)]
    moved: bool,
    yes: (u16, Value),
    no: (u16, Value),
}

/// A receiver of forms in frames.
#[derive(Clone, Deserialize)]
struct Framed {
    connector: String,
    with: Value,
    back: Option<String>,
}

fn receivers() -> Receivers {
    serde_json::from_str(include_str!("receivers.json")).expect("receivers.json")
}

pub fn readable() -> Vec<Readable> {
    receivers().readable
}

/// The destination of a campaign, named as its connector.
fn destination(connector: &str, with: &Value) -> Value {
    let mut destination = with.clone();
    destination["id"] = json!(connector);
    destination["connector"] = json!(connector);
    destination
}

/// What befalls a post in the place of a yes.
#[derive(Clone, Debug)]
enum Trouble {
    Status(u16),
    /// 429 with `Retry-After` in seconds, which a page may read or not.
    Pause {
        seconds: u32,
        readable: bool,
    },
    BrokenOff,
    /// Nothing, until the gate is open.
    Silence(Arc<Gate>),
}

impl Readable {
    pub fn destination(&self) -> Value {
        destination(&self.connector, &self.with)
    }

    /// A stand-in whose first posts meet these troubles, one after the other, and that says yes to those after.
    pub fn stand_in(&self) -> Server {
        self.in_trouble(Vec::new())
    }

    fn in_trouble(&self, troubles: Vec<Trouble>) -> Server {
        let (receiver, next) = (self.clone(), AtomicUsize::new(0));
        Server::start(move |request| match &*request.method {
            "POST" => match troubles.get(next.fetch_add(1, Ordering::SeqCst)) {
                None => receiver.answered(&receiver.yes),
                Some(Trouble::Status(status)) => readably(*status, "oops"),
                Some(Trouble::Pause { seconds, readable }) => {
                    let pause = readably(429, "").with("Retry-After", &seconds.to_string());
                    if *readable { pause.with("Access-Control-Expose-Headers", "Retry-After") } else { pause }
                }
                Some(Trouble::BrokenOff) => Response::to_a_page(NO_ANSWER),
                Some(Trouble::Silence(gate)) => {
                    gate.wait();
                    receiver.answered(&receiver.yes)
                }
            },
            "OPTIONS" => receiver.leave(request),
            _ => readably(receiver.yes.0, &text(&receiver.yes.1)),
        })
    }

    /// One that says its own no.
    fn refusing(&self) -> Server {
        let receiver = self.clone();
        Server::start(move |request| if request.method == "POST" { receiver.answered(&receiver.no) } else { receiver.leave(request) })
    }

    fn leave(&self, request: &Request) -> Response {
        if !self.leave {
            return Response::new(405, "text/plain", "");
        }
        readably(204, "").with("Access-Control-Allow-Headers", request.header("access-control-request-headers"))
    }

    fn answered(&self, (status, body): &(u16, Value)) -> Response {
        if self.moved && *status < 300 {
            return readably(302, "").with("Location", "/behind");
        }
        readably(*status, &text(body))
    }
}

fn readably(status: u16, body: &str) -> Response {
    Response::new(status, "application/json", body).with("Access-Control-Allow-Origin", "*")
}

/// A body as it is written: JSON, but for what is text alone.
fn text(body: &Value) -> String {
    body.as_str().map_or_else(|| body.to_string(), str::to_owned)
}

fn posts(server: &Server) -> Vec<Request> {
    server.requests().into_iter().filter(|request| request.method == "POST").collect()
}

/// One lead from a browser to the inbox and each of these, all of whom have it or were asked to take it. The clock stands still from the
/// moment it was sent, but for the four seconds after which the form tells who waits for those that are silent: however busy the machine is,
/// nothing runs out of time that is not let run out.
async fn a_lead_to(destinations: &[Value], servers: &BTreeMap<String, Server>) -> (Site, Browser) {
    let campaign = with(destinations);
    let site = Site::routed(&campaign, |id| servers.get(id).map(|server| server.url("/")));
    let browser = Browser::start().await;
    browser.hold_the_clock().await;
    browser.before_every_page(NOTE_STATES).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.tick("consent.marketing").await;
    // Who is faster is taken for a program, and put on no list.
    browser.pass(4).await;
    browser.stop_the_clock().await;
    form.submit().await;
    got(servers, 1).await;
    browser.pass(4).await;
    form.success_text().await;
    (site, browser)
}

/// Waits until each has got so many posts.
async fn got(servers: &BTreeMap<String, Server>, count: usize) {
    for (name, server) in servers {
        until(&format!("{name} has got {count} posts"), async || (posts(server).len() >= count).then_some(())).await;
    }
}

/// Each has got so many posts and no more, all of the same lead.
fn are_of_one_lead(site_lead: &Value, servers: &BTreeMap<String, Server>, count: usize) {
    let email = site_lead["fields"]["email"].as_str().expect("an e-mail");
    let in_a_form: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    for (name, server) in servers {
        let posts = posts(server);
        assert_eq!(posts.len(), count, "{name}: {posts:#?}");
        for post in posts {
            assert!(post.body.contains(email) || post.body.contains(&in_a_form), "{name}: {}", post.body);
        }
    }
}

#[tokio::test]
async fn each_that_asks_for_peace_or_is_in_trouble_gets_the_lead_when_it_is_well() {
    let receivers = readable();
    let troubles = [
        Trouble::Pause { seconds: 30, readable: true },
        Trouble::Pause { seconds: 3000, readable: false },
        Trouble::Status(500),
        Trouble::BrokenOff,
    ];
    let servers: BTreeMap<String, Server> =
        receivers.iter().map(|receiver| (receiver.connector.clone(), receiver.in_trouble(troubles.to_vec()))).collect();
    let destinations: Vec<Value> = receivers.iter().map(Readable::destination).collect();
    let (site, browser) = a_lead_to(&destinations, &servers).await;
    browser.pass(25).await;
    are_of_one_lead(&site.lead().await, &servers, 1);
    for count in 2..=troubles.len() + 1 {
        // The answer to the one before is heard when its pause begins.
        browser.wait_for("every answer was heard", &format!("leadwell('outbox').then(([{{ deliveries }}]) => deliveries.every(({{ destination, attempts }}) => destination === 'inbox' || attempts >= {}))", count - 1)).await;
        browser.pass(61).await;
        got(&servers, count).await;
    }
    for receiver in &receivers {
        becomes(&browser, &receiver.connector, "confirmed").await;
    }
    are_of_one_lead(&site.lead().await, &servers, troubles.len() + 1);
    browser.assert_no_complaints(&["429", "500", "net::ERR_"]).await;
}

#[tokio::test]
async fn each_that_is_silent_for_ten_seconds_is_asked_again() {
    let receivers = readable();
    let gate = Arc::new(Gate::default());
    let servers: BTreeMap<String, Server> =
        receivers.iter().map(|receiver| (receiver.connector.clone(), receiver.in_trouble(vec![Trouble::Silence(gate.clone())]))).collect();
    let destinations: Vec<Value> = receivers.iter().map(Readable::destination).collect();
    let (site, browser) = a_lead_to(&destinations, &servers).await;
    browser.pass(5).await;
    are_of_one_lead(&site.lead().await, &servers, 1);
    browser.pass(2).await;
    browser.wait_for("every silence was given up", "leadwell('outbox').then(([{ deliveries }]) => deliveries.every(({ destination, attempts }) => destination === 'inbox' || attempts >= 1))").await;
    browser.pass(61).await;
    for receiver in &receivers {
        becomes(&browser, &receiver.connector, "confirmed").await;
    }
    are_of_one_lead(&site.lead().await, &servers, 2);
    gate.open();
    browser.assert_no_complaints(&["net::ERR_"]).await;
}

#[tokio::test]
async fn each_that_refuses_in_its_own_words_is_not_asked_again_and_the_lead_stays() {
    let receivers = readable();
    let servers: BTreeMap<String, Server> = receivers.iter().map(|receiver| (receiver.connector.clone(), receiver.refusing())).collect();
    let destinations: Vec<Value> = receivers.iter().map(Readable::destination).collect();
    let (site, browser) = a_lead_to(&destinations, &servers).await;
    for receiver in &receivers {
        becomes(&browser, &receiver.connector, "failed").await;
    }
    browser.pass(3600).await;
    browser.reload().await;
    browser.form().runtime_is_ready().await;
    browser.pass(61).await;
    are_of_one_lead(&site.lead().await, &servers, 1);
    let kept =
        browser.eval("leadwell('outbox').then(([{ deliveries }]) => deliveries.filter(({ state }) => state === 'failed').length)").await;
    assert_eq!(kept, json!(receivers.len()));
    let unnamed = receivers.iter().map(|receiver| receiver.no.0.to_string()).collect::<Vec<_>>();
    browser.assert_no_complaints(&unnamed.iter().map(String::as_str).collect::<Vec<_>>()).await;
}

impl Framed {
    /// Named as its connector, sent again once where nobody came back.
    fn destination(&self) -> Value {
        let mut destination = destination(&self.connector, &self.with);
        destination["resend"] = json!(1);
        destination
    }

    /// One whose first post meets a trouble, and that does with those after what it always does.
    fn stand_in(&self, trouble: Option<Trouble>) -> Server {
        let (receiver, next) = (self.clone(), AtomicUsize::new(0));
        Server::start(move |request| {
            if request.method != "POST" {
                return Response::new(200, "text/html", "<p>A page of the receiver's own");
            }
            match trouble.as_ref().filter(|_| next.fetch_add(1, Ordering::SeqCst) == 0) {
                Some(Trouble::Status(status)) => return Response::new(*status, "text/html", "<p>Something is wrong"),
                Some(Trouble::Pause { seconds, .. }) => {
                    return Response::new(429, "text/html", "").with("Retry-After", &seconds.to_string());
                }
                Some(Trouble::BrokenOff) => return Response::to_a_page(NO_ANSWER),
                Some(Trouble::Silence(gate)) => gate.wait(),
                None => {}
            }
            let Some(back) = &receiver.back else { return Response::new(200, "text/html", "<p>Thank you") };
            let set_there = || format!("{}/ack.html", request.header("origin"));
            Response::new(302, "text/html", "").with("Location", &field(request, back).unwrap_or_else(set_there))
        })
    }
}

/// One lead to each receiver of frames; the posts that each got once all have ended as `unconfirmed`.
async fn framed_in(trouble: Option<&Trouble>, pass: impl AsyncFn(&Browser, &BTreeMap<String, Server>)) -> BTreeMap<String, usize> {
    let receivers = receivers().framed;
    let servers: BTreeMap<String, Server> =
        receivers.iter().map(|receiver| (receiver.connector.clone(), receiver.stand_in(trouble.cloned()))).collect();
    let destinations: Vec<Value> = receivers.iter().map(Framed::destination).collect();
    let (site, browser) = a_lead_to(&destinations, &servers).await;
    pass(&browser, &servers).await;
    until("every lead is unconfirmed", async || {
        browser.pass(1).await;
        let states = states(&browser).await;
        receivers.iter().all(|receiver| states.get(&receiver.connector).is_some_and(|state| state == "unconfirmed")).then_some(())
    })
    .await;
    // Nobody is asked a third time.
    browser.pass(120).await;
    site.lead().await;
    assert_eq!(browser.eval("document.querySelectorAll('iframe').length").await, 0, "nothing is left on the page");
    servers.iter().map(|(name, server)| (name.clone(), posts(server).len())).collect()
}

/// Posts that each has got: so many of those that send a frame back, so many of those that show a page of their own.
fn counts(back: usize, own_page: usize) -> BTreeMap<String, usize> {
    let count = |receiver: &Framed| if receiver.back.is_some() { back } else { own_page };
    receivers().framed.iter().map(|receiver| (receiver.connector.clone(), count(receiver))).collect()
}

#[tokio::test]
async fn a_frame_that_comes_back_in_time_or_late_is_not_sent_again() {
    let come_back = async |browser: &Browser| {
        for receiver in receivers().framed.iter().filter(|receiver| receiver.back.is_some()) {
            becomes(browser, &receiver.connector, "unconfirmed").await;
        }
    };
    assert_eq!(framed_in(None, async |browser, _| come_back(browser).await).await, counts(1, 2));
    let gate = Arc::new(Gate::default());
    let late = Trouble::Silence(gate.clone());
    let opened = async |browser: &Browser, _: &BTreeMap<String, Server>| {
        browser.pass(4).await;
        gate.open();
        come_back(browser).await;
    };
    assert_eq!(framed_in(Some(&late), opened).await, counts(1, 2));
}

#[tokio::test]
async fn a_frame_in_trouble_is_sent_again_once_and_never_called_delivered() {
    for trouble in [Trouble::Status(500), Trouble::Pause { seconds: 30, readable: false }] {
        assert_eq!(framed_in(Some(&trouble), async |_, _| {}).await, counts(2, 2), "{trouble:?}");
    }
    // Where a connection breaks off, Chromium may send the form once more by itself.
    for (name, count) in framed_in(Some(&Trouble::BrokenOff), async |_, _| {}).await {
        assert!((2..=3).contains(&count), "{name}: {count}");
    }
    let gate = Arc::new(Gate::default());
    let silent = Trouble::Silence(gate.clone());
    let given_up = async |browser: &Browser, _: &BTreeMap<String, Server>| browser.pass(11).await;
    assert_eq!(framed_in(Some(&silent), given_up).await, counts(2, 2));
    gate.open();
}

#[tokio::test]
async fn a_page_whose_policy_forbids_frames_sends_none_and_the_lead_goes_out_from_another_page() {
    for (policy, given, sent_there) in [
        ("Content-Security-Policy", "form-action 'none'", 0),
        ("Content-Security-Policy", "frame-src 'none'", 0),
        ("Content-Security-Policy-Report-Only", "form-action 'none'; frame-src 'none'", 1),
    ] {
        let salesforce = receivers().framed.remove(0);
        let receiver = salesforce.stand_in(None);
        let site = Site::routed(&with(&[salesforce.destination()]), |id| (id == "salesforce").then(|| receiver.url("/")));
        let page = html(&site);
        let host = Server::start(move |request| {
            let page = Response::new(200, "text/html; charset=utf-8", page.clone());
            if request.path.starts_with("/strict") { page.with(policy, given) } else { page }
        });
        let browser = Browser::start().await;
        browser.hold_the_clock().await;
        browser.before_every_page(NOTE_STATES).await;
        browser.open(&host.url("/strict")).await;
        wait_for_mount(&browser).await;
        let form = browser.embedded_form();
        form.runtime_is_ready().await;
        form.fill_in().await;
        form.submit().await;
        form.success_text().await;
        if sent_there == 0 {
            browser.wait_for("the policy was heard", "leadwell('outbox').then(([{ deliveries }]) => deliveries.some(({ destination, attempts }) => destination === 'salesforce' && attempts > 0))").await;
        } else {
            becomes(&browser, "salesforce", "unconfirmed").await;
        }
        browser.pass(60).await;
        assert_eq!(posts(&receiver).len(), sent_there, "{policy}: {given}");
        browser.open(&host.url("/")).await;
        wait_for_mount(&browser).await;
        until("the lead has left", async || {
            browser.pass(1).await;
            (browser.eval("leadwell('outbox').then(entries => entries.length)").await == json!(0)).then_some(())
        })
        .await;
        assert_eq!(posts(&receiver).len(), 1, "{policy}: {given}");
        site.lead().await;
    }
}
