//! Popups: what they name is there, every key does something, they can come at all, and whoever sees one can leave it.

use super::blocks::check_moment;
use super::conditions::{Conditions, Position as Order};
use super::names::{check_id, hint};
use super::period::check_period;
use super::{check_unique, events};
use crate::campaign::Part;
use crate::campaign::complete::minutes_of;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{Campaign, Popup, PopupKind, PopupLimits, Position, Schedule, Status, TimeLeft, Trigger};
use crate::time::parse_duration;
use crate::value::{self, Value};

use PopupKind::{Bar, Consent, Fullscreen, Inline, Modal, Privacy, SlideIn, Teaser};

const ALL: [PopupKind; 8] = [Modal, SlideIn, Bar, Fullscreen, Inline, Teaser, Consent, Privacy];
/// Those that show what their author puts into them.
const CARDS: [PopupKind; 5] = [Modal, SlideIn, Bar, Fullscreen, Inline];
/// Keys that do something only in some kinds.
const KINDS: [(&str, &[PopupKind]); 19] = [
    ("position", &[SlideIn, Teaser, Bar]),
    ("push", &[Bar]),
    ("slot", &[Inline]),
    ("opens", &[Teaser]),
    ("size", &[Modal, SlideIn]),
    ("layout", &[Modal, SlideIn, Fullscreen, Inline]),
    ("eyebrow", &CARDS),
    ("text", &[Modal, SlideIn, Bar, Fullscreen, Inline, Consent, Privacy]),
    ("picture", &CARDS),
    ("countdown", &CARDS),
    ("coupon", &CARDS),
    ("offers", &CARDS),
    ("question", &CARDS),
    ("form", &CARDS),
    ("cta", &CARDS),
    ("second", &CARDS),
    ("decline", &CARDS),
    ("minimise", &[Modal, SlideIn, Bar, Fullscreen]),
    ("group", &ALL),
];
/// The same of keys of `close`.
const CLOSE: [(&str, &[PopupKind]); 4] = [
    ("button", &ALL),
    ("escape", &[Modal, SlideIn, Bar, Fullscreen, Teaser, Consent, Privacy]),
    ("overlay", &[Modal, Fullscreen, Privacy]),
    ("after", &[Modal, SlideIn, Bar, Fullscreen, Teaser, Privacy]),
];
/// Rules that nobody asks where a popup has no trigger.
const ASKED_AT_A_TRIGGER: [&str; 6] = ["when", "cancel_on", "schedule", "sample", "frequency", "priority"];

/// The popups of a file, as far as they can be read.
pub fn of(campaign: &Campaign) -> Vec<Popup> {
    campaign.popups.as_ref().map(|written| value::read_all(written).0).unwrap_or_default()
}

/// What the popups of a campaign are held against.
struct Around<'a> {
    conditions: &'a Conditions<'a>,
    popups: &'a [Popup],
    /// Events that the campaign's own `events` make.
    made: Vec<&'a str>,
}

pub fn check(popups: &[Popup], campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let around = Around { conditions, popups, made: events::made(campaign) };
    check_unique("popup", popups.iter().enumerate().map(|(index, popup)| (format!("popups[{index}].id"), popup.id.as_str())), problems);
    let written = campaign.popups.as_ref().and_then(Value::as_array).into_iter().flatten().map(Part);
    for (index, (popup, written)) in popups.iter().zip(written).enumerate() {
        let path = format!("popups[{index}]");
        check_id(&format!("{path}.id"), &popup.id, problems);
        check_keys(popup, written, &path, problems);
        check_references(popup, &path, &around, problems);
        check_contents(popup, &path, campaign, problems);
        check_ways_out(popup, written, &path, problems);
        check_coming(popup, written, &path, &around, problems);
    }
    if let Some(limits) = &campaign.popup_limits {
        check_limits(&value::read_all(limits).0, problems);
    }
}

/// As it is written in the file.
fn word(kind: PopupKind) -> &'static str {
    match kind {
        Modal => "modal",
        SlideIn => "slide_in",
        Bar => "bar",
        Fullscreen => "fullscreen",
        Inline => "inline",
        Teaser => "teaser",
        Consent => "consent",
        Privacy => "privacy",
    }
}

