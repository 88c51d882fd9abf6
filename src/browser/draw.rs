//! A drawing in the browser, as a Leptos view: elements are built one by one, so that Trusted Types have nothing to refuse.

use leptos::tachys::renderer::types;
use leptos::tachys::view::{Mountable, Render};
use web_sys::{Document, Node as DomNode};

use super::page;
use crate::drawing::{Element, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Drawn pieces, one after another.
pub struct Drawing(pub Vec<Node>);

/// The same on the page.
pub struct Drawn(Vec<DomNode>);

fn build_node(document: &Document, node: &Node, inside_svg: bool) -> Option<DomNode> {
    match node {
        Node::Text(text) => Some(document.create_text_node(text).into()),
        Node::Element(element) => build_element(document, element, inside_svg),
    }
}

fn build_element(document: &Document, element: &Element, inside_svg: bool) -> Option<DomNode> {
    let svg = inside_svg || element.tag() == "svg";
    let built = if svg { document.create_element_ns(Some(SVG), element.tag()) } else { document.create_element(element.tag()) }.ok()?;
    for (name, value) in element.attributes() {
        let _ = built.set_attribute(name, value);
    }
    for child in element.children() {
        if let Some(child) = build_node(document, child, svg) {
            let _ = built.append_child(&child);
        }
    }
    Some(built.into())
}

impl Render for Drawing {
    type State = Drawn;

    fn build(self) -> Drawn {
        let document = page::window_and_document().map(|(_, document)| document);
        Drawn(document.map_or_else(Vec::new, |document| self.0.iter().filter_map(|node| build_node(&document, node, false)).collect()))
    }

    // A page is drawn anew: what stands in its place goes.
    fn rebuild(self, state: &mut Drawn) {
        let mut drawn = self.build();
        let place = state.0.last().map(|last| (last.parent_node(), last.next_sibling()));
        state.unmount();
        if let Some((Some(parent), next)) = place {
            drawn.insert(&parent, next.as_ref());
        }
        *state = drawn;
    }
}

impl Drawn {
    fn insert(&mut self, parent: &DomNode, before: Option<&DomNode>) {
        for node in &self.0 {
            let _ = parent.insert_before(node, before);
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        for node in &self.0 {
            if let Some(parent) = node.parent_node() {
                let _ = parent.remove_child(node);
            }
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.insert(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.0.first();
        let parent = first.and_then(DomNode::parent_element);
        parent.is_some_and(|parent| {
            child.mount(&parent, first);
            true
        })
    }

    fn elements(&self) -> Vec<types::Element> {
        Vec::new()
    }
}
