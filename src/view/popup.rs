//! A popup as it stands in a shadow root of its own: one element, a card in it, and in the card what its author wrote.
//!
//! The marks `data-lw-…` are where `src/aids/inside.js` attaches what its buttons do; `src/aids/popup.js` and `slot.js` put it up. Drawn
//! natively alone: browsers build it from data, one popup in one language where it comes.

use super::blocks::{call, known, timer};
use super::form::{Place, form};
use super::icon::icon;
use super::picture::{Loading, picture};
use super::reader::Reader;
use crate::campaign::{Part, Runtime};
use crate::digits::digits;
use crate::drawing::{Element, Node, el};
use crate::time::parse_duration;

/// A popup with who reads it.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    popup: Part<'a>,
    runtime: &'a Runtime,
    reader: &'a Reader<'a>,
    /// What the part about privacy says, for its aid (`src/aids/known.js`).
    said: &'a str,
}

/// `said` is what the part about privacy says, as JSON; nothing where the popup is of another kind.
pub fn popup(popup: Part, runtime: &Runtime, reader: &Reader, said: &str) -> Element {
    let drawn = Drawn { popup, runtime, reader, said };
    let (id, kind, title) = (popup.word("id"), popup.kind(), drawn.title());
    let aids = drawn.aids().join(" ");
    let named = [drawn.heading_id()];
    let around = match kind {
        "modal" | "fullscreen" | "privacy" => el("dialog", &drawn.class()).attr("part", "overlay").attr("aria-labelledby", &named.concat()),
        "inline" => el("div", &drawn.class()),
        // A button says itself what it is about.
        "teaser" => el("div", &drawn.class()).marks("role=region popover=manual").attr("aria-label", &title),
        _ => el("div", &drawn.class()).marks("role=region popover=manual").attr("aria-labelledby", &named.concat()),
    };
    let minimise = popup.has("minimise").then(|| reader.read_part(popup, "minimise"));
    around
        .attr("data-lw-popup", id)
        .attr("data-lw-kind", kind)
        .flag("data-lw-push", popup.flag("push"))
        .attr_if("data-lw-minimise", minimise.as_deref())
        .attr_if("data-lw-aids", (!aids.is_empty()).then_some(aids.as_str()))
        .child(drawn.card())
}

