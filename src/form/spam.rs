//! Signs that a program filled the form in. They are told beside the lead and block nothing: a person may look like a program.

use crate::search::split_once;

/// What was noticed while a form was filled in.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// The field that nobody sees was filled in.
    pub trap: bool,
    /// Milliseconds from the first focus to sending; none when nothing was ever focused.
    pub took_ms: Option<f64>,
    /// Characters in the answers that were written rather than chosen.
    pub characters: usize,
    /// Keys pressed and texts put in by other means, as autofill and pasting.
    pub inputs: usize,
    /// The browser says that a program drives it.
    pub driven: bool,
    /// The answers to fields of kind `name`.
    pub names: Vec<String>,
}

/// Nobody reads and fills in a form in less.
const FASTEST_MS: f64 = 1500.0;
/// Of a person who types; pasting and autofill put in many at once, as one input.
const MOST_INPUTS_PER_SECOND: f64 = 25.0;
const FEW: usize = 20;

/// The signs by name: `honeypot too_fast pace link_in_name headless`.
#[must_use]
pub fn signals(signs: &Signs) -> Vec<&'static str> {
    let seconds = signs.took_ms.map(|took| took.max(1.0) / 1000.0);
    let too_fast = signs.took_ms.is_none_or(|took| took < FASTEST_MS);
    let pace = signs.inputs > FEW && seconds.is_some_and(|seconds| signs.inputs as f64 / seconds > MOST_INPUTS_PER_SECOND);
    let has_link = |name: &String| ["http", "www.", "://"].iter().any(|link| split_once(name, link).is_some());
    let all = [
        (signs.trap, "honeypot"),
        (too_fast && signs.characters > 0, "too_fast"),
        (pace, "pace"),
        (signs.names.iter().any(has_link), "link_in_name"),
        (signs.driven, "headless"),
    ];
    all.into_iter().filter(|(noticed, _)| *noticed).map(|(_, name)| name).collect()
}

/// A filled trap is enough; any other sign needs a second.
#[must_use]
pub fn is_suspected(signals: &[&str]) -> bool {
    signals.contains(&"honeypot") || signals.len() > 1
}
