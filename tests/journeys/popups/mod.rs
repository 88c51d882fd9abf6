//! Popups, as visitors meet them: on a page of ours and on somebody else's. Time is a clock that the journey moves on.

mod api;
mod frequency;
mod kinds;
mod manners;
mod triggers;

use serde_json::{Value, json};

use crate::foreign_page::html;
use crate::harness::{Server, Site, demo, host_page};

/// The demo campaign with these popups in the place of its own.
fn with(popups: Value) -> Value {
    let mut campaign = demo();
    campaign["popups"] = popups;
    campaign
}

/// One of every kind, and all that may stand in one. Each is opened by call alone.
pub fn every_kind() -> Value {
    let mut popups = json!([
        { "id": "modal", "kind": "modal", "title": { "en": "See it with your own docks", "ko": "우리 센터 도크로 직접 확인해 보세요" },
          "text": { "en": "Four questions, one minute.", "ko": "질문 네 개, 1분이면 됩니다." }, "form": "demo", "layout": "beside", "size": "lg",
          "picture": { "file": "/pictures/plan.svg", "width": 640, "height": 560, "alt": { "en": "A plan.", "ko": "일정표." } } },
        { "id": "question", "kind": "modal", "size": "sm", "title": { "en": "Do lorries wait at your gate?", "ko": "게이트에서 대기하는 트럭이 있나요?" },
          "question": { "yes": { "en": "Yes, often", "ko": "네, 자주요" }, "no": { "en": "No", "ko": "아니요" } }, "form": "demo" },
        { "id": "slide_in", "kind": "slide_in", "title": { "en": "Ten percent off", "ko": "10% 할인" }, "coupon": { "code": "SPRING10" },
          "decline": { "en": "No, thank you", "ko": "괜찮습니다" }, "minimise": { "en": "Ten percent", "ko": "10%" } },
        { "id": "bar", "kind": "bar", "title": { "en": "Until the end of the year", "ko": "연말까지" },
          "countdown": { "at": "2090-01-01T00:00", "zone": "Europe/Berlin" }, "cta": { "label": { "en": "Book a demo", "ko": "데모 신청" }, "to": "#demo" } },
        { "id": "fullscreen", "kind": "fullscreen", "title": { "en": "Before you go", "ko": "떠나시기 전에" },
          "offers": [
              { "title": { "en": "One site", "ko": "한 곳" }, "text": { "en": "Up to six docks.", "ko": "도크 6개까지." }, "price": { "en": "€ 90", "ko": "90유로" }, "cta": { "label": { "en": "Take it", "ko": "선택" }, "to": "#demo" } },
              { "title": { "en": "All sites", "ko": "모든 곳" }, "text": { "en": "As many as you run.", "ko": "개수 제한 없음." }, "price": { "en": "€ 290", "ko": "290유로" }, "cta": { "label": { "en": "Take it", "ko": "선택" }, "to": "#demo" } }
          ] },
        { "id": "teaser", "kind": "teaser", "title": { "en": "10 % off", "ko": "10% 할인" }, "opens": "slide_in" },
        { "id": "cookies", "kind": "consent" },
        { "id": "known", "kind": "privacy", "title": { "en": "What we know", "ko": "저장된 정보" } },
    ]);
    for popup in popups.as_array_mut().into_iter().flatten() {
        popup["trigger"] = json!({ "on": "never_tracked" });
    }
    with(popups)
}

/// Of each of them.
pub const EVERY_KIND: [&str; 8] = ["modal", "question", "slide_in", "bar", "fullscreen", "teaser", "cookies", "known"];

/// A popup of few words in a corner.
fn plain(id: &str) -> Value {
    json!({ "id": id, "kind": "slide_in", "title": "A word before you read on", "text": "It stands in a corner." })
}

/// The same with more about it.
fn popup(id: &str, more: Value) -> Value {
    let mut popup = plain(id);
    let (Some(popup_keys), Value::Object(more)) = (popup.as_object_mut(), more) else { return popup };
    popup_keys.extend(more);
    popup
}

/// Somebody else's page that carries the tag, and has much to scroll.
fn foreign(site: &Site) -> Server {
    host_page(site, html(site).replace("</body>", "<div style=\"display: block; height: 3000px\"></div></body>"))
}
