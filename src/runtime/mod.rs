//! The runtime: joins rules, adapters and views on one page.
//!
//! Events flow in, the visitor's record and its score follow, a submitted form becomes a lead in the outbox, and the sender
//! empties it. What is decided here is only the order of things; the rules decide everything else.

mod api;
mod engine;
mod forms;
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
use std::sync::Arc;

pub use engine::Engine;
pub use options::Options;

use crate::browser::{events, json, page};
use crate::campaign::Runtime;
use crate::locale::choose;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Starts on a page that carries the script tag: reads `runtime.json`, then runs.
///
/// # Errors
/// A sentence for the developer; the page keeps its native forms.
pub async fn start(options: Options) -> Result<(), String> {
    let campaign = options.campaign().await?;
    let campaign: Runtime =
        json::read(&campaign).map_err(|error| [&options.campaign_url, " is no campaign of this version: ", &error].concat())?;
    let engine = begin(Arc::new(campaign), options);
    mount::all(&engine).await;
    settle::page(&engine);
    let _ = JsFuture::from(forms::all(&engine)).await;
    ready(&engine);
    Ok(())
}

/// Counts this page view and what happens on the page from here on, and answers `leadwell(…)`.
fn begin(campaign: Arc<Runtime>, options: Options) -> Rc<Engine> {
    let wanted = options.locale.clone().into_iter().chain(page::languages());
    let locale = choose(wanted, &campaign.locales).unwrap_or(&campaign.default_locale).to_owned();
    let engine = Engine::new(campaign, locale, options);
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
