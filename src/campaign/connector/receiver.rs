//! A destination made ready: a connector's row with an author's params and mapping put in. What cannot be made is told, and not sent to.

use regex::Regex;
use serde_json::{Map, Value, json};

use super::{ELSEWHERE, Mapping, Row, Step, WEBHOOK, add_usual_params, read_params, row, rows};
use crate::campaign::address::{is_own_path, is_web_address};
use crate::campaign::check::{hint, not_an_address};
use crate::campaign::problem::under;
use crate::campaign::written::{Body, Destination, Mode};
use crate::value::{Named, read_all};

/// `consent` of a destination.
#[derive(Debug, Default)]
struct Consent {
    process: String,
    subscriptions: Named<f64>,
}

crate::readable!(Consent { process or String::new(), subscriptions or Named::new() });

impl Consent {
    fn purposes(&self) -> impl Iterator<Item = (&str, String)> {
        let subscriptions = self.subscriptions.keys().map(|purpose| (purpose.as_str(), under("consent.subscriptions", purpose.as_str())));
        std::iter::once((self.process.as_str(), "consent.process".to_owned())).chain(subscriptions)
    }
}

/// What keeps a destination from being made: the place below it, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub path: String,
    pub message: String,
}

/// A destination as `runtime.json` has it, with what is told of it.
#[derive(Debug, Default)]
pub struct Made {
    pub receiver: Value,
    pub faults: Vec<Fault>,
    /// The facts that its mapping names, with where they stand below the destination.
    pub facts: Vec<(String, String)>,
    /// The purposes whose consent it tells, with where they stand below the destination.
    pub purposes: Vec<(String, String)>,
    /// Whether its author mapped what it sends.
    pub is_mapped: bool,
    /// Whether each message carries its id to it.
    pub carries_id: bool,
}

/// Makes a destination that browsers send to. `answers` are the names of fields that the campaign's forms have.
#[must_use]
pub fn make(written: &Destination, answers: &[String]) -> Made {
    let no_secrets = |name: &str, why: &str| format!("{name} cannot be sent to from a browser, which keeps no secret: {why}; ");
    if let Some((name, why)) = row(&written.connector).and_then(|row| Some((&row.name, row.relay.as_ref()?))) {
        let message = no_secrets(name, why) + "send to the webhook of a relay, and let that: `leadwell inbox --forward`, docs/relay.md";
        return Made::none("connector", message);
    }
    if let Some((name, why)) = ELSEWHERE.iter().find(|(name, _)| *name == written.connector) {
        return Made::none("connector", no_secrets(name, why) + "send to a webhook of a program that keeps it");
    }
    prepare(written, answers, false)
}

/// Makes a destination that a relay sends to: those of browsers, and those that take a secret.
#[must_use]
pub fn make_for_relay(written: &Destination, answers: &[String]) -> Made {
    prepare(written, answers, true)
}

fn prepare(written: &Destination, answers: &[String], is_relay: bool) -> Made {
    let Some(row) = row(&written.connector) else {
        let known = rows().iter().map(|row| row.name.as_str());
        return Made::none(
            "connector",
            format!("this version has no connector \"{}\"{}", written.connector, hint(&written.connector, known)),
        );
    };
    if is_relay && row.modes == [Mode::Vendor] {
        return Made::none("connector", format!("{} is sent by the vendor's own script, which only a page can load", row.title));
    }
    Making { row, written, answers, is_relay, steps: Value::Null, consent: None, made: Made::default() }.finish()
}

impl Made {
    fn none(path: &str, message: String) -> Self {
        Self { faults: vec![Fault { path: path.to_owned(), message }], ..Self::default() }
    }
}

struct Making<'a> {
    row: &'static Row,
    written: &'a Destination,
    answers: &'a [String],
    is_relay: bool,
    /// The calls of a lead that takes several.
    steps: Value,
    /// What the receiver is told of consent.
    consent: Option<Value>,
    made: Made,
}

