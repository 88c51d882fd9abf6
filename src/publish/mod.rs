//! What `leadwell build` writes: everything of `dist/` that trunk does not.
//!
//! It completes the folder that trunk made, and works again on a finished one: the pages of another campaign need no new wasm.
//! It refuses to publish a campaign with errors; the command checks that before it calls.

mod aids;
mod app;
mod campaign_files;
mod compress;
mod document;
mod folder;
mod head;
mod import_names;
pub mod loader;
mod markup;
mod pages;
mod parts;
mod policy;
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
use crate::texts::{self, FormTexts};
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
    let campaign = &campaign;
    let mut folder = Folder::open(order.out)?;
    let runtime = RuntimeFiles::take(&mut folder)?;
    let aids = aids::write(&mut folder, &campaign.runtime)?;
    loader::write(&mut folder, &runtime, &aids)?;
    app::write(&mut folder, campaign)?;
    folder.write("campaign.json", json(order.published))?;
    folder.write("runtime.json", json(&runtime_of(campaign)))?;
    markup::write(&mut folder, campaign)?;
    for locale in &campaign.runtime.words {
        folder.write(&format!("texts/{locale}.json"), json(&texts::words(locale, &campaign.texts)))?;
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

/// What the embed downloads: the checked campaign without what only views read, since its forms come drawn; of the files with words it
/// knows those that say anything to a form that English does not.
fn runtime_of(campaign: &Campaign) -> Value {
    const DRAWN: [&str; 15] = [
        "theme",
        "on_accent",
        "controller",
        "privacy_url",
        "label",
        "hint",
        "placeholder",
        "width",
        "autocomplete",
        "notices",
        "submit",
        "native",
        "message",
        "download",
        "calendar",
    ];
    let mut runtime = campaign.runtime.clone();
    runtime.words.retain(|locale| texts::of_forms(locale, &campaign.texts) != FormTexts::default());
    let mut runtime = serde_json::to_value(runtime).unwrap_or_default();
    if let Some(keys) = runtime.as_object_mut() {
        keys.retain(|key, _| !DRAWN.contains(&key.as_str()));
    }
    let forms = runtime.get_mut("forms").and_then(Value::as_object_mut);
    for form in forms.into_iter().flat_map(|forms| forms.values_mut()) {
        without(form, &DRAWN);
    }
    runtime
}

/// Takes keys out of an object and of everything below it.
fn without(value: &mut Value, keys: &[&str]) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| !keys.contains(&key.as_str()));
            object.values_mut().for_each(|value| without(value, keys));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| without(value, keys)),
        _ => {}
    }
}

fn json(value: &Value) -> String {
    value.to_string()
}
