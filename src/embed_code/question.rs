//! What becomes of an input that people fill in: a field of the form, and how its answer goes to the vendor.

use jiff::civil;
use scraper::ElementRef;
use serde_json::{Map, Value, json};

use super::consent::{Asks, asked_by};
use super::label::{self, Label};
use super::names::known;
use super::page::{Input, Kind, options_of, value_of_option};
use super::row::any_is;
use super::words::{Words, around, behind, harmless, labels_of, line, rich};
use super::{Reader, page};

/// What ids of options may have.
const LONGEST_ID: usize = 64;
/// What texts of answers may have, as `max_length` takes it.
const LONGEST_ANSWER: u32 = 10_000;

/// One answer to choose: the id in the form, what the vendor takes, and the words.
struct Offer {
    id: String,
    value: String,
    label: String,
}

impl<'a> Reader<'a> {
    pub(super) fn take_question(&mut self, group: &[Input<'a>]) {
        let Some(input) = group.first().copied() else { return };
        match input.kind {
            Kind::File => {
                let said = label::of_input(&input, self.found).words.text;
                self.note(format!(
                    "\"{said}\" ({}): a file; forms of Leadwell take none, since nothing of it could receive them",
                    input.name
                ));
            }
            Kind::Typed(kind) if kind.eq_ignore_ascii_case("password") => {
                self.note(format!("\"{}\": a password; no form that makes leads should ask for one", input.name));
            }
            Kind::Box => self.take_boxes(group),
            _ if input.name.is_empty() => {
                let said = label::of_input(&input, self.found).words.text;
                self.note(format!("\"{said}\": an input without a name, which the vendor's own form never sends"));
            }
            Kind::Radio => self.take_radios(group),
            Kind::Select => self.take_select(&input),
            _ => self.take_written(&input),
        }
    }

    fn take_boxes(&mut self, group: &[Input<'a>]) {
        let Some(input) = group.first().copied() else { return };
        let row = self.found.row;
        if row.consent.as_ref().is_some_and(|consent| consent.0.is_match(input.name)) {
            let several =
                self.found.inputs.iter().filter(|other| row.consent.as_ref().is_some_and(|consent| consent.0.is_match(other.name))).count()
                    > 1;
            for input in group {
                self.take_consent(input, Asks::Marketing, several);
            }
            return;
        }
        if let [single] = group {
            let id = single.attr("id").unwrap_or_default();
            let is_named_so = row.unnamed_consent.as_ref().is_some_and(|consent| consent.0.is_match(id));
            let said = label::of_option(single, self.found).text;
            let asked = asked_by(&format!("{} {said} {}", single.name.replace('_', " "), label::of_input(single, self.found).words.text));
            if let Some(asks) = asked.or(is_named_so.then_some(Asks::Contact)) {
                self.take_consent(single, asks, false);
                return;
            }
            if single.name.is_empty() {
                self.note(format!("\"{said}\": a box without a name, which the vendor's own form never sends"));
                return;
            }
        }
        for input in group.iter().filter(|input| input.has("checked")) {
            self.note(format!(
                "\"{}\": the box was ticked beforehand; ticking is the visitor's own act, so it is not here",
                label::of_option(input, self.found).text
            ));
        }
        let shares_name = group.iter().all(|other| other.name == input.name);
        let over = label::of_group(group, self.found);
        match (group, over) {
            ([single], over) if !input.name.ends_with("[]") && shares_name || over.is_none() && group.len() == 1 => {
                self.take_single_box(single, over);
            }
            (_, over) => self.take_box_group(group, over.unwrap_or_default(), shares_name),
        }
    }

    fn take_single_box(&mut self, input: &Input<'a>, over: Option<Words>) {
        let tied = label::of_option(input, self.found);
        // A box whose only tied words are its own value is named by what stands over it.
        let is_value = tied.text == Words::of_label(&input.value()).text;
        let label = over.filter(|_| is_value).unwrap_or(tied);
        let name = self.named(input, &label.text);
        let mut field = start(&name, "checkbox", &label);
        self.close(&mut field, &[*input], &label);
        self.destination.map(input.name, json!({ "fact": format!("field.{name}"), "values": { "true": input.value() } }));
        self.push(input, field);
    }

    fn take_box_group(&mut self, group: &[Input<'a>], over: Words, shares_name: bool) {
        let Some(input) = group.first() else { return };
        let offers = group.iter().map(|input| (input.value(), label::of_option(input, self.found).text)).collect();
        let offers = self.offers(input.name, offers);
        let label = self.spoken(over, input);
        let name = self.named(input, &label.text);
        let mut field = start(&name, "checkbox_group", &label);
        field.insert("options".to_owned(), written(&offers));
        self.close(&mut field, group, &label);
        if shares_name {
            self.map_repeated(input.name, &name, &offers);
        } else {
            for (box_of, offer) in group.iter().filter_map(|input| Some((input, offers.iter().find(|offer| offer.value == input.value())?)))
            {
                let values = renamed(std::slice::from_ref(offer));
                self.destination.map(box_of.name, mapping(&name, ("has", offer.id.as_str().into()), values));
            }
        }
        self.push(input, field);
    }

    fn take_radios(&mut self, group: &[Input<'a>]) {
        let Some(input) = group.first() else { return };
        let empty = &self.found.row.empty;
        let offered = group.iter().filter(|input| !input.value().is_empty() && !any_is(empty, &input.value()));
        let offers = offered.map(|input| (input.value(), label::of_option(input, self.found).text)).collect();
        let offers = self.offers(input.name, offers);
        let over = label::of_group(group, self.found).unwrap_or_default();
        let label = self.spoken(over, input);
        let name = self.named(input, &label.text);
        let mut field = start(&name, "radio", &label);
        let chosen = group.iter().find(|input| input.has("checked")).map(Input::value);
        self.put_choice(&mut field, &name, input, &offers, chosen);
        self.close(&mut field, group, &label);
        self.push(input, field);
    }

    fn take_select(&mut self, input: &Input<'a>) {
        let Label { words, is_made_up } = label::of_input(input, self.found);
        let options = options_of(input.element);
        let is_answer = |option: &&ElementRef| {
            let value = value_of_option(**option);
            !value.trim().is_empty() && !any_is(&self.found.row.empty, &value) && option.value().attr("disabled").is_none()
        };
        let answers: Vec<ElementRef> = options.iter().filter(is_answer).copied().collect();
        if answers.is_empty() {
            self.note(format!(
                "\"{}\" ({}): a list without entries, which a script fills; write its `options` yourself",
                words.text, input.name
            ));
            return;
        }
        if !page::all("optgroup", input.element).is_empty() {
            self.note(format!("\"{}\": the headings within its list are left out; its entries stand one below the other", words.text));
        }
        let spoken = |option: &ElementRef| {
            let words = option.value().attr("label").map_or_else(|| option.text().collect::<String>(), str::to_owned);
            (value_of_option(*option), harmless(&line(&words)))
        };
        let offers = self.offers(input.name, answers.iter().map(spoken).collect());
        let name = self.named(input, &words.text);
        self.tell_made_up(is_made_up, input, &name);
        let is_list = input.has("multiple");
        let mut field = start(&name, if is_list { "checkbox_group" } else { "select" }, &words);
        if is_list {
            field.insert("options".to_owned(), written(&offers));
            self.map_repeated(input.name, &name, &offers);
        } else {
            let chosen = answers.iter().find(|option| option.value().attr("selected").is_some()).map(|option| value_of_option(*option));
            self.put_choice(&mut field, &name, input, &offers, chosen);
        }
        self.close(&mut field, &[*input], &words);
        self.push(input, field);
    }

    fn take_written(&mut self, input: &Input<'a>) {
        let Label { words, is_made_up } = label::of_input(input, self.found);
        let name = self.named(input, &words.text);
        self.tell_made_up(is_made_up, input, &name);
        let typed = match input.kind {
            Kind::Typed(kind) => kind.to_lowercase(),
            _ => String::new(),
        };
        let known = known(&self.destination.inner(input.name), self.found.row).and_then(|known| known.kind.as_deref());
        let kind = match (input.kind, typed.as_str()) {
            (Kind::Textarea, _) => "textarea",
            (_, "number" | "range") => "number",
            (_, own @ ("date" | "time")) => own,
            (_, own @ ("email" | "tel" | "url")) => known.unwrap_or(own),
            _ => known.unwrap_or("text"),
        };
        if let "datetime-local" | "month" | "week" | "color" = typed.as_str() {
            self.note(format!("\"{}\" ({}): of kind \"{typed}\", which is asked for as a text here", words.text, input.name));
        }
        let mut field = start(&name, kind, &words);
        self.put_bounds(&mut field, input, kind);
        let said = |name: &str| input.attr(name).map(|text| harmless(&line(text)));
        if let Some(placeholder) = said("placeholder").filter(|text| Words::of_label(text).text != words.text) {
            field.insert("placeholder".to_owned(), placeholder.into());
        }
        let default = line(&input.value());
        if default.contains("{{") || default.contains("{%") {
            self.note(format!("\"{}\": \"{default}\" in it is filled in by another program, and is left out", input.name));
        } else if !default.is_empty() {
            field.insert("default".to_owned(), default.into());
        }
        self.close(&mut field, &[*input], &words);
        self.destination.map(input.name, format!("{{{{field.{name}}}}}").into());
        self.push(input, field);
    }

    fn take_consent(&mut self, input: &Input<'a>, asks: Asks, several: bool) {
        let form = self.found.form;
        let own = label::of_option(input, self.found);
        let beside = label::of_input(input, self.found).words;
        let tied = labels_of(input.element, form).into_iter().next_back().map(rich);
        let around = label::surroundings(&[*input], self.found).map(rich);
        let said = [tied, Some(harmless(&behind(input.element))), around];
        let text = said.into_iter().flatten().find(|text| !Words::of_label(text).is_empty()).unwrap_or_else(|| beside.text.clone());
        let starred = Words::of_label(&text);
        let intro = self.found.row.intro.as_ref().and_then(|intro| form.select(&intro.0).next()).map(rich);
        let of_vendor = self.found.row.consent.as_ref().is_some_and(|consent| consent.0.is_match(input.name));
        let text = match intro {
            Some(intro) if of_vendor => format!("{intro} {}", starred.text),
            _ => starred.text.clone(),
        };
        let is_required =
            starred.starred || beside.starred || label::is_required(&[*input], self.found, &self.required) || input.name.is_empty();
        if input.has("checked") {
            self.note(format!("\"{text}\": the box was ticked beforehand; ticking is the visitor's own act, so it is not here"));
        }
        let sent = (!input.name.is_empty()).then(|| (input.name.to_owned(), input.value()));
        let note = self.consents.add(asks, &own.text, &text, is_required, several, sent);
        self.notes.extend(note);
        self.note(format!("\"{text}\" was taken for consent: see whether its `purpose` is right"));
    }

    fn named(&mut self, input: &Input, label: &str) -> String {
        let vendor = self.destination.inner(input.name);
        let name = self.names.give(&vendor, label, self.found.row);
        if is_needed(self.destination.connector, &vendor) {
            self.destination.answers_need(&vendor, &name);
        }
        name
    }

    fn tell_made_up(&mut self, is_made_up: bool, input: &Input, name: &str) {
        if is_made_up {
            self.note(format!("\"{}\" has no label in the code: the field \"{name}\" shows that name; write its `label`", input.name));
        }
    }

    /// The words over a question, or its name where there are none.
    fn spoken(&mut self, words: Words, input: &Input) -> Words {
        if !words.is_empty() {
            return words;
        }
        self.note(format!("\"{}\" has no label in the code: its field shows that name; write its `label`", input.name));
        Words { text: harmless(input.name), starred: false }
    }

    /// Answers with ids that a form may have, each once.
    fn offers(&mut self, name: &str, options: Vec<(String, String)>) -> Vec<Offer> {
        let mut offers: Vec<Offer> = Vec::new();
        for (value, label) in options {
            if offers.iter().any(|offer| offer.value == value) {
                self.note(format!("\"{name}\": \"{label}\" is left out, since it sends \"{value}\" like another answer"));
                continue;
            }
            let short: String = value.chars().take(LONGEST_ID - 4).collect();
            let id = if value.chars().count() > LONGEST_ID { format!("{short}_{}", offers.len()) } else { value.clone() };
            offers.push(Offer { id, label: if label.is_empty() { harmless(&value) } else { label }, value });
        }
        offers
    }

    fn put_choice(&mut self, field: &mut Map<String, Value>, name: &str, input: &Input, offers: &[Offer], chosen: Option<String>) {
        field.insert("options".to_owned(), written(offers));
        if let Some(offer) = chosen.and_then(|chosen| offers.iter().find(|offer| offer.value == chosen)) {
            field.insert("default".to_owned(), offer.id.clone().into());
        }
        let plain = format!("{{{{field.{name}}}}}").into();
        let mapping = renamed(offers).map_or(plain, |values| json!({ "fact": format!("field.{name}"), "values": values }));
        self.destination.map(input.name, mapping);
    }

    fn map_repeated(&mut self, vendor: &str, name: &str, offers: &[Offer]) {
        self.destination.map(vendor, mapping(name, ("repeat", true.into()), renamed(offers)));
    }

    /// What an answer may be, as HTML says it and a field takes it.
    fn put_bounds(&mut self, field: &mut Map<String, Value>, input: &Input, kind: &str) {
        let is_text = matches!(kind, "text" | "textarea" | "email" | "tel" | "url" | "name" | "company");
        let length =
            |name: &str| input.attr(name).and_then(|length| length.trim().parse::<u32>().ok()).filter(|length| *length > 0 && is_text);
        let (least, most) = (length("minlength"), length("maxlength").map(|most| most.min(LONGEST_ANSWER)));
        let least = least.filter(|least| *least > 1 && *least <= most.unwrap_or(LONGEST_ANSWER));
        let mut put = |key: &str, value: Option<Value>| value.map(|value| field.insert(key.to_owned(), value));
        put("min_length", least.map(Value::from));
        put("max_length", most.map(Value::from));
        if let Some(pattern) = input.attr("pattern").filter(|_| is_text && kind != "textarea") {
            if regex::Regex::new(pattern).is_ok() {
                put("pattern", Some(pattern.into()));
            } else {
                self.notes
                    .push(format!("\"{}\": the pattern {pattern} is of a sort that servers do not know, and is left out", input.name));
            }
        }
        let (low, high) = (bound(input, "min", kind), bound(input, "max", kind));
        let crossed = matches!((&low, &high), (Some(Value::Number(low)), Some(Value::Number(high))) if low.as_f64() > high.as_f64())
            || matches!((&low, &high), (Some(Value::String(low)), Some(Value::String(high))) if low > high);
        if !crossed {
            put("min", low);
            put("max", high);
        }
        if kind == "number" {
            let step = input.attr("step").unwrap_or("1").trim();
            let decimals = step.split_once('.').map_or(0, |(_, digits)| digits.len()).min(6);
            put("decimals", step.parse::<f64>().is_ok().then(|| decimals.into()));
        }
    }

    /// What every question may have besides.
    fn close(&mut self, field: &mut Map<String, Value>, group: &[Input], label: &Words) {
        let is_required = label.starred || label::is_required(group, self.found, &self.required);
        if is_required {
            field.insert("required".to_owned(), true.into());
        }
        if let Some(hint) = label::hint(group, self.found).filter(|hint| *hint != label.text) {
            field.insert("hint".to_owned(), hint.into());
        }
        let vendor = group.first().map(|input| self.destination.inner(input.name)).unwrap_or_default();
        if let Some(autocomplete) = known(&vendor, self.found.row).and_then(|known| known.autocomplete.clone()) {
            field.insert("autocomplete".to_owned(), autocomplete.into());
        }
    }

    /// Puts a field onto the page that it stands on.
    fn push(&mut self, input: &Input, field: Map<String, Value>) {
        let attribute = self.found.row.page.as_deref();
        let page =
            attribute.and_then(|attribute| around(input.element, self.found.form).find_map(|element| element.value().attr(attribute)));
        let page = page.unwrap_or_default().to_owned();
        match self.steps.last_mut().filter(|(last, _)| *last == page) {
            Some((_, fields)) => fields.push(field.into()),
            None => self.steps.push((page, vec![field.into()])),
        }
    }
}

fn is_needed(connector: &crate::campaign::connector::Row, vendor: &str) -> bool {
    connector.needs.iter().any(|need| need == vendor)
}

fn start(name: &str, kind: &str, label: &Words) -> Map<String, Value> {
    let pair = |key: &str, value: &str| (key.to_owned(), Value::from(value));
    Map::from_iter([pair("name", name), pair("kind", kind), pair("label", &label.text)])
}

fn written(offers: &[Offer]) -> Value {
    offers.iter().map(|offer| json!({ "id": offer.id, "label": offer.label })).collect()
}

/// What the vendor calls answers whose id is another; nothing where none is.
fn renamed(offers: &[Offer]) -> Option<Value> {
    let is_renamed = offers.iter().any(|offer| offer.id != offer.value);
    let values = || offers.iter().map(|offer| (offer.id.clone(), Value::from(offer.value.as_str()))).collect::<Map<_, _>>();
    is_renamed.then(|| values().into())
}

/// An answer as the vendor takes it, with one more key that says how.
fn mapping(name: &str, (key, how): (&str, Value), values: Option<Value>) -> Value {
    let keys = [("fact", Some(format!("field.{name}").into())), (key, Some(how)), ("values", values)];
    keys.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect::<Map<_, _>>().into()
}

fn bound(input: &Input, name: &str, kind: &str) -> Option<Value> {
    let written = input.attr(name)?.trim();
    match kind {
        "number" => written.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| {
            let whole = number as i64;
            if whole as f64 == number { whole.into() } else { number.into() }
        }),
        "date" => written.parse::<civil::Date>().ok().map(|_| written.into()),
        "time" => written.parse::<civil::Time>().ok().filter(|_| written.len() == 5).map(|_| written.into()),
        _ => None,
    }
}
