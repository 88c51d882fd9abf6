//! The runtime: joins rules and adapters on one page.
//!
//! Events flow in, the visitor's record and its score follow, a submitted form becomes a lead in the outbox, and the sender
//! empties it. What is decided here is only the order of things; the rules decide everything else, and `src/aids/page.js` does what is to
//! be done to the page.

mod answer;
mod choice;
mod engine;
mod kept;
mod options;
mod outbox;
mod sender;
#[cfg(feature = "csr")]
pub mod site;
mod submit;

pub use engine::Engine;
pub use options::Options;

use crate::browser::{json, page};
use crate::campaign::Runtime;
use crate::locale::choose;
use wasm_bindgen::JsValue;

/// Starts on a page that carries the script tag: reads the campaign. Gives the function that the page asks; the engine begins with the
/// first question, so that on a slow phone each part is as long as a task should be.
///
/// # Errors
/// A sentence for the developer; the page keeps its native forms.
pub fn start(options: Options, campaign: &JsValue) -> Result<JsValue, String> {
    let campaign: Runtime =
        json::read(campaign).map_err(|error| [&options.campaign_url, " is no campaign of this version: ", &error].concat())?;
    let campaign = Box::leak(Box::new(campaign));
    Ok(answer::answering(move || begin(campaign, options)))
}

/// Knows the visitor. `page.js` has the page view counted, in a task of its own.
fn begin(campaign: &'static Runtime, options: Options) -> &'static Engine {
    let mut wanted = page::languages();
    if let Some(locale) = &options.locale {
        wanted.insert(0, locale.clone());
    }
    let locale = choose(&wanted, &campaign.locales).unwrap_or(&campaign.default_locale).to_owned();
    Engine::new(campaign, locale, options)
}
