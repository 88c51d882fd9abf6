//! The page, the device and what the browser says on the visitor's behalf.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element, Url, UrlSearchParams, Window};

use super::json;
use crate::value::Named;
use crate::visitor::consent::Signals;
use crate::visitor::{APP, Device, PageSeen, tells_the_source};

/// The attribute of `<html>` by which a page of the campaign tells its path, without base and locale.
pub const PATH_ATTRIBUTE: &str = "data-lw-page";

#[must_use]
pub fn window_and_document() -> Option<(Window, Document)> {
    let window = web_sys::window()?;
    let document = window.document()?;
    Some((window, document))
}

/// The document's own element, `<html>`.
#[must_use]
pub fn root() -> Option<Element> {
    window_and_document()?.1.document_element()
}

/// The page as it stands now.
#[must_use]
pub fn seen() -> PageSeen {
    let Some((window, document)) = window_and_document() else { return PageSeen::default() };
    let location = window.location();
    let own_path = document.document_element().and_then(|html| html.get_attribute(PATH_ATTRIBUTE));
    let referrer = document.referrer();
    let referrer_host = match referrer.strip_prefix(APP) {
        // Not every browser finds a host in it.
        Some(app) => app.split('/').next().unwrap_or_default().to_owned(),
        None => Url::new(&referrer).map(|url| url.hostname()).unwrap_or_default(),
    };
    PageSeen {
        url: location.href().unwrap_or_default(),
        path: own_path.unwrap_or_else(|| location.pathname().unwrap_or_default()),
        title: document.title(),
        host: location.hostname().unwrap_or_default(),
        query: query(&location.search().unwrap_or_default()),
        referrer: (!referrer_host.is_empty()).then_some((referrer, referrer_host)),
        seconds: 0,
    }
}

/// The path in the address bar.
#[must_use]
pub fn seen_path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Takes parameters out of the address bar, and gives what they said. The others stay, and so does the place in the history; what
/// tells where a visitor came from is only read.
#[must_use]
pub fn take_from_address(wanted: &[&str]) -> Named<String> {
    let mut taken = Named::new();
    let Some((window, _)) = window_and_document().filter(|_| !wanted.is_empty()) else { return taken };
    let Ok(url) = Url::new(&window.location().href().unwrap_or_default()) else { return taken };
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
        let _ = window.history().and_then(|history| {
            let state = history.state().unwrap_or_default();
            history.replace_state_with_url(&state, "", Some(&url.href()))
        });
    }
    taken
}

/// Whether a program drives this browser, and says so.
#[must_use]
pub fn is_driven() -> bool {
    web_sys::window().is_some_and(|window| Reflect::get(&window.navigator(), &"webdriver".into()).is_ok_and(|driven| driven.is_truthy()))
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
    let Some(window) = web_sys::window() else { return Device::default() };
    let width = window.inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default() as u32;
    let touch = window.match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    Device::of(width, touch, &window.navigator().user_agent().unwrap_or_default())
}

/// Global Privacy Control and Do Not Track.
#[must_use]
pub fn signals() -> Signals {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return Signals::default() };
    let property = |name: &str| Reflect::get(&navigator, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    Signals { gpc: property("globalPrivacyControl").is_truthy(), dnt: property("doNotTrack").as_string().as_deref() == Some("1") }
}

/// The languages a reader of this page is likely to want, the likeliest first: the page's own, then the browser's.
#[must_use]
pub fn languages() -> Vec<String> {
    let Some((window, document)) = window_and_document() else { return Vec::new() };
    let page = document.document_element().and_then(|html| html.get_attribute("lang"));
    let browser = window.navigator().languages();
    page.into_iter().chain(browser.iter().filter_map(|language| language.as_string())).collect()
}
