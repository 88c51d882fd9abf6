//! What is alike wherever it stands in a file: texts in several languages, links, pictures.

use serde_json::Value;

use super::names::hint;
use super::site::not_an_address;
use crate::campaign::Text;
use crate::campaign::address::is_link;
use crate::campaign::problem::{Problem, is_within, steps};
use crate::campaign::written::{Campaign, Page, Status};
use crate::locale;

/// Found with their paths by whoever walked through the file with its schema.
#[derive(Debug, Default)]
pub struct Parts {
    pub texts: Vec<(String, Text)>,
    /// Where calls to action lead.
    pub links: Vec<(String, String)>,
    pub pictures: Vec<(String, Value)>,
}

pub fn check(parts: &Parts, campaign: &Campaign, problems: &mut Vec<Problem>) {
    for (path, text) in &parts.texts {
        check_text(text, path, &campaign.site.locales, problems);
    }
    for (path, to) in &parts.links {
        check_link(to, path, campaign, problems);
    }
    for (path, picture) in &parts.pictures {
        check_picture(picture, path, problems);
    }
}

/// What translations are held against.
const RESTS_ON: [&str; 1] = ["site.locales[*]"];

fn check_text(text: &Text, path: &str, locales: &[String], problems: &mut Vec<Problem>) {
    let Text::ByLocale(texts) = text else { return };
    for key in
        texts.keys().filter(|key| !locales.iter().any(|locale| locale::nearest(locale, &mut std::iter::once(key.as_str())).is_some()))
    {
        let message = format!("\"{key}\" is not among site.locales, so nobody reads this{}", hint(key, locales.iter().map(String::as_str)));
        problems.push(Problem::warning(format!("{path}.{key}"), message).of_key().resting_on(RESTS_ON));
    }
    // The interface has words of its own where the campaign has none, and a picture that only decorates has none on purpose.
    let decorates = path.ends_with(".alt") && texts.values().all(|text| text.trim().is_empty());
    if is_within(path, "texts") || decorates {
        return;
    }
    let is_missing = |locale: &&String| text.written_for(locale).is_none_or(|text| text.trim().is_empty());
    let missing: Vec<String> = locales.iter().filter(is_missing).map(|locale| format!("\"{locale}\"")).collect();
    if !missing.is_empty() {
        let message = format!("not written in {}: who reads that language gets another", missing.join(", "));
        problems.push(Problem::warning(path, message).resting_on(RESTS_ON));
    }
}

fn check_link(to: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if let Some(id) = to.strip_prefix('#') {
        check_block_link(id, path, campaign, problems);
    } else if let Some(id) = to.strip_prefix("popup:") {
        check_popup_link(id, path, campaign, problems);
    } else if !is_link(to) {
        problems.push(Problem::error(path, format!("{}, #block, /path, mailto:, tel: or popup:ID", not_an_address(to))));
    } else if to.starts_with('/') {
        check_page_link(to, path, campaign, problems);
    }
}

fn check_popup_link(id: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let popups = super::popups::of(campaign);
    match popups.iter().find(|popup| popup.id == id) {
        None => {
            let hint = hint(id, popups.iter().map(|popup| popup.id.as_str()));
            problems.push(Problem::error(path, format!("no popup \"{id}\"{hint}")).resting_on(["popups[*].id"]));
        }
        Some(popup) if popup.status != Status::Live => {
            problems.push(Problem::warning(path, leads_to_nothing("the popup", id, popup.status)));
        }
        Some(_) => {}
    }
}

fn check_block_link(id: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    // A link of the site stands on every page.
    let page = match steps(path).as_slice() {
        ["pages", index, ..] => index.parse::<usize>().ok().and_then(|index| campaign.pages.get(index)),
        _ => None,
    };
    // A popup may come on a page of somebody else's, of which nothing is known.
    if campaign.pages.is_empty() && is_within(path, "popups") {
        return;
    }
    let pages: Vec<&Page> = page.map_or_else(|| campaign.pages.iter().collect(), |page| vec![page]);
    let blocks = || pages.iter().flat_map(|page| &page.blocks).filter_map(|block| Some((block.id.as_deref()?, block.status)));
    let rests_on = "pages[*].blocks[*].id";
    match blocks().find(|(known, _)| *known == id) {
        None => {
            let hint = hint(id, blocks().map(|(known, _)| known));
            let place = if page.is_some() { "on this page" } else { "on any page" };
            problems.push(Problem::error(path, format!("no block \"{id}\" {place}{hint}")).resting_on([rests_on]));
        }
        Some((_, status)) if status != Status::Live && !blocks().any(|found| found == (id, Status::Live)) => {
            problems.push(Problem::warning(path, leads_to_nothing("the block", id, status)));
        }
        Some(_) => {}
    }
}

fn check_page_link(to: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let plain = |path: &str| path.trim_end_matches('/').to_owned();
    let wanted = plain(to.split(['?', '#']).next().unwrap_or_default());
    if let Some(page) = campaign.pages.iter().find(|page| plain(&page.path) == wanted) {
        if page.status != Status::Live {
            problems.push(Problem::warning(path, leads_to_nothing("the page", &page.path, page.status)));
        }
        return;
    }
    // Other paths of the site may lead to what Leadwell knows nothing of; a slip of a page's path hardly does.
    let known: Vec<&str> = campaign.pages.iter().map(|page| page.path.as_str()).filter(|path| *path != "/").collect();
    if let Some(nearest) = super::nearest(&wanted, &known) {
        let message = format!("no page stands at \"{wanted}\"; did you mean \"{nearest}\"?");
        problems.push(Problem::warning(path, message).resting_on(["pages[*].path"]));
    }
}

fn leads_to_nothing(what: &str, name: &str, status: Status) -> String {
    let status = if status == Status::Draft { "a draft" } else { "paused" };
    format!("leads nowhere: {what} \"{name}\" is {status} and is not published")
}

fn check_picture(picture: &Value, path: &str, problems: &mut Vec<Problem>) {
    // The logo's link is called by the site's name.
    if picture.is_object() && picture.get("alt").is_none_or(Value::is_null) && path != "site.logo" {
        let message = "a picture without `alt`: write what it shows, for those who do not see it, or \"\" where it only decorates";
        problems.push(Problem::warning(path, message));
    }
}
