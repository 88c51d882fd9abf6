//! Drawings beside a promise: made for Leadwell, in the theme's colours, decoration only.

use leptos::prelude::*;

use crate::campaign::written::Art;

pub fn art(art: Art) -> impl IntoView + use<> {
    match art {
        Art::Plan => plan(),
    }
}

/// Left edge, top and width of what is taken in a day's plan.
const TAKEN: [(u16, u16, u16); 8] =
    [(84, 76, 118), (212, 76, 84), (118, 148, 132), (404, 148, 92), (84, 220, 82), (404, 220, 92), (156, 292, 98), (264, 292, 76)];
/// Bars that stand for writing.
const WRITING: [(u16, u16, u16); 2] = [(236, 234, 74), (236, 248, 44)];

// Four docks from top to bottom, hours from left to right, and one booking that stands out.
fn plan() -> impl IntoView + use<> {
    let bar = |class: &'static str, height: u16| {
        move |(x, y, width): (u16, u16, u16)| {
            view! { <rect class={class} x={x} y={y} width={width} height={height} rx={height / 5 + 2} /> }
        }
    };
    let docks = [(1, 99), (2, 171), (3, 243), (4, 315)].map(|(dock, y)| view! { <text x={"32"} y={y}>{dock}</text> });
    let hours = [("08", 84), ("10", 188), ("12", 292), ("14", 396)].map(|(hour, x)| view! { <text x={x} y={"36"}>{hour}</text> });
    view! {
        <svg class="lw-art" viewBox="0 0 520 346" aria-hidden="true">
            <path class={"lw-art-lines"} d={"M0 58H520M0 130H520M0 202H520M0 274H520M188 58V346M292 58V346M396 58V346"} />
            {hours.into_iter().collect_view()}
            {docks.into_iter().collect_view()}
            <path class={"lw-art-now"} d={"M246 58V346"} />
            <circle cx={"246"} cy={"58"} r={"4"} />
            {TAKEN.map(bar("lw-art-taken", 36)).into_iter().collect_view()}
            {[(308, 76, 128)].map(bar("lw-art-free", 36)).into_iter().collect_view()}
            {[(180, 214, 210)].map(bar("lw-art-ours", 48)).into_iter().collect_view()}
            <path class={"lw-art-tick"} d={"m198 239 8 8 15-17"} />
            {WRITING.map(bar("lw-art-writing", 6)).into_iter().collect_view()}
        </svg>
    }
}
