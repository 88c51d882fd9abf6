//! The words that stand around inputs: labels, whichever way a page ties them to what they name.
//!
//! Gives what a reader would read there, and whether a star says that an answer is needed. Knows no vendor: where one puts its labels is
//! an argument.

use scraper::node::Node;
use scraper::{ElementRef, Selector};

use super::row::Css;

/// What a reader reads, and whether a star stands at it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Words {
    pub text: String,
    pub starred: bool,
}

impl Words {
    /// Of a label: without its star and colon, in one line.
    #[must_use]
    pub fn of_label(written: &str) -> Self {
        let is_star = |c: char| matches!(c, '*' | '＊' | '∗');
        let line = line(written);
        let bare = line.trim_matches(|c: char| is_star(c) || c.is_whitespace());
        let starred = bare.len() != line.len() && line.contains(is_star);
        let bare = bare.trim_end_matches([':', '：']).trim_end_matches(|c: char| is_star(c) || c.is_whitespace());
        Self { text: harmless(bare), starred }
    }

    /// Signs alone name nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.text.contains(char::is_alphanumeric)
    }
}

/// In one line.
pub fn line(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what texts of a campaign take for tokens.
pub fn harmless(text: &str) -> String {
    text.replace("{{", "{ {")
}

/// Elements whose words are no reader's, or are not about what stands beside them.
const SILENT: [&str; 9] = ["script", "style", "template", "noscript", "select", "textarea", "button", "title", "svg"];

fn is_silent(element: ElementRef) -> bool {
    let style = element.value().attr("style").unwrap_or_default().replace(' ', "").to_lowercase();
    SILENT.contains(&element.value().name())
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || element.value().attr("hidden").is_some()
}

/// The words of an element, without those of elements that `skip` names.
pub fn words(of: ElementRef, skip: &dyn Fn(ElementRef) -> bool) -> String {
    gathered(of, skip, false)
}

/// The same, with its links as texts of a campaign have them.
pub fn rich(of: ElementRef) -> String {
    harmless(&line(&gathered(of, &|_| false, true)))
}

fn gathered(of: ElementRef, skip: &dyn Fn(ElementRef) -> bool, with_links: bool) -> String {
    let link = |element: ElementRef| element.value().attr("href").filter(|href| with_links && is_followed(href)).map(str::to_owned);
    let mut text = String::new();
    for node in of.descendants() {
        let within = node.ancestors().take_while(|ancestor| ancestor.id() != of.id()).filter_map(ElementRef::wrap);
        if within.clone().any(|element| is_silent(element) || skip(element)) {
            continue;
        }
        match node.value() {
            Node::Text(_) if within.clone().any(|element| link(element).is_some()) => {}
            Node::Text(words) => text.push_str(words),
            Node::Element(_) if node.id() != of.id() => {
                let Some(element) = ElementRef::wrap(node).filter(|element| !is_silent(*element) && !skip(*element)) else { continue };
                match link(element) {
                    Some(href) => text.push_str(&format!("[{}]({href})", line(&gathered(element, skip, false)))),
                    None if matches!(element.value().name(), "br" | "p" | "div" | "li" | "tr" | "td") => text.push(' '),
                    None => {}
                }
            }
            _ => {}
        }
    }
    text
}

fn is_followed(href: &str) -> bool {
    href.starts_with("https://") && !href.contains([' ', '(', ')'])
}

/// The element and those around it, up to the form.
pub fn around<'a>(element: ElementRef<'a>, form: ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    let within = element.ancestors().filter_map(ElementRef::wrap).take_while(move |ancestor| ancestor.id() != form.id());
    std::iter::once(element).chain(within)
}

/// The labels that name an input by its id, and the one around it.
pub fn labels_of<'a>(element: ElementRef<'a>, form: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let Ok(labels) = Selector::parse("label") else { return Vec::new() };
    let id = element.value().attr("id").filter(|id| !id.is_empty());
    let by_id = form.select(&labels).filter(|label| id.is_some() && label.value().attr("for") == id);
    let by_id: Vec<_> = by_id.collect();
    let wrapping = around(element, form).find(|around| around.value().name() == "label");
    by_id.into_iter().chain(wrapping).collect()
}

/// The first words that one of these selectors finds.
pub fn first_of(selectors: &[Css], within: ElementRef) -> Option<Words> {
    let found = selectors.iter().flat_map(|css| within.select(&css.0));
    found.map(|element| Words::of_label(&words(element, &is_input))).find(|words| !words.is_empty())
}

pub fn is_input(element: ElementRef) -> bool {
    matches!(element.value().name(), "input" | "select" | "textarea" | "button")
}

fn holds_input(element: ElementRef) -> bool {
    element.descendants().filter_map(ElementRef::wrap).any(is_input)
}

/// The words right before an element, on its line.
pub fn before(element: ElementRef) -> String {
    beside(element.prev_siblings().map(|node| (node.value(), ElementRef::wrap(node))), |text, words| *text = words + text.as_str())
}

/// The words right behind it.
pub fn behind(element: ElementRef) -> String {
    beside(element.next_siblings().map(|node| (node.value(), ElementRef::wrap(node))), |text, words| text.push_str(&words))
}

fn beside<'a>(nodes: impl Iterator<Item = (&'a Node, Option<ElementRef<'a>>)>, add: impl Fn(&mut String, String)) -> String {
    let mut text = String::new();
    for (node, element) in nodes {
        match (node, element) {
            (Node::Text(words), _) => add(&mut text, words.to_string()),
            (_, Some(element)) if element.value().name() == "br" || holds_input(element) => break,
            (_, Some(element)) if !is_silent(element) => add(&mut text, words(element, &|_| false)),
            _ => {}
        }
    }
    line(&text)
}
