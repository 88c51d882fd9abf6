//! The destination of a form: the ids, hosts and constants of its code where the connector wants them, and each input by its vendor's
//! name.

use serde_json::{Map, Value, json};

use super::names::{Names, slug};
use super::page::{Found, Input, over_https};
use super::row::any_is;
use crate::campaign::connector::{self, make};
use crate::campaign::written;

/// What a hidden input is for by its name, where a script of the vendor's would have filled it in.
const FACTS: [(&str, &str); 8] = [
    ("utm_source", "source.source"),
    ("utm_medium", "source.medium"),
    ("utm_campaign", "source.campaign"),
    ("utm_term", "source.term"),
    ("utm_content", "source.content"),
    ("gclid", "source.click_ids.gclid"),
    ("page_url", "page.url"),
    ("referrer", "source.referrer"),
];
/// What stands where a receiver takes no lead without an answer that the form does not ask for.
const UNKNOWN: &str = "unknown";

pub struct Destination {
    pub connector: &'static connector::Row,
    url: Option<String>,
    params: Map<String, Value>,
    fields: Map<String, Value>,
    /// Answers that the receiver refuses to go without, by its names.
    needed: Vec<(String, String)>,
    misfits: Vec<String>,
}

impl Destination {
    pub fn of(found: &Found) -> Self {
        let connector = found.connector;
        let mut params = Map::new();
        let mut url = None;
        for shape in &found.row.action {
            let Some(captures) = shape.0.captures(&found.address) else { continue };
            for name in shape.0.capture_names().flatten() {
                let Some(value) = captures.name(name).map(|value| over_https(value.as_str())) else { continue };
                if name == "url" {
                    url = Some(value);
                } else if connector.params.get(name).is_some_and(|param| param.usual.as_ref() != Some(&value)) {
                    params.insert(name.to_owned(), value.into());
                }
            }
        }
        Self { connector, url, params, fields: Map::new(), needed: Vec::new(), misfits: Vec::new() }
    }

    /// Takes what the address carries; gives back what it has no place for.
    pub fn read_query(&mut self, found: &Found) -> Vec<(String, String)> {
        let mut left = Vec::new();
        for (name, value) in &found.query {
            let param = found.row.query.get(name).unwrap_or(name);
            if self.connector.params.contains_key(param) {
                self.params.insert(param.clone(), value.as_str().into());
            } else if !any_is(&found.row.carried, name) && !value.is_empty() {
                left.push((name.clone(), value.clone()));
            }
        }
        left
    }

