//! The first promise: what was submitted is written down before it is sent, and arrives once.

use serde_json::{Value, json};

use crate::harness::{Browser, Server, Site, demo, until};

/// Keeps what localStorage held whenever a request was about to leave.
const WATCH_REQUESTS: &str = r"(() => {
    const sent = [];
    Object.defineProperty(window, '__sent', { value: sent });
    const real = window.fetch;
    window.fetch = function (request, ...rest) {
        const method = request?.method ?? rest[0]?.method ?? 'GET';
        if (method === 'POST') sent.push({ url: request.url ?? String(request), stored: { ...localStorage } });
        return real.call(this, request, ...rest);
    };
})()";
const SAVED: &str = "Thank you. Your details are saved on this device and will be sent as soon as a connection is back.";

/// The entries of the outbox in localStorage, by key.
async fn outbox(browser: &Browser) -> Vec<(String, Value)> {
    let keys = browser.stored_keys().await.into_iter().filter(|key| key.starts_with("leadwell:outbox:"));
    let mut entries = Vec::new();
    for key in keys {
        let entry = browser.eval(&format!("JSON.parse(localStorage.getItem({}))", json!(key))).await;
        entries.push((key, entry));
    }
    entries
}

async fn outbox_is_empty(browser: &Browser) {
    browser.wait_for("the outbox is empty", "!Object.keys(localStorage).some(key => key.startsWith('leadwell:outbox:'))").await;
}

#[tokio::test]
async fn a_lead_survives_an_inbox_that_is_down_and_arrives_once_at_the_next_visit() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    browser.before_every_page(WATCH_REQUESTS).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    site.stop_inbox();
    form.fill_in().await;
    form.submit().await;
    assert_eq!(form.success_text().await, SAVED);

    let waiting = outbox(&browser).await;
    let [(key, entry)] = &waiting[..] else { panic!("one entry: {waiting:?}") };
    let id = entry["message"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(*key, format!("leadwell:outbox:{id}"));
    let at_first_byte = browser.eval("__sent[0].stored").await;
    let written: Value = at_first_byte[key].as_str().and_then(|text| serde_json::from_str(text).ok()).expect("written before it was sent");
    assert_eq!((&written["message"]["id"], &written["deliveries"][0]["attempts"]), (&json!(id), &json!(0)));

    // The visitor leaves; the inbox comes back; the visitor comes back.
    browser.open("about:blank").await;
    site.start_inbox();
    browser.open(&site.url("/")).await;
    let lead = site.lead().await;
    assert_eq!(lead["id"], json!(id));
    assert!(lead["attempt"].as_u64().is_some_and(|attempt| attempt >= 2), "{}", lead["attempt"]);
    assert_eq!(lead["fields"]["name"], "Ada Park");
    outbox_is_empty(&browser).await;
    browser.form().runtime_is_ready().await;
    assert_eq!(site.inbox.stored().len(), 1);
    // The browser's own lines about the inbox that was down.
    browser.assert_no_complaints(&["net::ERR_CONNECTION_REFUSED"]).await;
}

#[tokio::test]
async fn ten_quick_clicks_make_one_lead() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.before_every_page(WATCH_REQUESTS).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.eval("form => { for (let click = 0; click < 10; click += 1) form.querySelector('[data-lw-submit]').click() }").await;
    form.success_text().await;
    outbox_is_empty(&browser).await;
    site.lead().await;
    assert_eq!(browser.eval("__sent.length").await, 1);
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_receiver_in_trouble_gets_the_same_lead_again() {
    let receiver = Server::receiver(&[500, 201]);
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    assert_eq!(form.success_text().await, SAVED);
    outbox_is_empty(&browser).await;

    let mut posts = receiver.posts();
    assert_eq!(posts.len(), 2);
    assert_eq!((&posts[0]["attempt"], &posts[1]["attempt"]), (&json!(1), &json!(2)));
    assert!(posts[1]["age_ms"].as_u64() > posts[0]["age_ms"].as_u64());
    for post in &mut posts {
        for of_the_attempt in ["attempt", "sent_at", "age_ms"] {
            post[of_the_attempt].take();
        }
    }
    assert_eq!(posts[0], posts[1], "nothing else differs, the id least of all");
    browser.assert_no_complaints(&["/leads - Failed to load resource"]).await;
}

#[tokio::test]
async fn a_lead_that_was_refused_for_good_is_told_kept_and_not_sent_again() {
    let receiver = Server::receiver(&[400, 201]);
    let (site, browser) = (Site::sending_to(&demo(), Some(&receiver.url("/leads"))), Browser::start().await);
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    browser.wait_for_text("This could not be sent. Nothing you typed is lost: please try again.").await;
    assert_eq!(form.value_of("name").await, "Ada Park");
    let refused = outbox(&browser).await;
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].1["deliveries"][0]["state"], "failed");

    // The outbox is emptied oldest first: once the next visit's own lead is there, the refused one has had its turn.
    browser.reload().await;
    let form = browser.form();
    form.runtime_is_ready().await;
    // What was typed before is there again.
    assert_eq!(form.value_of("name").await, "Ada Park");
    form.eval("form => form.reset()").await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let ids = until("the second lead has been sent", async || {
        let ids: Vec<_> = receiver.posts().iter().map(|post| post["id"].clone()).collect();
        (ids.len() >= 2).then_some(ids)
    })
    .await;
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[0], refused[0].1["message"]["id"]);
    let left = until("only the refused lead is left", async || Some(outbox(&browser).await).filter(|left| left.len() == 1)).await;
    assert_eq!(left, refused);
    browser.assert_no_complaints(&["/leads - Failed to load resource"]).await;
}

#[tokio::test]
async fn where_storage_is_blocked_the_lead_is_delivered_all_the_same() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.before_every_page("Storage.prototype.setItem = () => { throw new DOMException('blocked', 'SecurityError') }").await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"]["name"], "Ada Park");
    assert_eq!(browser.stored_keys().await, Vec::<String>::new());
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn where_storage_is_blocked_and_the_inbox_is_down_the_visitor_is_told_and_may_try_again() {
    let (mut site, browser) = (Site::demo(), Browser::start().await);
    let refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError') } })";
    browser.before_every_page(refuse).await;
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    site.stop_inbox();
    form.fill_in().await;
    form.submit().await;
    browser.wait_for_text("This could not be sent. Nothing you typed is lost: please try again.").await;
    assert_eq!(form.value_of("name").await, "Ada Park");
    site.start_inbox();
    form.submit().await;
    form.success_text().await;
    site.lead().await;
    browser.assert_no_complaints(&["net::ERR_CONNECTION_REFUSED"]).await;
}
