//! Blocks: links that lead somewhere, times that can be read, parts that fit each other.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use super::site::not_an_address;
use crate::campaign::address::is_link;
use crate::campaign::problem::Problem;
use crate::campaign::written::{
    Action, Agenda, Campaign, Comparison, Content, Countdown, Cta, Header, Hero, Layout, Logos, Moment, Page, Products, Video,
};
use crate::time::parse_duration;

/// The blocks of one page, their variants, and what the page links to.
pub fn check(page: &Page, path: &str, campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let checks = Checks { page, campaign };
    if let Some(header) = &page.header {
        checks.header(header, &format!("{path}.header"), problems);
    } else {
        checks.header(&campaign.site.header, "site.header", problems);
    }
    for (index, block) in page.blocks.iter().enumerate() {
        let path = format!("{path}.blocks[{index}]");
        if let Some(id) = &block.id {
            check_id(&format!("{path}.id"), id, problems);
        }
        conditions.check(block.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
        let mut found = Vec::new();
        checks.content(&block.content, &path, &mut found);
        let of_block = found.len();
        for (index, variant) in block.variants.iter().enumerate() {
            let path = format!("{path}.variants[{index}]");
            conditions.check(Some(&variant.when), &format!("{path}.when"), Position::Routes, problems);
            let mut of_variant = Vec::new();
            checks.content(&variant.content, &path, &mut of_variant);
            // What a variant takes over from its block is told there, once.
            of_variant.retain(|problem| found.iter().take(of_block).all(|told| told.message != problem.message));
            found.append(&mut of_variant);
        }
        problems.append(&mut found);
    }
}

/// What the actions after a form name besides itself.
pub fn check_action(action: &Action, path: &str, sessions: &[&str], problems: &mut Vec<Problem>) {
    let Some(calendar) = &action.calendar else { return };
    match (&calendar.field, &calendar.starts) {
        (Some(field), None) if !sessions.contains(&field.as_str()) => {
            let hint = hint(field, sessions.iter().copied());
            problems
                .push(Problem::error(format!("{path}.calendar.field"), format!("no field \"{field}\" whose options have `starts`{hint}")));
        }
        (Some(_), None) => {}
        (None, Some(starts)) => check_moment(starts, &format!("{path}.calendar.starts"), problems),
        _ => problems.push(Problem::error(format!("{path}.calendar"), "expected either `field` or `starts`")),
    }
}

/// A date and time on the wall of a known zone.
pub fn check_moment(moment: &Moment, path: &str, problems: &mut Vec<Problem>) {
    check_wall_time(&moment.at, &format!("{path}.at"), problems);
    check_zone(&moment.zone, &format!("{path}.zone"), problems);
}

fn check_wall_time(at: &str, path: &str, problems: &mut Vec<Problem>) {
    let has_shape = matches!(at.len(), 16 | 19) && at.as_bytes().get(10) == Some(&b'T');
    if !has_shape || at.parse::<DateTime>().is_err() {
        problems.push(Problem::error(path, format!("\"{at}\" is not a date and time such as \"2027-03-04T18:00\"")));
    }
}

fn check_zone(zone: &str, path: &str, problems: &mut Vec<Problem>) {
    if TimeZone::get(zone).is_err() {
        let near = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect::<Vec<_>>();
        let hint = hint(zone, near.iter().map(String::as_str));
        problems.push(Problem::error(path, format!("no time zone \"{zone}\"; expected an IANA name such as \"Europe/Berlin\"{hint}")));
    }
}

struct Checks<'a> {
    page: &'a Page,
    campaign: &'a Campaign,
}

impl Checks<'_> {
    fn content(&self, content: &Content, path: &str, problems: &mut Vec<Problem>) {
        for (key, to) in links(content) {
            self.link(to, &format!("{path}.{key}"), problems);
        }
        match content {
            Content::Hero(hero) => self.hero(hero, path, problems),
            Content::Form(block) => self.form(&block.form, &format!("{path}.form"), problems),
            Content::Comparison(comparison) => check_comparison(comparison, path, problems),
            Content::Video(video) => check_video(video, path, problems),
            Content::Countdown(countdown) => check_countdown(countdown, path, problems),
            Content::Agenda(agenda) => check_agenda(agenda, path, problems),
            Content::Products(products) => check_products(products, path, problems),
            _ => {}
        }
    }

    fn header(&self, header: &Header, path: &str, problems: &mut Vec<Problem>) {
        for (index, link) in header.links.iter().enumerate() {
            self.link(&link.to, &format!("{path}.links[{index}].to"), problems);
        }
        if let Some(cta) = &header.cta {
            self.link(&cta.to, &format!("{path}.cta.to"), problems);
        }
    }

    fn link(&self, to: &str, path: &str, problems: &mut Vec<Problem>) {
        if let Some(block) = to.strip_prefix('#') {
            let ids: Vec<&str> = self.page.blocks.iter().filter_map(|block| block.id.as_deref()).collect();
            if !ids.contains(&block) {
                problems.push(Problem::error(path, format!("no block \"{block}\" on this page{}", hint(block, ids.iter().copied()))));
            }
        } else if !is_link(to) {
            problems.push(Problem::error(path, format!("{}, #block, /path, mailto: or tel:", not_an_address(to))));
        }
    }

    fn form(&self, form: &str, path: &str, problems: &mut Vec<Problem>) {
        if !self.campaign.forms.contains_key(form) {
            let hint = hint(form, self.campaign.forms.keys().map(String::as_str));
            problems.push(Problem::error(path, format!("no form named \"{form}\"{hint}")));
        }
    }

    fn hero(&self, hero: &Hero, path: &str, problems: &mut Vec<Problem>) {
        if let Some(form) = &hero.form {
            self.form(form, &format!("{path}.form"), problems);
        }
        if hero.layout == Layout::Background && hero.picture.is_none() {
            problems.push(Problem::error(format!("{path}.layout"), "the layout \"background\" needs a `picture`"));
        }
    }
}

