//! `leadwell build`: completes `dist/` from a campaign.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use indicatif::{ProgressBar, ProgressStyle};

use super::check::{UNREADABLE, print_text};
use crate::campaign::file::{self, Overrides};
use crate::publish;
use crate::time::Timestamp;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The campaign file.
    file: PathBuf,
    /// The folder to complete: trunk's, or a finished one.
    #[arg(long)]
    out: PathBuf,
    /// Another address for a destination, as ID=URL; may be given several times.
    #[arg(long = "destination", value_name = "ID=URL", value_parser = id_and_url)]
    destinations: Vec<(String, String)>,
    /// Another address for the site.
    #[arg(long, value_name = "URL")]
    site_url: Option<String>,
}

fn id_and_url(text: &str) -> Result<(String, String), String> {
    let (id, url) = text.split_once('=').ok_or("expected ID=URL, such as crm=https://hooks.example.net/leads")?;
    Ok((id.to_owned(), url.to_owned()))
}

/// Below this many pages a bar would only flicker.
const WORTH_A_BAR: usize = 20;

pub fn run(args: Args) -> ExitCode {
    let started = Instant::now();
    let overrides = Overrides { destinations: args.destinations, site_url: args.site_url };
    let read = match file::read(&args.file, &overrides) {
        Ok(read) => read,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(UNREADABLE);
        }
    };
    if !read.findings.is_empty() {
        print_text(&read);
    }
    let Some(campaign) = &read.campaign else { return ExitCode::FAILURE };
    let bar = ProgressBar::hidden();
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} pages").unwrap_or_else(|_| ProgressStyle::default_bar()));
    let home = args.file.parent().unwrap_or(Path::new(""));
    let order = publish::Order { campaign, published: &read.published, home, out: &args.out, now: now() };
    let result = publish::build(&order, |done, total| {
        if total >= WORTH_A_BAR {
            if bar.is_hidden() {
                bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
                bar.set_length(total as u64);
            }
            bar.set_position(done as u64);
        }
    });
    bar.finish_and_clear();
    match result {
        Ok(summary) => {
            let seconds = started.elapsed().as_secs_f64();
            println!("wrote {} pages, {} files in all, to {} in {seconds:.1} s", summary.pages, summary.files, args.out.display());
            if !summary.left_out.is_empty() {
                println!("left out, since their time has not come or is over: {}", summary.left_out.join(", "));
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn now() -> Timestamp {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(since_1970.as_secs_f64() * 1000.0)
}
