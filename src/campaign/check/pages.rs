//! Pages: their paths, their blocks and where their links lead.

use super::check_unique;
use super::names::{check_id, hint};
use super::site::not_an_address;
use crate::campaign::address::is_link;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Content, Cta, Page};

pub fn check(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let paths = campaign.pages.iter().enumerate().map(|(index, page)| (format!("pages[{index}].path"), without_slash(&page.path)));
    check_unique("page", paths, problems);
    for (index, page) in campaign.pages.iter().enumerate() {
        check_page(page, &format!("pages[{index}]"), campaign, problems);
    }
}

/// `/pricing` of `/pricing/`, and `/` of `/`.
fn without_slash(path: &str) -> &str {
    let shorter = path.trim_end_matches('/');
    if shorter.is_empty() { path } else { shorter }
}

fn check_page(page: &Page, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    check_path(page, path, campaign, problems);
    let blocks = || page.blocks.iter().enumerate().map(|(index, block)| (format!("{path}.blocks[{index}]"), block));
    check_unique("block", blocks().filter_map(|(path, block)| Some((format!("{path}.id"), block.id.as_deref()?))), problems);
    let heroes = page.blocks.iter().filter(|block| matches!(block.content, Content::Hero(_))).count();
    if heroes != 1 {
        problems.push(Problem::error(format!("{path}.blocks"), format!("a page has one hero, whose title is its heading; found {heroes}")));
    }
    for (path, block) in blocks() {
        if let Some(id) = &block.id {
            check_id(&format!("{path}.id"), id, problems);
        }
        match &block.content {
            Content::Hero(hero) => {
                for (key, cta) in [("cta", &hero.cta), ("second", &hero.second)] {
                    if let Some(cta) = cta {
                        check_link(cta, &format!("{path}.{key}.to"), page, problems);
                    }
                }
            }
            Content::Form(block) if !campaign.forms.contains_key(&block.form) => {
                let hint = hint(&block.form, campaign.forms.keys().map(String::as_str));
                problems.push(Problem::error(format!("{path}.form"), format!("no form named \"{}\"{hint}", block.form)));
            }
            _ => {}
        }
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

fn check_link(cta: &Cta, path: &str, page: &Page, problems: &mut Vec<Problem>) {
    let to = cta.to.as_str();
    if let Some(block) = to.strip_prefix('#') {
        let ids: Vec<&str> = page.blocks.iter().filter_map(|block| block.id.as_deref()).collect();
        if !ids.contains(&block) {
            problems.push(Problem::error(path, format!("no block \"{block}\" on this page{}", hint(block, ids.iter().copied()))));
        }
    } else if !is_link(to) {
        problems.push(Problem::error(path, format!("{}, #block, /path, mailto: or tel:", not_an_address(to))));
    }
}