    /// What the connector's body says of an input by this name.
    fn of_body(&self, name: &str) -> Option<&'static Value> {
        self.connector.body.as_ref().and_then(Value::as_object).and_then(|body| body.get(name))
    }

    /// Whether it is where the vendor is told which page thanks.
    pub fn is_return(&self, name: &str) -> bool {
        self.of_body(name).and_then(Value::as_str) == Some("$ack")
    }

    /// Takes an input that is a param of the connector, or that it sends by itself.
    pub fn takes_as_its_own(&mut self, input: &Input) -> bool {
        let value = input.value();
        let said = self.of_body(input.name).and_then(Value::as_str);
        let param = said
            .and_then(|said| said.strip_prefix('$'))
            .or_else(|| self.connector.url.query.iter().find(|name| *name == input.name).map(String::as_str));
        if let Some(param) = param.filter(|param| self.connector.params.contains_key(param)) {
            if !value.is_empty() {
                self.params.insert(param.to_owned(), value.into());
            }
            return true;
        }
        match said {
            Some(constant) if value.is_empty() || value == constant => true,
            // The same name with another value: what is mapped takes the place of what the connector says.
            Some(_) => {
                self.fields.insert(input.name.to_owned(), value.into());
                true
            }
            None => false,
        }
    }

    /// Takes what a hidden input sends with every lead; gives back why not.
    pub fn take_constant(&mut self, input: &Input) -> Option<String> {
        let value = input.value();
        let own = slug(&self.inner(input.name));
        let by_name =
            |name: &str| FACTS.iter().find(|(ends, _)| name == *ends || name.ends_with(&format!("_{ends}"))).map(|(_, fact)| *fact);
        if self.key(input.name).is_some_and(|key| self.fields.contains_key(&key)) {
            return Some(format!("\"{}\" = \"{value}\": hidden, and a second of that name; only the first is sent", input.name));
        }
        if value.contains("{{") || value.contains("{%") {
            return Some(format!(
                "\"{}\" = \"{value}\": hidden, and filled in by another program; map it in `fields` (docs/connectors.md)",
                input.name
            ));
        }
        if !value.is_empty() {
            self.map(input.name, value.into());
            return None;
        }
        let Some(fact) = by_name(&own).or_else(|| by_name(&slug(input.attr("id").unwrap_or_default()))) else {
            return Some(format!(
                "\"{}\": hidden and empty, so a script fills it in; map what it should be in `fields` (docs/connectors.md)",
                input.name
            ));
        };
        self.map(input.name, format!("{{{{{fact}}}}}").into());
        Some(format!("\"{}\": hidden and empty; it is sent {{{{{fact}}}}}, as its name says", input.name))
    }

    /// How the connector's row names what is mapped: `form[$name]`.
    fn frame(&self) -> (&'static str, &'static str) {
        let frame = self.of_body("$fields").and_then(Value::as_str).unwrap_or("$name");
        frame.split_once("$name").unwrap_or_default()
    }

    /// The key under which an input is mapped; nothing where the connector sends no such name.
    fn key(&self, name: &str) -> Option<String> {
        let (before, behind) = self.frame();
        let list = if behind.is_empty() { None } else { name.strip_suffix("[]") };
        let inner = list.unwrap_or(name).strip_prefix(before)?.strip_suffix(behind)?;
        Some(if list.is_some() { format!("{inner}[]") } else { inner.to_owned() })
    }

    /// The vendor's name of an input without what all of its names have.
    pub fn inner(&self, name: &str) -> String {
        self.key(name).unwrap_or_else(|| name.to_owned())
    }

    /// Has something sent by a vendor's name.
    pub fn map(&mut self, name: &str, value: Value) {
        match self.key(name) {
            Some(key) => {
                self.fields.insert(key, value);
            }
            None => self.misfits.push(name.to_owned()),
        }
    }

    pub fn answers_need(&mut self, vendor: &str, field: &str) {
        self.needed.push((vendor.to_owned(), field.to_owned()));
    }

    /// Sees to what the receiver refuses to go without.
    ///
    /// # Errors
    /// Where the form asks for no address to write to.
    pub fn complete(&mut self, steps: &mut [(String, Vec<Value>)], notes: &mut Vec<String>) -> Result<(), String> {
        let title = &self.connector.title;
        for name in &self.misfits {
            notes.push(format!("\"{name}\": {title} is sent nothing by such a name, and it is left out"));
        }
        let mut fields: Vec<&mut Value> = steps.iter_mut().flat_map(|(_, fields)| fields).collect();
        for (vendor, field) in &self.needed {
            let asked = fields.iter_mut().find(|asked| asked.get("name").and_then(Value::as_str) == Some(field));
            if let Some(Value::Object(asked)) = asked
                && asked.insert("required".to_owned(), true.into()).is_none()
            {
                notes.push(format!("\"{vendor}\": {title} drops a lead without it, so it has to be answered here"));
            }
        }
        for need in self.connector.needs.iter().filter(|need| !self.fields.contains_key(*need)).cloned().collect::<Vec<_>>() {
            let is_address = need.eq_ignore_ascii_case("email");
            let email = fields.iter().find(|field| field.get("kind").is_some_and(|kind| kind == "email"));
            let email = email.and_then(|field| field.get("name")).and_then(Value::as_str);
            match (is_address, email) {
                (true, None) => return Err(format!("the form asks for no e-mail address, and {title} takes no lead without \"{need}\"")),
                (true, Some(email)) => {
                    self.fields.insert(need.clone(), format!("{{{{field.{email}}}}}").into());
                    notes.push(format!("the e-mail address is sent as \"{need}\", too, without which {title} takes no lead"));
                }
                (false, _) => {
                    self.fields.insert(need.clone(), UNKNOWN.into());
                    notes.push(format!("the form does not ask for \"{need}\", and {title} drops a lead without it: \"{UNKNOWN}\" is sent"));
                }
            }
        }
        Ok(())
    }

    /// As a campaign file has it.
    ///
    /// # Errors
    /// What the connector does not take.
    pub fn written(&self, id: &str, purpose: Option<&str>, names: &Names) -> Result<Value, String> {
        let mut destination = Map::new();
        let mut put = |key: &str, value: Value| destination.insert(key.to_owned(), value);
        put("id", id.into());
        put("connector", self.connector.name.as_str().into());
        if let Some(url) = &self.url {
            put("url", url.as_str().into());
        }
        if !self.params.is_empty() {
            put("params", self.params.clone().into());
        }
        if let Some(purpose) = purpose {
            put("purpose", purpose.into());
        }
        put("when", json!({ "form": id }));
        put("fields", self.fields.clone().into());
        let destination = Value::from(destination);
        let typed: written::Destination = serde_json::from_value(destination.clone()).map_err(|error| error.to_string())?;
        let faults: Vec<String> =
            make(&typed, &names.taken).faults.into_iter().map(|fault| format!("{}: {}", fault.path, fault.message)).collect();
        if faults.is_empty() {
            Ok(destination)
        } else {
            Err(format!("what the code says does not fit the connector \"{}\": {}", self.connector.name, faults.join("; ")))
        }
    }
}
