//! A form of a vendor's embed code, as Leadwell has it: from pasted HTML to a form, a destination, and a word on everything that did not
//! come along.
//!
//! What vendors' code looks like are rows of data (`row.rs`), and what their receivers take the connectors' rows say. Runs nothing that
//! stands in the code, asks nobody on the network, and leaves nothing out without a word. Native only.

mod consent;
mod destination;
mod label;
mod names;
mod page;
mod place;
mod question;
mod row;
mod words;

use scraper::Html;
use serde_json::{Map, Value, json};

pub use place::{spread, with_form};
pub use row::rows;

use consent::Consents;
use destination::Destination;
use names::Names;
use page::{Found, Input, Kind};
use words::{harmless, line};

/// What whoever asks wants of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// Of the form and of the destination; the connector's name unless said.
    pub id: Option<&'a str>,
    /// The purpose without which nothing is sent.
    pub purpose: Option<&'a str>,
}

/// A form that was read.
#[derive(Debug)]
pub struct Reading {
    pub id: String,
    pub form: Value,
    pub destination: Value,
    /// What did not come along, and what was decided on the way.
    pub notes: Vec<String>,
}

impl Reading {
    /// The pieces of a campaign file.
    #[must_use]
    pub fn pieces(&self) -> Value {
        let forms: Map<String, Value> = [(self.id.clone(), self.form.clone())].into_iter().collect();
        json!({ "forms": forms, "destinations": [self.destination] })
    }
}

/// Reads the first form of a known vendor.
///
/// # Errors
/// Why there is none, or why a lead of it could not be sent, with the nearest way.
pub fn read(source: &str, wishes: Wishes) -> Result<Reading, String> {
    let html = Html::parse_document(source);
    let found = page::find(&html, source)?;
    let mut reader = Reader {
        found: &found,
        names: Names::default(),
        consents: Consents::default(),
        destination: Destination::of(&found),
        steps: Vec::new(),
        submit: None,
        thanks: None,
        notes: Vec::new(),
        required: label::required_in_script(&found, source),
    };
    reader.read();
    reader.finish(wishes)
}

/// At work on one form.
struct Reader<'a> {
    found: &'a Found<'a>,
    names: Names,
    consents: Consents,
    destination: Destination,
    /// Questions, by the page they stand on.
    steps: Vec<(String, Vec<Value>)>,
    submit: Option<String>,
    thanks: Option<String>,
    notes: Vec<String>,
    /// Names that the vendor's script asks for.
    required: Vec<String>,
}

impl<'a> Reader<'a> {
    fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn read(&mut self) {
        if self.found.others > 0 {
            let others = if self.found.others == 1 { "another form" } else { "other forms" };
            self.note(format!(
                "only the first form of {} is read; {} {others} in the file left as they are",
                self.found.row.title, self.found.others
            ));
        }
        for (name, value) in self.destination.read_query(self.found) {
            self.note(format!("\"{name}={value}\" in the form's address: the connector has no place for it"));
        }
        let mut done: Vec<Input> = Vec::new();
        for input in &self.found.inputs {
            if done.iter().any(|done| done.element == input.element) {
                continue;
            }
            let group = self.group_of(input);
            self.take(&group);
            done.extend(group);
        }
        self.tell_of_the_rest();
    }

