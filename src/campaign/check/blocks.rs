//! Blocks: forms that are there, times that can be read, parts that fit each other.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::conditions::{Conditions, Position};
use super::names::{check_id, hint, nearest};
use super::site::not_an_address;
use crate::campaign::address::{is_link, is_own_path, is_web_address};
use crate::campaign::problem::Problem;
use crate::campaign::written::{
    Action, Agenda, Campaign, Comparison, Content, Countdown, Hero, Layout, Logos, Moment, Page, Products, Video, is_film_id,
};
use crate::time::parse_duration;

/// The blocks of one page and their variants.
pub fn check(page: &Page, path: &str, campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    for (index, block) in page.blocks.iter().enumerate() {
        let path = format!("{path}.blocks[{index}]");
        if let Some(id) = &block.id {
            check_id(&format!("{path}.id"), id, problems);
        }
        conditions.check(block.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
        let mut found = Vec::new();
        check_content(&block.content, &path, campaign, &mut found);
        let of_block = found.len();
        for (index, variant) in block.variants.iter().enumerate() {
            let path = format!("{path}.variants[{index}]");
            conditions.check(Some(&variant.when), &format!("{path}.when"), Position::Routes, problems);
            let mut of_variant = Vec::new();
            check_content(&variant.content, &path, campaign, &mut of_variant);
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
            let message = format!("no field \"{field}\" whose options have `starts`{hint}");
            let known = ["forms.*.steps[*].fields[*].name", "forms.*.steps[*].fields[*].options[*].starts"];
            problems.push(Problem::error(format!("{path}.calendar.field"), message).resting_on(known));
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
    if TimeZone::get(zone).is_ok() {
        return;
    }
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    // A city alone is the usual slip.
    let of_city = known.iter().find(|name| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&zone.replace(' ', "_"))));
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let meant = of_city.map(String::as_str).or_else(|| nearest(zone, &names));
    let hint =
        meant.map_or_else(|| "expected an IANA name such as \"Europe/Berlin\"".to_owned(), |near| format!("did you mean \"{near}\"?"));
    problems.push(Problem::error(path, format!("no time zone \"{zone}\"; {hint}")));
}

fn check_content(content: &Content, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    match content {
        Content::Hero(hero) => check_hero(hero, path, campaign, problems),
        Content::Form(block) => check_form(&block.form, path, campaign, problems),
        Content::Logos(logos) => check_logos(logos, path, problems),
        Content::Comparison(comparison) => check_comparison(comparison, path, problems),
        Content::Video(video) => check_video(video, path, problems),
        Content::Countdown(countdown) => check_countdown(countdown, path, problems),
        Content::Agenda(agenda) => check_agenda(agenda, path, problems),
        Content::Products(products) => check_products(products, path, problems),
        Content::Privacy(_) => check_privacy(path, campaign, problems),
        _ => {}
    }
}

fn check_form(form: &str, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if !campaign.forms.contains_key(form) {
        let hint = hint(form, campaign.forms.keys().map(String::as_str));
        problems.push(Problem::error(format!("{path}.form"), format!("no form named \"{form}\"{hint}")).resting_on(["forms"]));
    }
}

fn check_hero(hero: &Hero, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if let Some(form) = &hero.form {
        check_form(form, path, campaign, problems);
    }
    if hero.layout == Layout::Background && hero.picture.is_none() {
        problems.push(Problem::error(format!("{path}.layout"), "the layout \"background\" needs a `picture`"));
    }
}

fn check_logos(logos: &Logos, path: &str, problems: &mut Vec<Problem>) {
    for (index, logo) in logos.items.iter().enumerate() {
        if let Some(to) = logo.to.as_deref().filter(|to| !is_own_path(to) && !is_web_address(to)) {
            problems.push(Problem::error(format!("{path}.items[{index}].to"), format!("{}, or a path of the site", not_an_address(to))));
        }
    }
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
    for (key, id) in [("youtube", &source.youtube), ("vimeo", &source.vimeo)] {
        if let Some(id) = id.as_deref().filter(|id| !is_film_id(id)) {
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

// Where there are forms, the site's own check asks for it already.
fn check_privacy(path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if campaign.site.controller.is_none() && campaign.forms.is_empty() {
        let message = "the block has nobody to name; expected `site.controller`: who answers for the visitor's data";
        problems.push(Problem::error(path, message).resting_on(["site.controller"]));
    }
}
