//! What `leadwell build` writes: everything of `dist/` that trunk does not.
//!
//! It completes the folder that trunk made, and works again on a finished one: the pages of another campaign need no new wasm.
//! It refuses to publish a campaign with errors; the command checks that before it calls.

mod app;
mod compress;
mod document;
mod folder;
mod import_names;
pub mod loader;
mod markup;
mod policy;
mod program;
mod runtime_files;
mod sheets;
mod site_files;
pub mod weights;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::campaign::written::Page;
use crate::campaign::{Campaign, Runtime};
use crate::drawing::html::to_html;
use crate::texts::{self, Texts};
use crate::view::{self, Reader};
use document::Document;
use folder::Folder;
use runtime_files::RuntimeFiles;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: found neither trunk's embed.js and embed_bg.wasm nor a finished build; run `make dist`", dir.display())]
    NoRuntime { dir: PathBuf },
    #[error("{what}: not as expected; this build knows trunk 0.21 and wasm-bindgen 0.2")]
    Unexpected { what: &'static str },
}

/// What was written, for the closing line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub pages: usize,
    pub files: usize,
}

/// Completes `out`. `published` is the campaign file with its fingerprint. `progress` is told the pages done, and of how many.
///
/// # Errors
/// When a file cannot be read or written, or the runtime is missing.
pub fn build(campaign: &Campaign, published: &Value, out: &Path, mut progress: impl FnMut(usize, usize)) -> Result<Summary, Error> {
    let mut folder = Folder::open(out)?;
    let runtime = RuntimeFiles::take(&mut folder)?;
    loader::write(&mut folder, &runtime)?;
    app::write(&mut folder, campaign)?;
    folder.write("campaign.json", json(published))?;
    folder.write("runtime.json", json(&runtime_of(&campaign.runtime)))?;
    markup::write(&mut folder, &campaign.runtime)?;
    for file in texts::FILES {
        folder.write(&format!("texts/{file}.json"), texts::source(file).unwrap_or_default())?;
    }
    let locales = &campaign.runtime.locales;
    let total = locales.len() * campaign.pages.len();
    for (index, (locale, page)) in locales.iter().flat_map(|locale| campaign.pages.iter().map(move |page| (locale, page))).enumerate() {
        write_page(&mut folder, campaign, page, locale)?;
        progress(index + 1, total);
    }
    for locale in locales {
        write_thanks(&mut folder, campaign, locale)?;
    }
    site_files::write(&mut folder, campaign)?;
    folder.remove_what_earlier_builds_left()?;
    compress::compress(&folder)?;
    Ok(Summary { pages: total, files: folder.count() })
}

fn write_page(folder: &mut Folder, campaign: &Campaign, page: &Page, locale: &str) -> Result<(), Error> {
    let texts = texts::for_locale(locale);
    let reader = Reader::new(&campaign.runtime, locale, &texts);
    let body = to_html(&view::page(campaign, page, &reader));
    let document = Document {
        campaign,
        locale,
        path: &page.path,
        title: reader.read(&page.title),
        description: Some(reader.read(&page.description)),
        styles: sheets::page_sheets(&page.blocks),
        body,
        indexed: true,
    };
    folder.write(&file_of(&reader.path(&page.path), &campaign.runtime), document.html())
}

/// The pages on which forms posted without scripts end.
fn write_thanks(folder: &mut Folder, campaign: &Campaign, locale: &str) -> Result<(), Error> {
    let texts: Texts = texts::for_locale(locale);
    let reader = Reader::new(&campaign.runtime, locale, &texts);
    for (id, form) in &campaign.runtime.forms {
        let path = reader.thanks_path(id);
        let body = to_html(&view::thanks_page(campaign, id, form, &reader));
        let document = Document {
            campaign,
            locale,
            path: &format!("/thanks/{id}"),
            title: texts.received.to_string(),
            description: None,
            styles: sheets::thanks_sheets(),
            body,
            indexed: false,
        };
        folder.write(&file_of(&path, &campaign.runtime), document.html())?;
    }
    Ok(())
}

/// `ko/pricing/index.html` for `/offers/ko/pricing/`: the folder is uploaded to where the base points.
fn file_of(path: &str, runtime: &Runtime) -> String {
    let inside = path.strip_prefix(&runtime.base).unwrap_or(path).trim_start_matches('/');
    format!("{inside}index.html")
}

/// What the embed downloads: the checked campaign without what only views read, since its forms come drawn.
fn runtime_of(runtime: &Runtime) -> Value {
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