impl Drawn<'_> {
    fn class(self) -> String {
        let position = |usual| self.popup.word_if("position").unwrap_or(usual);
        let size = self.popup.word_if("size").unwrap_or("md");
        let beside = if self.popup.word("layout") == "beside" && self.popup.has("picture") { " lw-beside" } else { "" };
        match self.popup.kind() {
            "modal" => ["lw-popup lw-modal lw-size-", size, beside].concat(),
            "privacy" => "lw-popup lw-modal lw-size-lg".to_owned(),
            "slide_in" => ["lw-popup lw-slide_in lw-size-", size, " lw-at-", position("bottom_end"), beside].concat(),
            "teaser" => ["lw-popup lw-teaser lw-at-", position("bottom_end")].concat(),
            "bar" => ["lw-popup lw-bar lw-at-", position("top")].concat(),
            "consent" => "lw-popup lw-bar lw-consent lw-at-bottom".to_owned(),
            kind => ["lw-popup lw-", kind, beside].concat(),
        }
    }

    /// The aids that do something in it as soon as it is there.
    fn aids(self) -> Vec<&'static str> {
        let kind = self.popup.kind();
        let is_bar = matches!(kind, "bar" | "consent");
        let aids =
            [("bar", is_bar), ("countdown", self.popup.has("countdown")), ("consent", kind == "consent"), ("privacy", kind == "privacy")];
        aids.into_iter().filter(|(_, wanted)| *wanted).map(|(aid, _)| aid).collect()
    }

    /// What its author calls it; consent and privacy have words of their own.
    fn title(self) -> String {
        match self.popup.kind() {
            _ if self.popup.has("title") => self.reader.read_part(self.popup, "title"),
            "consent" => self.reader.texts.popup_consent_title().to_owned(),
            "privacy" => self.reader.texts.popup_privacy_title().to_owned(),
            _ => String::new(),
        }
    }

    fn heading_id(self) -> String {
        ["lw-popup-", self.popup.word("id"), "-title"].concat()
    }

    fn card(self) -> Element {
        let card = el("div", "lw-popup-card").marks("part=dialog tabindex=-1");
        let kind = self.popup.kind();
        if kind == "teaser" {
            let open = el("button", "lw-teaser-open").marks("type=button part=teaser data-lw-opens");
            return card.child(open.nodes(self.reader.say_part(self.popup, "title"))).maybe(self.close());
        }
        let image =
            self.popup.part("picture").map(|image| el("div", "lw-popup-picture").child(picture(image, "", Loading::Lazy, self.reader)));
        let body = match kind {
            "consent" => self.consent(),
            "privacy" => {
                el("div", "lw-popup-body").child(self.words()).child(known(self.runtime, self.reader).attr("data-lw-known", self.said))
            }
            _ => self.body(),
        };
        card.maybe(self.close()).maybe(image).child(body)
    }

    /// The cross. What stands in the page's own column needs none, and of consent the answers are the way out.
    fn close(self) -> Option<Element> {
        let usual = !matches!(self.popup.kind(), "inline" | "consent");
        let wanted = self.popup.part("close").and_then(|close| close.get("button")?.as_bool()).unwrap_or(usual);
        wanted.then(|| {
            el("button", "lw-popup-close")
                .marks("type=button data-lw-close part=close")
                .attr("aria-label", self.reader.texts.close())
                .child(icon("cross"))
        })
    }

    /// What it says.
    fn words(self) -> Element {
        let (popup, reader) = (self.popup, self.reader);
        let line = |key: &str, class: &str| popup.has(key).then(|| el("p", class).nodes(reader.say_part(popup, key)));
        let title = el("h2", "lw-popup-title").attr("id", &self.heading_id()).marks("part=title");
        let title = if popup.has("title") { title.nodes(reader.say_part(popup, "title")) } else { title.text(&self.title()) };
        let usual =
            (popup.kind() == "consent").then(|| el("p", "lw-popup-text").marks("part=text").text(reader.texts.popup_consent_text()));
        el("div", "lw-popup-words").maybe(line("eyebrow", "lw-eyebrow")).child(title).maybe(self.text().or(usual))
    }

    /// Its rich text: most are one paragraph.
    fn text(self) -> Option<Element> {
        let text = self.popup.text("text")?;
        let sections = self.reader.say_sections(&text);
        let drawn = match sections.as_slice() {
            [Node::Element(only)] if only.tag() == "p" => el("p", "lw-popup-text").nodes(only.children().to_vec()),
            _ => el("div", "lw-popup-text").nodes(sections),
        };
        Some(drawn.marks("part=text"))
    }

    fn body(self) -> Element {
        let body = el("div", "lw-popup-body").child(self.words()).maybe(self.countdown());
        let Some(question) = self.popup.part("question") else { return self.rest(body) };
        let answer = |mark: &'static str, class: &str, key: &str| {
            el("button", class).attr("type", "button").attr(mark, "").nodes(self.reader.say_part(question, key))
        };
        let asked = el("div", "lw-question").attr("data-lw-question", "").child(answer("data-lw-yes", "lw-button", "yes")).child(answer(
            "data-lw-no",
            "lw-button lw-quiet",
            "no",
        ));
        body.child(asked).child(self.rest(el("div", "lw-popup-answer").marks("data-lw-answer tabindex=-1 hidden")))
    }

    /// What follows on the words; with a question, what a yes shows.
    fn rest(self, around: Element) -> Element {
        let (popup, reader) = (self.popup, self.reader);
        let mut offers = el("ul", "lw-offers");
        for offer in popup.list("offers") {
            offers = offers.child(self.offer(offer));
        }
        let link = |key: &str, class: &str| popup.part(key).map(|cta| call(cta, class, reader).attr("data-lw-cta", ""));
        let calls = el("div", "lw-calls").maybe(link("cta", "lw-button")).maybe(link("second", "lw-button lw-quiet"));
        let decline = popup
            .has("decline")
            .then(|| el("button", "lw-decline").marks("type=button data-lw-decline part=decline").nodes(reader.say_part(popup, "decline")));
        around
            .maybe(popup.part("coupon").map(|coupon| self.coupon(coupon)))
            .maybe((!offers.children().is_empty()).then_some(offers))
            .nodes(self.form())
            .maybe((!calls.children().is_empty()).then_some(calls))
            .maybe(decline)
    }

    /// What is left of the time, and what is said when it is over.
    fn countdown(self) -> Option<Element> {
        let countdown = self.popup.part("countdown")?;
        let seconds = parse_duration(countdown.word("evergreen")).map(|seconds| digits(seconds.unsigned_abs()));
        let drawn = el("div", "lw-popup-time")
            .attr("data-lw-countdown", self.popup.word("id"))
            .attr_if("data-lw-at", countdown.word_if("at"))
            .attr_if("data-lw-zone", countdown.word_if("zone"))
            .attr_if("data-lw-evergreen", seconds.as_deref())
            .child(el("div", "lw-running").child(timer(self.reader.texts)))
            .child(el("p", "lw-ended").flag("hidden", true).nodes(self.reader.say_part(countdown, "ended")));
        Some(drawn)
    }

    fn coupon(self, coupon: Part) -> Element {
        let texts = self.reader.texts;
        let label = if coupon.has("label") { self.reader.say_part(coupon, "label") } else { vec![Node::from(texts.popup_coupon())] };
        let code = coupon.word("code");
        let copy = el("button", "lw-button lw-quiet")
            .attr("type", "button")
            .attr("data-lw-copy", code)
            .attr("data-lw-said", texts.popup_copied())
            .text(texts.popup_copy());
        el("div", "lw-coupon")
            .child(el("p", "lw-coupon-label").nodes(label))
            .child(el("code", "").text(code))
            .child(copy)
            .child(el("span", "lw-copied").attr("role", "status"))
    }

    fn offer(self, offer: Part) -> Element {
        let reader = self.reader;
        let line = |tag: &'static str, class: &str, key: &str| offer.has(key).then(|| el(tag, class).nodes(reader.say_part(offer, key)));
        let price = offer
            .has("price")
            .then(|| el("p", "lw-offer-price").nodes(reader.say_part(offer, "price")).text(" ").maybe(line("s", "", "before")));
        el("li", "")
            .maybe(line("h3", "lw-offer-title", "title"))
            .maybe(line("p", "lw-offer-text", "text"))
            .maybe(price)
            .maybe(offer.part("cta").map(|cta| call(cta, "lw-button lw-quiet", reader).attr("data-lw-cta", "")))
    }

    fn form(self) -> Vec<Node> {
        let (id, runtime) = (self.popup.word("form"), self.runtime);
        let place = |written| Place { runtime, id, form: written, page: "", next: "", offered_by: None };
        runtime.forms.get(id).map_or_else(Vec::new, |written| form(&place(written), self.reader))
    }

    /// Yes and no are the same button: neither is the easier one.
    fn consent(self) -> Element {
        let (reader, texts) = (self.reader, self.reader.texts);
        let purposes = [
            ("personalization", texts.known_personalization(), texts.known_personalization_text()),
            ("analytics", texts.known_analytics(), texts.known_analytics_text()),
            ("advertising", texts.known_advertising(), texts.known_advertising_text()),
        ];
        let boxes = el("div", "lw-purposes").marks("data-lw-choices role=group hidden").attr("aria-labelledby", &self.heading_id()).each(
            purposes,
            |(purpose, name, text)| {
                let words = el("span", "").child(el("strong", "").text(name)).child(el("small", "").text(text));
                el("label", "lw-purpose")
                    .child(el("input", "lw-input lw-check").attr("type", "checkbox").attr("data-lw-purpose", purpose))
                    .child(words)
            },
        );
        let answer =
            |to: &str, class: &str, words: &str| el("button", class).attr("type", "button").attr("data-lw-consent", to).text(words);
        let calls = el("div", "lw-calls")
            .child(answer("accept", "lw-button", texts.popup_accept()))
            .child(answer("reject", "lw-button", texts.popup_reject()))
            .child(answer("choose", "lw-button lw-quiet", texts.popup_choose()))
            .child(answer("save", "lw-button lw-quiet", texts.popup_save()).flag("hidden", true));
        let notice = (!self.runtime.privacy_url.is_empty()).then(|| {
            let link = el("a", "").attr("href", &self.runtime.privacy_url).marks("target=_blank rel=noopener").text(reader.texts.privacy());
            el("p", "lw-popup-text").child(link)
        });
        el("div", "lw-popup-body").child(self.words().maybe(notice)).child(boxes).child(calls)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::panic, reason = "in tests a panic is how a failure is told")]

    use serde_json::json;

    use super::*;
    use crate::drawing::html::to_html;
    use crate::texts::Texts;
    use crate::value::of_json;

    /// Without the attributes that only shadow roots have.
    fn drawn(written: serde_json::Value) -> String {
        let (popup, runtime, texts) = (of_json(written), Runtime::default(), Texts::default());
        to_html(&[super::popup(Part(&popup), &runtime, &Reader::new(&runtime, "en", &texts), "{}").into()])
    }

    #[test]
    fn a_modal_is_a_dialog_called_by_its_title_and_says_what_was_written_in_its_order() {
        let html = drawn(json!({
            "id": "offer", "kind": "modal", "size": "lg", "eyebrow": "Now", "title": "An offer", "text": "**Half** off", "minimise": "The offer",
            "coupon": { "code": "SPRING10" }, "offers": [{ "title": "Tea", "price": "€3", "before": "€6", "cta": { "label": "See", "to": "/tea" } }],
            "cta": { "label": "More", "to": "popup:letter" }, "decline": "No, thank you", "countdown": { "evergreen": "2 hours", "ended": "Over" },
        }));
        let order = [
            "<dialog class=\"lw-popup lw-modal lw-size-lg\" aria-labelledby=\"lw-popup-offer-title\" data-lw-popup=\"offer\" data-lw-kind=\"modal\" \
             data-lw-minimise=\"The offer\" data-lw-aids=\"countdown\">",
            "<button class=\"lw-popup-close\" type=\"button\" data-lw-close aria-label=\"Close\">",
            "Now",
            "<h2 class=\"lw-popup-title\" id=\"lw-popup-offer-title\">An offer</h2>",
            "<p class=\"lw-popup-text\"><strong>Half</strong> off</p>",
            "data-lw-evergreen=\"7200\"",
            "<p class=\"lw-ended\" hidden>Over</p>",
            "<code>SPRING10</code>",
            "data-lw-copy=\"SPRING10\" data-lw-said=\"Copied\">Copy</button>",
            "€3 <s>€6</s>",
            "href=\"#leadwell=letter\" data-leadwell-open=\"letter\" data-lw-cta>More</a>",
            "data-lw-decline>No, thank you</button>",
        ];
        let mut rest = html.as_str();
        for part in order {
            let at = rest.find(part).unwrap_or_else(|| panic!("{part} is not in its place: {html}"));
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
    }

    #[test]
    fn a_question_holds_back_what_follows_but_not_the_words() {
        let html = drawn(json!({
            "id": "asks", "kind": "slide_in", "title": "Well?", "question": { "yes": "Yes", "no": "No" }, "cta": { "label": "Go", "to": "/go" },
        }));
        let (before, held_back) =
            html.split_once("<div class=\"lw-popup-answer\" data-lw-answer tabindex=\"-1\" hidden>").expect("an answer");
        assert!(before.contains("Well?") && before.contains("data-lw-yes>Yes") && before.contains("data-lw-no>No"), "{before}");
        assert!(held_back.contains("data-lw-cta>Go") && !before.contains("Go<"), "{held_back}");
        assert!(
            html.starts_with("<div class=\"lw-popup lw-slide_in lw-size-md lw-at-bottom_end\" role=\"region\" popover=\"manual\""),
            "{html}"
        );
    }

    #[test]
    fn consent_offers_yes_and_no_alike_and_ticks_nothing() {
        let html = drawn(json!({ "id": "cookies", "kind": "consent" }));
        for answer in ["accept", "reject"] {
            assert!(html.contains(&format!("<button class=\"lw-button\" type=\"button\" data-lw-consent=\"{answer}\">")), "{html}");
        }
        assert!(html.matches("data-lw-purpose=").count() == 3 && !html.contains("checked") && !html.contains("data-lw-close"), "{html}");
        assert!(html.contains("Cookies and privacy"), "{html}");
    }

    #[test]
    fn a_teaser_is_a_button_and_what_stands_in_a_page_has_no_cross() {
        let teaser = drawn(json!({ "id": "hint", "kind": "teaser", "title": "A hint", "opens": "offer", "position": "top_start" }));
        assert!(
            teaser.contains("lw-at-top_start") && teaser.contains("data-lw-opens>A hint</button>") && !teaser.contains("<h2"),
            "{teaser}"
        );
        let inline = drawn(json!({ "id": "here", "kind": "inline", "slot": "aside", "title": "Here" }));
        assert!(!inline.contains("data-lw-close") && !inline.contains("popover"), "{inline}");
        let closed = drawn(json!({ "id": "here", "kind": "inline", "slot": "aside", "title": "Here", "close": { "button": true } }));
        assert!(closed.contains("data-lw-close"), "{closed}");
    }
}
