//! `leadwell new-form`: from a vendor's embed code to a campaign that passes its check and sends what the vendor's form sends.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{CAMPAIGN, run};
use crate::replay::said;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/embeds");

fn fixture(vendor: &str) -> String {
    format!("{FIXTURES}/{vendor}.html")
}

/// A folder with a campaign, as its author laid it out.
struct Desk {
    folder: TempDir,
    campaign: String,
}

impl Desk {
    fn new(campaign: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("campaign.json").display().to_string();
        std::fs::write(&path, campaign).expect("written");
        Self { folder, campaign: path }
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.campaign).expect("a file")
    }

    fn write(&self, name: &str, content: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        path.display().to_string()
    }

    fn run(&self, from: &str, more: &[&str]) -> (Option<i32>, String, String) {
        let (code, out, err) = said(&run(&[&["new-form", "--from", from, "--campaign", &self.campaign], more].concat()));
        let plain = |text: String| text.replace(&format!("{}/", self.folder.path().display()), "");
        (code, plain(out), plain(err))
    }

    fn check(&self) -> (Option<i32>, String) {
        let (code, out, err) = said(&run(&["check", &self.campaign]));
        (code, out + &err)
    }

    /// What a sample lead is sent as: the address, and the pairs of its body.
    fn sent(&self, id: &str) -> (String, Vec<(String, String)>) {
        let (code, out, err) = said(&run(&["send-test", "--campaign", &self.campaign, "--destination", id, "--form", id, "--dry-run"]));
        assert_eq!(code, Some(0), "{err}");
        let (head, body) = out.trim_end().split_once("\n\n").unwrap_or_else(|| panic!("{out}"));
        let url = head.lines().next().and_then(|line| line.strip_prefix("POST ")).unwrap_or_else(|| panic!("{out}")).to_owned();
        if !head.contains("multipart/form-data") {
            return (url, url::form_urlencoded::parse(body.trim_end().as_bytes()).into_owned().collect());
        }
        let parts = body.replace('\r', "");
        let part = |part: &str| {
            let (name, value) = part.split_once("\"\n\n")?;
            Some((name.to_owned(), value.split("\n--").next().unwrap_or_default().to_owned()))
        };
        (url, parts.split("form-data; name=\"").filter_map(part).collect())
    }
}

/// What each fixture's own form would send where everything is answered, in the order of the receiver's body.
const SENDS: [(&str, &str, &[&str]); 6] = [
    (
        "activecampaign",
        "https://acme-tools.activehosted.com/proc.php?jsonp=true",
        &[
            "u",
            "f",
            "s",
            "c",
            "m",
            "act",
            "v",
            "or",
            "fullname",
            "email",
            "phone",
            "field[1]",
            "field[2]",
            "field[3][]",
            "field[4]",
            "field[5]",
            "field[8]",
            "field[9]",
            "field[7][]",
        ],
    ),
    (
        "mailchimp",
        "https://acme.us5.list-manage.com/subscribe/post?u=0123456789abcdef01234567a&id=89abcdef01&f_id=00aa11bb22",
        &[
            "EMAIL",
            "FNAME",
            "MMERGE5",
            "MMERGE6",
            "group[19433][1]",
            "EMAILTYPE",
            "gdpr[101]",
            "gdpr[102]",
            "tags",
            "b_0123456789abcdef01234567a_89abcdef01",
        ],
    ),
    (
        "mautic",
        "https://mautic.acme.example/form/submit?formId=3&ajax=1",
        &[
            "mauticform[formId]",
            "mauticform[formName]",
            "mauticform[email]",
            "mauticform[f_name]",
            "mauticform[topics][]",
            "mauticform[level]",
            "mauticform[place]",
            "mauticform[source]",
            "mauticform[policy][]",
            "mauticform[return]",
        ],
    ),
    (
        "pardot",
        "https://go.pardot.com/l/123456/2026-01-01/abc12d",
        &["first_name", "last_name", "email", "company", "phone", "Company_Size", "plan", "lead_source", "opt_in"],
    ),
    (
        "salesforce",
        "https://webto.salesforce.com/servlet/servlet.WebToLead?encoding=UTF-8",
        &[
            "oid",
            "retURL",
            "first_name",
            "last_name",
            "email",
            "company",
            "URL",
            "industry",
            "description",
            "00N000000000002",
            "00N000000000003",
            "00N000000000004",
            "00N000000000005",
            "emailOptOut",
            "lead_source",
        ],
    ),
    (
        "zoho",
        "https://crm.zoho.eu/crm/WebToLeadForm",
        &[
            "xnQsjsdp",
            "xmIwtLD",
            "actionType",
            "zc_gad",
            "returnURL",
            "Last Name",
            "Company",
            "Email",
            "LEADCF1",
            "LEADCF6",
            "LEADCF7",
            "LEADCF101",
            "Description",
            "Lead Source",
            "aG9uZXlwb3Q",
        ],
    ),
];

