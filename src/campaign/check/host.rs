//! What is heard and read on pages that are not ours: names that are free, selectors that can be read, fields and purposes that are there.
//!
//! Which elements a page has, and what it pushes, cannot be known from here.

use super::conditions::{Conditions, Position};
use super::events;
use super::names::{check_id, check_key, hint};
use super::order::holds_wherever;
use super::places::comparisons;
use crate::campaign::Part;
use crate::campaign::complete;
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::{Campaign, Capture, EventRule, EventSource, Form, Status};
use crate::value::{self, Read, Value};

/// What triggers name besides events.
const TRIGGERS: [&str; 8] = ["load", "delay", "time_on_site", "pages", "score", "stage", "tag", "hash"];
/// Whoever listens for these keeps the page out of the browser's cache for going back.
const COSTLY: [&str; 2] = ["unload", "beforeunload"];
/// Told many times in a second: every time everything is evaluated anew.
const FREQUENT: [&str; 10] =
    ["mousemove", "pointermove", "pointerrawupdate", "touchmove", "scroll", "wheel", "resize", "timeupdate", "drag", "selectionchange"];
/// What a path begins with that reads of a clicked element.
const OF_A_CLICK: [&str; 4] = ["id", "text", "url", "data"];

pub fn check(campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let rules: Vec<EventRule> = all(campaign.events.as_ref());
    for (index, rule) in rules.iter().enumerate() {
        let path = format!("events[{index}]");
        check_event(rule, &path, conditions, problems);
        check_counted_once(rule, &path, rules.iter().take(index), problems);
    }
    let captures: Vec<Capture> = all(campaign.capture.as_ref());
    for (index, capture) in captures.iter().enumerate() {
        let path = format!("capture[{index}]");
        check_selector(&capture.selector, &format!("{path}.selector"), problems);
        conditions.check(capture.when.as_ref(), &format!("{path}.when"), Position::Routes, problems);
        check_reached(capture, &path, captures.iter().take(index), problems);
        if let Some(form) = campaign.forms.get(&capture.form) {
            check_mapping(capture, form, &path, campaign, problems);
        } else {
            let message = format!("no form named \"{}\"{}", capture.form, hint(&capture.form, conditions.forms.iter().copied()));
            problems.push(Problem::error(format!("{path}.as"), message).resting_on(["forms"]));
        }
    }
}

/// Entries of a list, as far as they can be read.
fn all<T: Read>(written: Option<&Value>) -> Vec<T> {
    written.map(|written| value::read_all(written).0).unwrap_or_default()
}

fn check_event(rule: &EventRule, path: &str, conditions: &Conditions, problems: &mut Vec<Problem>) {
    check_id(&format!("{path}.name"), &rule.name, problems);
    if events::names().chain(TRIGGERS).any(|known| known == rule.name) {
        let message = format!("\"{}\" is the name of something that Leadwell notices itself; call it otherwise", rule.name);
        problems.push(Problem::error(format!("{path}.name"), message));
    }
    check_source(rule, path, problems);
    if let Some(selector) = &rule.selector {
        check_selector(selector, &format!("{path}.selector"), problems);
    }
    for (name, taken) in &rule.take {
        let path = format!("{path}.take.{name}");
        check_key(&path, name, problems);
        check_path(taken, rule.from, &path, problems);
    }
    let place = format!("{path}.where");
    conditions.check_for_event(rule.condition.as_ref(), &place, problems);
    for read in rule.condition.iter().flat_map(|condition| comparisons(condition, &place)) {
        let Some(name) = read.fact.strip_prefix("event.").filter(|name| !rule.take.contains_key(name)) else { continue };
        let message = format!("`take` reads no \"{name}\"{}", hint(name, rule.take.keys().map(String::as_str)));
        let taken = format!("{path}.take");
        problems.push(Problem::error(read.path, message).of_key().resting_on([taken.as_str()]));
    }
}

