//! Blocks that explain.

use super::{more, paragraph, points, section, subtitle};
use crate::campaign::written::{Benefit, Benefits, Faq, Grid, Question, Rich, Scene, Showcase, StepOfBlock, Steps};
use crate::drawing::{Element, el};
use crate::view::icon::icon;
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;

pub fn benefits(benefits: &Benefits, reader: &Reader) -> Element {
    let class = match benefits.layout {
        Grid::Plain => "lw-benefits",
        Grid::Cards => "lw-benefits lw-cards",
        Grid::List => "lw-benefits lw-listed",
    };
    section(class, benefits.title.as_ref(), benefits.text.as_ref(), reader)
        .child(el("ul", "lw-benefit-list").each(&benefits.items, |item| benefit(item, reader)))
}

fn benefit(benefit: &Benefit, reader: &Reader) -> Element {
    el("li", "lw-benefit")
        .maybe(benefit.icon.map(icon))
        .child(subtitle(&benefit.title, "lw-benefit-title", reader))
        .child(paragraph(&benefit.text, "lw-benefit-text", reader))
        .maybe(benefit.to.as_ref().map(|cta| more(cta, reader)))
}

pub fn steps(steps: &Steps, reader: &Reader) -> Element {
    section("lw-steps", steps.title.as_ref(), steps.text.as_ref(), reader)
        .child(el("ol", "lw-step-list").each(&steps.items, |item| step(item, reader)))
}

fn step(step: &StepOfBlock, reader: &Reader) -> Element {
    el("li", "lw-step")
        .maybe(step.when.as_ref().map(|when| paragraph(when, "lw-step-when", reader)))
        .child(subtitle(&step.title, "lw-step-title", reader))
        .maybe(step.text.as_ref().map(|text| paragraph(text, "lw-step-text", reader)))
}

pub fn showcase(showcase: &Showcase, reader: &Reader) -> Element {
    section("lw-showcase", showcase.title.as_ref(), showcase.text.as_ref(), reader)
        .child(el("div", "lw-scenes").each(&showcase.items, |item| scene(item, reader)))
}

fn scene(scene: &Scene, reader: &Reader) -> Element {
    let words = el("div", "lw-scene-words")
        .maybe(scene.eyebrow.as_ref().map(|text| paragraph(text, "lw-eyebrow", reader)))
        .child(subtitle(&scene.title, "lw-scene-title", reader))
        .child(el("p", "").nodes(reader.say_rich(&scene.text)))
        .maybe(points(&scene.points, reader))
        .maybe(scene.cta.as_ref().map(|cta| more(cta, reader)));
    el("div", "lw-scene").child(words).child(picture(&scene.picture, "lw-scene-picture", Loading::Lazy, reader))
}

pub fn faq(faq: &Faq, reader: &Reader) -> Element {
    section("lw-faq", faq.title.as_ref(), faq.text.as_ref(), reader)
        .child(el("div", "lw-questions").each(&faq.items, |item| question(item, reader)))
}

fn question(question: &Question, reader: &Reader) -> Element {
    el("details", "lw-question")
        .child(el("summary", "").nodes(reader.say(&question.question)))
        .child(el("div", "lw-answer").nodes(reader.say_sections(&question.answer)))
}

pub fn rich(rich: &Rich, reader: &Reader) -> Element {
    section("lw-rich", rich.title.as_ref(), None, reader).child(el("div", "lw-prose").nodes(reader.say_sections(&rich.text)))
}
