//! `leadwell send-test`: posts one marked sample lead, and prints what was sent and what came back.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::campaign::check::hint;
use crate::campaign::file::{self, Overrides};
use crate::campaign::{Campaign, Part};
use crate::post::{Reply, Request, marked};
use crate::publish::document::origin;
use crate::trial::sample;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(long, value_name = "FILE")]
    campaign: PathBuf,
    /// The destination's id.
    #[arg(long, value_name = "ID")]
    destination: String,
    /// The form whose lead is sent; the first, where none is named.
    #[arg(long, value_name = "ID")]
    form: Option<String>,
    /// Another address for the destination, such as one on this machine.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Prints the request and sends nothing.
    #[arg(long)]
    dry_run: bool,
}

/// The receiver said no.
const REFUSED: u8 = 1;
/// Nothing was sent, or nothing came back.
const NOT_SENT: u8 = 2;

pub fn run(args: &Args) -> ExitCode {
    match send(args) {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::from(NOT_SENT)
        }
    }
}

fn send(args: &Args) -> Result<ExitCode, String> {
    let destinations = args.url.iter().map(|url| (args.destination.clone(), url.clone())).collect();
    let read = file::read(&args.campaign, &Overrides { destinations, site_url: None }).map_err(|error| error.to_string())?;
    let campaign = read.campaign.ok_or_else(|| format!("{}: has errors; `leadwell check` tells them", args.campaign.display()))?;
    let receiver = receiver(&campaign, &args.destination)?;
    if receiver.word("mode") == "vendor" {
        return Err(format!("\"{}\" is sent by the vendor's own script, which only a page can load", args.destination));
    }
    let now = jiff::Timestamp::now().to_string();
    let now = format!("{}Z", now.get(..19).unwrap_or_default());
    let message = sample(&campaign, args.form.as_deref(), &now).map_err(|problem| format!("{}: {}", problem.path, problem.message))?;
    let origin = origin(&campaign.site.url);
    let ack = format!("{origin}{}/ack.html", campaign.runtime.base);
    let request = Request::new(receiver, &marked(message), &origin, &ack);
    println!("{request}\n");
    if args.dry_run {
        return Ok(ExitCode::SUCCESS);
    }
    let leave = if receiver.word("mode") == "cors" { request.ask_leave()? } else { None };
    let reply = request.send()?;
    println!("{reply}\n");
    let accepted = reply.accepts(receiver);
    println!("{}", if accepted { "accepted" } else { "not accepted" });
    for line in in_a_browser(receiver, &origin, leave.as_ref(), &reply) {
        println!("in a browser: {line}");
    }
    Ok(if accepted { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

fn receiver<'a>(campaign: &'a Campaign, id: &str) -> Result<Part<'a>, String> {
    let receivers = campaign.runtime.receivers();
    let names: Vec<&str> = receivers.iter().map(|receiver| receiver.word("id")).collect();
    let found = receivers.iter().find(|receiver| receiver.word("id") == id).copied();
    found.ok_or_else(|| format!("no destination named \"{id}\"{}", hint(id, names)))
}

/// What a page would meet that this machine does not.
fn in_a_browser(receiver: Part, origin: &str, leave: Option<&Reply>, reply: &Reply) -> Vec<String> {
    let allows = |reply: &Reply| reply.header("access-control-allow-origin").is_some_and(|allowed| allowed == "*" || allowed == origin);
    let mut lines = Vec::new();
    if receiver.word("mode") != "cors" {
        lines.push("nobody can read this answer; such a lead ends as unconfirmed".to_owned());
        return lines;
    }
    if leave.is_some_and(|leave| !(200..300).contains(&leave.status) || !allows(leave)) {
        lines.push(format!(
            "nothing would be sent: asked beforehand (OPTIONS), the receiver does not allow {origin}; let it, or send \"body\": \"text\""
        ));
    }
    if !allows(reply) {
        lines.push(format!("the answer could not be read: it lacks Access-Control-Allow-Origin for {origin}"));
    }
    lines
}