fn words(kinds: &[PopupKind]) -> String {
    kinds.iter().map(|kind| word(*kind)).collect::<Vec<_>>().join(", ")
}

/// Keys that a popup of this kind needs, or has no use for.
fn check_keys(popup: &Popup, written: Part, path: &str, problems: &mut Vec<Problem>) {
    let kind = word(popup.kind);
    let mut needed = |key: &str, why: &str| {
        if !written.has(key) {
            problems.push(Problem::error(path, format!("a popup of kind \"{kind}\" needs `{key}`: {why}")));
        }
    };
    match popup.kind {
        Inline => needed("slot", "the page's element with data-leadwell-slot of that name is its place"),
        Teaser => needed("opens", "the id of the popup that its button opens"),
        _ => {}
    }
    if !matches!(popup.kind, Consent | Privacy) {
        needed("title", "what it is about, and what it is called for those who do not see it");
    }
    for (keys, place) in [(&KINDS[..], written), (&CLOSE[..], written.part("close").unwrap_or(Part(&Value::Null)))] {
        let within = if keys.len() == CLOSE.len() { format!("{path}.close") } else { path.to_owned() };
        for (key, kinds) in keys.iter().filter(|(key, kinds)| place.has(key) && !kinds.contains(&popup.kind)) {
            let message = format!("of no effect in a popup of kind \"{kind}\"; it belongs to {}", words(kinds));
            problems.push(Problem::warning(under(&within, *key), message).of_key());
        }
    }
    if popup.layout.is_some() && popup.picture.is_none() {
        problems.push(Problem::warning(format!("{path}.layout"), "of no effect without a `picture`").of_key());
    }
    let fits = match popup.position {
        Some(Position::Top | Position::Bottom) => popup.kind == Bar,
        Some(_) => popup.kind != Bar,
        None => true,
    };
    if !fits && matches!(popup.kind, Bar | SlideIn | Teaser) {
        let places = if popup.kind == Bar { "top or bottom" } else { "bottom_end, bottom_start, top_end or top_start" };
        problems.push(Problem::error(format!("{path}.position"), format!("a popup of kind \"{kind}\" stands at {places}")));
    }
}

/// Forms and other popups.
fn check_references(popup: &Popup, path: &str, around: &Around, problems: &mut Vec<Problem>) {
    if let Some(form) = popup.form.as_deref().filter(|form| !around.conditions.forms.contains(form)) {
        let hint = hint(form, around.conditions.forms.iter().copied());
        problems.push(Problem::error(format!("{path}.form"), format!("no form named \"{form}\"{hint}")).resting_on(["forms"]));
    }
    let Some(opens) = popup.opens.as_deref().filter(|_| popup.kind == Teaser) else { return };
    let path = format!("{path}.opens");
    let Some((index, opened)) = around.popups.iter().enumerate().find(|(_, other)| other.id == opens) else {
        let known = around.popups.iter().filter(|other| !matches!(other.kind, Teaser | Inline)).map(|other| other.id.as_str());
        let message = format!("no popup named \"{opens}\"{}", hint(opens, known));
        problems.push(Problem::error(path, message).resting_on(["popups[*].id"]));
        return;
    };
    if matches!(opened.kind, Teaser | Inline) {
        let message = format!("\"{opens}\" is of kind \"{}\"; a teaser opens what lies over the page", word(opened.kind));
        problems.push(Problem::error(path, message).resting_on([format!("popups[{index}].kind").as_str()]));
        return;
    }
    if opened.status != Status::Live {
        problems.push(Problem::warning(path, format!("never shown: the popup \"{opens}\" is not published")));
        return;
    }
    if opened.trigger.is_none() && opened.kind != Privacy {
        let message =
            format!("\"{opens}\" comes by itself as well, since it has no `trigger`; write \"trigger\": [] there if only this opens it");
        problems.push(Problem::warning(path.as_str(), message));
    }
    if opened.minimise.is_some() {
        let message = format!("two buttons for one popup: this one is there again when \"{opens}\" was closed, and so is its `minimise`");
        problems.push(Problem::warning(path, message));
    }
}

