//! What is thrown at each place where something from outside comes in, and what must hold whatever it was.
//!
//! One function a place, each given any bytes. None may panic but by a promise that is broken. `make proof` throws ten million inputs at
//! each (`fuzz/`), `make test` the ones that were kept in `fuzz/corpus/`.

use std::path::Path;
use std::sync::LazyLock;

use leadwell::campaign::problem::Severity;
use leadwell::campaign::{Campaign, Part, Runtime, Text, connector, file};
use leadwell::condition::{Condition, Engine, Lists, Scope, fact_names_of, holds_plain};
use leadwell::delivery::judge;
use leadwell::drawing::html::to_html;
use leadwell::lead::replay::Outcome;
use leadwell::scoring::{Visitor, evaluate};
use leadwell::texts;
use leadwell::time::Timestamp;
use leadwell::value::{Value, Write, of_json, read};
use leadwell::view::Reader;
use leadwell::visitor::{Arrival, Record};
use leadwell::{embed_code, inbox};
use scraper::Html;

pub type Target = fn(&[u8]);

/// By the names of their folders in `fuzz/corpus/`.
pub const TARGETS: [(&str, Target); 9] = [
    ("campaign", campaign),
    ("condition", condition),
    ("text", text),
    ("record", record),
    ("answer", answer),
    ("message", message),
    ("form_post", form_post),
    ("events", events),
    ("embed_code", embed),
];

/// Where campaigns stand, seen from the root of the repository, where both cargo and cargo-fuzz start their programs.
const DEMO: &str = "campaigns/demo_request/campaign.json";
/// Where a campaign is thrown, beside what the demo names.
const THROWN: &str = "campaigns/demo_request/thrown.json";
/// Some moment after every demo was written.
const NOW: Timestamp = Timestamp(1_790_000_000);

static DEMO_CAMPAIGN: LazyLock<Campaign> = LazyLock::new(|| file::load(Path::new(DEMO)).expect("the demo is there and has no errors"));

fn runtime() -> &'static Runtime {
    &DEMO_CAMPAIGN.runtime
}

/// JSON as the runtime has it.
fn plain(data: &[u8]) -> Option<Value> {
    serde_json::from_slice(data).ok().map(of_json)
}

/// A file is read, or told what is wrong with it and where; what is read of it can be read again.
fn campaign(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let found = file::read_text(Path::new(THROWN), text);
    let lines = text.lines().count().max(1) + 1;
    for finding in found.findings.iter().filter(|finding| finding.file == Path::new(THROWN)) {
        assert!((1..=lines).contains(&finding.line) && finding.column >= 1, "{finding:?}");
    }
    assert_eq!(found.campaign.is_some(), found.count(Severity::Error) == 0, "{:?}", found.findings);
    if found.campaign.is_some() {
        let again = file::read_text(Path::new(THROWN), &found.published.to_string());
        assert!(again.campaign.is_some(), "what was published is wrong: {:?}", again.lines());
    }
}

/// `[condition, facts]`: held or not, the same each time, the opposite of its `$not`, and both readings agree.
fn condition(data: &[u8]) {
    let Ok((written, facts)) = serde_json::from_slice::<(serde_json::Value, serde_json::Value)>(data) else { return };
    let plain = of_json(written.clone());
    let Ok(condition) = serde_json::from_value::<Condition>(written) else { return };
    let (facts, lists) = (of_json(facts), Lists::new());
    let scope = Scope { facts: &facts, lists: &lists, engine: Engine::native() };
    let held = condition.holds(&scope);
    assert_eq!(held, condition.holds(&scope), "the same twice");
    assert_eq!(held, holds_plain(Some(&plain), &scope), "the same, plain");
    let not = of_json(serde_json::json!({ "$not": serde_json::to_value(&condition).expect("it was JSON") }));
    assert_ne!(held, holds_plain(Some(&not), &scope), "the opposite of its opposite");
    let _ = fact_names_of(&plain);
}

