//! Everything that may go wrong between the press of the button and the receiver, one thing at a time; the receiver is counted each time.
//! No lead is lost, and none is there twice. More of it is in `delivery.rs` and `outbox.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{Browser, NO_ANSWER, Response, Server, Site, demo, until};
use crate::program::{free_address, send};

/// The keys under which leads wait.
const WAITING: &str = "Object.keys(localStorage).filter(key => key.startsWith('leadwell:outbox:'))";

async fn outbox_is_empty(browser: &Browser) {
    browser.wait_for("the outbox is empty", &format!("{WAITING}.length === 0")).await;
}

/// Fills the form in and presses its button; what comes of it is the test's business.
async fn press(browser: &Browser, url: &str) {
    browser.open(url).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.answer_everything().await;
    form.submit().await;
}

async fn press_and_be_thanked(browser: &Browser, url: &str) {
    press(browser, url).await;
    browser.form().success_text().await;
}

/// The next visit, at which all that waits arrives: one lead, once.
async fn arrives_at_the_next_visit(browser: &Browser, site: &Site) {
    browser.open(&site.url("/")).await;
    site.lead().await;
    outbox_is_empty(browser).await;
    assert_eq!(site.inbox.stored().len(), 1);
}

/// What becomes of a post on its way to the inbox.
enum Fate {
    PassOn,
    PassOnAfter(u64),
    StoreAndBreakOff,
}