fn one<'a>(key: &str, cta: &'a Option<Cta>) -> Option<(String, &'a str)> {
    cta.as_ref().map(|cta| (format!("{key}.to"), cta.to.as_str()))
}

/// Every link of a block, by its key.
fn links(content: &Content) -> Vec<(String, &str)> {
    match content {
        Content::Hero(hero) => [one("cta", &hero.cta), one("second", &hero.second)].into_iter().flatten().collect(),
        Content::Cta(band) => [one("cta", &band.cta), one("second", &band.second)].into_iter().flatten().collect(),
        Content::StickyCta(sticky) => vec![("cta.to".to_owned(), sticky.cta.to.as_str())],
        Content::Banner(banner) => one("cta", &banner.cta).into_iter().collect(),
        Content::Countdown(countdown) => {
            [one("cta", &countdown.cta), one("ended.cta", &countdown.ended.cta)].into_iter().flatten().collect()
        }
        Content::Benefits(benefits) => of_items(&benefits.items, "to", |item| item.to.as_ref()),
        Content::Showcase(showcase) => of_items(&showcase.items, "cta", |item| item.cta.as_ref()),
        Content::Products(products) => of_items(&products.items, "cta", |item| item.cta.as_ref()),
        Content::Pricing(pricing) => {
            let plans = pricing.plans.iter().enumerate();
            plans.filter_map(|(index, plan)| Some((format!("plans[{index}].cta.to"), plan.cta.as_ref()?.to.as_str()))).collect()
        }
        Content::Footer(footer) => {
            footer.links.iter().enumerate().map(|(index, link)| (format!("links[{index}].to"), link.to.as_str())).collect()
        }
        Content::Logos(Logos { items, .. }) => {
            items.iter().enumerate().filter_map(|(index, logo)| Some((format!("items[{index}].to"), logo.to.as_deref()?))).collect()
        }
        _ => Vec::new(),
    }
}

fn of_items<'a, T>(items: &'a [T], key: &str, cta: impl Fn(&'a T) -> Option<&'a Cta>) -> Vec<(String, &'a str)> {
    items.iter().enumerate().filter_map(|(index, item)| Some((format!("items[{index}].{key}.to"), cta(item)?.to.as_str()))).collect()
}

fn check_comparison(comparison: &Comparison, path: &str, problems: &mut Vec<Problem>) {
    let columns = comparison.columns.len();
    for (index, row) in comparison.rows.iter().enumerate().filter(|(_, row)| row.cells.len() != columns) {
        let message = format!("expected one cell for each of the {columns} columns, found {}", row.cells.len());
        problems.push(Problem::error(format!("{path}.rows[{index}].cells"), message));
    }
}

fn check_video(video: &Video, path: &str, problems: &mut Vec<Problem>) {
    let source = &video.source;
    let named = [&source.file, &source.youtube, &source.vimeo].into_iter().flatten().count();
    if named != 1 {
        problems.push(Problem::error(format!("{path}.source"), format!("expected exactly one of file, youtube, vimeo; found {named}")));
    }
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
    for (key, id) in [("youtube", &source.youtube), ("vimeo", &source.vimeo)] {
        if let Some(id) = id.as_deref().filter(|id| !is_id(id)) {
            let message = format!("\"{id}\" is not a film's id; expected only the id, not its address");
            problems.push(Problem::error(format!("{path}.source.{key}"), message));
        }
    }
    if source.file.is_some() && video.captions.is_empty() && video.transcript.is_none() {
        problems.push(Problem::warning(path, "a film without `captions` and without `transcript` leaves out who cannot hear it"));
    }
}

fn check_countdown(countdown: &Countdown, path: &str, problems: &mut Vec<Problem>) {
    match (&countdown.until, &countdown.evergreen) {
        (Some(until), None) => check_moment(until, &format!("{path}.until"), problems),
        (None, Some(evergreen)) => {
            if parse_duration(evergreen).is_none_or(|seconds| seconds == 0) {
                problems
                    .push(Problem::error(format!("{path}.evergreen"), format!("\"{evergreen}\" is not a duration such as \"48 hours\"")));
            }
        }
        _ => problems.push(Problem::error(path, "expected either `until` or `evergreen`")),
    }
}

fn check_agenda(agenda: &Agenda, path: &str, problems: &mut Vec<Problem>) {
    check_zone(&agenda.zone, &format!("{path}.zone"), problems);
    for (index, session) in agenda.items.iter().enumerate() {
        check_wall_time(&session.at, &format!("{path}.items[{index}].at"), problems);
    }
    if let Some(online) = agenda.online.as_deref().filter(|url| !url.starts_with("https://") || !is_link(url)) {
        problems.push(Problem::error(format!("{path}.online"), not_an_address(online)));
    }
}

fn check_products(products: &Products, path: &str, problems: &mut Vec<Problem>) {
    for (index, product) in products.items.iter().enumerate() {
        let currency = product.currency.as_deref();
        if currency.is_some_and(|currency| currency.len() != 3 || !currency.bytes().all(|c| c.is_ascii_uppercase())) {
            let message = format!("\"{}\" is not a currency of ISO 4217 such as \"EUR\"", currency.unwrap_or_default());
            problems.push(Problem::error(format!("{path}.items[{index}].currency"), message));
        }
        if product.amount.is_some() != currency.is_some() {
            problems.push(Problem::error(format!("{path}.items[{index}]"), "`amount` and `currency` go together"));
        }
    }
}
