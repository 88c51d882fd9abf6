//! The single-page app: reads `campaign.json` as its author wrote it, draws the page the address names, and runs the campaign on
//! it. Links between pages of the campaign switch without a reload.

use std::cell::RefCell;
use std::sync::Arc;

use js_sys::{Function, Promise, Reflect};
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, MouseEvent};

use super::{Engine, Options, answer};
use crate::browser::draw::Drawing;
use crate::browser::events;
use crate::browser::page::{self, PATH_ATTRIBUTE};
use crate::browser::{console, http, javascript, json, styles};
use crate::campaign::complete::complete;
use crate::campaign::written::Page;
use crate::campaign::{Campaign, Runtime};
use crate::condition::{Scope, value_at};
use crate::drawing::Node;
use crate::locale::direction;
use crate::object;
use crate::search::{parts as parts_of, up_to};
use crate::texts::Texts;
use crate::value::Value;
use crate::view;
use crate::visitor::consent::PageWord;

const CAMPAIGN: &str = "campaign.json";
/// The attribute of `<html>` that tells the folder of our files.
const BASE: &str = "data-lw-base";

/// Shows the campaign; when it cannot, one plain sentence to the visitor and one line to the developer.
pub async fn start() {
    let Some((_, document)) = page::window_and_document() else { return };
    let base = page::root().and_then(|html| html.get_attribute(BASE)).unwrap_or_else(|| "/".to_owned());
    match campaign(&base).await {
        Ok(campaign) => show(Box::leak(Box::new(campaign)), base, &document).await,
        Err(reason) => {
            console::say(&reason);
            if let Some(body) = document.body() {
                body.set_text_content(Some(Texts::default().not_available()));
            }
        }
    }
}

async fn campaign(base: &str) -> Result<Campaign, String> {
    // One after the other, at one place: each place to wait at is code of its own.
    let (mut read, mut built) = (None, Value::Null);
    for name in [CAMPAIGN, "runtime.json"] {
        let url = [base, name].concat();
        let fetched = http::get_json(&url).await;
        if read.is_none() {
            let written = json::read(&fetched?).map_err(|error| {
                [&url, ": ", &error, "; `leadwell check` tells more, and `leadwell build` puts split pages together"].concat()
            })?;
            read = Some(complete(written));
        } else if let Ok(fetched) = fetched {
            built = json::from_js(&fetched);
        }
    }
    let mut campaign = read.ok_or_else(String::new)?;
    // What takes a build: how popups look, and what receivers take. Without one the app goes without.
    if let Some(runtime) =
        Arc::get_mut(&mut campaign.runtime).filter(|runtime| value_at(&built, "version").as_str() == Some(&runtime.version))
    {
        runtime.starts = built.get("starts").cloned();
        runtime.destinations = value_at(&built, "destinations").clone();
    }
    Ok(campaign)
}

fn campaign_url(base: &str) -> String {
    [base, CAMPAIGN].concat()
}

/// What the app draws from; the same for every page, and there for as long as the app.
#[derive(Clone, Copy)]
struct Site {
    campaign: &'static Campaign,
    engine: &'static Engine,
    texts: &'static Texts,
    /// The path of the page on screen.
    shown: &'static RefCell<String>,
}

async fn show(campaign: &'static Campaign, base: String, document: &Document) {
    let place = Place::of(campaign, &page::seen_path());
    prepare(campaign, &place, document);
    let campaign_url = campaign_url(&base);
    let options = Options {
        base,
        campaign_url,
        locale: Some(place.locale.clone()),
        said: said().await,
        sites: sites().await.unwrap_or_default(),
        ..Options::default()
    };
    let engine = super::begin(&campaign.runtime, options);
    engine.arrive();
    let texts = words(&campaign.runtime, &engine.options, &engine.locale).await;
    let site = Site { campaign, engine, texts: Box::leak(Box::new(texts)), shown: Box::leak(Box::default()) };
    draw(&site, &place.path, document);
    follow_links(&site, document);
    if bring_to_life(site.engine).await.is_none() {
        console::say("page.js could not be used: forms are sent by the browser");
    }
}

/// Has `src/aids/page.js` do to the page what is to be done, as the loader has it on other pages.
async fn bring_to_life(engine: &'static Engine) -> Option<()> {
    let load = left("load")?;
    let module = awaited(load.call1(&JsValue::UNDEFINED, &"page".into())).await?;
    let attach = Reflect::get(&module, &"default".into()).ok()?.dyn_into::<Function>().ok()?;
    let options = json::to_js(&object! { "base" => engine.options.base, "campaign" => engine.options.campaign_url });
    Reflect::set(&options, &"load".into(), &load).ok()?;
    awaited(attach.call2(&JsValue::UNDEFINED, &answer::answering(move || engine), &options)).await.map(|_| ())
}

/// What a call comes to, whether it promises or gives.
async fn awaited(called: Result<JsValue, JsValue>) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(&called.ok()?)).await.ok()
}

