//! A campaign published into a folder without any wasm, and the shape of what came of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use leadwell::campaign::file::Read;
use leadwell::publish;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use tempfile::TempDir;
use url::Url;

use crate::corpus::TODAY;

/// What trunk would have made; none of it is read by these tests.
const UNDERLAY: [(&str, &str); 4] = [
    ("embed-0.js", "export{a as default}"),
    ("embed-0.wasm", ""),
    ("leadwell.0.js", "\"embed-0.wasm\" /*GLUE*/glue/*END*/"),
    ("app.html", "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n</head>\n<body></body>\n</html>\n"),
];

pub struct Folder {
    folder: TempDir,
}

impl Folder {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in UNDERLAY {
            fs::write(folder.path().join(name), content).expect("written");
        }
        Self { folder }
    }

    pub fn publish(&self, read: &Read) -> Site {
        let campaign = read.campaign.as_ref().unwrap_or_else(|| panic!("has errors: {:#?}", read.lines()));
        let home = read.path.parent().expect("a folder");
        let order = publish::Order { campaign, published: &read.published, home, out: self.folder.path(), now: TODAY };
        while let Err(error) = publish::build(&order, |_, _| {}) {
            let publish::Error::NoFile { file, .. } = &error else { panic!("{error}") };
            make(home, file);
        }
        let mut files = BTreeMap::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        Site { files }
    }
}

/// A file that a campaign names: only one that is there gets its name, however hostile, onto a page.
fn make(home: &Path, file: &str) {
    assert!(!file.split('/').any(|part| part == ".."), "{file:?} leaves the campaign's folder");
    let path = home.join(file.trim_start_matches('/'));
    assert!(!path.is_file(), "{file:?} is there and is not found");
    fs::create_dir_all(path.parent().expect("a folder"))
        .and_then(|()| fs::write(&path, "x"))
        .unwrap_or_else(|error| panic!("{file:?}: {error}"));
}

/// Reads every file but the compressed ones. Those are dated far ahead, which tells the next build that they are good as they are:
/// nobody downloads these pages, and compressing them is most of the work.
fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "br" || ending == "gz") {
            let later = SystemTime::now() + Duration::from_hours(1000);
            fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(later)).expect("dated");
        } else {
            let name = path.strip_prefix(root).expect("inside").to_str().expect("text").to_owned();
            files.insert(name, String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned());
        }
    }
}

pub struct Site {
    pub files: BTreeMap<String, String>,
}

impl Site {
    fn ending(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter(move |(name, _)| name.ends_with(ending)).map(|(name, content)| (name.as_str(), content.as_str()))
    }

    pub fn pages(&self) -> impl Iterator<Item = (&str, Html)> {
        self.ending(".html").map(|(name, html)| (name, Html::parse_document(html)))
    }

    /// Everything about this site that no text may change, by file.
    pub fn shape(&self) -> BTreeMap<&str, String> {
        let pages = self.ending(".html").map(|(name, html)| (name, shape_of_page(&Html::parse_document(html))));
        let data = self.ending(".json").map(|(name, json)| (name, shape_of_data(name, json)));
        let lines = ["_headers", "robots.txt"].into_iter().map(|name| (name, self.files[name].lines().count().to_string()));
        let tags = self.ending(".xml").map(|(name, xml)| (name, xml.matches(['<', '>']).collect()));
        pages.chain(data).chain(lines).chain(tags).collect()
    }

    /// What no page may hold, whatever it was made from.
    pub fn dangers(&self) -> Vec<String> {
        let mut dangers = Vec::new();
        for (name, page) in self.pages() {
            for element in page.root_element().descendants().filter_map(ElementRef::wrap) {
                dangers.extend(dangers_of(element).into_iter().map(|danger| format!("{name}: {danger}")));
            }
        }
        for (name, data) in self.ending(".json").filter(|(name, _)| is_drawn(name)) {
            let data: Value = serde_json::from_str(data).unwrap_or_else(|error| panic!("{name}: {error}"));
            dangers.extend(dangers_of_nodes(&data["nodes"]).into_iter().map(|danger| format!("{name}: {danger}")));
        }
        dangers
    }
}

