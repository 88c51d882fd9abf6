//! `leadwell connectors`: what leads can be sent to, how, and how sure we are of it.

use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::check::UNREADABLE;
use crate::campaign::check::hint;
use crate::campaign::connector::{ELSEWHERE, Row, row, rows};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One connector, with all that it takes.
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
        (Some(name), format) => match (row(name), format) {
            (Some(row), Format::Json) => println!("{:#}", told(row)),
            (Some(row), Format::Text) => print!("{}", sheet(row)),
            (None, _) => {
                eprintln!("error: no connector \"{name}\"{}", hint(name, rows().iter().map(|row| row.name.as_str())));
                return ExitCode::from(UNREADABLE);
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
    let params = row
        .params
        .iter()
        .map(|(name, param)| (name.clone(), json!({ "what": param.what, "optional": param.optional || param.usual.is_some() })));
    json!({
        "name": row.name, "title": row.title, "relay": row.relay, "modes": modes(row), "bodies": bodies(row), "confirmed_by": confirms(row),
        "subscribes": row.subscribes, "double_opt_in": row.double_opt_in, "starts": row.starts, "knows_ids": row.knows_ids,
        "sure": row.sure, "source": row.source, "params": params.collect::<serde_json::Map<_, _>>(), "needs": row.needs, "note": row.note,
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
    let lines: Vec<[String; 7]> = std::iter::once(head).chain(rows().iter().map(line)).collect();
    let width = |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> = line.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column))).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text.push_str("\nsure: A measured against the running receiver, B documented by its vendor or in its source, C several integrations agree, D one indirect source\n");
    text.push_str("relay: with a secret, so by `leadwell inbox --forward` and not from a browser; it sends to every other, too\n");
    text.push_str("what one takes: leadwell connectors NAME\n\nwith a secret, and not sent to by a relay of ours:\n");
    for (name, why) in ELSEWHERE {
        text.push_str(&format!("  {name}: {why}\n"));
    }
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