/// Keys that a source needs or has no use for, and DOM events that are better left alone.
fn check_source(rule: &EventRule, path: &str, problems: &mut Vec<Problem>) {
    let mut useless = |key: &str, is_there: bool, why: &str| {
        if is_there {
            problems.push(Problem::error(under(path, key), why).of_key());
        }
    };
    useless("selector", rule.from == EventSource::DataLayer && rule.selector.is_some(), "what is pushed has no element; remove this key");
    useless("event", rule.from == EventSource::Click && rule.event.is_some(), "a click is a click; the element is its `selector`");
    useless("on", rule.from != EventSource::DataLayer && rule.on.is_some(), "only a data layer has a name; remove this key");
    let is_name =
        |text: &str| !text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "_$".contains(c));
    if let Some(on) = rule.on.as_deref().filter(|on| on.is_empty() || !is_name(on)) {
        let message = format!("\"{on}\" is no name of a global variable, such as \"dataLayer\"");
        problems.push(Problem::error(format!("{path}.on"), message));
    }
    match rule.from {
        EventSource::Click if rule.selector.is_none() => {
            problems.push(Problem::error(path, "the key `selector` is missing: which element is clicked, such as \"#yearly\""));
        }
        EventSource::Dom => {
            let (key, event) = rule.event.as_ref().map_or(("name", &rule.name), |event| ("event", event));
            problems.extend(slip_of_dom(event, &under(path, key)));
        }
        _ => {}
    }
}

fn slip_of_dom(event: &str, path: &str) -> Option<Problem> {
    if event.starts_with("leadwell:") {
        return Some(Problem::error(path, "Leadwell tells this itself of what happened: counted as an event it would make another"));
    }
    if COSTLY.contains(&event) {
        let message =
            format!("whoever listens for \"{event}\" takes the page out of the browser's cache, and going back is slow; use \"pagehide\"");
        return Some(Problem::error(path, message));
    }
    let why = "everything is evaluated anew each time, many times in a second; have the page tell an event of its own when it matters";
    FREQUENT.contains(&event).then(|| Problem::warning(path, why))
}

fn check_path(taken: &str, from: EventSource, path: &str, problems: &mut Vec<Problem>) {
    let mut steps = taken.split('.');
    let first = steps.next().unwrap_or_default();
    if first.is_empty() || steps.any(str::is_empty) {
        let message = format!("\"{taken}\" is not a path such as \"ecommerce.value\" or \"items.0.id\"");
        problems.push(Problem::error(path, message));
    } else if from == EventSource::Click && (!OF_A_CLICK.contains(&first) || (first == "data") != taken.contains('.')) {
        let message = format!("of a click \"id\", \"text\", \"url\" and \"data.NAME\" can be read, not \"{taken}\"");
        problems.push(Problem::error(path, message));
    }
}

/// One that enters what another has entered already.
fn check_counted_once<'a>(rule: &EventRule, path: &str, mut earlier: impl Iterator<Item = &'a EventRule>, problems: &mut Vec<Problem>) {
    let called = |rule: &EventRule| rule.event.clone().unwrap_or_else(|| rule.name.clone());
    let twice = earlier.any(|other| {
        other.status == Status::Live
            && other.name == rule.name
            && other.from == rule.from
            && (rule.from == EventSource::Click || called(other) == called(rule))
            && other.selector == rule.selector
            && other.on == rule.on
            && holds_wherever(other.condition.as_ref(), rule.condition.as_ref())
    });
    if twice {
        let message = format!("an entry before it counts the same as \"{}\": each time it would count twice", rule.name);
        problems.push(Problem::warning(path, message).resting_on(["events"]));
    }
}

/// One whose forms another takes.
fn check_reached<'a>(capture: &Capture, path: &str, mut earlier: impl Iterator<Item = &'a Capture>, problems: &mut Vec<Problem>) {
    let takes = |other: &Capture| {
        other.status == Status::Live && other.selector == capture.selector && holds_wherever(other.when.as_ref(), capture.when.as_ref())
    };
    if earlier.any(takes) {
        problems.push(Problem::warning(path, "takes no form: an entry before it has the same `selector` and holds wherever it does"));
    }
}

