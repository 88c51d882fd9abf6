//! The small scripts of `src/parts/`, gathered per page: a page carries only those of its own blocks, inline and allowed by their
//! hash. None of them needs the runtime, and a page is complete without any.

use super::known;
use super::script::{small_classic, small_module};
use crate::campaign::written::{Block, form_shown};
use crate::campaign::{Campaign, Part, Runtime};

const CORE: &str = include_str!("../parts/core.js");
const MOMENTS: &str = include_str!("../parts/moments.js");
const TIMES: &str = include_str!("../parts/times.js");
const COUNTDOWN: &str = include_str!("../parts/countdown.js");
const FILM: &str = include_str!("../parts/film.js");
const STICKY: &str = include_str!("../parts/sticky.js");
const DISMISS: &str = include_str!("../parts/dismiss.js");
const PRIVACY: &str = include_str!("../parts/privacy.js");
const END: &str = include_str!("../parts/end.js");
const SETTLE: &str = include_str!("../parts/settle.js");
const FOLD: &str = include_str!("../parts/fold.js");

/// What stands at the end of a page that has something to settle or to fold before it is painted.
#[must_use]
pub fn before_paint(body: &str) -> Option<String> {
    let marks = [" data-lw-early", " data-lw-token=\"query.", " data-lw-token=\"experiment.", " data-lw-dismiss"];
    let settles = marks.iter().any(|mark| body.contains(mark)).then_some(SETTLE);
    let folds = body.contains(" data-lw-folds").then_some(FOLD);
    let wanted: Vec<&str> = settles.into_iter().chain(folds).collect();
    (!wanted.is_empty()).then(|| small_classic(&wanted.concat()))
}

/// The parts of a page with these blocks, in these languages; `None` where it needs none.
#[must_use]
pub fn of_blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>, campaign: &Campaign, locales: &[&str]) -> Option<String> {
    let mut wanted: Vec<&str> =
        blocks.into_iter().flat_map(Block::contents).flat_map(|content| of_content(content, &campaign.runtime)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    (!wanted.is_empty()).then(|| small_module(&known::filled(&gathered(&wanted), campaign, locales)))
}

fn of_content(content: Part, runtime: &Runtime) -> Vec<&'static str> {
    match content.kind() {
        "agenda" => vec![TIMES],
        "countdown" => vec![TIMES, COUNTDOWN],
        "video" => vec![FILM],
        "sticky_cta" => vec![STICKY],
        "privacy" => vec![PRIVACY],
        "banner" if content.flag("dismissible") => vec![DISMISS],
        _ => form_shown(content).map_or_else(Vec::new, |form| of_form(form, runtime)),
    }
}

fn of_form(id: &str, runtime: &Runtime) -> Vec<&'static str> {
    let Some(form) = runtime.forms.get(id) else { return Vec::new() };
    form.has_sessions().then_some(TIMES).into_iter().collect()
}

fn gathered(parts: &[&str]) -> String {
    let needs_moments = parts.iter().any(|part| [TIMES, COUNTDOWN].contains(part));
    let before = [Some(CORE), needs_moments.then_some(MOMENTS)];
    before.into_iter().flatten().chain(parts.iter().copied()).chain([END]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[&str] = &[TIMES, COUNTDOWN, FILM, STICKY, DISMISS, PRIVACY];

    #[test]
    fn the_settling_script_keeps_to_its_kilobyte_and_no_comment_is_left() {
        let before = before_paint("<div data-lw-early><form data-lw-folds>").expect("both");
        assert!(super::super::compress::brotli(before.as_bytes()).len() <= 1024, "{}", before.len());
        for script in [before, small_module(&gathered(ALL))] {
            assert!(!script.contains("// ") && !script.contains("</"), "{script}");
        }
    }
}
