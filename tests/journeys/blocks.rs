//! What blocks do on a page: other words by the address and by what is known of the visitor, time that runs out, films, prices, files.

use serde_json::{Value, json};

use crate::harness::{Browser, Site, demo, root};

/// The demo with other blocks.
fn site_with(change: impl FnOnce(&mut Vec<Value>)) -> Site {
    let mut campaign = demo();
    change(campaign["pages"][0]["blocks"].as_array_mut().expect("blocks"));
    Site::of(&campaign)
}

fn hero(blocks: &mut [Value]) -> &mut Value {
    blocks.iter_mut().find(|block| block["kind"] == "hero").expect("a hero")
}

const HEADING: &str = "document.querySelector('h1').textContent";

#[tokio::test]
async fn the_address_chooses_words_before_the_page_is_painted_and_a_token_is_only_text() {
    let site = site_with(|blocks| {
        let hero = hero(blocks);
        hero["text"] = json!("Made for {{query.utm_term|your warehouse}}.");
        hero["variants"] = json!([{ "when": { "query.utm_source": { "$in": ["trucks", "lorries"] } }, "title": "For lorries" }]);
        blocks.push(json!({ "kind": "rich", "id": "only_lorries", "when": { "query.utm_source": "lorries" }, "text": "Lorry words" }));
    });
    let browser = Browser::start().await;
    // The heading that each frame shows, from the first on.
    browser
        .before_every_page(
            "window.__headings = []; (function look() { const h = document.querySelector('h1'); \
             if (h && getComputedStyle(h).visibility === 'visible') window.__headings.push(h.textContent); requestAnimationFrame(look) })()",
        )
        .await;

    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    assert_eq!(browser.eval("document.querySelector('.lw-lead').textContent").await, "Made for your warehouse.");
    assert_eq!(browser.eval("document.querySelector('#only_lorries') === null").await, true);

    browser.open(&site.url("/?utm_source=lorries&utm_term=%3Cb%3Ecold%3C/b%3E")).await;
    browser.form().runtime_is_ready().await;
    assert_eq!(browser.eval(HEADING).await, "For lorries");
    assert_eq!(browser.eval("document.querySelector('.lw-lead').textContent").await, "Made for <b>cold</b>.");
    assert_eq!(browser.eval("document.querySelector('#only_lorries').textContent").await, "Lorry words");
    assert_eq!(browser.eval("document.querySelectorAll('h1').length").await, 1);
    assert_eq!(browser.eval("[...new Set(window.__headings)]").await, json!(["For lorries"]), "nothing else was ever on screen");

    browser.open(&site.url("/app.html?utm_source=lorries&utm_term=cold")).await;
    browser.wait_for("the app is drawn", &format!("{HEADING} === 'For lorries'")).await;
    assert_eq!(browser.eval("document.querySelector('.lw-lead').textContent").await, "Made for cold.");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn what_the_runtime_knows_changes_only_what_is_not_on_screen_yet() {
    let site = site_with(|blocks| {
        let returning = json!({ "visitor.pages": { "$gte": 2 } });
        hero(blocks)["variants"] = json!([{ "when": returning, "title": "Welcome back" }]);
        blocks.push(json!({ "kind": "rich", "id": "far_below", "text": "For everyone", "variants": [{ "when": returning, "text": "For those who return" }] }));
    });
    let browser = Browser::start().await;
    for _ in 0..2 {
        browser.open(&site.url("/")).await;
        browser.form().runtime_is_ready().await;
    }
    assert_eq!(browser.eval("document.querySelector('#far_below').textContent").await, "For those who return");
    assert_ne!(browser.eval(HEADING).await, "Welcome back", "the heading was on screen before anything was known");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_countdown_counts_to_a_moment_in_its_zone_and_says_what_is_when_it_is_over() {
    let site = site_with(|blocks| {
        let ended = json!({ "title": "It is over" });
        let until = |at: &str| json!({ "at": at, "zone": "Asia/Seoul" });
        blocks.push(json!({ "kind": "countdown", "id": "past", "title": "Soon", "until": until("2020-01-01T00:00"), "ended": ended }));
        blocks.push(json!({ "kind": "countdown", "id": "far", "title": "Later", "until": until("2199-01-01T00:00"), "ended": ended }));
        blocks.push(json!({ "kind": "countdown", "id": "own", "title": "Yours", "evergreen": "2 hours", "ended": ended }));
    });
    let browser = Browser::start().await;
    for path in ["/", "/app.html"] {
        browser.open(&site.url(path)).await;
        browser.wait_for("the last countdown runs", "document.querySelector('#own [data-lw-unit=minutes]')?.textContent === '59'").await;
        assert_eq!(browser.eval("document.querySelector('#past').innerText.trim()").await, "It is over");
        assert_eq!(browser.eval("document.querySelector('#past .lw-running').hidden").await, true);
        let seconds = "(() => { const u = n => Number(document.querySelector(`#far [data-lw-unit=${n}]`).textContent); \
                       return ((u('days') * 24 + u('hours')) * 60 + u('minutes')) * 60 + u('seconds') })()";
        let left = browser.eval(&format!("Math.abs({seconds} - (Date.UTC(2198, 11, 31, 15) - Date.now()) / 1000)")).await;
        assert!(left.as_f64().is_some_and(|off| off < 3.0), "{left} seconds off");
    }
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_film_elsewhere_is_asked_for_only_when_somebody_presses_play() {
    let site = site_with(|blocks| {
        let poster = json!({ "file": "/pictures/booking.svg", "width": 640, "height": 360, "alt": "" });
        blocks.push(json!({ "kind": "video", "id": "film", "name": "A tour", "source": { "youtube": "abc-DEF_123" }, "poster": poster }));
    });
    let browser = Browser::start().await;
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("document.querySelector('#film').scrollIntoView()").await;
    let elsewhere = "performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith(location.origin) && !name.startsWith('http://127.0.0.1'))";
    assert_eq!(browser.eval(elsewhere).await, json!([]));
    assert_eq!(browser.eval("document.querySelector('iframe') === null").await, true);
    browser.eval("document.querySelector('[data-lw-film]').click()").await;
    let frame = "document.querySelector('#film iframe')";
    browser.wait_for("the film's frame", &format!("{frame} !== null")).await;
    assert_eq!(browser.eval(&format!("{frame}.src")).await, "https://www.youtube-nocookie.com/embed/abc-DEF_123?autoplay=1&rel=0");
    assert_eq!(browser.eval(&format!("{frame}.title")).await, "A tour");
    assert_eq!(browser.violations().await, Vec::<String>::new());
}

#[tokio::test]
async fn prices_switch_between_month_and_year_without_scripts() {
    let site = site_with(|blocks| {
        blocks.retain(|block| block["kind"] != "pricing" && block["kind"] != "footer");
        let plan = json!({ "name": "Team", "price": { "monthly": "€29", "yearly": "€24" } });
        blocks.push(json!({ "kind": "pricing", "id": "pricing", "plans": [plan] }));
    });
    let browser = Browser::start().await;
    browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&site.url("/")).await;
    let shown = "document.querySelector('#pricing .lw-plan').innerText.replace(/\\s+/g, ' ').trim()";
    assert_eq!(browser.eval(shown).await, "Team €29");
    let place = browser.eval("(() => { const r = document.querySelector('#pricing input[value=yearly]').closest('label'); r.scrollIntoView({ block: 'center', behavior: 'instant' }); \
                              const b = r.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] })()").await;
    for kind in ["mousePressed", "mouseReleased"] {
        browser
            .cdp("Input.dispatchMouseEvent", json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 }))
            .await;
    }
    assert_eq!(browser.eval(shown).await, "Team €24");
}