/// Fields and purposes that the campaign's form has, and controls that can be found.
fn check_mapping(capture: &Capture, form: &Form, path: &str, campaign: &Campaign, problems: &mut Vec<Problem>) {
    let completed = complete::form(&capture.form, form, campaign);
    let known: Vec<&str> =
        completed.fields().into_iter().filter(|field| !matches!(field.kind(), "consent" | "address")).map(Part::name).collect();
    let purposes: Vec<&str> = form.consent.iter().map(|item| item.purpose.as_str()).collect();
    let (fields, consents) =
        (format!("forms.{}.steps[*].fields[*].name", capture.form), format!("forms.{}.consent[*].purpose", capture.form));
    if capture.fields.is_empty() {
        problems.push(Problem::error(format!("{path}.fields"), "names no field, so that no lead has an answer"));
    }
    for (what, key, mapped, known, place) in
        [("field", "fields", &capture.fields, &known, &fields), ("purpose", "consent", &capture.consent, &purposes, &consents)]
    {
        for (name, control) in mapped {
            let path = format!("{path}.{key}.{name}");
            if !known.contains(&name.as_str()) {
                let message = format!("the form \"{}\" has no {what} \"{name}\"{}", capture.form, hint(name, known.iter().copied()));
                problems.push(Problem::error(path.as_str(), message).of_key().resting_on([place.as_str()]));
            }
            // Names of controls may be anything; what begins as only selectors do is one.
            if control.trim().is_empty() || control.starts_with(['[', '#', '.', ':', '*']) {
                check_selector(control, &path, problems);
            }
        }
    }
    for item in form.consent.iter().filter(|item| item.required && !capture.consent.contains_key(&item.purpose)) {
        let message = format!(
            "\"{}\" needs consent to \"{}\", and no box of the page's form is named for it here: these leads say nothing of it",
            capture.form, item.purpose
        );
        problems.push(Problem::warning(path, message).resting_on([consents.as_str(), format!("{path}.consent").as_str()]));
    }
}

fn check_selector(selector: &str, path: &str, problems: &mut Vec<Problem>) {
    if let Some(slip) = slip_in(selector) {
        problems.push(Problem::error(path, format!("\"{selector}\" is not a selector: {slip}")));
    }
}

/// What no browser would read. Less than a parser of selectors, whose newer kinds an older parser would refuse.
fn slip_in(selector: &str) -> Option<&'static str> {
    let selector = selector.trim();
    if selector.is_empty() {
        return Some("it is empty");
    }
    let (mut open, mut quote, mut before, mut is_escaped) = (Vec::new(), None, ' ', false);
    for sign in selector.chars() {
        match (quote, sign) {
            _ if is_escaped => is_escaped = false,
            (_, '\\') => is_escaped = true,
            (Some(opened), _) if sign == opened => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(sign) => return Some("a bracket is closed that was not opened"),
            (None, '{' | '}' | ';' | '<' | '/' | '@') => return Some("a sign stands in it that no selector has outside of quotes"),
            (None, digit) if digit.is_ascii_digit() && matches!(before, '.' | '#') && open.is_empty() => {
                return Some("a class or an id that begins with a digit is written as [class~=\"…\"] or [id=\"…\"]");
            }
            _ => {}
        }
        before = sign;
    }
    if quote.is_some() || !open.is_empty() || is_escaped {
        return Some("a bracket or a quote is not closed");
    }
    let is_cut = selector.ends_with([',', '>', '+', '~', '.', '#', ':']) || selector.starts_with([',', '>', '+', '~']);
    is_cut.then_some("something is missing at its beginning or its end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_read_as_far_as_slips_are_certain() {
        for (selector, is_one) in [
            ("form.hs-form", true),
            ("#yearly, .plan[data-plan=yearly] > a:not(.off):hover", true),
            ("[href^=\"https://shop.example/a{b}\"]", true),
            ("[name='it\\'s']", true),
            (".\\31 0", true),
            ("li:nth-child(2n + 1)::part(x)", true),
            ("form:has(> [name=email])", true),
            ("*", true),
            ("", false),
            ("  ", false),
            ("form[name=email", false),
            ("form(", false),
            ("a)", false),
            ("a[b)]", false),
            ("[name=\"email]", false),
            ("#1st", false),
            (".2nd a", false),
            ("a,", false),
            ("> a", false),
            ("a >", false),
            ("form.", false),
            ("<form>", false),
            ("form { color: red }", false),
            ("//form", false),
            ("a\\", false),
        ] {
            assert_eq!(slip_in(selector).is_none(), is_one, "{selector:?}: {:?}", slip_in(selector));
        }
    }

    #[test]
    fn of_a_click_only_what_an_element_tells_is_read() {
        for (from, taken, is_path) in [
            (EventSource::Click, "text", true),
            (EventSource::Click, "data.plan", true),
            (EventSource::Click, "data", false),
            (EventSource::Click, "text.length", false),
            (EventSource::Click, "value", false),
            (EventSource::DataLayer, "ecommerce.items.0.id", true),
            (EventSource::Dom, "items.length", true),
            (EventSource::Dom, "", false),
            (EventSource::Dom, "a..b", false),
        ] {
            let mut problems = Vec::new();
            check_path(taken, from, "events[0].take.a", &mut problems);
            assert_eq!(problems.is_empty(), is_path, "{taken}");
        }
    }
}
