//! What happens to a lead between the press of the button and the receiver's yes: pauses, other tabs, full storage, clocks that are wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::harness::{Browser, Gate, Response, Server, Site, demo, until};

/// The demo, whose leads go to two destinations.
fn two_destinations() -> Value {
    let mut campaign = demo();
    let first = campaign["destinations"][0].clone();
    let (mut crm, mut letter) = (first.clone(), first);
    crm["id"] = json!("crm");
    letter["id"] = json!("letter");
    campaign["destinations"] = json!([crm, letter]);
    campaign
}

fn to(crm: &Server, letter: &Server) -> Site {
    let (crm, letter) = (crm.url("/crm"), letter.url("/letter"));
    Site::routed(&two_destinations(), |id| Some(if id == "crm" { crm.clone() } else { letter.clone() }))
}

async fn send_a_lead(browser: &Browser, url: &str) {
    browser.open(url).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.eval("form => form.reset()").await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
}

async fn outbox_is_empty(browser: &Browser) {
    browser.wait_for("the outbox is empty", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
}

/// Attempts at a destination, of each message that waits, oldest first.
async fn attempts(browser: &Browser, destination: &str) -> Value {
    let of = format!(
        "leadwell('outbox').then(entries => entries.map(({{ deliveries }}) => deliveries.find(one => one.destination === {}).attempts))",
        json!(destination)
    );
    browser.eval(&of).await
}

#[tokio::test]
async fn a_receiver_that_asks_for_peace_gets_it_for_every_lead_and_another_gets_its_leads_meanwhile() {
    let asked = AtomicUsize::new(0);
    let crm = Server::start(move |request| match &*request.method {
        "POST" if asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            Response::to_a_page(429).with("Retry-After", "120").with("Access-Control-Expose-Headers", "Retry-After")
        }
        "POST" => Response::to_a_page(201),
        _ => Response::to_a_page(204),
    });
    let letter = Server::receiver(&[201]);
    let (site, browser) = (to(&crm, &letter), Browser::start().await);
    browser.hold_the_clock().await;
    send_a_lead(&browser, &site.url("/")).await;
    send_a_lead(&browser, &site.url("/")).await;
    browser.stop_the_clock().await;
    let left = browser.eval("leadwell('outbox').then(([{ deliveries }]) => Math.floor((deliveries.find(({ destination }) => destination === 'crm').not_before_ms - Date.now()) / 1000))").await;
    let left =
        left.as_u64().and_then(|left| u32::try_from(left).ok()).filter(|left| (30..120).contains(left)).expect("most of two minutes");
    browser.pass(left - 1).await;
    assert_eq!(attempts(&browser, "crm").await, json!([1, 0]), "not even what is new, nor on another page");
    assert_eq!((crm.posts().len(), letter.posts().len()), (1, 2));
    browser.pass(3).await;
    outbox_is_empty(&browser).await;
    let ids = crm.posts().iter().map(|post| (post["id"].clone(), post["attempt"].clone())).collect::<Vec<_>>();
    assert_eq!(ids.len(), 3, "{ids:?}");
    assert_eq!((&ids[0].0, &ids[1]), (&ids[1].0, &(ids[0].0.clone(), json!(2))), "the older one first");
    browser.assert_no_complaints(&["429"]).await;
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_keeps_no_other_waiting() {
    let gate = Arc::new(Gate::default());
    let (crm, letter) = (Server::receiver_behind(gate.clone()), Server::receiver(&[201]));
    let (site, browser) = (to(&crm, &letter), Browser::start().await);
    // One destination has it: that is what the visitor reads, while the other is still silent.
    send_a_lead(&browser, &site.url("/")).await;
    assert_eq!((crm.posts().len(), letter.posts().len(), attempts(&browser, "crm").await), (1, 1, json!([0])));
    gate.open();
    outbox_is_empty(&browser).await;
    assert_eq!(crm.posts().len(), 1);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_lead_whose_tab_was_closed_goes_out_from_another() {
    let gate = Arc::new(Gate::default());
    let receiver = Server::receiver_behind(gate.clone());
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    until("the first attempt is on its way", async || (!receiver.posts().is_empty()).then_some(())).await;
    // The other tab comes later: of two that are there, either may be the one that sends.
    let sender = browser.driver.window().await.expect("a tab");
    let other = browser.driver.new_tab().await.expect("a tab");
    browser.driver.switch_to_window(other.clone()).await.expect("switched");
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.driver.switch_to_window(sender).await.expect("switched");
    browser.driver.close_window().await.expect("closed");
    browser.driver.switch_to_window(other).await.expect("switched");
    outbox_is_empty(&browser).await;
    let posts = receiver.posts();
    let attempts: Vec<_> = posts.iter().map(|post| (&post["attempt"], &post["age_ms"])).collect();
    assert_eq!(posts.len(), 2, "{attempts:?}");
    assert_eq!((&posts[0]["id"], &posts[0]["fields"]), (&posts[1]["id"], &posts[1]["fields"]), "and is known by its id");
    gate.open();
}

#[tokio::test]
async fn without_locks_one_tab_sends_and_a_tab_that_is_gone_holds_nobody_up_for_long() {
    let receiver = Server::receiver(&[201]);
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.before_every_page("Object.defineProperty(navigator, 'locks', { value: undefined })").await;
    browser.hold_the_clock().await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    browser.wait_for("nobody has the lease", "localStorage.getItem('leadwell:lease') === null").await;
    // Somebody took the lease, and was closed.
    browser.eval("localStorage.setItem('leadwell:lease', JSON.stringify([0.5, Date.now() + 14000]))").await;
    form.fill_in().await;
    form.submit().await;
    until("the press has been heard", async || (attempts(&browser, "inbox").await == json!([0])).then_some(())).await;
    assert_eq!(receiver.posts().len(), 0, "the sender is somebody else");
    browser.pass(15).await;
    form.success_text().await;
    outbox_is_empty(&browser).await;
    browser.wait_for("the lease is given back", "localStorage.getItem('leadwell:lease') === null").await;
    assert_eq!(receiver.posts().len(), 1);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn who_leaves_has_what_waits_sent_once_more_and_it_stays() {
    let receiver = Server::receiver(&[503]);
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.hold_the_clock().await;
    // Pauses of a second and more stand still.
    browser.before_every_page("Math.random = () => 1").await;
    send_a_lead(&browser, &site.url("/")).await;
    let tried = receiver.posts().len();
    assert_eq!(json!([tried]), attempts(&browser, "inbox").await);
    browser.open(&site.url("/ack.html")).await;
    until("it was sent once more", async || (receiver.posts().len() == tried + 1).then_some(())).await;
    let kept = "Object.entries(localStorage).filter(([key]) => key.startsWith('leadwell:outbox:')).map(([, text]) => JSON.parse(text).deliveries[0]).map(({ state, attempts }) => [state, attempts])";
    assert_eq!(browser.eval(kept).await, json!([["queued", tried]]));
}

#[tokio::test]
async fn a_full_outbox_takes_nothing_away_from_a_lead() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    browser.eval("localStorage.setItem('leadwell:outbox:of-a-newer-version', 'x'.repeat(2e6))").await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    site.lead().await;
    assert_eq!(
        browser.eval("localStorage.getItem('leadwell:outbox:of-a-newer-version').length").await,
        2_000_000,
        "and nothing from what waits"
    );
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_loses_nothing() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    let set_back = "if (sessionStorage.getItem('back')) { const now = Date.now; Date.now = () => now() - 864e5 * 400 }";
    browser.before_every_page(set_back).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    site.stop_inbox();
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    browser.eval("sessionStorage.setItem('back', 1)").await;
    site.start_inbox();
    browser.reload().await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"]["name"], "Ada Park");
    outbox_is_empty(&browser).await;
    browser.assert_no_complaints(&["net::ERR_CONNECTION_REFUSED"]).await;
}

#[tokio::test]
async fn every_change_of_a_delivery_is_told_once() {
    let receiver = Server::receiver(&[503, 201]);
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser
        .before_every_page(
            "window.__lead = []; document.addEventListener('leadwell:lead', ({ detail }) => __lead.push([detail.state, detail.attempts]))",
        )
        .await;
    send_a_lead(&browser, &site.url("/")).await;
    outbox_is_empty(&browser).await;
    let told = browser.eval("__lead").await;
    assert_eq!(told, json!([["queued", 0], ["sent", 0], ["queued", 1], ["sent", 1], ["confirmed", 2]]));
    browser.assert_no_complaints(&["503"]).await;
}
