//! The demo campaign, drawn: what a reader of the markup relies on.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "in tests a panic is how a failure is told")]

use std::collections::BTreeSet;

use super::{Place, Reader, form, page, thanks_page};
use crate::campaign::check::{Parts, check};
use crate::campaign::complete::complete;
use crate::campaign::{Campaign, Part, written};
use crate::drawing::html::to_html;
use crate::texts;

const PUBLIC: &str = include_str!("../../campaigns/demo_request/campaign.json");

fn demo() -> Campaign {
    let written: written::Campaign = serde_json::from_str(PUBLIC).expect("campaigns/demo_request/campaign.json is a campaign");
    let problems = check(&written, &Parts::default(), &serde_json::Value::Null);
    assert!(problems.is_empty(), "{problems:?}");
    complete(written)
}

fn drawn(campaign: &Campaign, locale: &str) -> String {
    let texts = texts::for_locale(locale);
    let reader = Reader::new(&campaign.runtime, locale, &texts);
    to_html(&page(campaign, &campaign.pages[0], &reader))
}

/// The values of an attribute, in the order of the page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn public_campaign_is_clean() {
    let campaign = demo();
    let form = campaign.runtime.forms.get("demo").expect("the demo form");
    assert_eq!((form.fields().len(), form.consent().len()), (8, 2));
    let notices = |item: Part| ["items", "use", "keep", "refusal"].iter().all(|notice| item.has(notice));
    assert!(form.consent().into_iter().all(notices));
}

#[test]
fn ids_are_unique_and_every_reference_finds_one() {
    for locale in ["en", "ko"] {
        let html = drawn(&demo(), locale);
        let ids = values(&html, "id");
        let known: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{ids:?}");
        let described = values(&html, "aria-describedby").into_iter().flat_map(str::split_whitespace);
        let linked = values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#'));
        for reference in described.chain(values(&html, "for")).chain(linked) {
            assert!(known.contains(reference), "{locale}: {reference}");
        }
    }
}

#[test]
fn a_page_needs_no_exception_from_a_strict_policy() {
    let html = drawn(&demo(), "ko");
    for refused in [" style=", "<script", "<style", "javascript:", " onclick"] {
        assert!(!html.contains(refused), "{refused}");
    }
}

#[test]
fn a_form_works_without_scripts_and_ticks_nothing_beforehand() {
    let html = drawn(&demo(), "ko");
    for expected in [
        r#"method="post" action="http://127.0.0.1:8090/leads""#,
        r#"name="_campaign" value="docktide_demo""#,
        r#"name="_form" value="demo""#,
        r#"name="_locale" value="ko""#,
        r#"name="_page" value="/ko/""#,
        r#"name="_next" value="/ko/thanks/demo/""#,
        r#"name="consent.contact" value="granted" required"#,
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    let form = html.split("<form").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    assert!(!form.contains("checked"), "{form}");
}

#[test]
fn the_language_switch_leads_to_the_same_page() {
    let html = drawn(&demo(), "ko");
    assert!(html.contains(r#"href="/" lang="en" hreflang="en">English"#), "{html}");
    assert!(html.contains(r#"href="/ko/" lang="ko" hreflang="ko" aria-current="true">한국어"#), "{html}");
}

#[test]
fn the_thanks_page_says_what_holds_for_everyone_and_leads_back() {
    let campaign = demo();
    let texts = texts::for_locale("ko");
    let reader = Reader::new(&campaign.runtime, "ko", &texts);
    let html = to_html(&thanks_page(&campaign, "demo", campaign.runtime.forms.get("demo").expect("the demo form"), &reader));
    assert!(html.contains("신청이 접수되었습니다") && !html.contains("오늘 안에"));
    assert!(html.contains(r#"<a class="lw-button lw-quiet" href="/ko/">페이지로 돌아가기"#), "{html}");
    assert!(html.contains(r#"href="/thanks/demo/" lang="en""#), "{html}");
}

#[test]
fn a_text_is_only_ever_text() {
    let hostile = r#""><img src=x onerror=alert(1)>"#;
    let mut campaign = demo();
    let demo_form = std::sync::Arc::make_mut(&mut campaign.runtime).forms.get_mut("demo").expect("the demo form");
    let mut plain = serde_json::to_value(&*demo_form).expect("JSON");
    for step in plain["steps"].as_array_mut().expect("steps") {
        for field in step["fields"].as_array_mut().expect("fields") {
            field["label"] = hostile.into();
            field["placeholder"] = hostile.into();
        }
    }
    *demo_form = serde_json::from_value(plain).expect("a form");
    let texts = texts::for_locale("en");
    let reader = Reader::new(&campaign.runtime, "en", &texts);
    let form = to_html(&form(&place(&campaign, hostile), &reader));
    assert!(!form.contains("<img"));
}

fn place<'a>(campaign: &'a Campaign, page: &'a str) -> Place<'a> {
    let form = campaign.runtime.forms.get("demo").expect("the demo form");
    Place { runtime: &campaign.runtime, id: "demo", form, page, next: page, offered_by: None }
}
