//! ```` ```js ```` is a script that calls what `public/leadwell.d.ts` knows; ```` ```html ```` has no attribute of ours that nothing reads.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;
use regex::Regex;
use scraper::{Html, Node};

use crate::every_block;
use crate::pages::root;

/// What elements of a page may carry, and the tag itself.
const ATTRIBUTES: [&str; 13] = [
    "data-leadwell-form",
    "data-leadwell-open",
    "data-leadwell-track",
    "data-leadwell-slot",
    "data-leadwell-fill",
    "data-leadwell-captcha",
    "data-campaign",
    "data-locale",
    "data-nonce",
    "data-consent",
    "data-region",
    "data-debug",
    "data-start",
];

#[test]
fn every_script_can_be_read_and_asks_for_what_there_is() {
    every_block(
        |block| block.info == "js",
        |block| {
            reads(&block.text)?;
            asks_for_what_there_is(&block.text)
        },
    );
}

#[test]
fn every_piece_of_markup_has_attributes_that_are_read() {
    every_block(
        |block| block.info == "html",
        |block| {
            let page = Html::parse_fragment(&block.text);
            for node in page.root_element().descendants() {
                let Node::Element(element) = node.value() else { continue };
                for (name, value) in element.attrs() {
                    if name.starts_with("data-leadwell") && !ATTRIBUTES.contains(&name) {
                        return Err(format!("{name}: no attribute that is read"));
                    }
                    if name == "src" && element.name() == "script" && !value.contains("leadwell") && value.contains("cdn.example") {
                        return Err(format!("{value}: no file of ours"));
                    }
                }
                if element.name() == "script" && element.attr("src").is_none() {
                    let text: String = node.children().filter_map(|child| child.value().as_text().map(|text| text.to_string())).collect();
                    reads(&text)?;
                    asks_for_what_there_is(&text)?;
                }
            }
            Ok(())
        },
    );
}

fn reads(script: &str) -> Result<(), String> {
    let allocator = Allocator::default();
    let found = Parser::new(&allocator, script, SourceType::mjs()).parse();
    let faults: Vec<String> = found.diagnostics.iter().map(ToString::to_string).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

fn asks_for_what_there_is(script: &str) -> Result<(), String> {
    let types = std::fs::read_to_string(root().join("public/leadwell.d.ts")).expect("the types");
    let asked = Regex::new(r#"leadwell\(\s*["'](\w+)["']|["'](leadwell:[\w-]+)["']"#).expect("a pattern");
    for found in asked.captures_iter(script) {
        let name = found.get(1).or_else(|| found.get(2)).expect("one of them").as_str();
        if !types.contains(&format!("\"{name}\"")) {
            return Err(format!("{name}: leadwell.d.ts knows no such thing"));
        }
    }
    Ok(())
}
