//! What can never be reached: entries behind one that holds for everybody, and forms that nobody shows.

use super::order::holds_wherever;
use crate::campaign::problem::Problem;
use crate::campaign::written::{Block, Campaign, Page, Popup, Status, form_shown};
use crate::condition::Condition;

pub fn check(campaign: &Campaign, popups: &[Popup], problems: &mut Vec<Problem>) {
    for (id, form) in &campaign.forms {
        first_wins(&format!("forms.{id}.then"), form.then.iter().map(|outcome| outcome.when.as_ref()), problems);
    }
    first_wins("scoring.qualification", campaign.scoring.qualification.iter().map(|level| level.when.as_ref()), problems);
    for (page_index, page) in campaign.pages.iter().enumerate() {
        first_wins(&format!("pages[{page_index}].variants"), page.variants.iter().map(|variant| Some(&variant.when)), problems);
        for (index, block) in page.blocks.iter().enumerate() {
            let path = format!("pages[{page_index}].blocks[{index}].variants");
            first_wins(&path, block.variants.iter().map(|variant| Some(&variant.when)), problems);
        }
    }
    check_forms(campaign, popups, problems);
}

/// Of a list whose first entry with a condition that holds is taken.
pub(super) fn first_wins<'a>(path: &str, conditions: impl Iterator<Item = Option<&'a Condition>>, problems: &mut Vec<Problem>) {
    let mut before: Vec<Option<&Condition>> = Vec::new();
    for (index, condition) in conditions.enumerate() {
        if let Some((first, wide)) = before.iter().enumerate().find(|(_, wide)| holds_wherever(**wide, condition)) {
            let always = wide.is_none_or(|wide| wide.0.is_empty());
            let whom = if always { "for everybody" } else { "wherever this one does; put the stricter one first" };
            let message = format!("never reached: {path}[{first}] stands before it and holds {whom}");
            let rests_on = format!("{path}[{first}].when");
            problems.push(Problem::warning(format!("{path}[{index}]"), message).resting_on([rests_on.as_str()]));
        }
        before.push(condition);
    }
}

fn check_forms(campaign: &Campaign, popups: &[Popup], problems: &mut Vec<Problem>) {
    let offered = campaign.forms.values().flat_map(|form| &form.then).flat_map(|outcome| &outcome.actions);
    let offered = offered.filter_map(|action| action.form.as_deref());
    let in_popups = popups.iter().filter(|popup| popup.status == Status::Live).filter_map(|popup| popup.form.as_deref());
    let on_pages = campaign.pages.iter().filter(|page| page.status == Status::Live).flat_map(shown_on);
    let shown: Vec<&str> = on_pages.chain(offered).chain(in_popups).collect();
    // Without pages, other sites show the forms; and a form that is not there may be this one, misspelled.
    if campaign.pages.is_empty() || shown.iter().any(|form| !campaign.forms.contains_key(form)) {
        return;
    }
    for id in campaign.forms.keys().filter(|id| !shown.contains(&id.as_str())) {
        let message = format!(
            "no page and no popup shows the form \"{id}\"; add a block {{ \"kind\": \"form\", \"form\": \"{id}\" }}, or leave this as it is if only \
             other sites show it"
        );
        let rests_on =
            ["pages[*].blocks[*].kind", "pages[*].blocks[*].form", "pages[*].blocks[*].status", "pages[*].status", "popups[*].form"];
        problems.push(Problem::warning(format!("forms.{id}"), message).of_key().resting_on(rests_on));
    }
}

/// The forms that a page's live blocks show.
fn shown_on(page: &Page) -> impl Iterator<Item = &str> {
    let blocks = page.blocks.iter().filter(|block| block.status == Status::Live);
    blocks.flat_map(Block::contents).filter_map(form_shown)
}
