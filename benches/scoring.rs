//! How fast scoring is natively: prints one JSON object, which `make bench` puts into words. Medians of many rounds; nothing is asserted.
//!
//! With a path it writes campaign and leads there too, for `leadwell replay` to be timed on.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a bench that cannot go on stops")]

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use leadwell::campaign::complete::complete;
use leadwell::campaign::written;
use leadwell::condition::{Engine, Scope};
use leadwell::form::Answers;
use leadwell::lead::{Filled, submit};
use leadwell::object;
use leadwell::scoring::{Ledger, Occurrence, with_event};
use leadwell::time::Timestamp;
use leadwell::visitor::consent::{Choices, PERSONALIZATION, Standing};
use leadwell::visitor::{Circumstances, Device, Moment, PageSeen, Record, Rules, facts};
use serde_json::{Value, json};

/// 2026-01-01T00:00:00Z
const START: i64 = 1_767_225_600;
const RULES: usize = 200;
const ROUNDS: i64 = 2000;
const LEADS: i64 = 100_000;

fn main() {
    let runtime = complete(serde_json::from_value::<written::Campaign>(whole(RULES)).expect("a campaign")).runtime;
    let around = around("/pricing/teams");
    let rules = Rules { campaign: &runtime, engine: Engine::native() };

    // A visitor of a week: every rule that counts has something to count.
    let mut visitor = Record::new("visitor".into(), Timestamp(START));
    for hour in 0..50 {
        let mut then = around.clone();
        then.moment.now = Timestamp(START + hour * 3600);
        rules.enter(&mut visitor, &then, "page_view", object! {});
    }
    let seen = with_event(facts(&visitor, &around), object! {});
    let scope = Scope { facts: &seen, lists: &runtime.lists, engine: Engine::native() };
    let entered = microseconds(|round| {
        let mut ledger: Ledger = visitor.ledger.clone();
        let occurrence = Occurrence { at: Timestamp(around.moment.now.0 + round), page: 51, visit: 51 };
        let begin = Instant::now();
        ledger.enter("page_view", occurrence, &runtime.scoring.rules, &scope);
        let took = begin.elapsed();
        black_box(ledger);
        took
    });
    let judged = microseconds(|_| {
        let mut visitor = visitor.clone();
        let begin = Instant::now();
        black_box(rules.enter(&mut visitor, &around, "page_view", object! {}));
        begin.elapsed()
    });
    let leads = std::env::args().nth(1).filter(|argument| !argument.starts_with("--")).map(|folder| {
        write_leads(Path::new(&folder));
        LEADS
    });
    println!("{}", json!({ "rules": RULES, "entered_us": entered, "judged_us": judged, "leads": leads }));
}

/// Median and the tenth and ninetieth of a hundred, in microseconds.
fn microseconds(mut once: impl FnMut(i64) -> std::time::Duration) -> Value {
    let mut took: Vec<f64> = (0..ROUNDS).map(|round| once(round).as_secs_f64() * 1e6).collect();
    took.sort_by(f64::total_cmp);
    json!([took[took.len() / 2], took[took.len() / 10], took[took.len() * 9 / 10]])
}

fn around(path: &str) -> Circumstances {
    let choices = Choices([(PERSONALIZATION.to_owned(), true)].into_iter().collect());
    Circumstances {
        moment: Moment { now: Timestamp(START + 7 * 86_400), ..Moment::default() },
        page: PageSeen { path: path.into(), url: format!("https://try.acme.example{path}"), ..PageSeen::default() },
        device: Device::default(),
        locale: "en".into(),
        standing: Standing { choices, ..Standing::default() },
        via: object! { "kind" => "page", "id" => path },
        form: None,
        spam: Vec::new(),
        ids: leadwell::value::Named::new(),
    }
}

/// A campaign with so many rules: half count events, most of them of other events or other pages; half read answers and facts.
fn whole(rules: usize) -> Value {
    let counting = (0..rules / 2).map(|number| {
        let event = ["page_view", "click", "scroll", "dwell"][number % 4];
        let path = ["/pricing*", "/blog/*", "/docs/*"][number % 3];
        json!({ "id": format!("counts_{number}"), "on": event, "where": { "page.path": { "$like": path } }, "points": 1 + number % 9, "limit": { "times": 20, "per": "30 days" } })
    });
    let reading = (0..rules / 2).map(|number| {
        json!({ "id": format!("reads_{number}"), "where": { "field.company_size": { "$in": ["51-200", format!("{number}")] } }, "points": 1 })
    });
    json!({
        "leadwell": 1, "id": "acme", "name": "Acme",
        "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en",
                  "controller": { "name": "Acme Ltd", "email": "privacy@acme.example", "privacy_url": "https://acme.example/privacy" } },
        "consent": { "mode": "opt_out" },
        "destinations": [{ "id": "everyone", "connector": "webhook", "url": "https://hooks.example/leads" }],
        "scoring": {
            "dimensions": {
                "engagement": { "max": 1000, "decay": { "half_life_days": 14 }, "rules": counting.collect::<Vec<_>>() },
                "fit": { "max": 1000, "rules": reading.collect::<Vec<_>>() } },
            "grades": { "fit": { "A": 50, "B": 0 }, "engagement": { "1": 60, "2": 0 } },
            "stages": [{ "id": "awareness" }, { "id": "interest", "when": { "score.engagement": { "$gte": 15 } } }],
            "qualification": [{ "level": "mql", "when": { "score.engagement": { "$gte": 15 } } }] },
        "forms": { "demo": { "submit": "Send", "steps": [{ "fields": [
            { "name": "email", "kind": "email", "label": "E-mail" }, { "name": "company_size", "kind": "text", "label": "Size" }] }] } },
        "pages": [{ "path": "/", "title": "Acme", "description": "A page.", "blocks": [{ "kind": "hero", "title": "Acme", "form": "demo" }] }],
    })
}

/// `campaign.json` with twenty rules, as a campaign may have, and as many leads of different visitors as `leadwell replay` is to be timed on.
fn write_leads(folder: &Path) {
    let campaign = whole(20);
    std::fs::write(folder.join("campaign.json"), campaign.to_string()).expect("written");
    // Read back, for its fingerprint.
    let runtime = leadwell::campaign::file::load(&folder.join("campaign.json")).expect("a campaign").runtime;
    let rules = Rules { campaign: &runtime, engine: Engine::native() };
    let mut file = std::io::BufWriter::new(std::fs::File::create(folder.join("leads.ndjson")).expect("a file"));
    for number in 0..LEADS {
        let mut record = Record::new(format!("visitor-{number}"), Timestamp(START));
        let paths = ["/pricing", "/blog/a", "/docs/b", "/pricing/teams"];
        for (path, pause) in paths.iter().zip([0, 977, 1954, 7000]).filter(|(path, _)| number % 3 > 0 || path.starts_with("/pricing")) {
            let mut then = around(path);
            then.moment.now = Timestamp(START + number * 31 + pause);
            rules.enter(&mut record, &then, "page_view", object! {});
        }
        let mut then = around("/");
        then.form = Some("demo".to_owned());
        let size = if number % 2 == 0 { "1-50" } else { "51-200" };
        let answers = Answers::of(&object! { "fields" => object! { "email" => "a@corp.example", "company_size" => size } });
        let ids = (format!("message-{number}"), format!("lead-{number}"));
        let form = runtime.forms.get("demo").expect("the form");
        let filled = Filled { form_id: "demo", form, answers: &answers, ids: &ids };
        let message = submit(rules, &mut record, &then, &filled).message;
        writeln!(file, "{}", serde_json::to_string(&message).expect("JSON")).expect("written");
    }
}
