//! A tool made ready: its row with what an author wrote put in. What cannot be made is told, and left out.

use serde_json::{Map, Value, json};

use super::{About, By, Event, OF_LEADS, Row, facts, row, rows};
use crate::campaign::address::is_web_address;
use crate::campaign::check::{event_names, hint, nearest, not_an_address};
use crate::campaign::connector::{Fault, Mapping, add_usual_params, read_params};
use crate::campaign::problem::under;
use crate::campaign::written::{Analytics, Asked};
use crate::value::Named;
use crate::visitor::consent::RESERVED;

/// A tool as `starts` has it, with what is told of it.
#[derive(Debug, Default)]
pub struct Made {
    pub tool: Value,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

/// Makes a tool.
#[must_use]
pub fn make(written: &Analytics, about: &About) -> Made {
    let Some(row) = row(&written.connector) else {
        let known = hint(&written.connector, rows().iter().map(|row| row.name.as_str()));
        let message = format!("this version has no tool \"{}\"{known}", written.connector);
        return Made { faults: vec![Fault { path: "connector".to_owned(), message }], ..Made::default() };
    };
    Making { row, written, about, params: Map::new(), made: Made::default() }.finish()
}

struct Making<'a> {
    row: &'static Row,
    written: &'a Analytics,
    about: &'a About,
    /// Of all events.
    params: Map<String, Value>,
    made: Made,
}

