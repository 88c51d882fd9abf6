//! `leadwell replay`: the scores of leads worked out again from their evidence, and what an edited campaign would change.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::json;

use crate::campaign::Runtime;
use crate::campaign::file::{self, Unreadable};
use crate::condition::Engine;
use crate::lead::against::{Change, untold};
use crate::lead::replay::{Difference, Outcome, campaign_of};
use crate::scoring::{Verdict, points_text};
use crate::value::Value;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A campaign the leads came from; best the published one (`dist/campaign.json`), whose fingerprint they name. May be given
    /// several times, and more files may follow it.
    #[arg(long, required = true, value_name = "FILE")]
    campaign: Vec<PathBuf>,
    /// Leads, one message a line, as the inbox exports them (`/leads.ndjson`); what stands before are more campaigns.
    #[arg(required = true, value_name = "LEADS")]
    files: Vec<PathBuf>,
    /// Shows whose level an edited campaign would change, and because of which rules.
    #[arg(long, value_name = "NEW")]
    against: Option<PathBuf>,
    /// One JSON object a lead.
    #[arg(long)]
    json: bool,
}

/// Leads worked out at once, over all cores.
const BATCH: usize = 4096;

pub fn run(args: &Args) -> ExitCode {
    match replay_file(args) {
        Ok(told) if told.mismatches > 0 => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(super::check::UNREADABLE)
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Campaign(#[from] Unreadable),
    #[error("{}: cannot be read: {source}", path.display())]
    Leads { path: PathBuf, source: std::io::Error },
    #[error("{}:{line}: no message in JSON: {source}", path.display())]
    Line { path: PathBuf, line: usize, source: serde_json::Error },
}

/// The campaigns that leads may have come from, and the edited one.
struct Campaigns {
    old: Vec<Arc<Runtime>>,
    new: Option<Arc<Runtime>>,
}

#[derive(Default)]
struct Told {
    by_word: BTreeMap<&'static str, usize>,
    mismatches: usize,
}

fn replay_file(args: &Args) -> Result<Told, Failure> {
    let load = |path: &PathBuf| file::load(path).map(|campaign| campaign.runtime);
    // At least one file, says clap.
    let Some((leads, more)) = args.files.split_last() else { return Ok(Told::default()) };
    let old = args.campaign.iter().chain(more).map(load).collect::<Result<_, _>>()?;
    let campaigns = Campaigns { old, new: args.against.as_ref().map(load).transpose()? };
    let unreadable = |source| Failure::Leads { path: leads.clone(), source };
    let mut lines = BufReader::new(std::fs::File::open(leads).map_err(unreadable)?).lines().enumerate();
    let (mut told, mut changed) = (Told::default(), Vec::new());
    loop {
        let numbered = |(index, line): (usize, std::io::Result<String>)| Ok((index + 1, line?));
        let batch = lines.by_ref().take(BATCH).map(numbered).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        if batch.is_empty() {
            break;
        }
        for judged in judge_all(&batch, &campaigns) {
            let judged = judged.map_err(|(line, source)| Failure::Line { path: leads.clone(), line, source })?;
            *told.by_word.entry(judged.outcome.word()).or_default() += 1;
            if args.json {
                println!("{}", judged.as_json());
            }
            if let Outcome::Mismatch(differences) = &judged.outcome {
                told.mismatches += 1;
                if !args.json {
                    let differences = differences.iter().map(difference).collect::<Vec<_>>().join("; ");
                    println!("{}:{}: mismatch: {} of {}: {differences}", leads.display(), judged.line, judged.id, judged.form);
                }
            }
            changed.extend(judged.change.filter(Change::changes_level).map(|change| (judged.id, judged.form, change)));
        }
    }
    if !args.json
        && let Some(new) = &campaigns.new
    {
        let compared = told.by_word.get(Outcome::Match.word()).copied().unwrap_or_default() + told.mismatches;
        println!("{}", report(&changed, compared, &campaigns.old, new));
    }
    let counts: Vec<String> = told.by_word.iter().map(|(word, count)| format!("{count} {word}")).collect();
    eprintln!("{}: {}", leads.display(), if counts.is_empty() { "no leads".to_owned() } else { counts.join(", ") });
    Ok(told)
}

struct Judged {
    line: usize,
    id: String,
    form: String,
    outcome: Outcome,
    change: Option<Change>,
}

impl Judged {
    fn of(line: usize, text: &str, campaigns: &Campaigns) -> Result<Self, serde_json::Error> {
        let (message, engine): (Value, _) = (serde_json::from_str(text)?, Engine::native());
        let old = || campaigns.old.iter().map(Arc::as_ref);
        let word = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or("?").to_owned();
        let pair = campaign_of(old(), &message).zip(campaigns.new.as_deref());
        let change = pair.and_then(|(old, new)| Change::of(old, new, &message, engine));
        Ok(Self { line, id: word("id"), form: word("form"), outcome: Outcome::of(old(), &message, engine), change })
    }

    fn as_json(&self) -> serde_json::Value {
        let mut told = serde_json::Map::new();
        told.insert("id".into(), json!(self.id));
        told.insert("form".into(), json!(self.form));
        told.insert("replay".into(), json!(self.outcome.word()));
        if let Outcome::Mismatch(differences) = &self.outcome {
            let difference = |it: &Difference| json!({ "key": it.key, "claimed": it.claimed, "found": it.found });
            told.insert("differences".into(), differences.iter().map(difference).collect());
        }
        if let Some(change) = &self.change {
            let levels = json!([change.before.level, change.after.level]);
            told.insert("against".into(), json!({ "level": levels, "rules": moved(change) }));
        }
        told.into()
    }
}

/// In the order of the file, on all cores; an error with its line.
fn judge_all(batch: &[(usize, String)], campaigns: &Campaigns) -> Vec<Result<Judged, (usize, serde_json::Error)>> {
    let filled = batch.par_iter().filter(|(_, text)| !text.trim().is_empty());
    filled.map(|(line, text)| Judged::of(*line, text, campaigns).map_err(|error| (*line, error))).collect()
}

/// `score.total: claims 90, evidence gives 45`
fn difference(it: &Difference) -> String {
    format!("{}: claims {}, evidence gives {}", it.key, json!(it.claimed), json!(it.found))
}

/// Who would change level, as Markdown: fit for a comment on a change to the campaign. It names no person.
fn report(changed: &[(String, String, Change)], compared: usize, olds: &[Arc<Runtime>], new: &Runtime) -> String {
    let mut text = format!("{} of {compared} leads would change level.\n", changed.len());
    if !changed.is_empty() {
        text.push_str("\n| lead | form | level | would be | because |\n| --- | --- | --- | --- | --- |\n");
    }
    for (id, form, change) in changed {
        let level = |verdict: &Verdict| format!("{}{}", verdict.level, if verdict.qualified { ", qualified" } else { "" });
        let because = moved(change).join("<br>");
        let because = if because.is_empty() { "other conditions for levels".to_owned() } else { because };
        let _ = writeln!(text, "| {id} | {form} | {} | {} | {because} |", level(&change.before), level(&change.after));
    }
    for old in olds.iter().filter(|old| old.id == new.id) {
        let (rules, facts) = untold(old, new);
        let version = old.version.get(..15).unwrap_or(&old.version);
        if !rules.is_empty() {
            let _ = writeln!(text, "\nLeads of {version} counted no events for: {}. These rules give nothing here.", rules.join(", "));
        }
        if !facts.is_empty() {
            let _ = writeln!(
                text,
                "\nLeads of {version} may not tell: {}. Where they do not, conditions on them read nothing.",
                facts.join(", ")
            );
        }
    }
    text.trim_end().to_owned()
}

/// `company_size +25 → +40`
fn moved(change: &Change) -> Vec<String> {
    let signed = |milli: i64| format!("{}{}", if milli > 0 { "+" } else { "" }, points_text(milli));
    let rules = change.moved().into_iter().map(|(rule, before, after)| format!("{rule} {} → {}", signed(before), signed(after)));
    let probability = |verdict: &Verdict| verdict.learned.as_ref().map_or("none".to_owned(), |learned| learned.probability.to_string());
    let (before, after) = (probability(&change.before), probability(&change.after));
    rules.chain((before != after).then(|| format!("probability {before} → {after}"))).collect()
}
