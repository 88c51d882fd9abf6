//! Building elements from data: what `publish::markup` writes. No markup is ever parsed, so that Trusted Types have nothing to refuse.

use crate::value::Value;
use web_sys::{Document, Element, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Appends nodes to `parent`: texts, and `[tag, { attribute: value }, [nodes]]`. What is neither is left out.
pub fn append(document: &Document, parent: &Node, nodes: &Value) {
    for node in nodes.as_array().into_iter().flatten() {
        let built = match node {
            Value::String(text) => Some(document.create_text_node(text).into()),
            _ => element(document, node).map(Node::from),
        };
        if let Some(built) = built {
            let _ = parent.append_child(&built);
        }
    }
}

fn element(document: &Document, node: &Value) -> Option<Element> {
    let [tag, attributes, children] = node.as_array()?.as_slice() else { return None };
    let tag = tag.as_str()?;
    let element = match tag.strip_prefix("svg:") {
        Some(tag) => create(document, tag, true)?,
        None => create(document, tag, false)?,
    };
    for (name, value) in attributes.as_object()? {
        let _ = element.set_attribute(name, value.as_str()?);
    }
    append(document, &element, children);
    Some(element)
}

/// An element of a page, or of a drawing in it.
pub(super) fn create(document: &Document, tag: &str, of_svg: bool) -> Option<Element> {
    if of_svg { document.create_element_ns(Some(SVG), tag) } else { document.create_element(tag) }.ok()
}