/// A site whose leads pass somebody on their way to its inbox, who decides by how many came before.
fn site_behind(fate: impl Fn(usize) -> Fate + Send + Sync + 'static) -> (Site, Server) {
    let place = free_address();
    let site = Site::sending_to(&demo(), Some(&format!("http://{place}/leads")));
    let (inbox, posts) = (site.inbox.address, AtomicUsize::new(0));
    let server = Server::start_at(place, move |request| {
        if request.method != "POST" {
            return Response::to_a_page(204);
        }
        let stored = send(inbox, "POST", "/leads", &[("Content-Type", request.header("content-type"))], request.body.as_bytes());
        match fate(posts.fetch_add(1, Ordering::SeqCst)) {
            Fate::PassOn => Response::to_a_page(stored.status),
            Fate::PassOnAfter(seconds) => {
                std::thread::sleep(Duration::from_secs(seconds));
                Response::to_a_page(stored.status)
            }
            Fate::StoreAndBreakOff => Response::to_a_page(NO_ANSWER),
        }
    });
    (site, server)
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_lead_was_stored_makes_no_second_lead() {
    let (site, server) = site_behind(|before| if before == 0 { Fate::StoreAndBreakOff } else { Fate::PassOn });
    let browser = Browser::start().await;
    press_and_be_thanked(&browser, &site.url("/")).await;
    outbox_is_empty(&browser).await;
    site.lead().await;
    assert_eq!(server.posts().len(), 2, "it was sent twice, under one id");
    browser.assert_no_complaints(&["net::ERR_"]).await;
}

#[tokio::test]
async fn an_answer_after_nine_seconds_is_waited_for_and_one_after_eleven_is_asked_for_again() {
    for (seconds, posts) in [(9, 1), (11, 2)] {
        let (site, server) = site_behind(move |before| if before == 0 { Fate::PassOnAfter(seconds) } else { Fate::PassOn });
        let browser = Browser::start().await;
        press(&browser, &site.url("/")).await;
        browser.form().success_text().await;
        outbox_is_empty(&browser).await;
        site.lead().await;
        assert_eq!(server.posts().len(), posts, "after {seconds} s");
        browser.assert_no_complaints(&["net::ERR_"]).await;
    }
}

#[tokio::test]
async fn a_receiver_that_is_in_trouble_for_an_hour_has_the_lead_afterwards() {
    let well = Arc::new(AtomicBool::new(false));
    let is_well = well.clone();
    let receiver = Server::start(move |request| {
        Response::to_a_page(match &*request.method {
            "POST" => {
                if is_well.load(Ordering::SeqCst) {
                    201
                } else {
                    500
                }
            }
            _ => 204,
        })
    });
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.hold_the_clock().await;
    press_and_be_thanked(&browser, &site.url("/")).await;
    for _ in 0..60 {
        browser.pass(60).await;
    }
    let tried = until("it has been tried", async || Some(receiver.posts().len()).filter(|tried| *tried > 2)).await;
    well.store(true, Ordering::SeqCst);
    browser.pass(61).await;
    outbox_is_empty(&browser).await;
    let ids: BTreeSet<String> = receiver.posts().iter().map(|post| post["id"].to_string()).collect();
    assert_eq!((ids.len(), receiver.posts().len() - tried), (1, 1), "the same lead, and no more once it was accepted");
    browser.assert_no_complaints(&["500"]).await;
}

#[tokio::test]
async fn a_pause_that_a_page_may_not_read_is_paused_by_our_own_measure() {
    let asked = AtomicUsize::new(0);
    let receiver = Server::start(move |request| match &*request.method {
        // Nothing exposes the header.
        "POST" if asked.fetch_add(1, Ordering::SeqCst) == 0 => Response::to_a_page(429).with("Retry-After", "3000"),
        "POST" => Response::to_a_page(201),
        _ => Response::to_a_page(204),
    });
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.hold_the_clock().await;
    press_and_be_thanked(&browser, &site.url("/")).await;
    browser.pass(61).await;
    outbox_is_empty(&browser).await;
    assert_eq!(receiver.posts().len(), 2);
    browser.assert_no_complaints(&["429"]).await;
}

#[tokio::test]
async fn a_receiver_that_refuses_to_be_asked_beforehand_has_the_lead_once_it_allows_it() {
    let allows = Arc::new(AtomicBool::new(false));
    let allowed = allows.clone();
    let receiver = Server::start(move |request| match (allowed.load(Ordering::SeqCst), &*request.method) {
        (false, _) => Response::new(403, "text/plain", "no"),
        (true, "POST") => Response::to_a_page(201),
        (true, _) => Response::to_a_page(204),
    });
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    press_and_be_thanked(&browser, &site.url("/")).await;
    assert!(receiver.requests().iter().all(|request| request.method == "OPTIONS"), "the lead itself was not sent");
    allows.store(true, Ordering::SeqCst);
    browser.open(&site.url("/")).await;
    outbox_is_empty(&browser).await;
    let ids: BTreeSet<String> = receiver.posts().iter().map(|post| post["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    browser.assert_no_complaints(&["CORS", "net::ERR_FAILED"]).await;
}

#[tokio::test]
async fn a_redirect_is_no_yes_and_the_lead_is_kept() {
    let receiver = Server::start(|request| match (&*request.method, &*request.path) {
        ("POST", "/leads") => Response::to_a_page(302).with("Location", "/login"),
        (_, "/login") => Response::to_a_page(200),
        _ => Response::to_a_page(204),
    });
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    press(&browser, &site.url("/")).await;
    browser.wait_for_text("This could not be sent. Nothing you typed is lost: please try again.").await;
    assert!(receiver.requests().iter().all(|request| request.path != "/login"), "nobody followed");
    assert_eq!(browser.eval(&format!("{WAITING}.length")).await, json!(1));
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn offline_a_lead_waits_and_goes_out_when_the_network_is_back() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let network = async |offline: bool| {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        browser.cdp("Network.enable", json!({})).await;
        browser.cdp("Network.emulateNetworkConditions", conditions).await;
    };
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.answer_everything().await;
    network(true).await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.inbox.stored().len(), 0);
    network(false).await;
    site.lead().await;
    outbox_is_empty(&browser).await;
    browser.assert_no_complaints(&["net::ERR_INTERNET_DISCONNECTED"]).await;
}

#[tokio::test]
async fn a_lead_that_a_blocker_keeps_back_goes_out_where_it_lets_go() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.cdp("Network.enable", json!({})).await;
    browser.cdp("Network.setBlockedURLs", json!({ "urls": ["*/leads"] })).await;
    press_and_be_thanked(&browser, &site.url("/")).await;
    assert_eq!(site.inbox.stored().len(), 0);
    browser.cdp("Network.setBlockedURLs", json!({ "urls": [] })).await;
    arrives_at_the_next_visit(&browser, &site).await;
    browser.assert_no_complaints(&["net::ERR_BLOCKED_BY_CLIENT"]).await;
}

#[tokio::test]
async fn a_page_that_patched_fetch_to_break_it_loses_no_lead() {
    for broken in ["() => { throw new Error('patched') }", "() => undefined", "() => Promise.resolve({})", "() => new Promise(() => {})"] {
        let (site, browser) = (Site::demo(), Browser::start().await);
        // Only posts: the page has to come to life.
        let patch = format!(
            "if (!sessionStorage.getItem('well')) {{ const real = fetch; window.fetch = (url, options, ...rest) => options?.method === 'POST' ? ({broken})() : real(url, options, ...rest) }}"
        );
        browser.before_every_page(&patch).await;
        press(&browser, &site.url("/")).await;
        browser.wait_for("the lead waits", &format!("{WAITING}.length === 1")).await;
        browser.eval("sessionStorage.setItem('well', 1)").await;
        arrives_at_the_next_visit(&browser, &site).await;
        assert_eq!(browser.uncaught().await, Vec::<String>::new(), "{broken}");
    }
}

#[tokio::test]
async fn who_is_gone_fifty_milliseconds_after_the_press_has_sent_it() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.answer_everything().await;
    form.eval("form => { form.querySelector('[data-lw-submit]').click(); setTimeout(() => location.assign('/ack.html'), 50) }").await;
    site.lead().await;
    browser.wait_for("another page", "location.pathname === '/ack.html'").await;
    arrives_at_the_next_visit(&browser, &site).await;
}

