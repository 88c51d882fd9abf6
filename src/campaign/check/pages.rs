//! Pages: their paths, their one heading, and when they are published.

use super::blocks;
use super::check_unique;
use super::conditions::Conditions;
use super::period::check_period;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Content, Page, form_shown};

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
    // What is for a variant of the page alone has a condition.
    let heroes = || page.blocks.iter().filter(|block| matches!(*block.content, Content::Hero(_)));
    let kinds = format!("{path}.blocks[*].kind");
    let mut one_hero = |found: usize, path: String| {
        if found != 1 {
            let message = format!("a page has one hero, whose title is its heading; found {found}");
            problems.push(Problem::error(path, message).resting_on([kinds.as_str()]));
        }
    };
    one_hero(heroes().filter(|hero| page.variants.is_empty() || hero.when.is_none()).count(), format!("{path}.blocks"));
    for (index, variant) in page.variants.iter().enumerate() {
        let listed = heroes().filter(|hero| hero.id.as_ref().is_some_and(|id| variant.blocks.contains(id))).count();
        one_hero(listed, format!("{path}.variants[{index}].blocks"));
    }
    blocks::check(page, path, campaign, conditions, problems);
    if let Some(window) = &page.publish {
        let never = "the page is never published";
        check_period((&window.from, &window.until), &format!("{path}.publish"), never, problems);
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