#[test]
fn code_of_each_vendor_comes_into_a_campaign_that_passes_and_sends_the_vendors_own_names() {
    for (vendor, url, names) in SENDS {
        let desk = Desk::new(CAMPAIGN);
        let (code, out, err) = desk.run(&fixture(vendor), &[]);
        assert_eq!((code, out.as_str()), (Some(0), ""), "{vendor}: {err}");
        assert!(err.contains(&format!("campaign.json: forms.{vendor} and the destination \"{vendor}\" were written\n")), "{err}");
        let (code, told) = desk.check();
        assert_eq!(code, Some(0), "{vendor}: {told}");
        let (address, pairs) = desk.sent(vendor);
        let sent: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).filter(|name| !is_of_the_source(vendor, name)).collect();
        let names: Vec<&str> = names.iter().copied().filter(|name| !is_of_the_source(vendor, name)).collect();
        assert_eq!((address.as_str(), sent), (url, names), "{vendor}");
    }
}

/// What a sample lead, which came from nowhere, has no answer for.
fn is_of_the_source(vendor: &str, name: &str) -> bool {
    matches!((vendor, name), ("activecampaign", "field[9]") | ("mautic", "mauticform[utm_campaign]") | ("pardot", "utm_medium"))
}

#[test]
fn all_vendors_fit_into_one_campaign() {
    let desk = Desk::new(CAMPAIGN);
    for (vendor, ..) in SENDS {
        assert_eq!(desk.run(&fixture(vendor), &[]).0, Some(0), "{vendor}");
    }
    let (code, told) = desk.check();
    assert_eq!(code, Some(0), "{told}");
}

#[test]
fn nothing_else_of_the_file_changes_however_it_is_laid_out() {
    let root: Value = serde_json::from_str(CAMPAIGN).expect("JSON");
    let mut bare = root.clone();
    bare["forms"] = json!({});
    let layouts = [
        format!("{root:#}\n"),
        root.to_string(),
        format!("\u{feff}{}", format!("{root:#}").replace('\n', "\r\n")),
        format!("{root:#}").replace("  ", "\t"),
        format!("{bare:#}\n"),
    ];
    for before in layouts {
        let desk = Desk::new(&before);
        let (code, _, err) = desk.run(&fixture("pardot"), &["--id", "demo_request"]);
        assert_eq!(code, Some(0), "{err}");
        let after = desk.text();
        let json: Value = serde_json::from_str(after.trim_start_matches('\u{feff}')).expect("JSON");
        assert_eq!(
            (&json["destinations"][1]["id"], &json["destinations"][1]["when"]["form"]),
            (&json!("demo_request"), &json!("demo_request"))
        );
        assert_eq!(json["forms"]["demo_request"]["submit"], json!("Book my demo"));
        // Whatever was there is there, in its order and its own spaces, apart from what came between.
        let mut rest = before.chars().peekable();
        for c in after.chars() {
            if rest.peek() == Some(&c) {
                rest.next();
            }
        }
        assert_eq!(rest.collect::<String>(), "", "{after}");
        assert_eq!(after.contains("\r\n"), before.contains("\r\n"));
        assert!(!before.contains("\r\n") || !after.replace("\r\n", "").contains('\n'));
        assert_eq!(after.lines().count() == 1, before.lines().count() == 1, "{after}");
        assert!(!before.contains('\t') || after.contains("\n\t\t\"demo_request\": {\n\t\t\t\"steps\""), "{after}");
    }
}

