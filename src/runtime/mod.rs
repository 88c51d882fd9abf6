//! The runtime: joins rules, adapters and views on one page.
//!
//! Events flow in, the visitor's record and its score follow, a submitted form becomes a lead in the outbox, and the sender
//! empties it. What is decided here is only the order of things; the rules decide everything else.

mod api;
mod engine;
mod form;
mod mount;
mod options;
mod outbox;
mod sender;
mod settle;
#[cfg(feature = "csr")]
pub mod site;
mod submit;
mod watch;

use std::rc::Rc;

pub use engine::Engine;
pub use options::Options;

use crate::browser::{events, http, json, page};
use crate::campaign::Runtime;
use crate::locale::choose;
use crate::value::Read;
use wasm_bindgen::JsValue;

/// Starts on a page that carries the script tag: reads `runtime.json`, then runs.
///
/// # Errors
/// A sentence for the developer; the page keeps its native forms.
pub async fn start(options: Options) -> Result<(), String> {
    let campaign = options.campaign().await?;
    let campaign: Runtime =
        json::read(&campaign).map_err(|error| [&options.campaign_url, " is no campaign of this version: ", &error].concat())?;
    let engine = begin(campaign, options).await;
    mount::all(&engine).await;
    form::all(&engine);
    settle::page(&engine);
    form::all(&engine);
    ready(&engine);
    Ok(())
}

/// Counts this page view and what happens on the page from here on, and answers `leadwell(…)`.
async fn begin(campaign: Runtime, options: Options) -> Rc<Engine> {
    let wanted = options.locale.clone().into_iter().chain(page::languages());
    let locale = choose(wanted, &campaign.locales).unwrap_or(&campaign.default_locale).to_owned();
    let texts = words(&campaign, &options, &locale).await;
    let engine = Engine::new(campaign, texts, locale, options);
    engine.arrive();
    watch::page(&engine);
    api::take_over(&engine);
    engine
}

/// Once the page's forms have their behaviour: sends what waits, and says so.
fn ready(engine: &Rc<Engine>) {
    sender::keep_sending(engine);
    events::tell("ready", JsValue::UNDEFINED);
}

/// The interface's words, of forms or of pages; English where they cannot be had.
async fn words<T: Read + Default>(campaign: &Runtime, options: &Options, locale: &str) -> T {
    if !campaign.words.iter().any(|known| known == locale) {
        return T::default();
    }
    let words = http::get_json(&[options.campaign_folder(), "/texts/", locale, ".json"].concat()).await;
    words.and_then(|words| json::read(&words)).unwrap_or_default()
}
