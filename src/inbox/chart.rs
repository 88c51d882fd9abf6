//! Points as bars beside their numbers: all of one table on one scale, with what takes points away to the left of the line.

use leptos::prelude::*;
use serde_json::Number;

/// The scale of a table's bars.
#[derive(Clone, Copy)]
pub struct Scale {
    least: f64,
    most: f64,
}

impl Scale {
    pub fn of<'a>(points: impl IntoIterator<Item = &'a Number>) -> Self {
        let read = points.into_iter().filter_map(Number::as_f64).filter(|points| points.is_finite());
        let (least, most) = read.fold((0.0, 0.0), |(least, most): (f64, f64), points| (least.min(points), most.max(points)));
        Self { least, most }
    }

    /// Where a bar begins and how long it is, in hundredths of the whole.
    fn bar(self, points: f64) -> (f64, f64) {
        let width = self.most - self.least;
        if width <= 0.0 || !points.is_finite() {
            return (0.0, 0.0);
        }
        let (from, to) = (points.min(0.0), points.max(0.0));
        ((from - self.least) / width * 100.0, (to - from) / width * 100.0)
    }
}

/// The bar of these points. The number stands beside it, so that nothing is told by the bar alone.
pub fn bar(scale: Scale, points: &Number) -> impl IntoView + use<> {
    let points = points.as_f64().unwrap_or_default();
    let (start, length) = scale.bar(points);
    let (zero, _) = scale.bar(0.0);
    let class = if points < 0.0 { "less" } else { "more" };
    let hundredths = |number: f64| format!("{number:.2}");
    view! {
        <svg class="bar-of" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class=class x=hundredths(start) y="1" width=hundredths(length) height="8"></rect>
            <rect class="zero" x=hundredths(zero) y="0" width="0.5" height="10"></rect>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_share_a_scale_and_a_line_at_nothing() {
        let number = |points: i64| Number::from(points);
        let scale = Scale::of(&[number(30), number(-10), number(10)]);
        assert_eq!(scale.bar(30.0), (25.0, 75.0));
        assert_eq!(scale.bar(-10.0), (0.0, 25.0));
        assert_eq!(scale.bar(0.0), (25.0, 0.0));
        assert_eq!(Scale::of(&[]).bar(5.0), (0.0, 0.0), "nothing to compare with");
        assert_eq!(Scale::of(&[number(0)]).bar(0.0), (0.0, 0.0));
    }
}
