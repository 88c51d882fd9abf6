//! A form as data, for pages that are not ours: what the views draw natively, so that the runtime has to build elements and
//! nothing else. A visitor downloads one form in one language, where a page asks for it.
//!
//! `{ "attributes": […], "language": […], "styles": "…", "nodes": […] }`: attributes of the host, of what stands inside it, and where a node is a text or `[tag, { attribute: value }, [nodes]]`; elements of a
//! drawing have tags such as `svg:path`.

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{Html, Node};
use serde_json::{Map, Value, json};

use super::Error;
use super::document::render;
use super::folder::Folder;
use crate::campaign::{Campaign, Form};
use crate::locale::direction;
use crate::texts;
use crate::view::{self, Reader};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Writes `forms/ID.LOCALE.json` for every form and language.
pub fn write(folder: &mut Folder, campaign: &Campaign) -> Result<(), Error> {
    for locale in &campaign.runtime.locales {
        for (id, form) in &campaign.runtime.forms {
            folder.write(&format!("forms/{id}.{locale}.json"), as_data(campaign, id, form, locale).to_string())?;
        }
    }
    Ok(())
}

fn as_data(campaign: &Campaign, id: &str, form: &Form, locale: &str) -> Value {
    let runtime = &campaign.runtime;
    let texts = texts::of_pages(locale, &campaign.texts);
    let reader = Reader::new(runtime, locale, &texts);
    // Nothing posts this form but the runtime, which knows the page: the native form's hidden fields have no use.
    let html = render(|| view::form(runtime, id, form, "", "", &reader));
    let fragment = Html::parse_fragment(&html);
    let root = fragment.root_element();
    json!({
        "attributes": view::theme_attributes(&runtime.theme),
        "language": [["lang", locale], ["dir", direction(locale)]],
        "styles": view::theme_css(&runtime.theme, &runtime.on_accent),
        "nodes": root.children().filter_map(node).collect::<Vec<_>>(),
    })
}

fn node(node: NodeRef<Node>) -> Option<Value> {
    match node.value() {
        Node::Text(text) => Some(Value::String(text.to_string())),
        Node::Element(element) if element.attr("type") == Some("hidden") => None,
        Node::Element(element) => {
            let children: Vec<Value> = node.children().filter_map(self::node).collect();
            Some(json!([tag(element), attributes(element), children]))
        }
        _ => None,
    }
}

fn tag(element: &Element) -> String {
    let name = element.name();
    if &*element.name.ns == SVG { format!("svg:{name}") } else { name.to_owned() }
}

fn attributes(element: &Element) -> Map<String, Value> {
    element.attrs().map(|(name, value)| (name.to_owned(), Value::String(value.to_owned()))).collect()
}