#[test]
fn a_file_without_forms_or_destinations_gets_them() {
    let mut root: Value = serde_json::from_str(CAMPAIGN).expect("JSON");
    let keys = root.as_object_mut().expect("an object");
    keys.remove("forms");
    keys.remove("destinations");
    let desk = Desk::new(&format!("{root:#}"));
    let (code, _, err) = desk.run(&fixture("salesforce"), &[]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(desk.check().0, Some(0));
}

#[test]
fn an_id_that_is_taken_is_told_with_its_place_and_a_free_one() {
    let desk = Desk::new(CAMPAIGN);
    let before = desk.text();
    let line = |what: &str| before.lines().position(|line| line.contains(what)).expect("there") + 1;
    for (id, place, line) in [
        ("demo", "forms.demo: there is a form", line("\"demo\": {")),
        ("inbox", "destinations[0].id: there is a destination", line("\"id\": \"inbox\"")),
    ] {
        let (code, _, err) = desk.run(&fixture("mautic"), &["--id", id]);
        assert_eq!(code, Some(1), "{err}");
        assert!(err.starts_with(&format!("error: campaign.json:{line}:")) && err.contains(place), "{err}");
        assert!(err.contains(&format!("Choose another: --id {id}_2")), "{err}");
    }
    assert_eq!(desk.text(), before);
}

#[test]
fn a_campaign_that_would_not_pass_or_does_not_is_left_as_it_is() {
    let mut root: Value = serde_json::from_str(CAMPAIGN).expect("JSON");
    let keys = root.as_object_mut().expect("an object");
    keys.remove("forms");
    keys.remove("destinations");
    // Nobody takes the leads of those who do not agree to the letter.
    let desk = Desk::new(&root.to_string());
    let (code, _, err) = desk.run(&fixture("mailchimp"), &[]);
    assert_eq!((code, desk.text()), (Some(1), root.to_string()), "{err}");
    assert!(err.contains("is as it was:\n  forms.mailchimp: no destination takes every lead of this form"), "{err}");
    let desk = Desk::new("{}");
    let (code, _, err) = desk.run(&fixture("mailchimp"), &[]);
    assert_eq!((code, desk.text().as_str()), (Some(2), "{}"), "{err}");
    assert!(err.contains("campaign.json: has errors; `leadwell check` lists them"), "{err}");
}

#[test]
fn without_a_campaign_the_pieces_are_printed_and_the_notes_apart() {
    let (code, out, err) = said(&run(&["new-form", "--from", &fixture("zoho"), "--id", "angebot", "--purpose", "contact"]));
    assert_eq!(code, Some(0), "{err}");
    let pieces: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(pieces["forms"]["angebot"]["submit"], json!("Absenden"));
    assert_eq!((&pieces["destinations"][0]["id"], &pieces["destinations"][0]["purpose"]), (&json!("angebot"), &json!("contact")));
    assert!(err.lines().all(|line| line.starts_with("note: ")) && err.contains("a file; forms of Leadwell take none"), "{err}");
}

#[test]
fn what_cannot_be_read_or_is_nobodys_is_told() {
    let desk = Desk::new(CAMPAIGN);
    let foreign = desk.write("foreign.html", b"<form action=\"https://forms.example\"><input name=email></form>");
    let (code, _, err) = desk.run(&foreign, &[]);
    assert_eq!(code, Some(1));
    assert!(
        err.starts_with("error: foreign.html: its form posts to nobody whose code is read. Read are: ActiveCampaign, Mailchimp, Mautic"),
        "{err}"
    );
    let latin = desk.write("latin.html", b"<form>Gr\xf6\xdfe</form>");
    let (code, _, err) = desk.run(&latin, &[]);
    assert_eq!((code, err.as_str()), (Some(2), "error: latin.html: not UTF-8; save it as that\n"));
    assert_eq!(desk.run("/nowhere.html", &[]).0, Some(2));
    for wrong in [["--id", "My form"], ["--id", ""], ["--purpose", "analytics"]] {
        let (code, _, err) = desk.run(&fixture("pardot"), &wrong);
        assert_eq!(code, Some(2), "{err}");
    }
    assert_eq!(desk.text(), CAMPAIGN);
    assert!(Path::new(&fixture("pardot")).is_file());
}