#[tokio::test]
async fn heavy_leads_in_a_row_all_arrive_though_the_page_goes_at_once() {
    let mut campaign = demo();
    let fields = campaign["forms"]["demo"]["steps"][0]["fields"].as_array_mut().expect("fields");
    fields.iter_mut().filter(|field| field["name"] == "message").for_each(|field| field["max_length"] = json!(10_000));
    let (site, browser) = (Site::of(&campaign), Browser::start().await);
    for _ in 0..4 {
        browser.open(&site.url("/")).await;
        let form = browser.form();
        form.runtime_is_ready().await;
        form.eval("form => form.reset()").await;
        form.answer_everything().await;
        form.eval("form => { const box = form.elements.message; box.value = '가'.repeat(10000); box.dispatchEvent(new Event('input', { bubbles: true })); form.querySelector('[data-lw-submit]').click() }").await;
    }
    browser.open(&site.url("/")).await;
    let leads = site.leads(4).await;
    assert!(leads.iter().all(|lead| lead["fields"]["message"].as_str().map(str::len) == Some(30_000)));
    outbox_is_empty(&browser).await;
    assert_eq!(site.inbox.stored().len(), 4);
}

#[tokio::test]
async fn two_tabs_with_a_hundred_leads_each_send_every_one_once() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    site.stop_inbox();
    let form = browser.form();
    form.answer_everything().await;
    form.submit().await;
    form.success_text().await;
    let first = browser.driver.window().await.expect("a tab");
    let second = browser.driver.new_tab().await.expect("a tab");
    browser.driver.switch_to_window(second.clone()).await.expect("switched");
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    // A hundred in each tab, written as the form writes them.
    let many = format!(
        "for (let left = 0, [key] = {WAITING}, text = localStorage.getItem(key), id = key.split(':').pop(); left < 100; left += 1) {{ \
            const own = crypto.randomUUID(); localStorage.setItem(`leadwell:outbox:${{own}}`, text.replaceAll(id, own)) }}"
    );
    browser.eval(&many).await;
    browser.driver.switch_to_window(first).await.expect("switched");
    browser.eval(&many).await;
    site.start_inbox();
    browser.eval("leadwell('flush')").await;
    browser.driver.switch_to_window(second).await.expect("switched");
    browser.eval("leadwell('flush')").await;
    outbox_is_empty(&browser).await;
    assert_eq!(site.inbox.stored().len(), 201);
}