/// Elements with the names of their attributes, one line each, by depth; where policies and styles are concerned, their structure too.
/// Without addresses: a view leaves out one that it does not trust, and those that stay are judged by where they lead.
fn shape_of_page(page: &Html) -> String {
    let mut lines = String::new();
    for node in page.root_element().descendants() {
        let line = match node.value() {
            Node::Element(element) => {
                let attributes: Vec<&str> = element.attrs().map(|(name, _)| name).filter(|name| !ADDRESSES.contains(name)).collect();
                let inside = ElementRef::wrap(node).map(inside).unwrap_or_default();
                format!("{}:{} {} {inside}", element.name.ns, element.name(), attributes.join(" "))
            }
            Node::Comment(_) => "comment".to_owned(),
            Node::ProcessingInstruction(_) => "instruction".to_owned(),
            _ => continue,
        };
        lines.push_str(&" ".repeat(node.ancestors().count()));
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

fn inside(element: ElementRef) -> String {
    let text: String = element.text().collect();
    match element.value().name() {
        "style" => structure_of_style(&text),
        "meta" if element.attr("http-equiv").is_some() => structure_of_policy(element.attr("content").unwrap_or_default()),
        _ => String::new(),
    }
}

/// What a style sheet consists of outside of quoted strings.
fn structure_of_style(css: &str) -> String {
    let mut structure = String::new();
    let mut characters = css.chars();
    let mut quote = None;
    while let Some(character) = characters.next() {
        match (quote, character) {
            (_, '\\') => drop(characters.next()),
            (Some(open), character) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '{' | '}' | ';' | '@' | '(' | ')' | '<' | '!') => structure.push(character),
            _ => {}
        }
    }
    structure
}

/// A policy without the hashes of what a page holds, and without the hosts that leads go to.
fn structure_of_policy(policy: &str) -> String {
    let directive = |directive: &str| {
        let mut words = directive.split_ascii_whitespace();
        let name = words.next().unwrap_or_default();
        let kept = words.filter(|word| !word.starts_with("'sha") && Url::parse(word).is_err());
        format!("{name} {}", kept.collect::<Vec<_>>().join(" "))
    };
    policy.split(';').map(directive).collect::<Vec<_>>().join(";")
}

/// Whether a file holds elements as data.
fn is_drawn(name: &str) -> bool {
    name.starts_with("forms/") || name.starts_with("popups/")
}

/// Elements of forms and popups as data. Of other files, that they are JSON.
fn shape_of_data(name: &str, json: &str) -> String {
    let data: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{name}: {error}"));
    if is_drawn(name) { shape_of_nodes(&data["nodes"]) } else { String::new() }
}

fn shape_of_nodes(nodes: &Value) -> String {
    let shape = |node: &Value| match node {
        Value::String(_) => String::new(),
        node => {
            let attributes: Vec<&String> = node[1].as_object().expect("attributes").keys().collect();
            format!("{}{attributes:?}({})", node[0], shape_of_nodes(&node[2]))
        }
    };
    nodes.as_array().expect("nodes").iter().map(shape).collect()
}

/// Attributes that browsers follow, load or post to.
const ADDRESSES: [&str; 12] =
    ["href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "data", "cite", "ping", "background", "manifest"];

fn dangers_of_nodes(nodes: &Value) -> Vec<String> {
    let mut dangers = Vec::new();
    for node in nodes.as_array().into_iter().flatten().filter(|node| node.is_array()) {
        let name = node[0].as_str().expect("a tag");
        if matches!(name, "script" | "style" | "iframe" | "object" | "embed" | "base" | "link" | "meta") {
            dangers.push(format!("<{name}>"));
        }
        let attributes = node[1].as_object().expect("attributes");
        dangers.extend(dangers_of_attributes(name, attributes.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("text")))));
        dangers.extend(dangers_of_nodes(&node[2]));
    }
    dangers
}

fn dangers_of_attributes<'a>(name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let base = Url::parse("https://own.example/").expect("an address");
    let mut dangers = Vec::new();
    for (attribute, value) in attributes {
        if attribute.starts_with("on") || attribute == "srcdoc" {
            dangers.push(format!("<{name} {attribute}=\"{value}\">"));
        }
        // As a browser reads it: without the line breaks and spaces that hide a scheme from a naive look.
        if ADDRESSES.contains(&attribute)
            && let Ok(url) = base.join(value)
        {
            let picture = url.scheme() == "data" && matches!(name, "link" | "img" | "source") && !value.contains('<');
            if !(matches!(url.scheme(), "http" | "https" | "mailto" | "tel") || picture) {
                dangers.push(format!("<{name} {attribute}=\"{value}\"> leads to {}:", url.scheme()));
            }
            // What starts with a slash was written as a path of the site itself.
            if value.trim_start().starts_with(['/', '\\']) && url.host_str() != base.host_str() {
                dangers.push(format!("<{name} {attribute}=\"{value}\"> leads to {}", url.host_str().unwrap_or_default()));
            }
        }
    }
    dangers
}

fn dangers_of(element: ElementRef) -> Vec<String> {
    let name = element.value().name();
    let mut dangers = dangers_of_attributes(name, element.value().attrs());
    let script = name == "script" && element.attr("src").is_none();
    let text: String = element.text().collect();
    if script
        && element.attr("type").is_some_and(|kind| kind.contains("json"))
        && let Err(error) = serde_json::from_str::<Value>(&text)
    {
        dangers.push(format!("a script with data that is not JSON ({error}): {text}"));
    }
    dangers
}