impl Making<'_> {
    fn finish(mut self) -> Made {
        let params = self.params();
        let url = self.url(&params);
        let body = self.chosen("body", self.written.body, &self.row.bodies, Body::word);
        let mode = self.chosen("mode", self.written.mode, &self.row.modes, Mode::word);
        self.consent = self.consent();
        let shape = self.shape(body, mode, &params);
        let shape = self.enveloped(shape, body);
        let steps = std::mem::take(&mut self.steps);
        if self.row.subscribes && self.written.purpose.is_none() {
            let message =
                format!("{} puts people on a list: name the `purpose` they consent to, as \"purpose\": \"marketing\"", self.row.title);
            self.fault("connector", message);
        }
        let text = shape.to_string();
        self.made.carries_id =
            shape.is_null() || text.contains(r#""$fact":"id""#) || text.contains(r#"["id","#) || text.contains("$message");
        let mut receiver = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                receiver.insert(key.to_owned(), value);
            }
        };
        put("id", json!(self.written.id));
        put("connector", json!(self.row.name));
        put("url", url.into());
        put("mode", mode.word().into());
        put("type", content_type(body, mode, self.written.envelope.is_some()).into());
        put("encode", if matches!(body, Body::Form | Body::Multipart) { body.word().into() } else { Value::Null });
        // What another origin may not be told without being asked first is left out where nobody is asked.
        if mode == Mode::Cors && !self.row.headers.is_empty() {
            put(
                "headers",
                self.row.headers.iter().map(|(name, value)| (name.clone(), filled_in_text(value, &params))).collect::<Map<_, _>>().into(),
            );
        }
        put("shape", shape);
        if matches!(mode, Mode::Cors | Mode::Iframe) {
            put("confirmed_when", self.row.confirmed_when.clone().unwrap_or_default());
            put("said", if self.row.said.is_empty() { Value::Null } else { json!(self.row.said) });
        }
        put("redirects", if self.row.redirects.is_empty() { Value::Null } else { json!(self.row.redirects) });
        if mode == Mode::Vendor {
            put("params", params.clone().into());
        }
        // A request that needs no preflight may arrive although nobody may read the answer: towards those of whom we know it least.
        put(
            "unsure",
            if mode == Mode::Cors && body != Body::Json && matches!(&*self.row.sure, "C" | "D") { true.into() } else { Value::Null },
        );
        put("method", json!(self.row.method));
        put("steps", steps);
        put("markup", json!(self.row.markup));
        if let Some(sign) = self.row.sign {
            put("sign", json!(sign));
            put("secret", params.get("secret").cloned().unwrap_or_default());
        }
        put("pending", if self.row.double_opt_in.is_some() { true.into() } else { Value::Null });
        put("resend", if self.written.resend > 0 { self.written.resend.into() } else { Value::Null });
        put("when", self.when());
        put("sends", json!(self.written.sends));
        put("purpose", json!(self.written.purpose));
        self.made.receiver = receiver.into();
        self.made
    }

    fn fault(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.made.faults.push(Fault { path: path.into(), message: message.into() });
    }

    /// The params that were given, and those that have a usual value.
    fn params(&mut self) -> Map<String, Value> {
        let written = self.written.params.iter().flatten();
        let mut params = read_params(&self.row.name, &self.row.params, written, "params", &mut self.made.faults);
        for (name, param) in add_usual_params(&self.row.params, &mut params) {
            self.fault("connector", format!("{} needs \"params\": {{ \"{name}\": … }}, {}", self.row.name, param.what));
        }
        params
    }

    fn url(&mut self, params: &Map<String, Value>) -> String {
        let (row, given) = (&self.row.url, self.written.url.as_str());
        if let Some(made) = &row.made {
            if !given.is_empty() && !is_stand_in(given) {
                self.fault("url", format!("{} makes the address of its params; leave this out", self.row.name));
            }
            return if is_stand_in(given) { given.to_owned() } else { filled_in_url(made, params) };
        }
        if self.row.modes == [Mode::Vendor] {
            return String::new();
        }
        let example = row.example.as_deref().map(|example| format!(", such as {example}")).unwrap_or_default();
        let is_address = is_stand_in(given) || if row.same_site { is_own_path(given) } else { is_web_address(given) };
        let fits = is_stand_in(given) || row.is.as_deref().and_then(|is| Regex::new(is).ok()).is_none_or(|shape| shape.is_match(given));
        if given.is_empty() {
            self.fault("connector", format!("{} needs a \"url\"{example}", self.row.name));
        } else if !is_address {
            let message =
                if row.same_site { format!("\"{given}\" is not a path of the page's own site{example}") } else { not_an_address(given) };
            self.fault("url", message);
        } else if !fits {
            self.fault("url", format!("\"{given}\" is no address of {}{example}", self.row.title));
        }
        let query = row.query.iter().filter_map(|name| Some(format!("{name}={}", encoded(params.get(name)?.as_str()?))));
        let query: Vec<String> = query.chain(row.add.clone()).collect();
        if query.is_empty() {
            return given.to_owned();
        }
        [given, if given.contains('?') { "&" } else { "?" }, &query.join("&")].concat()
    }

    /// What the author chose of what the connector knows, or its best.
    fn chosen<T: Copy + PartialEq + Default>(
        &mut self,
        key: &str,
        written: Option<T>,
        known: &'static [T],
        word: impl Fn(T) -> &'static str,
    ) -> T {
        let best = known.first().copied().unwrap_or_default();
        let Some(choice) = written else { return best };
        if !known.contains(&choice) {
            let words: Vec<&str> = known.iter().map(|one| word(*one)).collect();
            self.fault(key, format!("{} cannot be sent to as \"{}\"; known: {}", self.row.name, word(choice), words.join(", ")));
        }
        choice
    }

    /// What is sent; nothing where that is the whole message.
    fn shape(&mut self, body: Body, mode: Mode, params: &Map<String, Value>) -> Value {
        let texts = self.row.lists.as_deref();
        let flat = || flat(self.answers);
        let own = match self.written.fields.as_ref().map(|fields| json!(fields)) {
            Some(Value::Object(fields)) => Some(fields),
            Some(word) if word == "flat" => Some(flat()),
            Some(_) => {
                self.fault("fields", "expected an object by the receiver's names, or \"flat\"");
                None
            }
            None => None,
        };
        self.made.is_mapped = own.is_some();
        let usual = || self.row.usual.iter().map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect::<Map<_, _>>();
        let is_flat = self.row.usual.is_empty() && matches!(body, Body::Form | Body::Multipart);
        let fields = own.unwrap_or_else(|| if is_flat { flat() } else { usual() });
        let mut mapping = Mapping::read(&fields, "fields", texts);
        for (path, message) in std::mem::take(&mut mapping.misfits) {
            self.fault(path, message);
        }
        if !matches!(body, Body::Form | Body::Multipart) {
            for path in std::mem::take(&mut mapping.repeats) {
                self.fault(path, "only a form has a name several times; leave this out, and a list stays a list");
            }
        }
        for name in self.row.needs.iter().filter(|name| !fields.contains_key(*name)) {
            self.fault("fields", format!("{} refuses a lead without \"{name}\"; map it", self.row.title));
        }
        // A relay may know no form at all.
        if !(self.made.is_mapped || self.is_relay && self.answers.is_empty()) {
            // What is usual rests on answers of usual names.
            for name in &self.row.needs {
                let is_asked =
                    |fact: &str| fact.strip_prefix("field.").is_none_or(|field| self.answers.iter().any(|answer| answer == field));
                let missing = mapping.facts.iter().find(|(fact, path)| *path == under("fields", name.as_str()) && !is_asked(fact)).cloned();
                if let Some((fact, _)) = missing {
                    let message = format!(
                        "{} needs \"{name}\", and no form asks for {fact}; map it with \"fields\": {{ \"{name}\": … }}",
                        self.row.title
                    );
                    self.fault("connector", message);
                }
            }
        }
        if !self.made.is_mapped {
            mapping.facts.clear();
        }
        let is_whole = mapping.fields.is_empty();
        let shape = match &self.row.body {
            None if is_whole => Value::Null,
            None => Value::Object(mapping.fields.clone()),
            Some(template) => self.of_template(template, &mapping, params).unwrap_or_default(),
        };
        if !self.row.steps.is_empty() {
            self.steps = self.row.steps.iter().map(|step| self.step(step, &mapping, params)).collect();
        }
        self.made.facts = mapping.facts;
        let besides = self.row.with_mode.get(mode.word()).and_then(Value::as_object).cloned();
        match (shape, besides) {
            (Value::Object(shape), Some(besides)) => shape.into_iter().chain(besides).collect::<Map<_, _>>().into(),
            (shape, _) => shape,
        }
    }

    fn step(&self, step: &Step, mapping: &Mapping, params: &Map<String, Value>) -> Value {
        let query = step.query.iter().filter_map(|(name, text)| Some((name.clone(), self.of_template(text, mapping, params)?)));
        let shape = step.body.as_ref().and_then(|body| self.of_template(body, mapping, params));
        json!({
            "method": step.method, "path": step.path, "query": query.collect::<Map<_, _>>(), "shape": shape, "keeps": step.keeps,
            "unless": step.unless,
        })
    }

    /// A row's body with params and what is mapped put in; nothing where it rests on a param that was not given.
    fn of_template(&self, template: &Value, mapping: &Mapping, params: &Map<String, Value>) -> Option<Value> {
        match template {
            Value::String(text) if text == "$ack" => Some(json!({ "$fact": "ack" })),
            Value::String(text) if text == "$consent" => self.consent.clone(),
            Value::String(text) => match text.strip_prefix('$') {
                Some(name) => params.get(name).cloned(),
                None => Some(Mapping::default().text(text, "", self.row.lists.as_deref())),
            },
            Value::Array(list) => Some(list.iter().flat_map(|item| self.items(item, mapping, params)).collect::<Vec<_>>().into()),
            Value::Object(keys) if keys.contains_key("$message") || keys.contains_key("$fact") => Some(template.clone()),
            Value::Object(keys) if keys.contains_key("$mapped") => mapping.fields.get(keys.get("$mapped")?.as_str()?).cloned(),
            Value::Object(keys) if keys.contains_key("$whole") && mapping.fields.is_empty() => Some(json!({ "$message": true })),
            Value::Object(keys) if keys.contains_key("$whole") => Some(mapping.fields.clone().into()),
            Value::Object(keys) => {
                let mut filled = Map::new();
                for (key, value) in keys {
                    match (key.as_str(), value.as_str()) {
                        ("$fields", Some("nested")) => {
                            mapping.fields.iter().for_each(|(name, shape)| nest(&mut filled, name, shape.clone()));
                        }
                        // What is mapped under `NAME.`, but for what has a place of its own here.
                        ("$under", Some(name)) => {
                            let own = serde_json::to_string(template).unwrap_or_default();
                            let under = mapping.fields.iter().filter_map(|(full, shape)| Some((full, full.strip_prefix(name)?, shape)));
                            for (full, rest, shape) in under {
                                if let Some(rest) = rest.strip_prefix('.').filter(|_| !own.contains(&json!(full).to_string())) {
                                    nest(&mut filled, rest, shape.clone());
                                }
                            }
                        }
                        ("$fields", around) => {
                            let around = around.unwrap_or("$name");
                            filled.extend(mapping.fields.iter().map(|(name, shape)| (named_within(around, name), shape.clone())));
                        }
                        _ => {
                            if let Some(value) = self.of_template(value, mapping, params) {
                                filled.insert(filled_in_key(key, params), value);
                            }
                        }
                    }
                }
                Some(filled.into())
            }
            constant => Some(constant.clone()),
        }
    }

    /// An item of a list, or one for each that is mapped.
    fn items(&self, item: &Value, mapping: &Mapping, params: &Map<String, Value>) -> Vec<Value> {
        let is_missing =
            |value: &Value| value.get("$mapped").and_then(Value::as_str).is_some_and(|name| !mapping.fields.contains_key(name));
        if item.as_object().is_some_and(|keys| keys.values().any(is_missing)) {
            return Vec::new();
        }
        let Some(Value::Object(each)) = item.get("$each") else { return self.of_template(item, mapping, params).into_iter().collect() };
        let of = |(name, shape): (&String, &Value)| {
            let put = |value: &Value| match value.as_str() {
                Some("$name") => name.as_str().into(),
                Some("$value") => shape.clone(),
                _ => value.clone(),
            };
            each.iter().map(|(key, value)| (key.clone(), put(value))).collect::<Map<_, _>>().into()
        };
        mapping.fields.iter().map(of).collect()
    }

    /// Consent in the receiver's own shape. Where the visitor was not asked for `process`, nothing is said: half of it would be refused.
    fn consent(&mut self) -> Option<Value> {
        let written = self.written.consent.as_ref()?;
        let (consent, misfit) = read_all::<Consent>(written);
        if let Some(misfit) = misfit {
            self.fault("consent", misfit);
            return None;
        }
        let Some(template) = &self.row.consent else {
            let able: Vec<&str> = rows().iter().filter(|row| row.consent.is_some()).map(|row| row.name.as_str()).collect();
            self.fault("consent", format!("{} takes no consent in a shape of its own; those that do: {}", self.row.name, able.join(", ")));
            return None;
        };
        if consent.process.is_empty() {
            let message = "name the purpose by which visitors let their data be processed, as \"process\": \"contact\"";
            self.fault("consent", message);
            return None;
        }
        let mut taken: Vec<(u64, &str)> = Vec::new();
        for (purpose, id) in &consent.subscriptions {
            let path = under("consent.subscriptions", purpose.as_str());
            // Beyond this JavaScript does not tell whole numbers apart.
            let whole = (1.0..9_007_199_254_740_992.0).contains(id) && id.fract() == 0.0;
            let number = *id as u64;
            if !whole {
                self.fault(path, format!("expected the number of a type of subscription, found {id}"));
            } else if let Some((_, first)) = taken.iter().find(|(known, _)| *known == number) {
                self.fault(path, format!("\"{first}\" is sent as {number} already, and {} refuses one that comes twice", self.row.title));
            } else {
                taken.push((number, purpose));
            }
        }
        for (purpose, path) in consent.purposes() {
            self.made.purposes.push((purpose.to_owned(), path));
        }
        let says = |agreed: bool| consent_shape(template, &consent.process, agreed, &taken);
        Some(json!({ "$fact": format!("consent.{}", consent.process), "$values": { "granted": says(true), "denied": says(false) } }))
    }

    /// CloudEvents 1.0, structured mode.
    fn enveloped(&mut self, shape: Value, body: Body) -> Value {
        let Some(envelope) = self.written.envelope.as_deref() else { return shape };
        if envelope != "cloudevents" {
            self.fault("envelope", format!("no envelope \"{envelope}\"; known: cloudevents"));
        }
        if self.row.name != WEBHOOK || !matches!(body, Body::Json | Body::Text) {
            self.fault("envelope", "an envelope goes around JSON of a webhook alone");
        }
        let data = if shape.is_null() { json!({ "$message": true }) } else { shape };
        json!({
            "specversion": "1.0", "id": { "$fact": "id" }, "source": { "$first": [{ "$fact": "page.url" }, { "$fact": "campaign.id" }] },
            "type": { "$fact": "type" }, "time": { "$fact": "created_at" }, "datacontenttype": "application/json", "data": data
        })
    }

    /// Whom it takes. Nobody who seems to be a program is put on a list, unless the author says otherwise.
    fn when(&self) -> Value {
        let when = self.written.when.as_ref().map_or(Value::Null, |when| json!(when));
        let says = self.written.when.as_ref().is_some_and(|when| when.fact_names().contains(&"spam.suspected"));
        match (self.row.subscribes && !says, when) {
            (true, Value::Null) => json!({ "spam.suspected": false }),
            (true, when) => json!({ "$and": [when, { "spam.suspected": false }] }),
            (false, when) => when,
        }
    }
}

