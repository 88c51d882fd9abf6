//! One lead on the reader's page: a row that says who and how promising, and behind it all that the message holds.
//!
//! Everything that came in is shown as text; the one link made of it is an e-mail address that is nothing but one.

use leptos::prelude::*;

use super::Inbox;
use super::store::Stored;
use super::summary::{self, Answer};
use super::words::Words;
use crate::lead::replay::{Difference, Outcome};
use crate::lead::{ConsentRecord, Message, ScoreContribution, ScoreReport, ScoreRow, Source, Touch};
use crate::time::Timestamp;
use crate::value::Value;

/// The row of a stored message. One that this program cannot read any more is still shown, as it is.
pub fn row(inbox: &Inbox, words: &'static Words, lead: &Stored) -> AnyView {
    let raw = pretty(&lead.message);
    let id = format!("lead-{}", lead.row);
    let Ok(message) = serde_json::from_str::<Message>(&lead.message) else {
        return view! { <li id=id><details><summary>{time(lead.received_at)}</summary><pre tabindex="0">{raw}</pre></details></li> }
            .into_any();
    };
    let (name, under) = summary::who(&message.fields);
    let level =
        format!("pill level-{}", if matches!(&*message.level, "mql" | "sal" | "sql" | "disqualified") { &message.level } else { "other" });
    let replayed = inbox.replayed(&lead.message);
    let reasons = message.score.as_ref().map(|score| score.reasons.clone()).filter(|reasons| !reasons.is_empty());
    view! {
        <li id=id>
            <details>
                <summary>
                    <span class="who">
                        <strong>{name.unwrap_or_else(|| words.anonymous.to_owned())}</strong>
                        {badges(words, &message, replayed.as_ref())}
                        <span class="under">{under}</span>
                    </span>
                    <span class="form"><span class="sr">{words.form}": "</span>{message.form.clone()}</span>
                    <span class="level"><span class="sr">{words.level}": "</span><span class=level>{words.level(&message.level)}</span></span>
                    <span class="score"><span class="sr">{words.score}": "</span>{score(words, message.score.as_ref())}</span>
                    {reasons.map(|reasons| view! { <span class="reasons"><span class="sr">{words.reasons}": "</span>{reasons}</span> })}
                    <span class="when">{time(lead.received_at)}</span>
                </summary>
                <div class="panel">
                    {answers(inbox, words, &message)}
                    {consent(words, &message.consent)}
                    {explanation(words, &message, replayed)}
                    {message.source.as_ref().map(|source| came_from(words, source))}
                    {visit(words, &message)}
                    {envelope(words, &message)}
                    <details class="raw"><summary>{words.raw}</summary><pre tabindex="0">{raw}</pre></details>
                </div>
            </details>
        </li>
    }
    .into_any()
}

fn badges(words: &'static Words, message: &Message, replayed: Option<&Outcome>) -> impl IntoView + use<> {
    let kind = words.kind(&message.kind).map(str::to_owned);
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
    let rows: Vec<_> = score.explanation.iter().map(|row| score_row(words, row)).collect();
    let total = score.dimensions.get("total").map(ToString::to_string);
    let table = view! {
        <table>
            <thead><tr><th>{words.rule}</th><th>{words.dimension}</th><th class="number">{words.count}</th><th class="number">{words.points}</th></tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><th colspan="3">{words.total}</th><td class="number">{total}</td></tr></tfoot>
        </table>
    };
    section(words.score, view! { {table}{learned}{replayed} })
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

fn score_row(words: &'static Words, row: &ScoreRow) -> impl IntoView + use<> {
    let name = match &row.of {
        Some(of) => format!("{} ({of})", row.rule),
        None => row.rule.clone(),
    };
    // An id may be broken after its underscores, where a phone is too narrow for it.
    let rule: Vec<_> = name.split_inclusive('_').map(|part| view! { {part.to_owned()}<wbr/> }).collect();
    view! {
        <tr>
            <td>{rule}</td>
            <td>{words.dimension(&row.dimension).to_owned()}</td>
            <td class="number">{row.count}</td>
            <td class="number">{summary::signed(&row.points)}</td>
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