fn check_contents(popup: &Popup, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    if let Some(countdown) = &popup.countdown {
        check_countdown(countdown, &format!("{path}.countdown"), problems);
    }
    let nothing_behind = popup.form.is_none() && popup.cta.is_none() && popup.coupon.is_none() && popup.offers.is_empty();
    if popup.question.is_some() && nothing_behind && popup.second.is_none() {
        let message = "who says yes finds nothing behind it: give the popup a `form`, `cta`, `coupon` or `offers`";
        problems.push(Problem::warning(format!("{path}.question"), message));
    }
    if popup.kind == Privacy && campaign.site.controller.is_none() && campaign.forms.is_empty() {
        let message = "it has nobody to name; expected `site.controller`: who answers for the visitor's data";
        problems.push(Problem::error(path, message).resting_on(["site.controller"]));
    }
}

fn check_countdown(countdown: &TimeLeft, path: &str, problems: &mut Vec<Problem>) {
    match (&countdown.at, &countdown.zone, &countdown.evergreen) {
        (Some(at), Some(zone), None) => {
            check_moment(&crate::campaign::written::Moment { at: at.clone(), zone: zone.clone() }, path, problems);
        }
        (None, None, Some(evergreen)) => check_duration(evergreen, "48 hours", &format!("{path}.evergreen"), problems),
        (Some(_), None, None) => problems.push(Problem::error(path, "`at` needs the `zone` on whose wall it is read")),
        _ => problems.push(Problem::error(path, "expected either `at` with `zone`, or `evergreen`")),
    }
}

fn check_duration(duration: &str, such_as: &str, path: &str, problems: &mut Vec<Problem>) {
    if parse_duration(duration).is_none_or(|seconds| seconds == 0) {
        problems.push(Problem::error(path, format!("\"{duration}\" is not a duration such as \"{such_as}\"")));
    }
}

/// Whoever sees a popup has to be able to leave it, with or without a mouse.
fn check_ways_out(popup: &Popup, written: Part, path: &str, problems: &mut Vec<Problem>) {
    let close = &popup.close;
    if let Some(after) = &close.after {
        check_duration(after, "20 s", &format!("{path}.close.after"), problems);
    }
    let has_button = close.button.unwrap_or(true) || popup.decline.is_some();
    if has_button || matches!(popup.kind, Inline | Consent) {
        return;
    }
    let place = if written.has("close") { format!("{path}.close") } else { path.to_owned() };
    let covers = matches!(popup.kind, Modal | Fullscreen | Privacy);
    match (close.escape, close.overlay) {
        _ if !covers => {
            if close.after.is_none() {
                let message = "nothing takes it away from what it covers: leave it its `button`, or give it a `decline` or `after`";
                problems.push(Problem::warning(place, message));
            }
        }
        (true, true) => {}
        (false, false) => {
            let message = "nobody can leave it: no button, no Escape, no press beside it and no `decline`; leave it one that everybody has";
            problems.push(Problem::error(place, message));
        }
        (true, false) => {
            let message = "nobody can leave it on a touch screen, which has no Escape; leave it its `button` or give it a `decline`";
            problems.push(Problem::error(place, message));
        }
        (false, true) => {
            let message = "nobody can leave it by keyboard; leave it `escape` or its `button`, or give it a `decline`";
            problems.push(Problem::error(place, message));
        }
    }
}

/// What makes it come and what keeps it away.
fn check_coming(popup: &Popup, written: Part, path: &str, around: &Around, problems: &mut Vec<Problem>) {
    around.conditions.check(popup.when.as_ref(), &format!("{path}.when"), Order::Routes, problems);
    let triggers = popup.trigger.as_ref().map(|triggers| triggers.0.as_slice()).unwrap_or_default();
    for (place, trigger) in triggers.iter().flatten() {
        check_trigger(trigger, &format!("{path}.trigger{place}"), popup, around, problems);
    }
    for (place, trigger) in popup.cancel_on.iter().flat_map(|cancels| &cancels.0) {
        check_trigger(trigger, &format!("{path}.cancel_on{place}"), popup, around, problems);
    }
    let is_only_asked_for = match &popup.trigger {
        Some(triggers) => triggers.0.is_empty(),
        None => popup.kind == Privacy,
    };
    if is_only_asked_for {
        for key in ASKED_AT_A_TRIGGER.iter().filter(|key| written.has(key)) {
            let message = "of no effect without a `trigger`: who asks for a popup gets it, whatever its rules say";
            problems.push(Problem::warning(under(path, *key), message).of_key());
        }
    }
    if popup.sample == Some(0.0) {
        problems.push(Problem::warning(format!("{path}.sample"), "never comes: this is the share of visitors who see it"));
    }
    if let Some(schedule) = &popup.schedule {
        check_schedule(schedule, &format!("{path}.schedule"), problems);
    }
    check_frequency(popup, &format!("{path}.frequency"), problems);
    let is_alone = |group: &&str| !around.popups.iter().any(|other| other.id != popup.id && other.group.as_deref() == Some(group));
    if let Some(group) = popup.group.as_deref().filter(is_alone) {
        let mut known: Vec<&str> =
            around.popups.iter().filter_map(|other| other.group.as_deref()).filter(|other| *other != group).collect();
        known.dedup();
        let slip = super::nearest(group, &known).map(|near| format!("; did you mean \"{near}\"?"));
        let message = format!("no other popup says \"group\": \"{group}\": it keeps nothing away{}", slip.unwrap_or_default());
        problems.push(Problem::warning(format!("{path}.group"), message));
    }
}

