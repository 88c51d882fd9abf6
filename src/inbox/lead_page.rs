//! One lead: as a row that says who and how promising, with all that the message holds behind it, and on a page of its own with every
//! message of it.
//!
//! Everything that came in is shown as text; the one link made of it is an e-mail address that is nothing but one.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Inbox;
use super::chart::{self, Scale};
use super::store::{Forwarded, Stored};
use super::summary::{self, Answer};
use super::words::Words;
use crate::lead::replay::{Difference, Outcome};
use crate::lead::{ConsentRecord, Message, ScoreContribution, ScoreReport, ScoreRow, Source, Touch};
use crate::time::Timestamp;
use crate::value::Value;

/// Where a lead has its own page.
pub fn path(lead_id: &str) -> String {
    format!("/leads/{}", utf8_percent_encode(lead_id, NON_ALPHANUMERIC))
}

/// A lead's name, and what its own page shows: every message of it, the newest first, and the way to have it erased.
pub fn whole(inbox: &Inbox, words: &'static Words, messages: &[(Stored, Vec<Forwarded>)], back: &str) -> (String, AnyView) {
    let read: Vec<Option<Message>> = messages.iter().map(|(stored, _)| serde_json::from_str(&stored.message).ok()).collect();
    let (name, under) = read.iter().find_map(|message| Some(summary::who(&message.as_ref()?.fields))).unwrap_or_default();
    let email = read.iter().flatten().find_map(|message| summary::email(&message.fields));
    let each: Vec<_> = messages
        .iter()
        .zip(read)
        .map(|((stored, forwarded), message)| one_message(inbox, words, stored, message, passed_on(words, forwarded)))
        .collect();
    let name = name.unwrap_or_else(|| words.anonymous.to_owned());
    let body = view! {
        <p><a href=back.to_owned()>{words.back}</a></p>
        <div id="summary"><h1>{name.clone()}</h1>{under.map(|under| view! { <p class="count">{under}</p> })}</div>
        {each}
        {email.map(|email| erasure(words, email))}
    };
    (name, body.into_any())
}

fn one_message(inbox: &Inbox, words: &'static Words, stored: &Stored, message: Option<Message>, passed_on: Option<AnyView>) -> AnyView {
    let raw = pretty(&stored.message);
    let Some(message) = message else {
        return view! { <article class="message"><h2>{time(stored.received_at)}</h2><pre tabindex="0">{raw}</pre></article> }.into_any();
    };
    let replayed = inbox.replayed(&stored.message);
    let heading = words.kind(&message.kind).unwrap_or(words.kind_captured).to_owned();
    view! {
        <article class="message">
            <header>
                <h2>{heading}</h2>
                {level(words, &message)}
                {score(words, message.score.as_ref())}
                {badges(words, &message, replayed.as_ref(), None)}
                <span class="when">{time(stored.received_at)}</span>
            </header>
            {panel(inbox, words, &message, replayed, raw, passed_on)}
        </article>
    }
    .into_any()
}

/// How far a message has come at the relay's receivers.
fn passed_on(words: &'static Words, forwarded: &[Forwarded]) -> Option<AnyView> {
    let line = |one: &Forwarded| {
        let state = format!("pill forward-{}", one.state);
        let said = one.said.clone().map(|said| view! { <p class="note">{said}</p> });
        let attempts = (one.attempts > 1).then(|| format!(" · {}", words.attempts.replace("{n}", &one.attempts.to_string())));
        view! {
            <li>
                <p><strong>{one.destination.clone()}</strong>" "<span class=state>{words.forward_state(&one.state).to_owned()}</span></p>
                {said}
                <p class="note">{time(one.changed_at)}{attempts}</p>
            </li>
        }
    };
    let lines: Vec<_> = forwarded.iter().map(line).collect();
    (!lines.is_empty()).then(|| section(words.passed_on, view! { <ul class="consent">{lines}</ul> }))
}

fn erasure(words: &'static Words, email: String) -> impl IntoView {
    view! {
        <details class="erasure">
            <summary>{words.erase}</summary>
            <form method="post" action="/erase">
                <p>{words.erase_text.replace("{email}", &email)}</p>
                <input type="hidden" name="email" value=email/>
                <button>{words.erase_button}</button>
            </form>
        </details>
    }
}

