//! A drawing as data, for pages that are not ours: the runtime builds elements from it and parses nothing.
//!
//! A node is a text or `[tag, { attribute: value }, [nodes]]`; elements of a drawing have tags such as `svg:path`.

use serde_json::{Map, Value, json};

use super::{Element, Node};

#[must_use]
pub fn to_data(nodes: &[Node]) -> Value {
    Value::Array(nodes.iter().filter_map(|node| data_of(node, false)).collect())
}

// What only a native form post needs has no use there.
fn data_of(node: &Node, inside_svg: bool) -> Option<Value> {
    match node {
        Node::Text(text) => Some(Value::String(text.clone())),
        Node::Element(element) if is_hidden_input(element) => None,
        Node::Element(element) => {
            let svg = inside_svg || element.tag() == "svg";
            let tag = if svg { format!("svg:{}", element.tag()) } else { element.tag().to_owned() };
            let attributes: Map<String, Value> =
                element.attributes().iter().map(|(name, value)| ((*name).to_owned(), Value::String(value.clone()))).collect();
            let children: Vec<Value> = element.children().iter().filter_map(|child| data_of(child, svg)).collect();
            Some(json!([tag, attributes, children]))
        }
    }
}

fn is_hidden_input(element: &Element) -> bool {
    element.tag() == "input" && element.attributes().iter().any(|(name, value)| *name == "type" && value == "hidden")
}