/// A function of the loader, which does not start this program but leaves on the page what it needs: `load` fetches an aid, `said`
/// asks the page's consent tool.
fn left(name: &str) -> Option<Function> {
    let loader = Reflect::get(&js_sys::global(), &JsValue::from_str("leadwell")).ok()?;
    Reflect::get(&loader, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

async fn said() -> PageWord {
    match left("said") {
        Some(said) => PageWord::read(&json::from_js(&awaited(said.call0(&JsValue::UNDEFINED)).await.unwrap_or_default())),
        None => PageWord::default(),
    }
}

/// The lists of sites, where the visitor may have come from one.
async fn sites() -> Option<String> {
    awaited(left("sources")?.call0(&JsValue::UNDEFINED)).await?.as_string()
}

/// Draws a page in the place of the one shown, and gives its forms their behaviour.
fn draw(site: &Site, path: &str, document: &Document) {
    let Some(body) = document.body() else { return };
    body.set_text_content(None);
    // By Leptos' renderer alone: a drawing has no signals, and what owns them weighs kilobytes.
    Drawing(site.nodes(path)).build().mount(&body, None);
    path.clone_into(&mut site.shown.borrow_mut());
    events::tell("drawn", JsValue::UNDEFINED);
    events::tell("redrawn", JsValue::UNDEFINED);
}

impl Site {
    /// The page at a path as this visitor sees it.
    fn nodes(&self, path: &str) -> Vec<Node> {
        let engine = &self.engine;
        let verdict = engine.verdict();
        let scope = Scope { facts: &verdict.facts, lists: &engine.campaign.lists, engine: javascript::ENGINE };
        let visitor = view::Visitor {
            holds: &|condition| condition.holds(&scope),
            fact: &|name| scope.fact_as_text(name),
            country: &|code| javascript::country(code, &engine.locale),
        };
        let reader = view::Reader { visitor: Some(visitor), ..view::Reader::new(engine.campaign, &engine.locale, self.texts) };
        match self.campaign.page(path) {
            Some(page) => view::page(self.campaign, page, &reader),
            None => view::not_found(self.campaign, &reader),
        }
    }
}

/// A page of the campaign in a language.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    locale: String,
    path: String,
}

impl Place {
    /// What an address names: base and locale are taken off, `app.html` is the first page.
    fn of(campaign: &Campaign, address: &str) -> Self {
        let runtime = &campaign.runtime;
        let path = address.strip_prefix(&runtime.base).unwrap_or(address);
        let mut parts: Vec<&str> = parts_of(path, '/').filter(|part| !part.is_empty() && !part.ends_with(".html")).collect();
        let prefix = parts.first().and_then(|first| runtime.locales.iter().find(|locale| locale == first)).cloned();
        if prefix.is_some() {
            parts.remove(0);
        }
        let locale = prefix.unwrap_or_else(|| runtime.default_locale.clone());
        Self { locale, path: ["/", &parts.join("/")].concat() }
    }
}

/// The document around the page: language, look, title.
fn prepare(campaign: &Campaign, place: &Place, document: &Document) {
    let runtime = &campaign.runtime;
    if let Some(html) = page::root() {
        let _ = html.set_attribute("lang", &place.locale);
        let _ = html.set_attribute("dir", direction(&place.locale));
        let _ = html.set_attribute(PATH_ATTRIBUTE, &place.path);
        for (name, value) in view::theme_attributes(&runtime.theme) {
            let _ = html.set_attribute(name, value);
        }
    }
    styles::adopt_in_document(document, &view::theme_css(&runtime.theme, &runtime.on_accent));
    if let Some(page) = campaign.page(&place.path) {
        document.set_title(title(page, &place.locale, &runtime.default_locale));
    }
}

fn title<'a>(page: &'a Page, locale: &str, default_locale: &str) -> &'a str {
    page.title.in_locale(locale, default_locale)
}

/// Links to pages of the campaign in the same language change the page in place; every other link is the browser's own affair.
fn follow_links(site: &Site, document: &Document) {
    let Some((window, _)) = page::window_and_document() else { return };
    let site = *site;
    events::listen(document, "click", move |event| {
        if let Some(place) = followed(&site, &event) {
            event.prevent_default();
            switch(&site, place);
        }
    });
    events::listen(&window, "popstate", move |_| {
        let place = Place::of(site.campaign, &page::seen_path());
        if place.locale == site.engine.locale && place.path != *site.shown.borrow() {
            turn_to(&site, &place);
        }
    });
}

fn followed(site: &Site, event: &web_sys::Event) -> Option<(Place, String)> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    let plain = mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key());
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    if !plain || event.default_prevented() || link.has_attribute("target") {
        return None;
    }
    let href = link.get_attribute("href")?;
    let place = Place::of(site.campaign, up_to(up_to(&href, '?'), '#'));
    let ours = href.starts_with('/') && place.locale == site.engine.locale && site.campaign.page(&place.path).is_some();
    ours.then_some((place, href))
}

fn switch(site: &Site, (place, href): (Place, String)) {
    if let Some((window, _)) = page::window_and_document() {
        let _ = window.history().and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&href)));
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    turn_to(site, &place);
}

fn turn_to(site: &Site, place: &Place) {
    let Some((_, document)) = page::window_and_document() else { return };
    if let Some(html) = page::root() {
        let _ = html.set_attribute(PATH_ATTRIBUTE, &place.path);
    }
    if let Some(page) = site.campaign.page(&place.path) {
        document.set_title(title(page, &place.locale, &site.campaign.runtime.default_locale));
    }
    // What goes says so while it is the page's; what comes tells of this one, not of the one before.
    if let Some(body) = document.body() {
        body.set_text_content(None);
        events::tell("drawn", JsValue::UNDEFINED);
    }
    site.engine.look();
    draw(site, &place.path, &document);
    site.engine.count_page();
    let main = document.get_element_by_id("lw-main").and_then(|main| main.dyn_into::<HtmlElement>().ok());
    let _ = main.map(|main| main.focus());
}

/// The interface's words; English where they cannot be had.
async fn words(campaign: &Runtime, options: &Options, locale: &str) -> Texts {
    if !campaign.words.iter().any(|known| known == locale) {
        return Texts::default();
    }
    let words = http::get_json(&[options.campaign_folder(), "/texts/", locale, ".json"].concat()).await;
    words.and_then(|words| json::read(&words)).unwrap_or_default()
}
