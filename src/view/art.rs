//! Drawings beside a promise: made for Leadwell, in the theme's colours, decoration only.

use crate::digits::digits;
use crate::drawing::{Element, el};

pub fn art(art: &str) -> Option<Element> {
    (art == "plan").then(plan)
}

/// Left edge, top and width of what is taken in a day's plan.
const TAKEN: [(u16, u16, u16); 8] =
    [(84, 76, 118), (212, 76, 84), (118, 148, 132), (404, 148, 92), (84, 220, 82), (404, 220, 92), (156, 292, 98), (264, 292, 76)];
/// Bars that stand for writing.
const WRITING: [(u16, u16, u16); 2] = [(236, 234, 74), (236, 248, 44)];

// Four docks from top to bottom, hours from left to right, and one booking that stands out.
fn plan() -> Element {
    let number = |value: u16| digits(value.into());
    let bar = |class: &'static str, height: u16| {
        move |&(x, y, width): &(u16, u16, u16)| {
            el("rect", class)
                .attr("x", &number(x))
                .attr("y", &number(y))
                .attr("width", &number(width))
                .attr("height", &number(height))
                .attr("rx", &number(height / 5 + 2))
        }
    };
    let label = |&(words, x, y): &(&str, u16, u16)| el("text", "").attr("x", &number(x)).attr("y", &number(y)).text(words);
    let path = |class: &str, outline: &str| el("path", class).attr("d", outline);
    el("svg", "lw-art")
        .attr("viewBox", "0 0 520 346")
        .attr("aria-hidden", "true")
        .child(path("lw-art-lines", "M0 58H520M0 130H520M0 202H520M0 274H520M188 58V346M292 58V346M396 58V346"))
        .each(&[("08", 84, 36), ("10", 188, 36), ("12", 292, 36), ("14", 396, 36)], label)
        .each(&[("1", 32, 99), ("2", 32, 171), ("3", 32, 243), ("4", 32, 315)], label)
        .child(path("lw-art-now", "M246 58V346"))
        .child(el("circle", "").marks("cx=246 cy=58 r=4"))
        .each(&TAKEN, bar("lw-art-taken", 36))
        .each(&[(308, 76, 128)], bar("lw-art-free", 36))
        .each(&[(180, 214, 210)], bar("lw-art-ours", 48))
        .child(path("lw-art-tick", "m198 239 8 8 15-17"))
        .each(&WRITING, bar("lw-art-writing", 6))
}