/// The row of a stored message, whose link leads where `page` says. One that this program cannot read any more is still shown, as it is.
pub fn row(inbox: &Inbox, words: &'static Words, lead: &Stored, page: &dyn Fn(&str) -> String) -> AnyView {
    let raw = pretty(&lead.message);
    let id = format!("lead-{}", lead.row);
    let Ok(message) = serde_json::from_str::<Message>(&lead.message) else {
        return view! { <li id=id><details><summary>{time(lead.received_at)}</summary><pre tabindex="0">{raw}</pre></details></li> }
            .into_any();
    };
    let (name, under) = summary::who(&message.fields);
    let kind = words.kind(&message.kind).map(str::to_owned);
    let own_page = page(&path(&message.lead_id));
    let replayed = inbox.replayed(&lead.message);
    let reasons = message.score.as_ref().map(|score| score.reasons.clone()).filter(|reasons| !reasons.is_empty());
    view! {
        <li id=id>
            <details>
                <summary>
                    <span class="who">
                        <strong>{name.unwrap_or_else(|| words.anonymous.to_owned())}</strong>
                        {badges(words, &message, replayed.as_ref(), kind)}
                        <span class="under">{under}</span>
                    </span>
                    <span class="form"><span class="sr">{words.form}": "</span>{message.form.clone()}</span>
                    <span class="level"><span class="sr">{words.level}": "</span>{level(words, &message)}</span>
                    <span class="score"><span class="sr">{words.score}": "</span>{score(words, message.score.as_ref())}</span>
                    {reasons.map(|reasons| view! { <span class="reasons"><span class="sr">{words.reasons}": "</span>{reasons}</span> })}
                    <span class="when">{time(lead.received_at)}</span>
                </summary>
                {panel(inbox, words, &message, replayed, raw, None)}
                <p class="own-page"><a href=own_page>{words.own_page}</a></p>
            </details>
        </li>
    }
    .into_any()
}

fn panel(
    inbox: &Inbox,
    words: &'static Words,
    message: &Message,
    replayed: Option<Outcome>,
    raw: String,
    passed_on: Option<AnyView>,
) -> impl IntoView + use<> {
    view! {
        <div class="panel">
            {answers(inbox, words, message)}
            {consent(words, &message.consent)}
            {explanation(words, message, replayed)}
            {message.source.as_ref().map(|source| came_from(words, source))}
            {visit(words, message)}
            {envelope(words, message)}
            {passed_on}
            <details class="raw"><summary>{words.raw}</summary><pre tabindex="0">{raw}</pre></details>
        </div>
    }
}

fn level(words: &'static Words, message: &Message) -> impl IntoView + use<> {
    let known = matches!(&*message.level, "mql" | "sal" | "sql" | "disqualified");
    let class = format!("pill level-{}", if known { &message.level } else { "other" });
    view! { <span class=class>{words.level(&message.level)}</span> }
}

fn badges(words: &'static Words, message: &Message, replayed: Option<&Outcome>, kind: Option<String>) -> impl IntoView + use<> {
    let badge = |on: bool, text: &'static str| on.then(|| text.to_owned());
    let native = badge(message.via.kind == "native", words.no_scripts);
    let mismatch = badge(matches!(replayed, Some(Outcome::Mismatch(_))), words.mismatch);
    let all = [kind, badge(message.test, words.test), badge(message.spam.suspected, words.spam), mismatch, native];
    all.into_iter().flatten().map(|text| view! { <span class="badge">{text}</span> }).collect::<Vec<_>>()
}

fn score(words: &'static Words, score: Option<&ScoreReport>) -> impl IntoView + use<> {
    let total = score.and_then(|score| score.dimensions.get("total")).map(ToString::to_string);
    let grade = score.map(|score| score.grade.clone()).filter(|grade| !grade.is_empty());
    view! {
        {total.map_or_else(
            || view! { <span class="none" title=words.no_score>"–"</span> }.into_any(),
            |total| view! { <b>{total}</b> }.into_any(),
        )}
        {grade.map(|grade| view! { <span class="grade">{grade}</span> })}
    }
}

fn section(title: &'static str, body: impl IntoView + 'static) -> AnyView {
    view! { <section><h3>{title}</h3>{body}</section> }.into_any()
}

fn pair(label: impl Into<String>, value: impl IntoView + 'static) -> AnyView {
    view! { <div><dt>{label.into()}</dt><dd>{value}</dd></div> }.into_any()
}

/// A pair for a value that may be missing or empty.
fn known(label: &str, value: Option<&str>) -> Option<AnyView> {
    value.filter(|value| !value.is_empty()).map(|value| pair(label, value.to_owned()))
}