/// Of what a trigger says more about itself, and with which events that is of any use; a star stands for every event but states.
const MORE: [(&str, &[&str]); 7] = [
    ("seconds", &["delay", "time_on_site", "idle", "dwell"]),
    ("percent", &["scroll", "video_start", "video_progress", "video_complete"]),
    ("count", &["pages", "*"]),
    ("selector", &["click"]),
    ("text", &["click"]),
    ("id", &["visible", "click", "form_*", "popup_*", "video_*", "stage", "tag"]),
    ("hash", &["hash"]),
];

fn check_trigger(trigger: &Trigger, path: &str, popup: &Popup, around: &Around, problems: &mut Vec<Problem>) {
    let on = trigger.on.as_str();
    let is_state = events::STATES.contains(&on);
    let place = format!("{path}.where");
    if is_state {
        around.conditions.check(trigger.condition.as_ref(), &place, Order::Routes, problems);
    } else {
        around.conditions.check_for_trigger(trigger.condition.as_ref(), &place, problems);
    }
    events::check_heard(on, trigger.condition.as_ref(), path, &events::STATES, &around.made, problems);
    let has = |key: &str| match key {
        "seconds" => trigger.seconds.is_some(),
        "percent" => trigger.percent.is_some(),
        "count" => trigger.count.is_some(),
        "selector" => trigger.selector.is_some(),
        "text" => trigger.text.is_some(),
        "id" => trigger.id.is_some(),
        "hash" => trigger.hash.is_some(),
        _ => trigger.condition.is_some(),
    };
    let fits = |known: &&&str| match known.strip_suffix('*') {
        Some("") => !is_state,
        Some(start) => on.starts_with(start),
        None => **known == on,
    };
    let is_known = is_state || events::names().any(|known| known == on);
    // What an event of one's own tells, only its author knows; an `id` among it is heard.
    let is_own = |key: &str| !is_known && key == "id";
    for (key, known) in MORE.iter().filter(|(key, known)| has(key) && !known.iter().any(|known| fits(&known)) && !is_own(key)) {
        let known: Vec<&str> = known.iter().map(|known| if *known == "*" { "events" } else { known }).collect();
        let message = format!("of no effect on \"{on}\"; it belongs to {}", known.join(", "));
        problems.push(Problem::warning(under(path, *key), message).of_key());
    }
    let needed: &[(&str, &str, &str)] = &[
        ("delay", "seconds", "how long after the page is there"),
        ("time_on_site", "seconds", "how long the visitor has used the site"),
        ("pages", "count", "how many pages were opened"),
        ("stage", "id", "the stage"),
        ("tag", "id", "the tag"),
        ("score", "where", "which score, such as { \"score.engagement\": { \"$gte\": 20 } }"),
    ];
    for (_, key, why) in needed.iter().filter(|(event, key, _)| *event == on && !has(key)) {
        problems.push(Problem::error(path, format!("\"{on}\" needs `{key}`: {why}")));
    }
    check_named(trigger, path, popup, around, problems);
    if let Some(text) = &trigger.text
        && (text.trim().is_empty() || *text != text.split_whitespace().collect::<Vec<_>>().join(" "))
    {
        let message = format!("never fits: \"{text}\" is held against words without spaces before, after and twice between them");
        problems.push(Problem::error(format!("{path}.text"), message));
    }
    if let Some(hash) = trigger.hash.as_deref().filter(|hash| !hash.starts_with('#') || hash.len() < 2) {
        problems.push(Problem::error(format!("{path}.hash"), format!("\"{hash}\" is not the end of an address such as \"#offer\"")));
    }
    if trigger.selector.as_deref().is_some_and(|selector| selector.trim().is_empty()) {
        problems.push(Problem::error(format!("{path}.selector"), "an empty selector fits nothing"));
    }
}