/// A text of a campaign, drawn in every way there is: no element but those of its signs, no address that runs anything.
fn text(data: &[u8]) {
    const TAGS: [&str; 12] = ["html", "head", "body", "p", "ul", "li", "strong", "em", "b", "i", "a", "span"];
    let Ok(text) = std::str::from_utf8(data) else { return };
    let texts = texts::of_pages("en", &DEMO_CAMPAIGN.texts);
    let reader = Reader::new(runtime(), "en", &texts);
    let text = Text::from(text);
    let _ = reader.read(&text);
    let _ = reader.read_unmarked(&text);
    for nodes in [reader.say(&text), reader.say_rich(&text), reader.say_sections(&text)] {
        let html = Html::parse_fragment(&to_html(&nodes));
        for element in html.root_element().descendants().filter_map(scraper::ElementRef::wrap) {
            assert!(TAGS.contains(&element.value().name()), "<{}>", element.value().name());
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on") && name != "style", "{name}");
                assert!(name != "href" || leadwell::campaign::address::is_link(value), "{value}");
            }
        }
    }
}

/// A record as a browser may give it: used or not, made smaller until it fits, and read again as it was written.
fn record(data: &[u8]) {
    let Some(Ok(mut record)) = plain(data).map(|stored| read::<Record>(&stored)) else { return };
    if !record.is_known() || !record.is_usable(NOW, 400) {
        return;
    }
    record.is_active(NOW);
    record.arrive(Arrival { at: NOW, touch: None });
    let visitor = Visitor { ledger: &record.ledger, stages: &record.stages, tags: &record.tags, pretended: &Value::Null };
    let _ = evaluate(runtime(), &visitor, Value::Object(record.answers.clone()), NOW, Engine::native());
    let mut steps = 0;
    while record.shrink() {
        steps += 1;
        assert!(steps < 10_000, "it never gets small enough");
    }
    record.v = Record::VERSION;
    let again = read::<Record>(&record.write());
    assert_eq!(again.as_ref(), Ok(&record));
}

/// `[status, body]`, read as every connector reads answers.
fn answer(data: &[u8]) {
    let Ok((status, body)) = serde_json::from_slice::<(u16, serde_json::Value)>(data) else { return };
    let body = of_json(body);
    for row in connector::rows() {
        let receiver = of_json(serde_json::json!({ "confirmed_when": row.confirmed_when, "said": row.said }));
        let _ = judge(Part(&receiver), status, &body, Engine::native());
    }
}

/// A message is refused with a sentence, or taken, and then it can be taken again, and its score be worked out.
fn message(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match inbox::read_message(text.trim()) {
        Err(reason) => assert!(!reason.is_empty()),
        Ok(message) => {
            let json = serde_json::to_string(&message).expect("JSON");
            assert_eq!(inbox::read_message(&json).as_ref(), Ok(&message));
            let _ = Outcome::of([runtime()], &of_json(serde_json::from_str(text).expect("JSON")), Engine::native());
        }
    }
}

/// A post of a native form makes a message that the inbox would take, or says what is missing.
fn form_post(data: &[u8]) {
    let of_id = |id: &str| (id == runtime().id).then(runtime);
    let Ok(told) = inbox::read_form_post(data, of_id, None, NOW) else { return };
    match told.message {
        Err(missing) => assert!(!missing.is_empty()),
        Ok(message) => {
            let json = serde_json::to_string(&message).expect("JSON");
            assert_eq!(inbox::read_message(&json).as_ref(), Ok(&message));
        }
    }
}

/// A batch of events is refused as a whole, or each is one line of JSON.
fn events(data: &[u8]) {
    for event in inbox::read_events(data).unwrap_or_default() {
        assert!(!event.json.contains('\n') && serde_json::from_str::<serde_json::Value>(&event.json).is_ok());
    }
}

/// A vendor's code is a form that a campaign may have, or a sentence that says why not.
fn embed(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    match embed_code::read(source, embed_code::Wishes::default()) {
        Err(reason) => assert!(!reason.is_empty()),
        Ok(reading) => assert!(reading.form.is_object()),
    }
}