impl Making<'_> {
    fn finish(mut self) -> Made {
        let (row, written) = (self.row, self.written);
        let purpose = written.purpose.as_deref().unwrap_or(&row.purpose);
        if !RESERVED.contains(&purpose) {
            self.fault("purpose", format!("no tool can have the purpose \"{purpose}\"{}", hint(purpose, RESERVED)));
        }
        self.check_url();
        let on = self.on();
        self.params = read_params(&row.name, &row.params, written.params.iter(), "params", &mut self.made.faults);
        let mut events = self.events(on.as_deref());
        let mut tool = Map::from_iter([("name".to_owned(), json!(row.name)), ("purpose".to_owned(), purpose.into())]);
        match row.by {
            By::Call => {
                if row.queue {
                    tool.insert("queue".to_owned(), json!(on));
                }
                tool.insert("calls".to_owned(), hoisted(&mut events));
            }
            By::Dom => tool.extend([("by".to_owned(), "dom".into()), ("on".to_owned(), json!(on))]),
            By::Batch => tool.extend([("by".to_owned(), "batch".into()), ("url".to_owned(), json!(written.url))]),
        }
        tool.insert("events".to_owned(), events.into());
        self.made.tool = tool.into();
        self.made
    }

    fn fault(&mut self, path: impl Into<String>, message: impl Into<String>) {
        let fault = Fault { path: path.into(), message: message.into() };
        if !self.made.faults.contains(&fault) {
            self.made.faults.push(fault);
        }
    }

    /// What the page calls the tool.
    fn on(&mut self) -> Option<String> {
        let (row, written) = (self.row, self.written);
        let usual = row.on.as_deref().unwrap_or_default();
        let Some(on) = &written.on else { return row.on.clone() };
        let is_name = |name: &str| {
            !name.is_empty()
                && !name.starts_with(|c: char| c.is_ascii_digit())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "_$".contains(c))
        };
        match row.by {
            By::Batch => self.fault("on", "webhook calls nothing of the page; remove this key"),
            By::Dom if on.is_empty() || on.contains(char::is_whitespace) => {
                self.fault("on", format!("\"{on}\" is no name of an event, such as \"{usual}\""));
            }
            By::Call if !on.split('.').all(is_name) || (row.queue && on.contains('.')) => {
                self.fault("on", format!("\"{on}\" is no name of a global variable, such as \"{usual}\""));
            }
            By::Dom | By::Call => {}
        }
        Some(on.clone())
    }

    fn check_url(&mut self) {
        match (&self.written.url, self.row.by) {
            (None, By::Batch) => self.fault("connector", "webhook needs a \"url\", such as https://hooks.example/events"),
            (Some(url), By::Batch) if !is_web_address(url) => self.fault("url", not_an_address(url)),
            (Some(_), By::Call | By::Dom) => {
                let message = format!("{} is told on the page, and sends by itself; remove this key", self.row.name);
                self.fault("url", message);
            }
            _ => {}
        }
    }

    /// What it is told of, by event.
    fn events(&mut self, on: Option<&str>) -> Map<String, Value> {
        let row = self.row;
        let mut events = Map::new();
        let Some(asked) = self.written.events.as_ref() else {
            for (name, event) in row.events.iter().filter(|(_, event)| event.is_usual()) {
                let made = self.event(&Asked { name: name.clone(), ..Asked::default() }, event, on);
                events.insert(name.clone(), made);
            }
            if let Some(own) = row.own.as_ref().filter(|_| row.every) {
                let made = self.event(&Asked { name: "*".to_owned(), ..Asked::default() }, &Event { all: true, ..own.clone() }, on);
                events.insert("*".to_owned(), made);
            }
            return events;
        };
        if asked.0.is_empty() {
            self.fault("events", "names no event, so that nothing is told; leave the key out for what is usual");
        }
        for asked in &asked.0 {
            if events.contains_key(&asked.name) {
                self.fault(place(asked), format!("\"{}\" stands here twice; remove one of them", asked.name));
            } else if let Some(event) = self.known(asked, on) {
                let made = self.event(asked, &event, on);
                events.insert(asked.name.clone(), made);
            }
        }
        events
    }

    /// The words that the tool has for an event that its author names.
    fn known(&mut self, asked: &Asked, on: Option<&str>) -> Option<Event> {
        let (row, name) = (self.row, asked.name.as_str());
        let told_as = asked.told.name.as_deref().unwrap_or(name);
        if let Some(event) = row.events.get(name) {
            let counts_itself = row.twice_unless.as_ref().and_then(|param| self.params.get(param)).is_none_or(|says| says != "false");
            if let Some(part) = event.twice.as_deref().filter(|_| counts_itself && told_as == event.name.as_deref().unwrap_or(name)) {
                let cure =
                    row.twice_unless.as_ref().map(|param| format!(", and say \"params\": {{ \"{param}\": false }}")).unwrap_or_default();
                let message = format!(
                    "{} counts \"{name}\" by itself ({part}), and this would count twice: leave it out, give it another name, \
                     or turn that off there{cure}",
                    row.title
                );
                self.made.warnings.push(Fault { path: place(asked), message });
            }
            return Some(event.clone());
        }
        let layer = match (row.queue, row.on.as_deref()) {
            (true, _) => on,
            (false, Some("gtag")) => Some("dataLayer"),
            _ => None,
        };
        if let Some((_, heard)) = self.about.own.iter().find(|(own, _)| own == name)
            && heard.as_ref().is_some_and(|(heard_in, called)| layer == Some(heard_in.as_str()) && called == told_as)
        {
            let message = format!(
                "the page itself told {} of \"{told_as}\", from where the event \"{name}\" is heard: it would count twice; leave it out here",
                row.title
            );
            self.fault(place(asked), message);
            return None;
        }
        let mut names: Vec<&str> = event_names().chain(OF_LEADS).collect();
        names.extend(self.about.own.iter().map(|(own, _)| own.as_str()));
        if let Some(nearest) = nearest(name, &names).filter(|_| !names.contains(&name)) {
            let message = format!("\"{name}\" is an event of your own; did you mean \"{nearest}\"?");
            self.made.warnings.push(Fault { path: place(asked), message });
        }
        if row.own.is_none() {
            let known = hint(name, row.events.keys().map(String::as_str));
            self.fault(place(asked), format!("{} has no words for \"{name}\"{known}", row.title));
        }
        row.own.as_ref().map(|own| Event { all: true, ..own.clone() })
    }

    /// How one event is told: `{ "name", "all", "fields", "calls" }`, each where it says something.
    fn event(&mut self, asked: &Asked, event: &Event, on: Option<&str>) -> Value {
        let (row, written, told) = (self.row, self.written, &asked.told);
        let at = place(asked);
        let mut params = self.params.clone();
        params.extend(read_params(&row.name, &row.params, told.params.iter(), &under(&at, "params"), &mut self.made.faults));
        for (param, known) in add_usual_params(&row.params, &mut params) {
            let path = if at.is_empty() { "connector" } else { at.as_str() };
            self.fault(path, format!("{} needs \"params\": {{ \"{param}\": … }}, {}", row.name, known.what));
        }
        let name = told.name.as_ref().or(event.name.as_ref()).unwrap_or(&asked.name);
        let is_standard = row.standard.is_empty() || row.standard.contains(name);
        if !is_standard && row.calls.get("custom").is_none() {
            let known = hint(name, row.standard.iter().map(String::as_str));
            let message = format!("{} has no event \"{name}\"; say which it is by \"name\"{known}", row.title);
            self.fault(if told.name.is_some() { under(&at, "name") } else { at.clone() }, message);
        }
        let mut fields = Mapping::read(&written_in(&[&row.fields, &event.fields], &params), "", None).fields;
        for (own, path) in [(&written.fields, "fields".to_owned()), (&told.fields, under(&at, "fields"))] {
            let mapping = Mapping::read(&json_of(own), &path, None);
            for (path, message) in mapping.misfits {
                self.fault(path, message);
            }
            for (fact, path) in mapping.facts {
                if let Some(message) = facts::unknown(&fact, self.about) {
                    self.fault(path, message);
                }
            }
            fields.extend(mapping.fields);
        }
        let mut made = Map::new();
        if *name != asked.name {
            made.insert("name".to_owned(), json!(name));
        }
        if event.all {
            made.insert("all".to_owned(), true.into());
        }
        if !fields.is_empty() {
            made.insert("fields".to_owned(), fields.into());
        }
        if row.by == By::Call {
            let by_param = row.calls.iter().find(|(variant, _)| params.contains_key(*variant)).map(|(_, calls)| calls);
            let usual = row.calls.get(if is_standard { "usual" } else { "custom" });
            let further = row
                .also
                .iter()
                .filter(|(param, _)| told.params.contains_key(param) || (event.also.contains(param) && params.contains_key(*param)));
            let calls = by_param.or(usual).into_iter().chain(further.map(|(_, calls)| calls));
            let calls = calls.filter_map(Value::as_array).flatten().map(|call| self.call(call, &params, on));
            made.insert("calls".to_owned(), calls.collect::<Vec<_>>().into());
        }
        made.into()
    }

    /// A call with its params put in, on what the page calls the tool.
    fn call(&self, call: &Value, params: &Map<String, Value>, on: Option<&str>) -> Value {
        let (path, wanted) = (call.get(0).and_then(Value::as_str).unwrap_or_default(), call.get(1).unwrap_or(&Value::Null));
        let usual = self.row.on.as_deref().unwrap_or_default();
        let path = match (path.strip_prefix(usual), on) {
            (Some(rest), Some(on)) if rest.is_empty() || rest.starts_with('.') => [on, rest].concat(),
            _ => path.to_owned(),
        };
        json!([path, with_params(wanted, params)])
    }
}