fn answers(inbox: &Inbox, words: &'static Words, message: &Message) -> AnyView {
    let campaign = inbox.campaign(&message.campaign.id);
    let form = campaign.and_then(|campaign| Some((campaign.forms.get(&message.form)?, campaign)));
    let answers = summary::answers(&message.fields, form, words.lang);
    if answers.is_empty() {
        return section(words.answers, view! { <p class="note">{words.no_answers}</p> });
    }
    section(words.answers, view! { <dl>{answers.into_iter().map(answer).collect::<Vec<_>>()}</dl> })
}

fn answer(answer: Answer) -> AnyView {
    match summary::mail_link(&answer.value) {
        Some(link) => pair(answer.label, view! { <a href=link>{answer.value}</a> }),
        None => pair(answer.label, answer.value),
    }
}

fn consent(words: &'static Words, records: &[ConsentRecord]) -> AnyView {
    if records.is_empty() {
        return section(words.consent, view! { <p class="note">{words.no_consent}</p> });
    }
    let items: Vec<_> = records.iter().map(|record| consent_record(words, record)).collect();
    section(words.consent, view! { <ul class="consent">{items}</ul> })
}

fn consent_record(words: &'static Words, record: &ConsentRecord) -> impl IntoView + use<> {
    let state = format!("pill state-{}", if matches!(&*record.state, "granted" | "pending") { &record.state } else { "denied" });
    let text = match record.text.clone() {
        Some(text) => view! { <blockquote lang=record.locale.clone()>{text}</blockquote> }.into_any(),
        None => view! { <p class="note">{words.no_consent_text}</p> }.into_any(),
    };
    view! {
        <li>
            <p><strong>{record.purpose.clone()}</strong>" "<span class=state>{words.consent_state(&record.state).to_owned()}</span></p>
            {text}
            <p class="note">{record.locale.clone()}" · "{time(record.at)}</p>
        </li>
    }
}

fn explanation(words: &'static Words, message: &Message, replayed: Option<Outcome>) -> AnyView {
    let Some(score) = &message.score else {
        let native = message.via.kind == "native";
        let text = if native { words.native_score } else { words.no_score };
        return section(words.score, view! { <p class="note">{text}</p> });
    };
    let replayed = replayed.map(|outcome| verdict(words, outcome));
    let learned = learned(words, score);
    if score.explanation.is_empty() {
        return section(words.score, view! { <p class="note">{words.no_explanation}</p>{learned}{replayed} });
    }
    let scale = Scale::of(score.explanation.iter().map(|row| &row.points));
    let rows: Vec<_> = score.explanation.iter().map(|row| score_row(words, row, scale)).collect();
    let total = score.dimensions.get("total").map(ToString::to_string);
    let table = view! {
        <table class="rules">
            <thead><tr><th>{words.rule}</th><th>{words.dimension}</th><th class="number">{words.count}</th><th class="number">{words.points}</th><td class="bars"></td></tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><th colspan="3">{words.total}</th><td class="number">{total}</td><td></td></tr></tfoot>
        </table>
    };
    view! { <section class="explained"><h3>{words.score}</h3>{table}{learned}{replayed}</section> }.into_any()
}

/// The learned score with what it comes of: odds at the start, multiplied line by line.
fn learned(words: &'static Words, score: &ScoreReport) -> Option<AnyView> {
    let probability = score.probability?;
    let row = |it: &ScoreContribution| {
        let (what, odds) = match (&*it.fact, &it.is) {
            ("intercept", _) => (words.learned_start.to_owned(), summary::odds(it.log_odds)),
            (fact, Some(serde_json::Value::String(is))) => (format!("{fact} = {is}"), format!("× {}", summary::odds(it.log_odds))),
            (fact, Some(is)) => (format!("{fact} = {is}"), format!("× {}", summary::odds(it.log_odds))),
            (fact, None) => (fact.to_owned(), format!("× {}", summary::odds(it.log_odds))),
        };
        view! { <tr><td>{what}</td><td class="number">{odds}</td></tr> }
    };
    let rows: Vec<_> = score.contributions.iter().flatten().map(row).collect();
    let percent = format!("{:.1} %", probability * 100.0);
    Some(
        view! {
            <p class="note">{words.learned_note}</p>
            <table class="differences">
                <thead><tr><th>{words.learned_fact}</th><th class="number">{words.learned_odds}</th></tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th>{words.probability}</th><td class="number">{percent}</td></tr></tfoot>
            </table>
        }
        .into_any(),
    )
}

