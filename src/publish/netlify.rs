//! The copy of a form that Netlify looks for in built pages: it takes posts of forms that it has seen there, with the names it has seen.

use crate::campaign::{Part, Runtime};
use crate::drawing::el;
use crate::drawing::html::to_html;
use crate::value::Value;

/// A hidden form for each destination that Netlify takes, nobody's to fill in; nothing where there is none.
#[must_use]
pub fn copies(runtime: &Runtime) -> String {
    let receivers = runtime.receivers();
    let copies = receivers.into_iter().filter(|receiver| receiver.word("connector") == "netlify").map(|receiver| copy(receiver).into());
    to_html(&copies.collect::<Vec<_>>())
}

fn copy(receiver: Part) -> crate::drawing::Element {
    const NAME: &str = "form-name";
    let shape = receiver.object("shape");
    let name = shape.and_then(|shape| shape.get(NAME)).and_then(Value::as_str).unwrap_or_default();
    let form = el("form", "").attr("name", name).marks("method=post data-netlify=true netlify-honeypot=bot-field hidden");
    let names = shape.into_iter().flatten().map(|(name, _)| name).filter(|name| *name != NAME);
    names.fold(form, |form, name| form.child(el("input", "").attr("name", name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::of_json;
    use serde_json::json;

    #[test]
    fn a_page_carries_the_names_that_netlify_will_be_sent() {
        let receiver =
            json!({ "connector": "netlify", "shape": { "form-name": "lead", "email": { "$fact": "field.email" }, "bot-field": "" } });
        let receivers = of_json(json!([receiver, { "connector": "webhook" }]));
        let runtime = Runtime { destinations: receivers, ..Runtime::default() };
        let copies = copies(&runtime);
        for part in ["<form name=\"lead\"", "data-netlify=\"true\"", "name=\"email\"", "name=\"bot-field\"", "hidden"] {
            assert!(copies.contains(part), "{part}: {copies}");
        }
        assert!(!copies.contains("form-name"), "Netlify adds it itself: {copies}");
    }
}
