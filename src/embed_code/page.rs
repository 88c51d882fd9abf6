//! The form in a piece of HTML, and its inputs, as a browser would find them.
//!
//! Says whose form it is by where it posts to, and nothing of what its inputs mean.

use scraper::{ElementRef, Html, Selector};

use super::row::{Row, any_is, any_matches, rows};
use super::words::around;
use crate::campaign::connector;

/// A vendor's form.
pub struct Found<'a> {
    pub row: &'static Row,
    pub connector: &'static connector::Row,
    pub root: ElementRef<'a>,
    pub form: ElementRef<'a>,
    /// Where it posts to, over HTTPS, without the query.
    pub address: String,
    pub query: Vec<(String, String)>,
    pub inputs: Vec<Input<'a>>,
    /// How many forms there are besides.
    pub others: usize,
}

/// Something to fill in, or that is sent along.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub element: ElementRef<'a>,
    pub name: &'a str,
    pub kind: Kind<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind<'a> {
    Box,
    Radio,
    Select,
    Textarea,
    Hidden,
    File,
    Button,
    /// Whatever else stands in `type`.
    Typed(&'a str),
}

impl<'a> Input<'a> {
    fn of(element: ElementRef<'a>) -> Self {
        let kind = match (element.value().name(), element.value().attr("type").unwrap_or("text").trim()) {
            ("select", _) => Kind::Select,
            ("textarea", _) => Kind::Textarea,
            ("button", _) => Kind::Button,
            (_, kind) if ["submit", "image", "button", "reset"].iter().any(|button| kind.eq_ignore_ascii_case(button)) => Kind::Button,
            (_, kind) if kind.eq_ignore_ascii_case("checkbox") => Kind::Box,
            (_, kind) if kind.eq_ignore_ascii_case("radio") => Kind::Radio,
            (_, kind) if kind.eq_ignore_ascii_case("hidden") => Kind::Hidden,
            (_, kind) if kind.eq_ignore_ascii_case("file") => Kind::File,
            (_, kind) => Kind::Typed(kind),
        };
        Self { element, name: element.value().attr("name").unwrap_or_default(), kind }
    }

    pub fn attr(&self, name: &str) -> Option<&'a str> {
        self.element.value().attr(name).filter(|value| !value.trim().is_empty())
    }

    pub fn has(&self, name: &str) -> bool {
        self.element.value().attr(name).is_some()
    }

    /// What a browser would send of it untouched.
    pub fn value(&self) -> String {
        match self.kind {
            Kind::Textarea => self.element.text().collect(),
            Kind::Select => {
                let options = options_of(self.element);
                let chosen = options.iter().find(|option| option.value().attr("selected").is_some()).or(options.first());
                chosen.map(|option| value_of_option(*option)).unwrap_or_default()
            }
            Kind::Box | Kind::Radio => self.element.value().attr("value").unwrap_or("on").to_owned(),
            _ => self.element.value().attr("value").unwrap_or_default().to_owned(),
        }
    }

    /// Whether people do not see it.
    pub fn is_hidden(&self, form: ElementRef, row: &Row) -> bool {
        let hides = |element: ElementRef| {
            let style = style_of(element);
            style.contains("display:none") || element.value().attr("hidden").is_some() || any_matches(&row.hidden, element)
        };
        self.kind == Kind::Hidden || around(self.element, form).any(hides)
    }

    /// Whether it waits for programs: by its name, or since it is on the page and out of sight.
    pub fn is_trap(&self, form: ElementRef, row: &Row) -> bool {
        let is_away = |element: ElementRef| {
            let style = style_of(element);
            let far = ["left:-", "top:-", "text-indent:-"].iter().any(|place| {
                let place = style.split(place).nth(1).unwrap_or_default();
                place.chars().take_while(char::is_ascii_digit).count() >= 3
            });
            far || style.contains("visibility:hidden")
        };
        any_is(&row.traps, self.name) || self.kind != Kind::Hidden && around(self.element, form).any(is_away)
    }
}