/// A row's shape of consent: `$process` whether data may be processed, `$process_text` by which words; `$each` for a type of subscription
/// `$agreed`, `$text` and `$id`.
fn consent_shape(template: &Value, process: &str, agreed: bool, subscriptions: &[(u64, &str)]) -> Value {
    let text = |purpose: &str| json!({ "$fact": format!("consent_text.{purpose}") });
    match template {
        Value::String(word) if word == "$process" => agreed.into(),
        Value::String(word) if word == "$process_text" => text(process),
        Value::Object(keys) if keys.contains_key("$each") => {
            let item = |(id, purpose): &(u64, &str)| {
                let put = |value: &Value| match value.as_str() {
                    Some("$agreed") => json!({ "$fact": format!("consent.{purpose}"), "$values": { "granted": true }, "$else": false }),
                    Some("$text") => text(purpose),
                    Some("$id") => (*id).into(),
                    _ => value.clone(),
                };
                let each = keys.get("$each").and_then(Value::as_object).into_iter().flatten();
                each.map(|(key, value)| (key.clone(), put(value))).collect::<Map<_, _>>().into()
            };
            subscriptions.iter().map(item).collect::<Vec<Value>>().into()
        }
        Value::Object(keys) => keys
            .iter()
            .map(|(key, value)| (key.clone(), consent_shape(value, process, agreed, subscriptions)))
            .collect::<Map<_, _>>()
            .into(),
        constant => constant.clone(),
    }
}

