//! Settings of a receiver's own, as an author wrote them, held against what its row says of each.

use regex::Regex;
use serde_json::{Map, Value};

use super::{Fault, Param};
use crate::campaign::check::hint;
use crate::campaign::problem::under;
use crate::value::{Named, Value as Plain};

/// Those that are written, as texts. What is wrong with one that stands at `path` is told.
pub fn read_params<'a>(
    of: &str,
    known: &Named<Param>,
    written: impl Iterator<Item = (&'a String, &'a Plain)>,
    path: &str,
    faults: &mut Vec<Fault>,
) -> Map<String, Value> {
    let mut params = Map::new();
    for (name, value) in written {
        let path = under(path, name);
        let Some(param) = known.get(name) else {
            let message = format!("{of} has no param \"{name}\"{}", hint(name, known.keys().map(String::as_str)));
            faults.push(Fault { path, message });
            continue;
        };
        let given = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if Regex::new(&param.is).is_ok_and(|shape| !shape.is_match(&given)) {
            faults.push(Fault { path, message: format!("\"{given}\" is not {}; it looks like {}", param.what, param.is) });
        }
        params.insert(name.clone(), given.into());
    }
    params
}

/// Adds those that have a usual value; tells which are still missing and needed.
pub fn add_usual_params<'a>(known: &'a Named<Param>, params: &mut Map<String, Value>) -> Vec<(&'a String, &'a Param)> {
    let mut missing = Vec::new();
    for (name, param) in known {
        if params.contains_key(name) {
            continue;
        }
        match &param.usual {
            Some(usual) => {
                params.insert(name.clone(), usual.clone().into());
            }
            None if !param.optional => missing.push((name, param)),
            None => {}
        }
    }
    missing
}
