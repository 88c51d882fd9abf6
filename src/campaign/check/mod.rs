//! From the file as written to a campaign the program may rely on.
//!
//! Looks across the file (does this form exist?), which the types cannot. Reports every problem and never stops at the first.
//! Reads no file and knows no positions: a problem's place is a path, which the native command turns into line and column.

/// `format!` natively. In the single-page app, where a developer is told to run `leadwell check`, the words of a problem are not worth
/// their bytes: the arguments are named and nothing is made of them.
macro_rules! say {
    ($($words:tt)*) => {{
        #[cfg(feature = "native")]
        let said = format!($($words)*);
        #[cfg(not(feature = "native"))]
        let said = {
            let _ = || format!($($words)*);
            String::new()
        };
        said
    }};
}

mod conditions;
mod destinations;
mod forms;
mod names;
mod operators;
mod pages;
mod scoring;
mod site;

pub use names::{hint, nearest};

use super::problem::{Problem, Severity};
use super::text::Text;
use super::written;
use super::{Campaign, Runtime};
use crate::value::Named;
use conditions::{Conditions, Position};

/// The checked campaign, unless there is an error, and every problem.
#[must_use]
pub fn check(written: &written::Campaign) -> (Option<Campaign>, Vec<Problem>) {
    let mut problems = Vec::new();
    report_later_keys(written, &mut problems);
    if written.leadwell != 1 {
        problems.push(Problem::error("leadwell", say!("found {}, but this version reads format 1", written.leadwell)));
    }
    names::check_id("id", &written.id, &mut problems);
    let base = site::check(written, &mut problems);
    site::check_theme(&written.theme, &mut problems);
    let conditions = Conditions::of(written);
    let destinations = destinations::check(written, &conditions, &mut problems);
    for name in written.lists.keys() {
        names::check_key(&say!("lists.{name}"), name, &mut problems);
    }
    for (name, segment) in &written.segments {
        names::check_key(&say!("segments.{name}"), name, &mut problems);
        conditions.check(Some(segment), &say!("segments.{name}"), Position::Segments, &mut problems);
    }
    let scoring = scoring::check(&written.scoring, &conditions, &mut problems);
    let forms = forms::check(written, &conditions, &mut problems);
    pages::check(written, &mut problems);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return (None, problems);
    }
    let controller = written.site.controller.as_ref();
    let runtime = Runtime {
        id: written.id.clone(),
        version: written.version.clone().unwrap_or_default(),
        locales: written.site.locales.clone(),
        default_locale: written.site.default_locale.clone(),
        base,
        theme: written.theme.clone(),
        on_accent: site::readable_on(&written.theme.accent).to_owned(),
        consent: written.consent.clone(),
        storage: written.storage.clone(),
        controller: controller.map_or_else(Text::default, |controller| controller.name.clone()),
        privacy_url: controller.map_or_else(String::new, |controller| controller.privacy_url.clone()),
        destinations,
        lists: written.lists.clone(),
        segments: by_name(&written.segments),
        scoring,
        forms,
    };
    let live = |status| status == written::Status::Live;
    let mut pages: Vec<_> = written.pages.iter().filter(|page| live(page.status)).cloned().collect();
    for page in &mut pages {
        page.blocks.retain(|block| live(block.status()));
    }
    (Some(Campaign { runtime, pages, site: written.site.clone() }), problems)
}

// Set aside without harm: nothing a visitor sees or a receiver gets becomes wrong by it.
fn report_later_keys(written: &written::Campaign, problems: &mut Vec<Problem>) {
    let keys = [
        ("audience", &written.audience),
        ("attribution", &written.attribution),
        ("events", &written.events),
        ("capture", &written.capture),
        ("popups", &written.popups),
        ("popup_limits", &written.popup_limits),
        ("experiments", &written.experiments),
        ("goals", &written.goals),
        ("analytics", &written.analytics),
    ];
    let used = keys.iter().filter(|(_, value)| value.is_some());
    problems.extend(used.map(|(key, _)| Problem::warning(*key, "part of the format, but not of this version: set aside")));
}

/// In the order of names, since a browser does not keep the order of keys, and `segments` is a list that conditions read.
fn by_name<T: Clone>(named: &Named<T>) -> Named<T> {
    let mut entries: Vec<_> = named.clone().into_iter().collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    entries.into_iter().collect()
}

/// Reports every second use of a name.
fn check_unique<'a>(what: &str, uses: impl Iterator<Item = (String, &'a str)>, problems: &mut Vec<Problem>) {
    let mut seen: Vec<(&str, String)> = Vec::new();
    for (path, name) in uses {
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name) {
            problems.push(Problem::error(path, say!("a second {what} named \"{name}\"; the first is {first}")));
        } else {
            seen.push((name, path));
        }
    }
}