/// An address on this machine, under which a receiver is imitated to try things out.
fn is_stand_in(url: &str) -> bool {
    is_web_address(url) && url.starts_with("http://")
}

/// Browsers ask a receiver before they send it JSON, and send none to one whose answer nobody may read.
fn content_type(body: Body, mode: Mode, is_enveloped: bool) -> Option<&'static str> {
    match body {
        Body::Form | Body::Multipart => None,
        Body::Json if mode == Mode::Cors => Some(if is_enveloped { "application/cloudevents+json" } else { "application/json" }),
        _ => Some("text/plain;charset=UTF-8"),
    }
}

/// The message in one level, as forms have it: answers under their own names, with what sales want to read of the lead.
fn flat(answers: &[String]) -> Map<String, Value> {
    const OF_LEAD: [(&str, &str); 22] = [
        ("type", "type"),
        ("id", "id"),
        ("lead_id", "lead_id"),
        ("created_at", "created_at"),
        ("campaign", "campaign.id"),
        ("form", "form"),
        ("level", "level"),
        ("qualified", "qualified"),
        ("stage", "stage"),
        ("tags", "tags"),
        ("score", "score.total"),
        ("grade", "score.grade"),
        ("reasons", "score.reasons"),
        ("value", "value.amount"),
        ("currency", "value.currency"),
        ("channel", "source.channel"),
        ("source", "source.source"),
        ("medium", "source.medium"),
        ("source_campaign", "source.campaign"),
        ("page", "page.url"),
        ("locale", "locale"),
        ("spam_suspected", "spam.suspected"),
    ];
    let of_lead = OF_LEAD.iter().map(|(name, fact)| ((*name).to_owned(), Value::from(format!("{{{{{fact}}}}}"))));
    let is_taken = |answer: &str| OF_LEAD.iter().any(|(name, _)| *name == answer);
    let answer =
        |name: &String| (if is_taken(name) { format!("field_{name}") } else { name.clone() }, format!("{{{{field.{name}}}}}").into());
    of_lead.chain(answers.iter().map(answer)).collect()
}

