//! A drawing as HTML text.

use super::{Element, Node};

/// Elements that have no content and no end tag.
const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "source", "track"];

#[must_use]
pub fn to_html(nodes: &[Node]) -> String {
    let mut html = String::with_capacity(16 * 1024);
    for node in nodes {
        write(&mut html, node);
    }
    html
}

fn write(html: &mut String, node: &Node) {
    match node {
        Node::Text(text) => escape_into(html, text),
        Node::Element(element) => write_element(html, element),
    }
}

fn write_element(html: &mut String, element: &Element) {
    html.push('<');
    html.push_str(element.tag());
    // Parts are for whoever styles a shadow root from outside; a page of ours has none.
    for (name, value) in element.attributes().iter().filter(|(name, _)| *name != "part") {
        html.push(' ');
        html.push_str(name);
        if !value.is_empty() {
            html.push_str("=\"");
            escape_into(html, value);
            html.push('"');
        }
    }
    html.push('>');
    if VOID.contains(&element.tag()) {
        return;
    }
    // A parser drops the first line break in a textarea.
    if element.tag() == "textarea" && matches!(element.children().first(), Some(Node::Text(text)) if text.starts_with('\n')) {
        html.push('\n');
    }
    for child in element.children() {
        write(html, child);
    }
    html.push_str("</");
    html.push_str(element.tag());
    html.push('>');
}

/// Text as it may stand in an element or in a quoted attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    escape_into(&mut safe, text);
    safe
}

fn escape_into(safe: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // No document may hold it; parsers make each something else.
            '\0' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::el;

    #[test]
    fn texts_and_attributes_are_escaped_and_void_elements_stay_open() {
        let link = el("a", "x").attr("href", "/?a=1&b=\"2\"").text("<b> & 'c'");
        let drawn = el("p", "").flag("hidden", true).child(link).child(el("br", "")).into();
        assert_eq!(
            to_html(&[drawn]),
            "<p hidden><a class=\"x\" href=\"/?a=1&amp;b=&quot;2&quot;\">&lt;b&gt; &amp; &#39;c&#39;</a><br></p>"
        );
    }
}