/// Where an event stands that an author names; empty for one that is usual.
fn place(asked: &Asked) -> String {
    if asked.place.is_empty() { String::new() } else { format!("events{}", asked.place) }
}

/// Calls that most events share are the tool's own.
fn hoisted(events: &mut Map<String, Value>) -> Value {
    let Some(shared) = events.values().find_map(|event| event.get("calls")).cloned() else { return json!([]) };
    for event in events.values_mut().filter_map(Value::as_object_mut) {
        event.retain(|key, value| key != "calls" || *value != shared);
    }
    shared
}

/// `$name` as the text of that param, `#name` as its number; what was not given stays for the page to fill.
fn with_params(value: &Value, params: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            let text_of = |name: &str| params.get(name).cloned();
            let number_of = |name: &str| params.get(name)?.as_str()?.parse::<u64>().ok().map(Value::from);
            text.strip_prefix('$').and_then(text_of).or_else(|| text.strip_prefix('#').and_then(number_of)).unwrap_or_else(|| value.clone())
        }
        Value::Array(list) => list.iter().map(|one| with_params(one, params)).collect::<Vec<_>>().into(),
        Value::Object(keys) => keys.iter().map(|(key, one)| (key.clone(), with_params(one, params))).collect::<Map<_, _>>().into(),
        constant => constant.clone(),
    }
}

/// A row's fields with params put in, without those that were not given.
fn written_in(fields: &[&Named<Value>], params: &Map<String, Value>) -> Map<String, Value> {
    let filled = fields.iter().flat_map(|fields| fields.iter()).map(|(name, value)| (name.clone(), with_params(value, params)));
    filled.filter(|(_, value)| !value.as_str().is_some_and(|text| text.starts_with('$'))).collect()
}

fn json_of(fields: &Named<crate::value::Value>) -> Map<String, Value> {
    fields.iter().map(|(name, value)| (name.clone(), json!(value))).collect()
}
