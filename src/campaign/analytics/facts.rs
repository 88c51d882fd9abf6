//! What fields of tools may be taken from: what a lead tells of itself and where somebody comes from, and of their answers those that were
//! chosen. What is typed may be anybody's name or number, and goes to no tool.

use super::About;
use crate::campaign::check::hint;

const TOLD: [&str; 10] = ["id", "name", "form", "lead_id", "level", "qualified", "reason", "stage", "tags", "locale"];
const OF_TOUCH: &[&str] = &["channel", "source", "medium", "campaign", "term", "content"];
const TOLD_OF: [(&str, &[&str]); 8] = [
    ("value", &["amount", "currency"]),
    ("page", &["path", "title", "locale"]),
    ("source", OF_TOUCH),
    ("first", OF_TOUCH),
    ("campaign", &["id", "version"]),
    ("device", &["kind", "width", "touch", "in_app"]),
    ("via", &["kind", "id"]),
    ("visitor", &["visits", "pages"]),
];
const OF_SCORE: [&str; 6] = ["total", "grade", "grade_fit", "grade_engagement", "probability", "reasons"];

/// What is wrong with a fact that a field names.
pub fn unknown(fact: &str, about: &About) -> Option<String> {
    let (root, rest) = fact.split_once('.').unwrap_or((fact, ""));
    let known: Vec<&str> = match root {
        // What an event tells is known on the page alone.
        "event" | "experiments" => return None,
        "field" if about.typed.iter().any(|typed| typed == rest) => {
            return Some(format!(
                "what somebody types into \"{rest}\" may be personal, and is told to no tool; fields to choose from and numbers are"
            ));
        }
        "field" => about.chosen.iter().map(String::as_str).collect(),
        "score" => about.dimensions.iter().map(String::as_str).chain(OF_SCORE).collect(),
        _ if rest.is_empty() && TOLD.contains(&root) => return None,
        _ => {
            let Some((_, parts)) = TOLD_OF.iter().find(|(name, _)| *name == root) else {
                let roots = TOLD.into_iter().chain(TOLD_OF.iter().map(|(name, _)| *name)).chain(["event", "experiments", "field", "score"]);
                return Some(format!("tools can be told no \"{fact}\"{}", hint(root, roots)));
            };
            parts.to_vec()
        }
    };
    (!known.contains(&rest)).then(|| format!("tools can be told no \"{fact}\"{}", hint(rest, known)))
}
