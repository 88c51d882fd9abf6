//! What `leadwell build` writes: everything of `dist/` that trunk does not.
//!
//! It completes the folder that trunk made, and works again on a finished one: the pages of another campaign need no new wasm.
//! It refuses to publish a campaign with errors; the command checks that before it calls.

mod aids;
mod app;
mod campaign_files;
mod choices;
mod compress;
pub mod document;
mod folder;
mod head;
mod import_names;
mod known;
pub mod loader;
mod markup;
mod netlify;
mod pages;
mod parts;
mod policy;
mod popups;
mod program;
mod runtime_files;
mod script;
mod sheets;
mod site_files;
mod structured;
pub mod weights;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::campaign::written::Page;
use crate::campaign::{Campaign, Runtime};
use crate::texts;
use crate::time::Timestamp;
use folder::Folder;
use runtime_files::RuntimeFiles;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: found neither what trunk and its hook make (embed.js, embed.classic.js, embed_bg.wasm) nor a finished build; run `make dist`", dir.display())]
    NoRuntime { dir: PathBuf },
    #[error("the campaign names {file}, which is not there: {source}")]
    NoFile { file: String, source: std::io::Error },
    #[error("{what}: not as expected; this build knows trunk 0.21 and wasm-bindgen 0.2")]
    Unexpected { what: &'static str },
}

/// What was written, for the closing line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub pages: usize,
    pub files: usize,
    /// Pages whose time has not come or is over, by path.
    pub left_out: Vec<String>,
}

/// What is built, and from where.
pub struct Order<'a> {
    pub campaign: &'a Campaign,
    /// The campaign file with its fingerprint.
    pub published: &'a Value,
    /// The folder the campaign stands in: its pictures and files are found from here.
    pub home: &'a Path,
    pub out: &'a Path,
    /// Pages outside their window are left out.
    pub now: Timestamp,
}

/// Completes `order.out`. `progress` is told the pages done, and of how many.
///
/// # Errors
/// When a file cannot be read or written, or the runtime is missing.
pub fn build(order: &Order, progress: impl Fn(usize, usize) + Sync) -> Result<Summary, Error> {
    let mut campaign = order.campaign.clone();
    let left_out = take_out_of_season(&mut campaign.pages, order.now);
    popups::take_out_ended(&mut campaign, order.now);
    let campaign = &campaign;
    let mut folder = Folder::open(order.out)?;
    let runtime = RuntimeFiles::take(&mut folder)?;
    let aids = aids::write(&mut folder, campaign)?;
    loader::write(&mut folder, &runtime, &aids)?;
    app::write(&mut folder, campaign)?;
    folder.write("campaign.json", json(order.published))?;
    folder.write("runtime.json", json(&runtime_of(campaign)))?;
    markup::write(&mut folder, campaign)?;
    popups::write(&mut folder, campaign)?;
    for locale in &campaign.runtime.words {
        folder.write(&format!("texts/{locale}.json"), json(&known::left_out_of(texts::words(locale, &campaign.texts))))?;
    }
    campaign_files::copy(&mut folder, order.published, order.home)?;
    let pages = pages::write(&mut folder, campaign, progress)?;
    site_files::write(&mut folder, campaign)?;
    folder.remove_what_earlier_builds_left()?;
    compress::compress(&folder)?;
    Ok(Summary { pages, files: folder.count(), left_out })
}

/// Takes pages out whose time has not come or is over, and says which.
fn take_out_of_season(pages: &mut Vec<Page>, now: Timestamp) -> Vec<String> {
    let (in_season, others) =
        std::mem::take(pages).into_iter().partition(|page| page.publish.as_ref().is_none_or(|window| window.holds(now)));
    *pages = in_season;
    others.into_iter().map(|page: Page| page.path).collect()
}

/// `ko/pricing/index.html` for `/offers/ko/pricing/`: the folder is uploaded to where the base points.
fn file_of(path: &str, runtime: &Runtime) -> String {
    let inside = path.strip_prefix(&runtime.base).unwrap_or(path).trim_start_matches('/');
    format!("{inside}index.html")
}

/// What the embed downloads: the checked campaign without what only views read, since its forms come drawn, with every sentence they
/// may say.
fn runtime_of(campaign: &Campaign) -> Value {
    const DRAWN: [&str; 7] = ["theme", "on_accent", "controller", "address", "contact", "privacy_url", "words"];
    let mut runtime = serde_json::to_value(&campaign.runtime).unwrap_or_default();
    keep(&mut runtime, |key| !DRAWN.contains(&key));
    let forms = runtime.get_mut("forms").and_then(Value::as_object_mut);
    forms.into_iter().flat_map(|forms| forms.values_mut()).for_each(slim);
    runtime
}

/// A form as the rules read it.
fn slim(form: &mut Value) {
    const STEP: [&str; 4] = ["id", "when", "next", "fields"];
    const DRAWN: [&str; 15] = [
        "label",
        "hint",
        "placeholder",
        "default",
        "width",
        "autocomplete",
        "inputmode",
        "messages",
        "country",
        "countries",
        "parts",
        "low",
        "high",
        "part",
        "part_of",
    ];
    const OPTION: [&str; 4] = ["id", "label", "points", "tags"];
    const CONSENT: [&str; 6] = ["purpose", "text", "text_hash", "required", "double_opt_in", "placed"];
    const ACTION: [&str; 2] = ["redirect", "reveal"];
    keep(form, |key| !["submit", "native", "captcha", "aids", "note"].contains(&key));
    for step in each(form, "steps") {
        keep(step, |key| STEP.contains(&key));
        for field in each(step, "fields") {
            keep(field, |key| !DRAWN.contains(&key) && key != "note");
            each(field, "options").for_each(|option| keep(option, |key| OPTION.contains(&key)));
        }
    }
    each(form, "consent").for_each(|item| keep(item, |key| CONSENT.contains(&key)));
    for outcome in each(form, "then") {
        each(outcome, "do").for_each(|action| keep(action, |key| ACTION.contains(&key)));
    }
}

/// Keeps some keys of an object; what says nothing goes anyway.
fn keep(value: &mut Value, wanted: impl Fn(&str) -> bool) {
    if let Some(object) = value.as_object_mut() {
        object.retain(|key, value| wanted(key) && !matches!(value, Value::Null | Value::Bool(false)));
    }
}

fn each<'a>(value: &'a mut Value, list: &str) -> impl Iterator<Item = &'a mut Value> {
    value.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten()
}

fn json(value: &Value) -> String {
    value.to_string()
}