fn style_of(element: ElementRef) -> String {
    element.value().attr("style").unwrap_or_default().replace(' ', "").to_lowercase()
}

pub fn all<'a>(selector: &str, within: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    Selector::parse(selector).map(|selector| within.select(&selector).collect()).unwrap_or_default()
}

pub fn options_of(select: ElementRef) -> Vec<ElementRef> {
    all("option", select)
}

/// An option without a value is sent as its words.
pub fn value_of_option(option: ElementRef) -> String {
    let words = || super::words::line(&option.text().collect::<String>());
    option.value().attr("value").map_or_else(words, str::to_owned)
}

/// The first form of a vendor that is known.
///
/// # Errors
/// Why there is none, and the nearest way.
pub fn find<'a>(html: &'a Html, source: &str) -> Result<Found<'a>, String> {
    let root = html.root_element();
    let forms = all("form", root);
    for form in &forms {
        let (address, query) = address_of(form.value().attr("action").unwrap_or_default());
        let Some(row) = rows().iter().find(|row| any_is(&row.action, &address)) else { continue };
        let Some(connector) = connector::row(&row.connector) else { continue };
        let inputs = inputs_of(*form, root, &forms);
        return Ok(Found {
            row,
            connector,
            root,
            form: *form,
            address: over_https(&address),
            query,
            inputs,
            others: forms.len().saturating_sub(1),
        });
    }
    if let Some(told) = rows().iter().flat_map(|row| &row.elsewhere).find(|told| told.is.0.is_match(source)) {
        return Err(told.say.clone());
    }
    let titles: Vec<&str> = rows().iter().map(|row| row.title.as_str()).collect();
    let what = if forms.is_empty() { "there is no form in it" } else { "its form posts to nobody whose code is read" };
    Err(format!(
        "{what}. Read are: {}. For others write the form by hand, and a destination with the connector \"webhook\" and `fields` \
         (docs/connectors.md); or leave the form where it is and name it in `capture` (docs/host-pages.md)",
        titles.join(", ")
    ))
}

fn address_of(action: &str) -> (String, Vec<(String, String)>) {
    let action = action.trim();
    let action = if action.starts_with("//") { format!("https:{action}") } else { action.to_owned() };
    let bare = action.split('#').next().unwrap_or_default();
    let (address, query) = bare.split_once('?').unwrap_or((bare, ""));
    (address.to_owned(), url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
}

pub fn over_https(address: &str) -> String {
    address.strip_prefix("http://").map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"))
}

/// The inputs in it, and those that name it from elsewhere. Where the markup is so misnested that the form ends up empty, browsers give it
/// what follows up to the next form; so it is here.
fn inputs_of<'a>(form: ElementRef<'a>, root: ElementRef<'a>, forms: &[ElementRef<'a>]) -> Vec<Input<'a>> {
    const INPUTS: &str = "input, select, textarea, button";
    let id = form.value().attr("id").filter(|id| !id.is_empty());
    let everywhere = all(INPUTS, root);
    let within = |element: &ElementRef, outer: ElementRef| element.ancestors().any(|ancestor| ancestor.id() == outer.id());
    let named = |element: &ElementRef| id.is_some() && element.value().attr("form") == id;
    let own: Vec<_> = everywhere.iter().copied().filter(|element| within(element, form) || named(element)).collect();
    if !own.is_empty() {
        return own.into_iter().map(Input::of).collect();
    }
    let order: Vec<_> = root.descendants().map(|node| node.id()).collect();
    let place = |element: &ElementRef| order.iter().position(|known| *known == element.id()).unwrap_or_default();
    let from = place(&form);
    let until = forms.iter().map(place).filter(|other| *other > from).min().unwrap_or(usize::MAX);
    let follows = |element: &ElementRef| (from..until).contains(&place(element)) && !forms.iter().any(|other| within(element, *other));
    everywhere.into_iter().filter(follows).map(Input::of).collect()
}
