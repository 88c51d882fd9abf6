//! What happens on the page, entered as events: scrolling, clicks, and time that a visitor really spends.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};

use super::Engine;
use crate::browser::events::{Listener, listen_once};
use crate::browser::{clock, page};
use crate::object;
use crate::visitor::attention::{click_detail, depths_reached, stays_reached};

/// How often engaged time is counted.
const STEP_SECONDS: u32 = 5;
/// Somebody who has not moved for so long is not there.
const ATTENTION_MS: f64 = 30_000.0;
/// A page that fits the window counts as read after so many engaged seconds.
const READ_AT_A_GLANCE: u32 = 10;

/// Watches for as long as the page lives.
pub fn page(engine: &Rc<Engine>) {
    let Some((window, document)) = page::window_and_document() else { return };
    let deepest = Rc::new(Cell::new(0));
    {
        let (engine, deepest) = (engine.clone(), deepest.clone());
        std::mem::forget(Listener::new(&window, "scroll", move |_| enter_depth(&engine, &deepest, false)));
    }
    {
        let engine = engine.clone();
        std::mem::forget(Listener::capturing(&document, "click", move |event| {
            // What was clicked, even inside a form's shadow root: from out here the target is the root's host.
            if let Ok(element) = event.composed_path().get(0).dyn_into::<Element>() {
                enter_click(&engine, &element);
            }
        }));
    }
    count_engaged_time(engine.clone(), Signs::new(window.into()), deepest);
}

fn enter_depth(engine: &Engine, deepest: &Cell<u32>, read_at_a_glance: bool) {
    let Some(percent) = depth(read_at_a_glance) else { return };
    for depth in depths_reached(deepest.get(), percent) {
        deepest.set(depth);
        engine.happened("scroll", object! { "percent" => depth });
    }
}

/// How far down the page the window's lower edge is, in percent; `None` for a page that fits, until it was read.
fn depth(read_at_a_glance: bool) -> Option<u32> {
    let (window, document) = page::window_and_document()?;
    let whole = f64::from(document.document_element()?.scroll_height());
    let height = window.inner_height().ok()?.as_f64()?;
    if whole <= height + 1.0 {
        return read_at_a_glance.then_some(100);
    }
    let seen = window.scroll_y().ok()? + height;
    Some((seen / whole * 100.0).clamp(0.0, 100.0) as u32)
}

fn enter_click(engine: &Engine, element: &Element) {
    let tracked = element.closest("[data-leadwell-track]").ok().flatten();
    if let Some(name) = tracked.and_then(|tracked| tracked.get_attribute("data-leadwell-track")) {
        engine.happened(&name, object! {});
    }
    let Ok(Some(clicked)) = element.closest("a, button, summary") else { return };
    let (text, url) = (clicked.text_content().unwrap_or_default(), clicked.get_attribute("href").unwrap_or_default());
    engine.happened("click", click_detail(&clicked.id(), &text, &url));
    if clicked.has_attribute("download") {
        engine.happened("file_download", object! { "file" => url });
    }
}

/// Tells whether somebody is there by what moves on the page. Of all that moves between two looks only the first of a kind is listened
/// to: a listener at every key and every move of a pointer would cost more than all else that is watched.
struct Signs {
    window: EventTarget,
    seen: Rc<Cell<bool>>,
    note: Closure<dyn FnMut(Event)>,
    last_ms: f64,
}

impl Signs {
    fn new(window: EventTarget) -> Self {
        let seen = Rc::new(Cell::new(true));
        let note = Closure::new({
            let seen = seen.clone();
            move |_| seen.set(true)
        });
        let mut signs = Self { window, seen, note, last_ms: 0.0 };
        signs.look();
        signs
    }

    /// Whether there was a sign lately. Looked at once a step.
    fn look(&mut self) -> bool {
        let now = clock::now_ms();
        if self.seen.take() {
            self.last_ms = now;
            for name in ["pointermove", "keydown", "scroll", "pointerdown"] {
                listen_once(&self.window, name, self.note.as_ref().unchecked_ref());
            }
        }
        now - self.last_ms < ATTENTION_MS
    }
}

// One timer for as long as the page is open; it does next to nothing and reads no layout while the visitor is away.
fn count_engaged_time(engine: Rc<Engine>, mut signs: Signs, deepest: Rc<Cell<u32>>) {
    let again = Closure::once_into_js(move || {
        let has_moved = signs.look();
        let there = page::window_and_document().is_some_and(|(_, document)| !document.hidden() && document.has_focus().unwrap_or(true));
        if there && has_moved {
            let seconds = engine.engaged_for(STEP_SECONDS);
            for seconds in stays_reached(seconds.saturating_sub(STEP_SECONDS), seconds) {
                engine.happened("dwell", object! { "seconds" => seconds });
            }
            if seconds == READ_AT_A_GLANCE {
                enter_depth(&engine, &deepest, true);
            }
        }
        count_engaged_time(engine, signs, deepest);
    });
    clock::call_after(f64::from(STEP_SECONDS) * 1000.0, again.unchecked_ref());
}