/// Puts a shape at a dotted name.
fn nest(into: &mut Map<String, Value>, name: &str, shape: Value) {
    match name.split_once('.') {
        None => {
            into.insert(name.to_owned(), shape);
        }
        Some((first, rest)) => {
            let inner = into.entry(first).or_insert_with(|| json!({}));
            if let Value::Object(inner) = inner {
                nest(inner, rest, shape);
            }
        }
    }
}

/// `$name` by that param, or `… {name} …` by those.
fn filled_in_text(value: &str, params: &Map<String, Value>) -> Value {
    let whole = value.strip_prefix('$').and_then(|name| params.get(name)).cloned();
    whole.unwrap_or_else(|| filled_in_key(value, params).into())
}

/// `b_{u}_{id}` by its params.
fn filled_in_key(key: &str, params: &Map<String, Value>) -> String {
    params.iter().fold(key.to_owned(), |key, (name, value)| key.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default()))
}

/// A name within what stands around it: `topics[]` within `form[$name]` is `form[topics][]`, as PHP reads lists.
fn named_within(around: &str, name: &str) -> String {
    let list = if around == "$name" { None } else { name.strip_suffix("[]") };
    let within = around.replace("$name", list.unwrap_or(name));
    if list.is_some() { within + "[]" } else { within }
}

/// An address by its params: `{name}`; `{-name}` and `{name.}` with what stands beside the name, `{+name}` as it is. `{ack}` stays.
fn filled_in_url(made: &str, params: &Map<String, Value>) -> String {
    let mut url = String::new();
    for (index, part) in made.split(['{', '}']).enumerate() {
        if index % 2 == 0 {
            url.push_str(part);
            continue;
        }
        let name = part.trim_matches(['-', '+', '.']);
        match params.get(name).and_then(Value::as_str) {
            None if name == "ack" => url.push_str("{ack}"),
            None => {}
            Some(value) => {
                url.push_str(if part.starts_with('-') { "-" } else { "" });
                url.push_str(&if part.starts_with('+') { value.to_owned() } else { encoded(value) });
                url.push_str(if part.ends_with('.') { "." } else { "" });
            }
        }
    }
    url
}

fn encoded(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2D", "-")
        .replace("%5F", "_")
        .replace("%2E", ".")
}
