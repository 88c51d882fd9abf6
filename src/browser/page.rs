//! The page, the device and what the browser says on the visitor's behalf.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
#[cfg(not(feature = "csr"))]
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Element, Url, UrlSearchParams, Window};

use super::json;
use crate::search::{parts, up_to};
use crate::value::Named;
use crate::visitor::consent::Signals;
use crate::visitor::{APP, Device, PageSeen, tells_the_source};

/// The attribute of `<html>` by which a page of the campaign tells its path, without base and locale.
pub const PATH_ATTRIBUTE: &str = "data-lw-page";

#[cfg(not(feature = "csr"))]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static WINDOW: Window;
}

/// The page's window. Every browser that runs us calls it `globalThis`; the crates look for it under four names, for worlds that are no
/// browser, which is half a kilobyte. The app has that in it all the same.
#[must_use]
pub fn window() -> Option<Window> {
    #[cfg(not(feature = "csr"))]
    return Some(WINDOW.with(Clone::clone));
    #[cfg(feature = "csr")]
    web_sys::window()
}

#[must_use]
pub fn window_and_document() -> Option<(Window, Document)> {
    let window = window()?;
    let document = window.document()?;
    Some((window, document))
}

/// The id by which experiments were drawn before the page was painted.
#[must_use]
pub fn drawn_for() -> Option<String> {
    root()?.get_attribute("data-lw-visitor")
}

/// What stands below the window, at a place such as `location.href`; `undefined` where there is nothing, or a getter throws. One way
/// for all of them, where each getter of its own would be an import and its glue.
#[must_use]
#[inline(never)]
pub fn at(path: &str) -> JsValue {
    let mut value = JsValue::from(window());
    for key in parts(path, '.') {
        value = Reflect::get(&value, &JsValue::from_str(key)).unwrap_or_default();
    }
    value
}

/// A text that stands there, else an empty one.
#[must_use]
#[inline(never)]
pub fn text_at(path: &str) -> String {
    at(path).as_string().unwrap_or_default()
}

/// The document's own element, `<html>`.
#[must_use]
pub fn root() -> Option<Element> {
    window_and_document()?.1.document_element()
}

/// The page as it stands now.
#[must_use]
pub fn seen() -> PageSeen {
    let own_path = root().and_then(|html| html.get_attribute(PATH_ATTRIBUTE));
    let referrer = text_at("document.referrer");
    let referrer_host = match referrer.strip_prefix(APP) {
        // Not every browser finds a host in it.
        Some(app) => up_to(app, '/').to_owned(),
        None => Url::new(&referrer).map(|url| url.hostname()).unwrap_or_default(),
    };
    PageSeen {
        url: text_at("location.href"),
        path: own_path.unwrap_or_else(seen_path),
        title: text_at("document.title"),
        host: text_at("location.hostname"),
        query: query(&text_at("location.search")),
        referrer: (!referrer_host.is_empty()).then_some((referrer, referrer_host)),
        seconds: 0,
    }
}

/// The path in the address bar.
#[must_use]
pub fn seen_path() -> String {
    text_at("location.pathname")
}

/// Takes parameters out of the address bar, and gives what they said. The others stay, and so does the place in the history; what
/// tells where a visitor came from is only read.
#[must_use]
pub fn take_from_address(wanted: &[&str]) -> Named<String> {
    let mut taken = Named::new();
    let Some((window, _)) = window_and_document().filter(|_| !wanted.is_empty()) else { return taken };
    let Ok(url) = Url::new(&text_at("location.href")) else { return taken };
    let (parameters, mut changed) = (url.search_params(), false);
    for name in wanted {
        if let Some(value) = parameters.get(name) {
            taken.insert(*name, value);
            if !tells_the_source(name) {
                parameters.delete(name);
                changed = true;
            }
        }
    }
    if changed {
        let _ = window.history().and_then(|history| history.replace_state_with_url(&at("history.state"), "", Some(&url.href())));
    }
    taken
}

/// Whether a program drives this browser, and says so.
#[must_use]
pub fn is_driven() -> bool {
    at("navigator.webdriver").is_truthy()
}

/// Whether this page was made from the campaign, by `leadwell build` or by the single-page app.
#[must_use]
pub fn is_own() -> bool {
    root().is_some_and(|html| html.has_attribute(PATH_ATTRIBUTE))
}

// A query is anybody's to write, so only the beginning of a long one is read.
fn query(search: &str) -> Named<String> {
    const LONGEST: usize = 4000;
    let search: String = search.chars().take(LONGEST).collect();
    let parameters = UrlSearchParams::new_with_str(&search).ok();
    let entries = parameters.and_then(|parameters| js_sys::Object::from_entries(&parameters).ok());
    entries.and_then(|entries| json::read(&entries).ok()).unwrap_or_default()
}

/// What the visitor holds in hand.
#[must_use]
pub fn device() -> Device {
    let Some(window) = window() else { return Device::default() };
    let width = at("innerWidth").as_f64().unwrap_or_default() as u32;
    let touch = window.match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    Device::of(width, touch, &text_at("navigator.userAgent"))
}

/// Global Privacy Control and Do Not Track.
#[must_use]
pub fn signals() -> Signals {
    Signals { gpc: at("navigator.globalPrivacyControl").is_truthy(), dnt: text_at("navigator.doNotTrack") == "1" }
}

/// The languages a reader of this page is likely to want, the likeliest first: the page's own, then the browser's.
#[must_use]
pub fn languages() -> Vec<String> {
    let mut languages = Vec::new();
    languages.extend(root().and_then(|html| html.get_attribute("lang")));
    for language in json::from_js(&at("navigator.languages")).as_array().into_iter().flatten() {
        languages.extend(language.as_str().map(str::to_owned));
    }
    languages
}
