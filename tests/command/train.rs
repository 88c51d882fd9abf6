//! `leadwell train`: from leads with outcomes to a campaign whose leads carry a probability.

use std::path::Path;

use leadwell::campaign::file;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Inbox, run};
use crate::replay::{lead, said, with};

/// A folder with a campaign, as its author laid it out.
struct Desk {
    folder: TempDir,
    campaign: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let campaign: Value = serde_json::from_str(&with(|campaign| campaign["scoring"]["note"] = json!("mine"))).expect("JSON");
        let desk = Self { campaign: folder.path().join("campaign.json").display().to_string(), folder };
        desk.write("campaign.json", &format!("{campaign:#}\n"));
        desk
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.campaign).expect("a file")
    }

    fn train(&self, csv: &str, more: &[&str]) -> (Option<i32>, String, String) {
        let leads = self.write("leads.csv", csv);
        let (code, out, err) =
            said(&run(&[&["train", "--leads", &leads, "--outcome", "won", "--campaign", &self.campaign], more].concat()));
        let plain = |text: String| text.replace(&format!("{}/", self.folder.path().display()), "");
        (code, plain(out), plain(err))
    }
}

/// Leads of three sizes and forty depths of interest, of whom the interested and the middle-sized win more often.
fn csv(count: usize) -> String {
    let rows = (0..count).map(|row| {
        let (engagement, size) = ((row * 7) % 40, ["1-50", "51-200", "200-999"][row % 3]);
        let likely = 10 + engagement + if size == "51-200" { 30 } else { 0 };
        let won = ["no", "yes"][usize::from((row * 37) % 100 < likely)];
        format!("{engagement},{size},agent {},a{row}@corp.example,{}\n", row % 4, if row % 20 == 19 { "" } else { won })
    });
    format!("score.engagement,field.company_size,crm.owner,field.email,won\n{}", rows.collect::<String>())
}

#[test]
fn a_learned_score_comes_into_the_campaign_and_every_lead_carries_its_probability() {
    let desk = Desk::new();
    let before = desk.text();
    let (code, out, err) = desk.train(&csv(400), &[]);
    assert_eq!((code, err.as_str()), (Some(0), "campaign.json: scoring.model was written\n"), "{out}");
    assert!(out.starts_with("leads.csv: 380 leads, ") && out.contains("\n20 without an outcome yet: left out\n"), "{out}");
    assert!(
        out.contains("left out: crm.owner: no fact named \"crm.owner\"") && out.contains("left out: field.email: names a person\n"),
        "{out}"
    );
    assert!(
        out.contains("  AUC       0.")
            && out.contains("  leads  predicted  observed\n")
            && out.contains(" field.company_size is 51-200 (+"),
        "{out}"
    );

    // Nothing but the model came into the file.
    let after = desk.text();
    let (until_there, from_there) = after.split_once(",\n    \"model\": {").expect("a model");
    let (_, behind) = from_there.split_once("\n    }").expect("its end");
    assert_eq!([until_there, behind].concat(), before);
    let model = &serde_json::from_str::<Value>(&after).expect("JSON")["scoring"]["model"];
    assert_eq!((&model["trained"]["rows"], &model["trained"]["outcome"]), (&json!(380), &json!("won")));
    let (code, _, err) = said(&run(&["check", &desk.campaign]));
    assert_eq!(code, Some(0), "{err}");

    let sent = lead(&file::load(Path::new(&desk.campaign)).expect("a campaign").runtime);
    let probability = sent["score"]["probability"].as_f64().expect("a probability");
    let contributions = sent["score"]["contributions"].as_array().expect("contributions");
    let log_odds: f64 = contributions.iter().map(|row| row["log_odds"].as_f64().expect("log odds")).sum();
    assert!((probability - 1.0 / (1.0 + (-log_odds).exp())).abs() < 1e-6, "{sent:#}");
    let facts: Vec<&Value> = contributions.iter().map(|row| &row["fact"]).collect();
    assert_eq!(facts, ["intercept", "score.engagement", "field.company_size"]);

    let mut forged = sent.clone();
    forged["score"]["probability"] = json!(0.999);
    let leads = desk.write("leads.ndjson", &format!("{sent}\n{forged}\n"));
    let (code, out, err) = said(&run(&["replay", "--campaign", &desk.campaign, &leads]));
    assert_eq!(code, Some(1), "{err}");
    assert!(
        out.contains(&format!("score.probability: claims 0.999, evidence gives {probability}")) && err.contains("1 match, 1 mismatch"),
        "{out}{err}"
    );

    let mut inbox = Inbox::start(&[]);
    inbox.start_again(&["--campaign", &desk.campaign]);
    assert_eq!(inbox.post("application/json", &sent.to_string()).status, 201);
    let page = inbox.get("/").body;
    assert!(page.contains("field.company_size = 51-200") && page.contains(&format!("{:.1} %", probability * 100.0)), "{page}");
    assert!(page.contains("Worked out again from its evidence: the same score."));
    assert!(inbox.get("/?lang=ko").body.contains("확률"));

    // Trained again, the new model takes the old one's place.
    assert_eq!(desk.train(&csv(400), &["--without", "field.company_size"]).0, Some(0));
    let again = desk.text();
    assert_eq!((again.matches("\"model\"").count(), again.contains("\"51-200\", \"weight\"")), (1, false), "{again}");
}