/// What a trigger's `id` names, where the campaign has to know it.
fn check_named(trigger: &Trigger, path: &str, popup: &Popup, around: &Around, problems: &mut Vec<Problem>) {
    let Some(id) = trigger.id.as_deref() else { return };
    let Conditions { forms, stages, tags, .. } = around.conditions;
    let popups = || around.popups.iter().map(|popup| popup.id.as_str()).collect();
    let (what, known, rests_on) = match trigger.on.as_str() {
        on if on.starts_with("form_") => ("form", forms.clone(), "forms"),
        on if on.starts_with("popup_") => ("popup", popups(), "popups[*].id"),
        "stage" => ("stage", stages.clone(), "scoring.stages[*].id"),
        "tag" => ("tag", tags.clone(), "scoring.tags[*].tag"),
        _ => return,
    };
    if !known.contains(id) {
        let message = format!("no {what} named \"{id}\"{}", hint(id, known.iter().copied()));
        problems.push(Problem::error(format!("{path}.id"), message).resting_on([rests_on]));
    } else if what == "popup" && id == popup.id {
        problems.push(Problem::warning(format!("{path}.id"), "never happens: what a popup does is not told to itself"));
    }
}

fn check_schedule(schedule: &Schedule, path: &str, problems: &mut Vec<Problem>) {
    check_period((&schedule.from, &schedule.until), path, "the popup never comes", problems);
    for (index, pair) in schedule.hours.iter().enumerate() {
        let path = format!("{path}.hours[{index}]");
        if pair.len() != 2 {
            problems.push(Problem::error(path, "expected when it begins and when it ends, such as [\"09:00\", \"18:00\"]"));
            continue;
        }
        for (place, time) in pair.iter().enumerate().filter(|(_, time)| minutes_of(time).is_none()) {
            let message = format!("\"{time}\" is not a time of day such as \"09:00\"");
            problems.push(Problem::error(under(&path, place), message));
        }
    }
}

fn check_frequency(popup: &Popup, path: &str, problems: &mut Vec<Problem>) {
    let Some(frequency) = &popup.frequency else { return };
    if let Some(every) = frequency.every.as_deref().filter(|every| !matches!(*every, "page" | "session" | "always"))
        && parse_duration(every).is_none_or(|seconds| seconds == 0)
    {
        let message = format!("\"{every}\" is none of page, session, always, nor a duration such as \"7 days\"");
        problems.push(Problem::error(format!("{path}.every"), message));
    }
    let counts_submissions = frequency.stop_after.as_ref().is_some_and(|stop| stop.submitted.is_some());
    if counts_submissions && popup.form.is_none() {
        let message = "never reached: there is no `form` in this popup";
        problems.push(Problem::warning(format!("{path}.stop_after.submitted"), message).of_key());
    }
}

fn check_limits(limits: &PopupLimits, problems: &mut Vec<Problem>) {
    for (key, duration) in [("gap", &limits.gap), ("after_submit", &limits.after_submit)] {
        if let Some(duration) = duration {
            check_duration(duration, "1 day", &format!("popup_limits.{key}"), problems);
        }
    }
    for (key, most) in [("page", limits.page), ("session", limits.session)] {
        if most == Some(0) {
            problems
                .push(Problem::warning(format!("popup_limits.{key}"), "no popup ever comes by itself, but those that stand by themselves"));
        }
    }
    if let (Some(page), Some(session)) = (limits.page, limits.session)
        && page > session
        && session > 0
    {
        let message = format!("never reached: a session has {session} popups at most");
        problems.push(Problem::warning("popup_limits.page", message).resting_on(["popup_limits.session"]));
    }
}
