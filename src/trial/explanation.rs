//! Why a test found what it found: the score with its reasons, what follows from it, and where the last message went.

use super::visitor::Found;
use crate::scoring::{Row, points_text};

/// Lines for a person.
pub fn of(found: &Found) -> Vec<String> {
    let verdict = &found.verdict;
    let score = &verdict.score;
    let rows = |dimension: &str| score.rows.iter().filter(|row| row.dimension == dimension).map(reason).collect::<Vec<_>>();
    let mut lines: Vec<String> = score
        .dimensions
        .iter()
        .map(|(name, milli)| format!("{name} {}: {}", points_text(*milli), or_none(&rows(name).join(", "), "no rule counts")))
        .collect();
    lines.push(format!(
        "total {}, grade {}, stage {}, level {}{}, {}",
        points_text(score.total()),
        or_none(&verdict.grade(), "none"),
        verdict.stage.as_deref().unwrap_or("none"),
        verdict.level,
        verdict.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default(),
        if verdict.qualified { "qualified" } else { "not qualified" },
    ));
    if let Some(learned) = &verdict.learned {
        lines.push(format!("probability {}", learned.probability));
    }
    lines.push(format!("tags: {}; segments: {}", or_none(&verdict.tags.join(", "), "none"), or_none(&found.segments().join(", "), "none")));
    lines.push(match &found.last {
        Some(last) => format!("last submitted to: {}", or_none(&last.destinations.join(", "), "nobody")),
        None => "nothing was submitted".to_owned(),
    });
    lines.extend(found.popups.iter().cloned());
    lines
}

/// `pricing_view +20 (2 times)`
fn reason(row: &Row) -> String {
    let sign = if row.milli > 0 { "+" } else { "" };
    let times = if row.count > 1 { format!(" ({} times)", row.count) } else { String::new() };
    format!("{} {sign}{}{times}", row.rule, points_text(row.milli))
}

fn or_none<'a>(text: &'a str, none: &'a str) -> &'a str {
    if text.is_empty() { none } else { text }
}