/// What came of working the score out again.
fn verdict(words: &'static Words, outcome: Outcome) -> AnyView {
    let note = |text: &'static str| view! { <p class="note">{text}</p> }.into_any();
    let differences = match outcome {
        Outcome::Match => return note(words.replay_match),
        Outcome::UnknownVersion => return note(words.replay_unknown),
        Outcome::NoEvidence => return note(words.replay_none),
        Outcome::Mismatch(differences) => differences,
    };
    let told = |value: &Value| serde_json::to_string(value).unwrap_or_default();
    let row = |it: &Difference| view! { <tr><td>{it.key.clone()}</td><td>{told(&it.claimed)}</td><td>{told(&it.found)}</td></tr> };
    let rows: Vec<_> = differences.iter().map(row).collect();
    view! {
        <p class="mismatch">{words.replay_mismatch}</p>
        <table class="differences">
            <thead><tr><th>{words.replay_key}</th><th>{words.replay_claimed}</th><th>{words.replay_found}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn score_row(words: &'static Words, row: &ScoreRow, scale: Scale) -> impl IntoView + use<> {
    let name = match &row.of {
        Some(of) => format!("{} ({of})", row.rule),
        None => row.rule.clone(),
    };
    // An id may be broken after its underscores, where a phone is too narrow for it.
    let rule: Vec<_> = name.split_inclusive('_').map(|part| view! { {part.to_owned()}<wbr/> }).collect();
    view! {
        <tr>
            <td class="rule">{rule}</td>
            <td>{words.dimension(&row.dimension).to_owned()}</td>
            <td class="number">{row.count}</td>
            <td class="number">{summary::signed(&row.points)}</td>
            <td class="bars">{chart::bar(scale, &row.points)}</td>
        </tr>
    }
}

fn came_from(words: &'static Words, source: &Source) -> AnyView {
    let last = source.last.as_ref().filter(|_| source.last != source.first).map(|last| touch(words, words.last_touch, last));
    let first = source.first.as_ref().map(|first| touch(words, words.first_touch, first));
    section(words.source, view! { <dl>{first}{last}{pair(words.touches, source.touches)}</dl> })
}

fn touch(words: &'static Words, label: &'static str, touch: &Touch) -> impl IntoView + use<> {
    let parts = [Some(&touch.channel), touch.source.as_ref(), touch.medium.as_ref(), touch.campaign.as_ref(), touch.term.as_ref()];
    let said: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).cloned().collect();
    let clicks = touch.click_ids.keys().cloned().collect::<Vec<_>>().join(", ");
    (
        pair(label, view! { {said.join("\u{a0}· ")}<br/><span class="note">{time(touch.at)}</span> }),
        known(words.referrer, touch.referrer.as_deref()),
        known(words.landing, Some(&touch.landing)),
        known("Click IDs", Some(&clicks)),
    )
}

fn visit(words: &'static Words, message: &Message) -> AnyView {
    let page = &message.page;
    let tags = message.tags.as_ref().map(|tags| tags.join(", "));
    let experiments = message.experiments.as_ref().map(|chosen| chosen.iter().map(|(id, it)| format!("{id}: {it}")).collect::<Vec<_>>());
    let visitor = message.visitor.as_ref().map(|visitor| {
        (pair(words.visits, visitor.visits), pair(words.pages, visitor.pages), pair(words.first_seen, time(visitor.first_seen)))
    });
    let body = view! {
        <dl>
            {known(words.page, Some(&page.url))}
            {known(words.title_of_page, Some(&page.title))}
            {known(words.language, Some(&page.locale))}
            {known(words.time_zone, page.time_zone.as_deref())}
            {visitor}
            {known(words.stage, message.stage.as_deref())}
            {known(words.tags, tags.as_deref())}
            {known(words.experiments, experiments.map(|chosen| chosen.join(", ")).as_deref())}
            {message.value.as_ref().map(|value| pair(words.value, format!("{} {}", value.amount, value.currency)))}
            {known(words.reason, message.reason.as_deref())}
        </dl>
    };
    section(words.visit, body)
}

fn envelope(words: &'static Words, message: &Message) -> AnyView {
    let body = view! {
        <dl>
            {known(words.campaign, Some(&message.campaign.id))}
            {pair(words.created, time(message.created_at))}
            {pair(words.attempt, message.attempt)}
            {pair(words.message_id, view! { <code>{message.id.clone()}</code> })}
            {pair(words.lead_id, view! { <code>{message.lead_id.clone()}</code> })}
        </dl>
    };
    section(words.message, body)
}

/// In UTC for readers without scripts; the page's script writes it in the reader's own time.
fn time(at: Timestamp) -> impl IntoView + use<> {
    let [year, month, day, hour, minute, _] = at.civil();
    view! { <time datetime=at.to_string()>{format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")}</time> }
}

fn pretty(json: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(json).and_then(|value| serde_json::to_string_pretty(&value));
    value.unwrap_or_else(|_| json.to_owned())
}
