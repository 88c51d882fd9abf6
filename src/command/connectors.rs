//! `leadwell connectors`: what leads can be sent to, how, and how sure we are of it.

use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::check::UNREADABLE;
use crate::campaign::analytics;
use crate::campaign::check::hint;
use crate::campaign::connector::{ELSEWHERE, Param, Row, row, rows};
use crate::value::Named;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One connector or tool, with all that it takes.
    name: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(args: &Args) -> ExitCode {
    match (&args.name, args.format) {
        (None, Format::Json) => println!("{:#}", rows().iter().map(told).collect::<Value>()),
        (None, Format::Text) => print!("{}", table()),
        (Some(name), format) => match (row(name), analytics::row(name), format) {
            (Some(row), _, Format::Json) => println!("{:#}", told(row)),
            (None, Some(tool), Format::Json) => println!("{:#}", tool_told(tool)),
            (None, None, _) => {
                let known = rows().iter().map(|row| row.name.as_str()).chain(analytics::rows().iter().map(|tool| tool.name.as_str()));
                eprintln!("error: no connector \"{name}\"{}", hint(name, known));
                return ExitCode::from(UNREADABLE);
            }
            (receiver, tool, Format::Text) => {
                let sheets = receiver.map(sheet).into_iter().chain(tool.map(tool_sheet));
                print!("{}", sheets.collect::<Vec<_>>().join("\n"));
            }
        },
    }
    ExitCode::SUCCESS
}

/// What confirms that a lead arrived.
fn confirms(row: &Row) -> String {
    match (row.modes.first().map(|mode| mode.word()), &row.confirmed_when) {
        (Some("cors"), Some(condition)) => format!("2xx and {condition}"),
        (Some("cors"), None) => "2xx".to_owned(),
        (Some("vendor"), _) => "the vendor's script says so".to_owned(),
        _ => "nothing: it ends as unconfirmed".to_owned(),
    }
}

fn modes(row: &Row) -> Vec<&'static str> {
    row.modes.iter().map(|mode| mode.word()).collect()
}

/// How it is sent, or that a relay sends it.
fn where_from(row: &Row) -> String {
    if row.relay.is_some() { "relay".to_owned() } else { modes(row).join(", ") }
}

fn bodies(row: &Row) -> Vec<&'static str> {
    row.bodies.iter().map(|body| body.word()).collect()
}

fn told(row: &Row) -> Value {
    json!({
        "name": row.name, "title": row.title, "relay": row.relay, "modes": modes(row), "bodies": bodies(row), "confirmed_by": confirms(row),
        "subscribes": row.subscribes, "double_opt_in": row.double_opt_in, "starts": row.starts, "knows_ids": row.knows_ids,
        "sure": row.sure, "source": row.source, "params": params(&row.params), "needs": row.needs, "note": row.note,
    })
}

fn params(params: &Named<Param>) -> serde_json::Map<String, Value> {
    let told = |param: &Param| json!({ "what": param.what, "optional": param.optional || param.usual.is_some() });
    params.iter().map(|(name, param)| (name.clone(), told(param))).collect()
}

/// A tool of the page, as a program reads it.
fn tool_told(tool: &analytics::Row) -> Value {
    let event = |(name, event): (&String, &analytics::Event)| {
        (name.clone(), json!({ "name": event.name.as_ref().unwrap_or(name), "usual": event.is_usual(), "counted_by": event.twice }))
    };
    json!({
        "name": tool.name, "title": tool.title, "analytics": true, "calls": tool.on, "purpose": tool.purpose,
        "events": tool.events.iter().map(event).collect::<serde_json::Map<_, _>>(), "own_events": tool.own.is_some(),
        "sure": tool.sure, "source": tool.source, "params": params(&tool.params), "note": tool.note,
    })
}

