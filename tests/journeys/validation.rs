//! What cannot be accepted is said beside the field, in the visitor's language, and goes when it is mended.

use serde_json::Value;

use crate::harness::{Browser, Site};

struct Words {
    path: &'static str,
    required: &'static str,
    choice: &'static str,
    consent: &'static str,
    email: &'static str,
}

#[tokio::test]
async fn an_empty_form_is_answered_beside_its_fields() {
    journey(&Words {
        path: "/",
        required: "Please fill in this field.",
        choice: "Please choose one.",
        consent: "Please tick this box to go on.",
        email: "Please enter an e-mail address such as name@example.com.",
    })
    .await;
}

#[tokio::test]
async fn an_empty_form_is_answered_in_korean_on_the_korean_page() {
    journey(&Words {
        path: "/ko/",
        required: "필수 항목입니다. 입력해 주세요.",
        choice: "하나를 선택해 주세요.",
        consent: "계속하려면 동의해 주세요.",
        email: "name@example.com 형식의 이메일 주소를 입력해 주세요.",
    })
    .await;
}

async fn journey(words: &Words) {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url(words.path)).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.submit().await;

    let expected = [
        ("email", words.required),
        ("name", words.required),
        ("company", words.required),
        ("company_size", words.choice),
        ("consent.contact", words.consent),
    ];
    for (field, sentence) in expected {
        assert_eq!(form.error_of(field).await.as_deref(), Some(sentence), "{field}");
        assert!(form.is_marked_invalid(field).await, "{field}");
    }
    for optional in ["message", "consent.marketing"] {
        assert_eq!(form.error_of(optional).await, None);
        assert!(!form.is_marked_invalid(optional).await);
    }
    assert_eq!(form.focused().await.as_deref(), Some("email"));

    form.fill("email", "ada.park").await;
    // Half an address is another mistake.
    form.comes_to_say("email", Some(words.email)).await;
    form.fill("email", "@corp.example").await;
    form.fill("name", "Ada").await;
    form.choose("company_size", "1-49").await;
    form.tick("consent.contact").await;
    for mended in ["email", "name", "company_size", "consent.contact"] {
        form.comes_to_say(mended, None).await;
        assert!(!form.is_marked_invalid(mended).await, "{mended}");
    }
    form.submit().await;
    assert_eq!(form.error_of("company").await.as_deref(), Some(words.required));
    assert_eq!(form.focused().await.as_deref(), Some("company"));
    assert_eq!(site.inbox.stored(), Vec::<Value>::new());
    assert!(!browser.stored_keys().await.iter().any(|key| key.starts_with("leadwell:outbox:")));

    form.fill("company", "Corp").await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"]["email"], "ada.park@corp.example");
    browser.assert_no_complaints(&[]).await;
}
