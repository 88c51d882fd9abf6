//! `leadwell replay`, and the inbox's own word on whether a score follows from its evidence.

use std::path::Path;
use std::process::Output;

use leadwell::campaign::{Runtime, file};
use leadwell::condition::Engine;
use leadwell::form::Answers;
use leadwell::lead::{Filled, submit};
use leadwell::object;
use leadwell::time::Timestamp;
use leadwell::visitor::consent::{Choices, PERSONALIZATION, Standing};
use leadwell::visitor::{Circumstances, Device, Moment, PageSeen, Record, Rules};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Inbox, run, send};

const SCORING: &str = r#"{
    "dimensions": {
        "engagement": { "rules": [{ "id": "pricing_view", "on": "page_view", "where": { "page.path": "/pricing" }, "points": 10 }] },
        "fit": { "rules": [{ "id": "company_size", "where": { "field.company_size": "51-200" }, "points": 25 }] } },
    "qualification": [{ "level": "sql", "when": { "score.total": { "$gte": 60 } } }, { "level": "mql", "when": { "score.total": { "$gte": 30 } } }]
}"#;

/// A folder with a campaign and the lead that its page would send.
struct Home {
    folder: TempDir,
    campaign: String,
    lead: Value,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let campaign = write(folder.path(), "campaign.json", &with(|_| ()));
        let lead = lead(&file::load(Path::new(&campaign)).expect("a campaign").runtime);
        Self { folder, campaign, lead }
    }

    fn write(&self, name: &str, text: &str) -> String {
        write(self.folder.path(), name, text)
    }

    fn leads(&self, leads: &[Value]) -> String {
        self.write("leads.ndjson", &leads.iter().map(|lead| format!("{lead}\n")).collect::<String>())
    }

    fn changed(&self, place: &str, value: Value) -> Value {
        let mut lead = self.lead.clone();
        *lead.pointer_mut(place).expect("a key") = value;
        lead
    }
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("text").to_owned()
}

/// The campaign of these tests with a scoring, edited.
pub fn with(edit: impl FnOnce(&mut Value)) -> String {
    let mut campaign: Value = serde_json::from_str(crate::program::CAMPAIGN).expect("JSON");
    campaign["scoring"] = serde_json::from_str(SCORING).expect("JSON");
    edit(&mut campaign);
    campaign.to_string()
}

/// What somebody sends who read the prices twice and agreed to be known.
pub fn lead(campaign: &Runtime) -> Value {
    let now = Timestamp(1_772_355_600);
    let choices = Choices([(PERSONALIZATION.to_owned(), true)].into_iter().collect());
    let around = Circumstances {
        moment: Moment { now, ..Moment::default() },
        page: PageSeen { path: "/pricing".into(), ..PageSeen::default() },
        device: Device::default(),
        locale: "en".into(),
        standing: Standing { policy: campaign.consent.clone(), choices, ..Standing::default() },
        via: object! { "kind" => "page", "id" => "/pricing" },
        form: Some("demo".into()),
        spam: Vec::new(),
        ids: leadwell::value::Named::new(),
    };
    let rules = Rules { campaign, engine: Engine::native() };
    let mut record = Record::new("visitor".into(), now);
    for _ in 0..2 {
        rules.enter(&mut record, &around, "page_view", object! {});
    }
    let answers = object! { "fields" => object! { "email" => "ada@corp.example", "company_size" => "51-200", "name" => "Ada" } };
    let ids = ("8c1f6a".to_owned(), "lead-1".to_owned());
    let form = campaign.forms.get("demo").expect("the form");
    let filled = Filled { form_id: "demo", form, answers: &Answers::of(&answers), ids: &ids };
    json!(submit(rules, &mut record, &around, &filled).message)
}

