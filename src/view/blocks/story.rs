//! Blocks that explain.

use super::piece::Piece;
use crate::drawing::{Element, el};
use crate::view::icon::icon;
use crate::view::picture::Loading;

pub fn benefits(benefits: Piece) -> Element {
    let class = match benefits.part.word("layout") {
        "cards" => "lw-benefits lw-cards",
        "list" => "lw-benefits lw-listed",
        _ => "lw-benefits",
    };
    benefits.section(class).child(benefits.each(("items", "ul", "lw-benefit-list"), benefit))
}

fn benefit(benefit: Piece) -> Element {
    let drawn = el("li", "lw-benefit").maybe(benefit.part.word_if("icon").map(icon));
    benefit.lines(drawn, &[("title", "h3", "lw-benefit-title"), ("text", "p", "lw-benefit-text")]).maybe(benefit.more("to"))
}

pub fn steps(steps: Piece) -> Element {
    steps.section("lw-steps").child(steps.each(("items", "ol", "lw-step-list"), step))
}

fn step(step: Piece) -> Element {
    step.lines(el("li", "lw-step"), &[("when", "p", "lw-step-when"), ("title", "h3", "lw-step-title"), ("text", "p", "lw-step-text")])
}

pub fn showcase(showcase: Piece) -> Element {
    showcase.section("lw-showcase").child(showcase.each(("items", "div", "lw-scenes"), scene))
}

fn scene(scene: Piece) -> Element {
    let words = scene
        .lines(el("div", "lw-scene-words"), &[("eyebrow", "p", "lw-eyebrow"), ("title", "h3", "lw-scene-title")])
        .maybe(scene.rich_line(("text", "p", "")))
        .maybe(scene.points())
        .maybe(scene.more("cta"));
    el("div", "lw-scene").child(words).maybe(scene.picture("lw-scene-picture", Loading::Lazy))
}

pub fn faq(faq: Piece) -> Element {
    faq.section("lw-faq").child(faq.each(("items", "div", "lw-questions"), question))
}

fn question(question: Piece) -> Element {
    let answer = question.sections(("answer", "div", "lw-answer"));
    el("details", "lw-question").maybe(question.line(("question", "summary", ""))).maybe(answer)
}

// Its text is the block itself, not what is said below the heading.
pub fn rich(rich: Piece) -> Element {
    let title = rich.part.has("title").then(|| rich.lines(el("div", "lw-intro"), &[("title", "h2", "lw-heading")]));
    el("section", "lw-section lw-rich").maybe(title).maybe(rich.sections(("text", "div", "lw-prose")))
}