#[tokio::test]
async fn storage_that_is_full_silent_or_cleared_loses_no_lead_of_an_open_page() {
    let full = "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) { if (String(value).length > 500) throw new DOMException('full', 'QuotaExceededError'); return set.call(this, key, value) }";
    let silent = "Storage.prototype.setItem = () => {}";
    for (name, patch) in [("full", full), ("silent", silent)] {
        let (site, browser) = (Site::demo(), Browser::start().await);
        browser.before_every_page(patch).await;
        press_and_be_thanked(&browser, &site.url("/")).await;
        site.lead().await;
        assert_eq!(site.inbox.stored().len(), 1, "{name}");
        browser.assert_no_complaints(&[]).await;
    }
    // Cleared while a lead waits: the page that wrote it still has it.
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.answer_everything().await;
    site.stop_inbox();
    form.submit().await;
    form.success_text().await;
    browser.eval("localStorage.clear()").await;
    site.start_inbox();
    browser.eval("leadwell('flush')").await;
    site.lead().await;
}

#[tokio::test]
async fn what_is_broken_in_the_outbox_keeps_no_lead_back() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    site.stop_inbox();
    let form = browser.form();
    form.answer_everything().await;
    form.submit().await;
    form.success_text().await;
    let broken = [
        "",
        "null",
        "[]",
        "{",
        "\u{0}",
        r#"{"v":1}"#,
        r#"{"v":99,"message":{}}"#,
        r#"{"v":1,"message":"x","created_ms":"?","deliveries":[{"destination":7}]}"#,
        r#"{"v":1,"message":{"id":"other"},"created_ms":1e999,"deliveries":{}}"#,
    ];
    for (index, text) in broken.iter().enumerate() {
        browser.eval(&format!("localStorage.setItem('leadwell:outbox:broken-{index}', {})", json!(text))).await;
    }
    site.start_inbox();
    browser.reload().await;
    site.lead().await;
    let left = "Object.keys(localStorage).filter(key => key.startsWith('leadwell:outbox:') && !key.includes('broken')).length === 0";
    browser.wait_for("the lead is settled", left).await;
    browser.assert_no_complaints(&["net::ERR_CONNECTION_REFUSED"]).await;
}

#[tokio::test]
async fn a_renderer_that_is_killed_after_the_press_loses_no_lead() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.answer_everything().await;
    site.stop_inbox();
    form.submit().await;
    form.success_text().await;
    let dead = browser.driver.window().await.expect("a tab");
    let other = browser.driver.new_tab().await.expect("a tab");
    browser.crash_the_page().await;
    let _ = browser.driver.switch_to_window(dead).await;
    let _ = browser.driver.close_window().await;
    browser.driver.switch_to_window(other).await.expect("switched");
    site.start_inbox();
    arrives_at_the_next_visit(&browser, &site).await;
}

/// Chromium keeps what pages store in memory for some seconds before it writes it down: who kills it sooner takes that with them. This says
/// how long it was, and that nothing is lost once it is written.
#[tokio::test]
async fn a_browser_that_is_killed_has_the_lead_at_its_next_start_once_it_was_written() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.answer_everything().await;
    site.stop_inbox();
    form.submit().await;
    form.success_text().await;
    let since = Instant::now();
    let key = browser.eval(&format!("{WAITING}[0]")).await;
    let id = key.as_str().and_then(|key| key.rsplit(':').next()).expect("an id").to_owned();
    let folder = browser.profile().join("Default/Local Storage/leveldb");
    until("it is on the disk", async || is_written(&folder, &id).then_some(())).await;
    println!("written after {:?}", since.elapsed());
    let profile = browser.kill();
    site.start_inbox();
    let browser = Browser::start_in(profile).await;
    arrives_at_the_next_visit(&browser, &site).await;
}

fn is_written(folder: &Path, id: &str) -> bool {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| fs::read(file.path()).ok()).any(|bytes| bytes.windows(id.len()).any(|some| some == id.as_bytes()))
}
