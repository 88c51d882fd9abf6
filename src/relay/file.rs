//! The relay's file: destinations as a campaign writes them, with secrets named by `${NAME}`, which the environment holds.
//!
//! Everything that is wrong is told at once, with its place. A secret in the file is refused: files are copied, committed and sent.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::Deserialize;
use serde_json::Value;

use super::{Keys, Relay};
use crate::campaign::check::secret_in;
use crate::campaign::connector::{make_for_relay, row};
use crate::campaign::problem::{Problem, under};
use crate::campaign::written::Destination;
use crate::value::of_json;

/// The file, as its author writes it.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leadwell relay")]
pub struct Written {
    #[serde(rename = "$schema", default)]
    #[allow(dead_code, reason = "for editors")]
    schema: Option<String>,
    /// Where leads are passed on to. Secrets are named, `"${SLACK_WEBHOOK}"`, and come from the environment.
    destinations: Vec<Destination>,
    /// What captchas' tokens are verified with.
    #[serde(default)]
    captcha: Keys,
}

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}").ok());

impl Relay {
    /// Reads the file's text. `secret` is what the environment has under a name; `answers` are the names of fields that forms of known
    /// campaigns have.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str, secret: &dyn Fn(&str) -> Option<String>, answers: &[String]) -> Result<Self, Vec<Problem>> {
        let mut file: Value = serde_json::from_str(text).map_err(|error| vec![Problem::error("", format!("this is no JSON: {error}"))])?;
        let mut problems = Vec::new();
        in_plain(&file, &mut problems);
        put_in(&mut file, "", secret, &mut problems);
        let written: Written = match serde_path_to_error::deserialize(file) {
            Ok(written) => written,
            Err(error) => {
                let path = error.path().to_string();
                problems.push(Problem::error(if path == "." { String::new() } else { path }, error.inner().to_string()));
                return Err(problems);
            }
        };
        let mut receivers: Vec<crate::value::Value> = Vec::new();
        for (index, destination) in written.destinations.iter().enumerate() {
            let at = under("destinations", index);
            let made = make_for_relay(destination, answers);
            problems.extend(made.faults.into_iter().map(|fault| Problem::error(under(&at, fault.path.as_str()), fault.message)));
            if written.destinations.iter().take(index).any(|other| other.id == destination.id) {
                problems.push(Problem::error(under(&at, "id"), format!("another destination is \"{}\" already", destination.id)));
            }
            receivers.push(of_json(made.receiver));
        }
        if receivers.is_empty() {
            problems.push(Problem::error("destinations", "at least one; leave `--forward` out where nothing is passed on"));
        }
        if problems.is_empty() { Ok(Self { receivers, captchas: written.captcha }) } else { Err(problems) }
    }
}

/// Secrets that stand in the file itself.
fn in_plain(file: &Value, problems: &mut Vec<Problem>) {
    let mut tell = |path: String, what: &str| {
        problems
            .push(Problem::error(path, format!("{what} stands in this file; put it into the environment and write \"${{NAME}}\" here")));
    };
    let is_named = |value: &Value| value.as_str().is_some_and(|text| text.contains("${"));
    for (index, destination) in file.get("destinations").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let at = under("destinations", index);
        let row = destination.get("connector").and_then(Value::as_str).and_then(row);
        for (name, value) in destination.get("params").and_then(Value::as_object).into_iter().flatten() {
            let is_secret = row.and_then(|row| row.params.get(name)).is_some_and(|param| param.secret);
            let what = if is_secret { Some("a secret") } else { value.as_str().and_then(secret_in) };
            if let Some(what) = what.filter(|_| !is_named(value)) {
                tell(under(&under(&at, "params"), name), what);
            }
        }
        if let Some(url) = destination.get("url").filter(|url| !is_named(url)).and_then(Value::as_str) {
            let is_secret = row.is_some_and(|row| row.name == "slack") && url.starts_with("https:");
            if let Some(what) = if is_secret { Some("an address that is a secret") } else { secret_in(url) } {
                tell(under(&at, "url"), what);
            }
        }
    }
    for (vendor, key) in file.get("captcha").and_then(Value::as_object).into_iter().flatten() {
        let secret = key.get("secret").unwrap_or(key);
        if secret.is_string() && !is_named(secret) {
            tell(under("captcha", vendor), "a secret");
        }
    }
}

/// What the environment has, in the place of its names.
fn put_in(value: &mut Value, path: &str, secret: &dyn Fn(&str) -> Option<String>, problems: &mut Vec<Problem>) {
    match value {
        Value::String(text) => {
            let Some(named) = NAMED.as_ref() else { return };
            let filled = named.replace_all(text, |found: &Captures| {
                let name = found.get(1).map_or("", |name| name.as_str());
                secret(name).filter(|secret| !secret.is_empty()).unwrap_or_else(|| {
                    problems
                        .push(Problem::error(path, format!("the environment has nothing under {name}; set it before the inbox starts")));
                    String::new()
                })
            });
            *text = filled.into_owned();
        }
        Value::Array(list) => list.iter_mut().enumerate().for_each(|(index, value)| put_in(value, &under(path, index), secret, problems)),
        Value::Object(keys) => keys.iter_mut().for_each(|(key, value)| put_in(value, &under(path, key.as_str()), secret, problems)),
        _ => {}
    }
}