#[tokio::test]
async fn a_webinar_shows_its_sessions_in_the_visitors_time_and_gives_an_entry_for_the_calendar() {
    let site = Site::of_file(&root().join("campaigns/webinar/campaign.json"));
    let browser = Browser::start().await;
    browser.cdp("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Seoul" })).await;
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    let first = "document.querySelector('input[type=radio][data-lw-at]')";
    let at = browser.eval("document.querySelector('.lw-session-time').getAttribute('datetime')").await;
    let written = format!(
        "new Intl.DateTimeFormat('en', {{ dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Seoul' }}).format(new Date({at}))"
    );
    assert_eq!(browser.eval("document.querySelector('.lw-session-time').textContent").await, browser.eval(&written).await);

    browser.eval(&format!("{first}.click()")).await;
    browser.form().answer_everything().await;
    browser.form().submit().await;
    let lead = site.lead().await;
    assert_eq!(lead["fields"]["session"], browser.eval(&format!("{first}.value")).await);
    let button = "document.querySelector('[data-lw-outcome]:not([hidden]) [data-lw-calendar]')";
    browser.wait_for("the button for the calendar", &format!("{button}?.checkVisibility() === true")).await;
    browser.eval("URL.createObjectURL = blob => { window.__file = blob.text(); return 'data:,' }").await;
    browser.eval(&format!("{button}.click()")).await;
    let calendar = browser.eval("window.__file").await;
    let lines: Vec<&str> = calendar.as_str().expect("a text").split("\r\n").collect();
    let starts: String = at.as_str().expect("a time").chars().filter(|c| !"-:".contains(*c)).collect::<String>().replace(".000", "");
    assert!(lines.contains(&format!("DTSTART:{starts}").as_str()), "{starts}: {lines:#?}");
    assert_eq!((lines[0], lines[1], lines[lines.len() - 2]), ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"));
    assert!(lines.iter().all(|line| line.len() <= 75), "{lines:#?}");
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_guide_is_there_after_its_form_and_its_download_is_counted() {
    let site = Site::of_file(&root().join("campaigns/lead_magnet/campaign.json"));
    let browser = Browser::start().await;
    browser.open(&site.url("/")).await;
    browser.form().runtime_is_ready().await;
    browser.eval("leadwell('consent', { personalization: true })").await;
    browser.form().answer_everything().await;
    browser.form().submit().await;
    let link = "document.querySelector('[data-lw-outcome]:not([hidden]) a[download]')";
    browser.wait_for("the guide", &format!("{link}?.checkVisibility() === true")).await;
    let file =
        browser.eval(&format!("fetch({link}.href).then(r => r.arrayBuffer()).then(b => new TextDecoder().decode(b.slice(0, 5)))")).await;
    assert_eq!(file, "%PDF-");
    let rules = "leadwell('explain').then(({ score }) => score.explanation.map(({ rule }) => rule))";
    assert!(!browser.eval(rules).await.to_string().contains("guide_opened"));
    browser.eval(&format!("{link}.addEventListener('click', event => event.preventDefault()); {link}.click()")).await;
    browser.wait_for("the download counts", &format!("{rules}.then(rules => rules.includes('guide_opened'))")).await;
    browser.assert_no_complaints(&[]).await;
}