#[test]
fn a_dry_run_and_refused_leads_leave_the_file_as_it_is() {
    let desk = Desk::new();
    let before = desk.text();
    let (code, out, err) = desk.train(&csv(400), &["--dry-run", "--json"]);
    let told: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, err.as_str(), &told["rows"], &told["refused"]), (Some(0), "", &json!(380), &Value::Null));
    assert_eq!(told["without_score"], json!(0));
    assert!(told["model"]["weights"].as_array().is_some_and(|weights| weights.len() == 3), "{out}");

    let (code, _, err) = desk.train(&csv(45), &[]);
    assert_eq!(code, Some(1));
    assert!(err.starts_with("error: leads.csv: ") && err.contains("at least 20 of each are needed"), "{err}");

    let noise = (0..300).map(|row| format!("{},{}\n", row % 13, row % 2)).collect::<String>();
    let (code, out, err) = desk.train(&format!("score.engagement,won\n{noise}"), &[]);
    assert_eq!(code, Some(1), "{out}");
    assert!(err.contains("does no better than a coin") && err.trim_end().ends_with("campaign.json is as it was"), "{err}");

    let rates = (0..400).map(|row| (f64::from(row % 100) / 1e5, u8::from(row * 37 % 100 < row % 100)));
    let rates = format!("user.rate,won\n{}", rates.map(|(rate, won)| format!("{rate},{won}\n")).collect::<String>());
    for more in [[].as_slice(), &["--dry-run"]] {
        let (code, _, err) = desk.train(&rates, more);
        assert!(code == Some(1) && err.starts_with("error: leads.csv: a weight of "), "{err}");
        assert!(err.contains(" for user.rate is more than a campaign takes") && err.contains("--without user.rate"), "{err}");
    }

    assert_eq!(desk.train("score.engagement,win\n1,1\n", &[]).0, Some(1));
    assert_eq!(desk.text(), before);
}

#[test]
fn a_column_that_was_filled_in_afterwards_is_warned_about() {
    let desk = Desk::new();
    let rows =
        csv(400).lines().skip(1).map(|row| format!("{row},{}\n", if row.ends_with("yes") { "signed" } else { "" })).collect::<String>();
    let csv = format!("score.engagement,field.company_size,crm.owner,field.email,won,user.contract\n{rows}");
    let (code, _, err) = desk.train(&csv, &["--dry-run"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(
        err.contains("warning: user.contract tells the outcome almost by itself (AUC 1.000)") && err.contains("--without user.contract"),
        "{err}"
    );
    let (_, _, err) = desk.train(&csv, &["--dry-run", "--without", "user.contract"]);
    assert_eq!(err, "");
}

#[test]
fn files_that_cannot_be_read_are_another_matter_than_leads_that_carry_nothing() {
    let desk = Desk::new();
    let (code, _, err) = desk.train("a,b\n1\n", &[]);
    assert!(code == Some(2) && err.starts_with("error: leads.csv: no table: "), "{err}");
    let missing = run(&["train", "--leads", "/nowhere.csv", "--outcome", "won", "--campaign", &desk.campaign]);
    assert_eq!(said(&missing).0, Some(2));
    desk.write("campaign.json", "{}");
    let (code, _, err) = desk.train(&csv(400), &[]);
    assert!(code == Some(2) && err.contains("campaign.json: has errors; `leadwell check` lists them"), "{err}");
}
