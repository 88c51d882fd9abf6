//! Pages: their paths, their one heading, and when they are published.

use super::blocks;
use super::check_unique;
use super::conditions::Conditions;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Content, Page, Window, form_shown};
use crate::time::Timestamp;

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let paths = campaign.pages.iter().enumerate().map(|(index, page)| (format!("pages[{index}].path"), without_slash(&page.path)));
    check_unique("page", paths, problems);
    for (index, page) in campaign.pages.iter().enumerate() {
        check_page(page, &format!("pages[{index}]"), campaign, conditions, problems);
    }
}

/// `/pricing` of `/pricing/`, and `/` of `/`.
fn without_slash(path: &str) -> &str {
    let shorter = path.trim_end_matches('/');
    if shorter.is_empty() { path } else { shorter }
}

fn check_page(page: &Page, path: &str, campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_path(page, path, campaign, problems);
    let blocks = || page.blocks.iter().enumerate().map(|(index, block)| (format!("{path}.blocks[{index}]"), block));
    check_unique("block", blocks().filter_map(|(path, block)| Some((format!("{path}.id"), block.id.as_deref()?))), problems);
    // Two copies would share the ids of their fields.
    let always = blocks().filter(|(_, block)| block.when.is_none() && block.variants.is_empty());
    check_unique(
        "form on this page",
        always.filter_map(|(path, block)| Some((format!("{path}.form"), form_shown(block.content.part())?))),
        problems,
    );
    let heroes = page.blocks.iter().filter(|block| matches!(*block.content, Content::Hero(_))).count();
    if heroes != 1 {
        let message = format!("a page has one hero, whose title is its heading; found {heroes}");
        let kinds = format!("{path}.blocks[*].kind");
        problems.push(Problem::error(format!("{path}.blocks"), message).resting_on([kinds.as_str()]));
    }
    blocks::check(page, path, campaign, conditions, problems);
    if let Some(window) = &page.publish {
        check_window(window, &format!("{path}.publish"), problems);
    }
}

fn check_window(window: &Window, path: &str, problems: &mut Vec<Problem>) {
    let mut bound = |key: &str, text: &Option<String>| {
        let text = text.as_deref()?;
        let read = Timestamp::parse(text);
        if read.is_none() {
            let message = format!("\"{text}\" is not a moment with its offset, such as \"2027-01-04T09:00:00+09:00\"");
            problems.push(Problem::error(format!("{path}.{key}"), message));
        }
        read
    };
    let (from, until) = (bound("from", &window.from), bound("until", &window.until));
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        problems.push(Problem::error(path, "`until` is not after `from`: the page is never published"));
    }
}

// A path becomes a folder of `dist/`: it must stay inside and must not take the place of what the build writes there.
fn check_path(page: &Page, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let plain = |part: &str| {
        let begins_well = part.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        begins_well && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
    };
    let inside = page.path.strip_prefix('/').is_some_and(|path| path.is_empty() || path.trim_end_matches('/').split('/').all(plain));
    let first = page.path.split('/').nth(1).unwrap_or_default();
    if !inside {
        problems.push(Problem::error(
            format!("{path}.path"),
            format!("\"{}\" is not a path such as \"/\" or \"/pricing\": small letters, digits and . _ - between slashes", page.path),
        ));
    } else if first == "thanks" || campaign.site.locales.iter().any(|locale| locale == first) {
        problems.push(Problem::error(format!("{path}.path"), format!("\"/{first}\" is taken: the build writes its own pages there")));
    }
}
