//! Blocks: forms that are there, one source for a film, one end for a countdown.

use super::conditions::{Conditions, Position};
use super::names::{check_id, hint};
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Block, Campaign, Content, Moment};
use crate::time::{Timestamp, parse_duration};

pub fn check(block: &Block, path: &str, campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    if let Some(id) = &block.id {
        check_id(&format!("{path}.id"), id, problems);
    }
    conditions.check(block.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
    let own = check_content(&block.content, campaign);
    for (index, variant) in block.variants.iter().enumerate() {
        let path = format!("{path}.variants[{index}]");
        conditions.check(Some(&variant.when), &format!("{path}.when"), Position::Routes, problems);
        // A variant has the block's keys where it names none of its own; those were told already.
        let new = check_content(&variant.content, campaign).into_iter().filter(|found| !own.contains(found));
        problems.extend(new.map(|found| placed(found, &path)));
    }
    problems.extend(own.into_iter().map(|found| placed(found, path)));
}

fn placed(found: Problem, path: &str) -> Problem {
    Problem { path: format!("{path}.{}", found.path), ..found }
}

/// What is wrong with the content of a block; paths begin at the block.
fn check_content(content: &Content, campaign: &Campaign) -> Vec<Problem> {
    let mut problems = Vec::new();
    match content {
        Content::Form(block) => check_form(&block.form, campaign, &mut problems),
        Content::Hero(hero) => hero.form.iter().for_each(|form| check_form(form, campaign, &mut problems)),
        Content::Logos(logos) => {
            for (index, logo) in logos.items.iter().enumerate() {
                if let Some(to) = logo.to.as_deref().filter(|to| !is_own_path(to) && !is_web_address(to)) {
                    let message = format!("{}, or a path of the site", super::site::not_an_address(to));
                    problems.push(Problem::error(format!("items[{index}].to"), message));
                }
            }
        }
        Content::Video(video) => {
            let source = &video.source;
            let named = [&source.file, &source.youtube, &source.vimeo].into_iter().flatten().count();
            if named != 1 {
                problems.push(Problem::error("source", format!("expected exactly one of `file`, `youtube` and `vimeo`, found {named}")));
            }
            if let Some(file) = source.file.as_deref().filter(|file| !is_own_path(file)) {
                problems
                    .push(Problem::error("source.file", format!("\"{file}\" is not a file beside the campaign; write its path from /")));
            }
        }
        Content::Countdown(countdown) => {
            if countdown.until.is_some() == countdown.evergreen.is_some() {
                let message = "a countdown has one end: `until`, the same for everybody, or `evergreen`, a duration for each visitor";
                problems.push(Problem::error("kind", message));
            }
            if let Some(until) = &countdown.until {
                check_moment(until, "until", &mut problems);
            }
            if let Some(text) = countdown.evergreen.as_deref().filter(|text| parse_duration(text).is_none()) {
                problems.push(Problem::error("evergreen", format!("\"{text}\" is not a duration such as \"2 days\"")));
            }
        }
        Content::Agenda(agenda) => {
            if let Some(online) = agenda.online.as_deref().filter(|online| !is_web_address(online)) {
                problems.push(Problem::error("online", super::site::not_an_address(online)));
            }
            for (index, session) in agenda.items.iter().enumerate() {
                check_wall(&session.at, &format!("items[{index}].at"), &mut problems);
            }
            check_zone(&agenda.zone, "zone", &mut problems);
        }
        _ => {}
    }
    problems
}

fn check_form(form: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if !campaign.forms.contains_key(form) {
        let hint = hint(form, campaign.forms.keys().map(String::as_str));
        problems.push(Problem::error("form", format!("no form named \"{form}\"{hint}")).resting_on(["forms"]));
    }
}

/// A time of day somewhere.
pub fn check_moment(moment: &Moment, path: &str, problems: &mut Vec<Problem>) {
    check_wall(&moment.at, &format!("{path}.at"), problems);
    check_zone(&moment.zone, &format!("{path}.zone"), problems);
}

fn check_wall(at: &str, path: &str, problems: &mut Vec<Problem>) {
    let whole = format!("{at}:00Z");
    if at.len() != "2026-12-03T18:00".len() || Timestamp::parse(&whole).is_none_or(|moment| moment.to_string() != whole) {
        problems.push(Problem::error(path, format!("\"{at}\" is not a date and time such as \"2026-12-03T18:00\"")));
    }
}

fn check_zone(zone: &str, path: &str, problems: &mut Vec<Problem>) {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase()) && part.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
    };
    if zone != "UTC" && !(zone.contains('/') && zone.split('/').all(plain)) {
        problems.push(Problem::error(path, format!("\"{zone}\" is not a time zone such as \"Europe/Berlin\" or \"UTC\"")));
    }
}