pub fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn leads_are_worked_out_again_and_what_does_not_follow_is_told_with_its_place() {
    let home = Home::new();
    let mut without = home.lead.clone();
    without.as_object_mut().expect("a message").remove("evidence");
    let leads = [home.lead.clone(), home.changed("/score/total", json!(90)), home.changed("/campaign/version", json!("sha256-x")), without];
    let file = home.leads(&leads);
    let (code, out, err) = said(&run(&["replay", "--campaign", &home.campaign, &file]));
    assert_eq!(out, format!("{file}:2: mismatch: 8c1f6a of demo: score.total: claims 90, evidence gives 45\n"));
    assert_eq!(err, format!("{file}: 1 match, 1 mismatch, 1 no evidence, 1 unknown version\n"));
    assert_eq!(code, Some(1));

    let file = home.leads(&leads[..1]);
    assert_eq!(said(&run(&["replay", "--campaign", &home.campaign, &file])), (Some(0), String::new(), format!("{file}: 1 match\n")));
}

#[test]
fn an_edited_campaign_is_held_against_the_leads_there_are() {
    let home = Home::new();
    let new = home.write(
        "new.json",
        &with(|campaign| {
            campaign["scoring"]["dimensions"]["fit"]["rules"][0]["points"] = json!(45);
            let cart = json!({ "id": "cart", "on": "add_to_cart", "points": 5 });
            campaign["scoring"]["dimensions"]["engagement"]["rules"].as_array_mut().expect("rules").push(cart);
        }),
    );
    let file = home.leads(std::slice::from_ref(&home.lead));
    let (code, out, _) = said(&run(&["replay", "--campaign", &home.campaign, "--against", &new, &file]));
    assert_eq!(code, Some(0), "a change of levels is what was asked about, and no fault");
    assert!(out.starts_with("1 of 1 leads would change level.\n\n| lead | form | level | would be | because |\n"), "{out}");
    assert!(out.contains("| 8c1f6a | demo | mql, qualified | sql, qualified | company_size +25 → +45 |"), "{out}");
    assert!(out.contains("counted no events for: cart."), "{out}");
    assert!(!out.contains("ada@"), "it names nobody: {out}");

    let same = said(&run(&["replay", "--campaign", &home.campaign, "--against", &home.campaign, &file]));
    assert_eq!(same.1, "0 of 1 leads would change level.\n");
}

#[test]
fn programs_get_one_object_a_lead() {
    let home = Home::new();
    let file = home.leads(&[home.changed("/level", json!("sql"))]);
    let (code, out, _) = said(&run(&["replay", "--json", "--campaign", &home.campaign, &file]));
    let found: Value = serde_json::from_str(&out).expect("one line of JSON");
    let differences = json!([{ "key": "level", "claimed": "sql", "found": "mql" }]);
    assert_eq!((code, found), (Some(1), json!({ "id": "8c1f6a", "form": "demo", "replay": "mismatch", "differences": differences })));
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let home = Home::new();
    let file = home.write("leads.ndjson", &format!("{}\n\n{{\"id\": \n", home.lead));
    let (code, _, err) = said(&run(&["replay", "--campaign", &home.campaign, &file]));
    assert_eq!(code, Some(2));
    assert!(err.starts_with(&format!("error: {file}:3: no message in JSON: ")), "{err}");
    let (code, _, err) = said(&run(&["replay", "--campaign", &home.campaign, "/nowhere.ndjson"]));
    assert_eq!((code, err.starts_with("error: /nowhere.ndjson: cannot be read: ")), (Some(2), true), "{err}");
}

#[test]
fn the_inbox_tells_of_every_lead_whether_its_score_follows() {
    let home = Home::new();
    let mut inbox = Inbox::start(&[]);
    inbox.start_again(&["--campaign", &home.campaign]);
    let mut made_up = home.changed("/score/total", json!(90));
    made_up["id"] = json!("made-up");
    for lead in [&home.lead, &made_up] {
        assert_eq!(inbox.post("application/json", &lead.to_string()).status, 201);
    }
    let exported = send(inbox.address, "GET", "/leads.ndjson", &[], b"").body;
    let told: Vec<Value> = exported.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["replay"].clone()).collect();
    assert_eq!(told, ["match", "mismatch"]);
    let page = inbox.get("/").body;
    assert_eq!(page.matches("Score does not add up").count(), 1);
    assert!(page.contains("Worked out again from its evidence: the same score."));
    assert!(page.contains("<td>score.total</td><td>90</td><td>45</td>"), "{page}");
    // What was exported is worked out again as it is.
    let file = home.write("exported.ndjson", &exported);
    assert_eq!(said(&run(&["replay", "--campaign", &home.campaign, &file])).0, Some(1));
}
