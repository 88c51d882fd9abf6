//! Popups in a test: which one is on screen, by the very rules that browsers run (`src/aids/showing.js`), with this crate's conditions.
//!
//! As on a page, what happens is heard, and then it is asked which popup shows. Nothing is drawn.

use crate::condition::{Engine, Lists, Scope, holds_plain};
use crate::experiment::hash;
use crate::object;
use crate::quickjs;
use crate::scoring::with_event;
use crate::value::{Value, Write};

const SHOWING: &str = include_str!("../aids/showing.js");

/// Hears an event, then shows whatever may be shown. Gives `{ page, shown: [ids, in the order of showing], open }`.
const HAPPENED: &str = "(rules, ask, popups, before, happened, now, state) => {
    const holds = (condition, event) => ask('holds', { condition, event: event ?? null });
    const page = before ?? rules.begin(popups);
    const whole = { ...state, history: rules.withClosed(state.history, state.closed), holds, draw: (seed) => ask('draw', seed) };
    for (const [event, detail] of happened) rules.heard(page, popups, event, detail, holds);
    rules.reached(page, popups, now, holds);
    const shown = [];
    for (let popup; (popup = rules.next(popups, page, whole));) { rules.shown(page, popup); shown.push(popup.id); }
    return { page, shown };
}";
/// Opens a popup by hand: no rule is asked, and what waits for nobody else makes room.
const OPENED: &str = "(rules, ask, popups, page, id) => {
    const popup = popups.find((one) => one.id === id);
    const gone = popup.stands ? [] : popups.filter((one) => page.open.some(([open, stands]) => open === one.id && !stands));
    for (const one of gone) rules.closedOn(page, one);
    rules.shown(page, popup);
    return page;
}";
const CLOSED: &str = "(rules, ask, popups, page, id) => { rules.closedOn(page, popups.find((one) => one.id === id)); return page; }";
/// The rules that keep each popup away, by its id.
const ACCOUNT: &str = "(rules, ask, popups, page, state) => {
    const holds = (condition, event) => ask('holds', { condition, event: event ?? null });
    const whole = { ...state, history: rules.withClosed(state.history, state.closed), holds, draw: (seed) => ask('draw', seed) };
    const away = (popup) => rules.account(popup, page, whole).filter((rule) => !rule.holds).map(({ rule }) => rule);
    return popups.map((popup) => [popup.id, away(popup)]);
}";

/// What the rules are held against: facts as of now, and who is drawn.
pub struct Held<'a> {
    pub facts: &'a Value,
    pub lists: &'a Lists,
    pub visitor: &'a str,
    /// `now` and `state` of showing.js, without its functions.
    pub now: Value,
    pub state: Value,
}

/// The popups of one page view.
#[derive(Debug, Clone, Default)]
pub struct Popups {
    /// The rules as published; none where the campaign has no popups.
    rules: Value,
    limits: Value,
    /// What showing.js knows of this page view.
    page: Value,
}

impl Popups {
    /// Of what the runtime starts with.
    #[must_use]
    pub fn of(starts: Option<&Value>) -> Self {
        let popups = starts.and_then(|starts| starts.get("popups"));
        let part = |key: &str| popups.and_then(|popups| popups.get(key)).cloned().unwrap_or_default();
        Self { rules: part("popups"), limits: part("limits"), page: Value::Null }
    }

    #[must_use]
    pub fn is_none(&self) -> bool {
        self.rules.as_array().is_none_or(Vec::is_empty)
    }

    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.rules.as_array().into_iter().flatten().filter_map(|rule| rule.get("id")?.as_str()).collect()
    }

    /// Whether a popup counts for the limits of all.
    #[must_use]
    pub fn counts(&self, id: &str) -> bool {
        self.rule(id).is_some_and(|rule| rule.get("stands").and_then(Value::as_bool) != Some(true))
    }

    /// The form that a popup shows.
    #[must_use]
    pub fn form_of(&self, id: &str) -> Option<&str> {
        self.rule(id)?.get("form")?.as_str()
    }

    fn rule(&self, id: &str) -> Option<&Value> {
        self.rules.as_array()?.iter().find(|rule| rule.get("id").and_then(Value::as_str) == Some(id))
    }

    /// A full load of a page: nothing is on screen, and nothing has happened yet.
    pub fn turn(&mut self) {
        self.page = Value::Null;
    }

    /// On screen now, in the order in which they came.
    #[must_use]
    pub fn open(&self) -> Vec<String> {
        let open = self.page.get("open").and_then(Value::as_array);
        open.into_iter().flatten().filter_map(|one| Some(one.as_array()?.first()?.as_str()?.to_owned())).collect()
    }

    /// The one that a visitor looks at: what does not stand by itself comes before what does.
    #[must_use]
    pub fn seen(&self) -> Option<String> {
        let open = self.open();
        open.iter().rev().find(|id| self.counts(id)).or(open.last()).cloned()
    }

    /// Hears what happened, `[[event, detail], …]`, and shows what may be shown: their ids.
    pub fn heard(&mut self, happened: &Value, held: &Held) -> Vec<String> {
        let (now, state) = (held.now.clone(), self.state(held));
        let answer = quickjs::call(SHOWING, HAPPENED, &[&self.rules, &self.page, happened, &now, &state], asking(held));
        self.page = answer.get("page").cloned().unwrap_or_default();
        let shown = answer.get("shown").and_then(Value::as_array);
        shown.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    }

    /// Opens a popup that somebody asked for.
    pub fn open_by_hand(&mut self, id: &str, held: &Held) {
        self.page = quickjs::call(SHOWING, OPENED, &[&self.rules, &self.page, &id.into()], asking(held));
    }

    pub fn close(&mut self, id: &str, held: &Held) {
        self.page = quickjs::call(SHOWING, CLOSED, &[&self.rules, &self.page, &id.into()], asking(held));
    }

    /// A line for every popup: that it is on screen, or what keeps it away.
    #[must_use]
    pub fn explanation(&self, held: &Held) -> Vec<String> {
        if self.is_none() || self.page.is_null() {
            return Vec::new();
        }
        let open = self.open();
        let accounts = quickjs::call(SHOWING, ACCOUNT, &[&self.rules, &self.page, &self.state(held)], asking(held));
        let line = |account: &Value| {
            let [id, away] = account.as_array()?.as_slice() else { return None };
            let id = id.as_str()?;
            let away: Vec<&str> = away.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let is_open = open.iter().any(|open| open == id);
            Some(if is_open { format!("popup {id}: on screen") } else { format!("popup {id}: kept away by {}", away.join(", ")) })
        };
        accounts.as_array().into_iter().flatten().filter_map(line).collect()
    }

    fn state(&self, held: &Held) -> Value {
        let mut state = held.state.clone();
        if let Value::Object(state) = &mut state {
            state.insert("limits", self.limits.clone());
        }
        state
    }
}

fn asking(held: &Held) -> Box<quickjs::Ask> {
    let (facts, lists, visitor) = (held.facts.clone(), held.lists.clone(), held.visitor.to_owned());
    Box::new(move |what, about| match what {
        "holds" => {
            let facts = with_event(facts.clone(), about.get("event").cloned().unwrap_or_else(|| object! {}));
            holds_plain(about.get("condition"), &Scope { facts: &facts, lists: &lists, engine: Engine::native() }).write()
        }
        "draw" => hash(about.as_str().unwrap_or_default(), &visitor).write(),
        _ => Value::Null,
    })
}