    /// The inputs that are one question with this one.
    fn group_of(&self, input: &Input<'a>) -> Vec<Input<'a>> {
        let shared = |name: &str| {
            let groups = self.found.row.groups.as_ref()?;
            groups.0.captures(name).and_then(|found| found.get(1)).map(|shared| shared.as_str().to_owned())
        };
        let is_of_group = |other: &&Input| match input.kind {
            Kind::Box | Kind::Radio if input.name.is_empty() => other.element == input.element,
            Kind::Box => {
                other.kind == Kind::Box
                    && (other.name == input.name || shared(input.name).is_some_and(|own| shared(other.name) == Some(own)))
            }
            Kind::Radio => other.kind == Kind::Radio && other.name == input.name,
            _ => other.element == input.element,
        };
        self.found.inputs.iter().filter(is_of_group).copied().collect()
    }

    fn take(&mut self, group: &[Input<'a>]) {
        let Some(input) = group.first().copied() else { return };
        let (row, form) = (self.found.row, self.found.form);
        if input.kind == Kind::Button {
            self.take_button(&input);
        } else if input.is_trap(form, row) {
            self.note(format!("\"{}\": a trap for programs; forms of Leadwell have their own", input.name));
        } else if let Some(dropped) = row.dropped.iter().find(|dropped| {
            dropped.name.0.is_match(input.name) && dropped.value.as_ref().is_none_or(|value| value.0.is_match(&input.value()))
        }) {
            self.note(format!("\"{}\": {}", input.name, dropped.say));
        } else if let Some(test) =
            row.questions.as_ref().filter(|test| words::around(input.element, form).any(|element| test.selector.0.matches(&element)))
        {
            self.note(format!("\"{}\": {}", input.name, test.say));
        } else if row::any_is(&row.returns, input.name) || self.destination.is_return(input.name) {
            self.take_return(&input);
        } else if self.destination.takes_as_its_own(&input) {
            // A param of the destination, or what the connector says itself.
        } else if input.has("disabled") {
            self.note(format!("\"{}\": switched off in the code (disabled), so it is never sent", input.name));
        } else if input.is_hidden(form, row) {
            self.take_hidden(group);
        } else {
            self.take_question(group);
        }
    }

    fn take_button(&mut self, button: &Input) {
        let kind = button.attr("type").unwrap_or("submit").to_lowercase();
        let said = match button.element.value().name() {
            "button" => line(&button.element.text().collect::<String>()),
            _ => line(button.attr("value").or(button.attr("alt")).unwrap_or_default()),
        };
        if matches!(kind.as_str(), "submit" | "image") && !said.is_empty() {
            self.submit = Some(harmless(&said));
        }
    }

    /// The page that thanks is where Leadwell's form goes, too.
    fn take_return(&mut self, input: &Input) {
        let address = input.value();
        let address = address.trim();
        if address.starts_with("https://") && crate::campaign::address::is_web_address(address) {
            self.thanks = Some(address.to_owned());
        } else if !address.is_empty() {
            self.note(format!(
                "\"{}\": visitors were sent on to \"{address}\"; where they should go, say in `then` of the form by an https: address or a path of \
                 the site",
                input.name
            ));
        }
    }

    /// What is sent with every lead.
    fn take_hidden(&mut self, group: &[Input]) {
        for input in group {
            let is_unticked = matches!(input.kind, Kind::Box | Kind::Radio) && !input.has("checked");
            if is_unticked {
                self.note(format!("\"{}\" = \"{}\": hidden and not ticked, so it is never sent", input.name, input.value()));
            } else if !input.name.is_empty()
                && let Some(note) = self.destination.take_constant(input)
            {
                self.note(note);
            }
        }
    }

    /// What is told of what stands between and around the inputs.
    fn tell_of_the_rest(&mut self) {
        let form = self.found.form;
        let shorter = |text: String| if text.chars().count() > 60 { text.chars().take(60).chain(['…']).collect() } else { text };
        let texts = self.found.row.texts.iter().flat_map(|css| form.select(&css.0));
        let texts: Vec<String> =
            texts.map(|element| line(&words::words(element, &words::is_input))).filter(|text| !text.is_empty()).collect();
        for text in texts {
            self.note(format!("the words \"{}\" stand between the questions; put them on the page", shorter(text)));
        }
        let captchas = [
            ".g-recaptcha",
            ".h-captcha",
            ".cf-turnstile",
            ".frc-captcha",
            "altcha-widget",
            "[data-sitekey]",
            "[name=g-recaptcha-response]",
        ];
        if captchas.iter().any(|captcha| !page::all(captcha, form).is_empty()) {
            self.note(format!(
                "a captcha: {} would refuse what comes without its answer, which belongs to its own form; switch it off there. Forms of Leadwell have \
                 `captcha` (docs/forms.md)",
                self.found.row.title
            ));
        }
        let widgets = page::all("iframe, object, embed, canvas, [contenteditable], [role=slider], [role=combobox], [role=listbox]", form);
        let custom = page::all("*", form)
            .into_iter()
            .filter(|element| element.value().name().contains('-') && element.value().name() != "altcha-widget");
        let widgets: Vec<String> = widgets.into_iter().chain(custom).map(|element| element.value().name().to_owned()).collect();
        for widget in widgets {
            self.note(format!("<{widget}>: a widget of its own, which cannot be taken over; ask for the same by a field"));
        }
        let count = |selector: &str| page::all(selector, self.found.root).len();
        let (scripts, sheets) = (count("script"), count("style, link[rel=stylesheet]"));
        if scripts + sheets > 0 {
            self.note(format!(
                "left out: scripts ({scripts}) and style sheets ({sheets}); Leadwell checks, sends and draws the form itself"
            ));
        }
    }

    fn finish(mut self, wishes: Wishes) -> Result<Reading, String> {
        let connector = self.destination.connector;
        let id = wishes.id.unwrap_or(&connector.name).to_owned();
        let fields = self.steps.iter().map(|(_, fields)| fields.len()).sum::<usize>();
        if fields == 0 {
            return Err(format!(
                "the form of {} asks for nothing: its questions are drawn by a script; copy its full HTML",
                self.found.row.title
            ));
        }
        let purpose = self.consents.purpose(wishes.purpose, connector, &mut self.notes);
        let mut steps = std::mem::take(&mut self.steps);
        self.destination.complete(&mut steps, &mut self.notes)?;
        self.consents.map(&mut self.destination);
        if self.submit.is_none() {
            self.note("the button has no words in the code; it says \"Send\"");
        }
        let mut form = Map::new();
        form.insert("steps".to_owned(), steps.into_iter().map(|(_, fields)| json!({ "fields": fields })).collect());
        if !self.consents.items.is_empty() {
            form.insert(
                "consent".to_owned(),
                self.consents.items.iter().map(|item| item.written.clone().into()).collect::<Vec<Value>>().into(),
            );
        }
        form.insert("submit".to_owned(), self.submit.clone().unwrap_or_else(|| "Send".to_owned()).into());
        if let Some(thanks) = &self.thanks {
            form.insert("then".to_owned(), json!([{ "do": [{ "redirect": thanks }] }]));
        }
        let destination = self.destination.written(&id, purpose.as_deref(), &self.names)?;
        Ok(Reading { id, form: form.into(), destination, notes: self.notes })
    }
}