fn table() -> String {
    let head = ["connector", "mode", "body", "confirmed by", "double opt-in", "starts", "sure"].map(str::to_owned);
    let line = |row: &'static Row| {
        let or_no = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        [
            row.name.clone(),
            where_from(row),
            bodies(row).join(", "),
            confirms(row),
            or_no(&row.double_opt_in),
            or_no(&row.starts),
            row.sure.clone(),
        ]
    };
    let mut text = in_columns(&std::iter::once(head).chain(rows().iter().map(line)).collect::<Vec<_>>());
    text.push_str("\nsure: A measured against the running receiver, B documented by its vendor or in its source, C several integrations agree, D one indirect source\n");
    text.push_str("relay: with a secret, so by `leadwell inbox --forward` and not from a browser; it sends to every other, too\n");
    text.push_str("what one takes: leadwell connectors NAME\n\nwith a secret, and not sent to by a relay of ours:\n");
    for (name, why) in ELSEWHERE {
        text.push_str(&format!("  {name}: {why}\n"));
    }
    let head = ["analytics", "told by", "purpose", "a lead is", "sure"].map(str::to_owned);
    let line = |tool: &'static analytics::Row| {
        let lead = tool.events.get("lead_captured").and_then(|event| event.name.clone());
        [tool.name.clone(), told_by(tool), tool.purpose.clone(), lead.unwrap_or_else(|| "lead_captured".to_owned()), tool.sure.clone()]
    };
    text.push('\n');
    text.push_str(&in_columns(&std::iter::once(head).chain(analytics::rows().iter().map(line)).collect::<Vec<_>>()));
    text
}

fn in_columns<const COLUMNS: usize>(lines: &[[String; COLUMNS]]) -> String {
    let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let cells: Vec<String> = line.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column))).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// What of the page is called.
fn told_by(tool: &analytics::Row) -> String {
    match (tool.by, tool.on.as_deref()) {
        (analytics::By::Batch, _) => "posts to a url".to_owned(),
        (analytics::By::Dom, Some(event)) => format!("the event {event}"),
        (_, on) => on.unwrap_or_default().to_owned(),
    }
}

/// All that a tool is told, as an author needs it.
fn tool_sheet(tool: &analytics::Row) -> String {
    let mut text = format!("{} ({}, in `analytics`)\n", tool.title, tool.name);
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("  {key:<14} {value}\n"));
        }
    };
    line("told by", &told_by(tool));
    line("purpose", &tool.purpose);
    for (name, param) in &tool.params {
        let must = if param.optional || param.usual.is_some() { " (optional)" } else { "" };
        line("param", &format!("{name}: {}{must}", param.what));
    }
    for (name, event) in &tool.events {
        let told = event.name.as_ref().unwrap_or(name);
        let when = match &event.twice {
            Some(part) => format!(", only if named: {part} of the tool count it already"),
            None if event.asked => ", only if named".to_owned(),
            None => String::new(),
        };
        line("event", &format!("{name}: {told}{when}"));
    }
    let others = match (tool.every, tool.own.is_some()) {
        (true, _) => "told",
        (false, true) => "if named",
        _ => "not told",
    };
    line("other events", others);
    line("how sure", &format!("{}: {}", tool.sure, tool.source));
    line("note", tool.note.as_deref().unwrap_or_default());
    text
}

/// All that one connector takes, as an author needs it.
fn sheet(row: &Row) -> String {
    let mut text = format!("{} ({})\n", row.title, row.name);
    let mut line = |key: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!("  {key:<14} {value}\n"));
        }
    };
    line("address", row.url.example.clone().or_else(|| row.url.made.clone()).unwrap_or_else(|| "any".to_owned()));
    line("mode", where_from(row));
    line("relay", row.relay.clone().unwrap_or_default());
    line("body", bodies(row).join(", "));
    for (name, param) in &row.params {
        let must = if param.optional || param.usual.is_some() { " (optional)" } else { "" };
        line("param", format!("{name}: {}{must}", param.what));
    }
    line("needs", row.needs.join(", "));
    for (name, text) in &row.usual {
        line("unless mapped", format!("{name}: {text}"));
    }
    line("confirmed by", confirms(row));
    line(
        "consent",
        if row.subscribes {
            "puts people on a list: `purpose` is needed, and nobody suspected of spam is sent".to_owned()
        } else {
            String::new()
        },
    );
    line("double opt-in", row.double_opt_in.clone().unwrap_or_default());
    line("starts", row.starts.clone().unwrap_or_default());
    line(
        "sent twice",
        if row.knows_ids { "known by the message's id".to_owned() } else { "may be stored twice: it knows no ids of ours".to_owned() },
    );
    line("how sure", format!("{}: {}", row.sure, row.source));
    line("note", row.note.clone().unwrap_or_default());
    text
}
