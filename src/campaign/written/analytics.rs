//! Tools of the page that are told what happens, and in which words.
//!
//! Read by the command alone: visitors' browsers have `starts`, which `complete` makes of the plain values.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::Status;
use crate::value::{Named, Read, Reading, Value};

/// A tool that the page has loaded already. Nothing is loaded for it, and it is told nothing before there is consent to its purpose.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Analytics {
    /// Which tool; `leadwell connectors` lists them.
    #[schemars(example = &"data_layer")]
    pub connector: String,
    /// The visitor's consent that it takes: `analytics`, `advertising` or `personalization`. Default: what the tool is for.
    pub purpose: Option<String>,
    /// What it is told of: a list of events, or an object by event that says how. Default: what the tool has words for, without what it
    /// notices itself.
    pub events: Option<Events>,
    /// What it is told besides, of every event: constants, texts with tokens such as `{{score.grade}}`, and all that destinations' `fields`
    /// know. No text that a visitor typed.
    #[schemars(default)]
    pub fields: Named<Value>,
    /// The tool's own settings, such as the id of a conversion.
    #[schemars(default)]
    pub params: Named<Value>,
    /// What the page calls the tool's function, where that is not its usual name; of `dom`, the event's name.
    #[schemars(regex(pattern = r"^[A-Za-z_$][A-Za-z0-9_$.:-]*$"), example = &"gtag")]
    pub on: Option<String>,
    /// Where `webhook` posts to: `https:`, or `http:` on loopback for trying things out.
    pub url: Option<String>,
    /// For people; never published.
    pub note: Option<String>,
    /// Only `live` entries are told anything.
    #[schemars(default)]
    pub status: Status,
}

/// Events in the author's order.
#[derive(Debug, Clone)]
pub struct Events(pub Vec<Asked>);

/// An event that a tool is told of: where that stands below `events`, which, and how.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub place: String,
    pub name: String,
    pub told: Told,
}

/// How one event is told.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Told {
    /// What the tool calls it. Default: the tool's own word for it.
    #[schemars(length(min = 1))]
    pub name: Option<String>,
    /// What is told besides, of this event; what stands here takes the place of what has the same name.
    #[schemars(default)]
    pub fields: Named<Value>,
    /// The tool's settings for this event.
    #[schemars(default)]
    pub params: Named<Value>,
}

impl Read for Events {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let listed = |(index, name)| Asked { place: format!("[{index}]"), name: String::read(name, reading), told: Told::default() };
        match value {
            Value::Array(list) => Self(list.iter().enumerate().map(listed).collect()),
            value => {
                let by_name = Named::<Told>::read(value, reading).into_iter();
                Self(by_name.map(|(name, told)| Asked { place: format!(".{name}"), name, told }).collect())
            }
        }
    }
}

impl JsonSchema for Events {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Events".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (list, by_name) = (generator.subschema_for::<Vec<String>>(), generator.subschema_for::<Named<Told>>());
        json_schema!({ "anyOf": [list, by_name] })
    }
}

crate::readable!(Analytics { connector, purpose, events, fields, params, on, url, note, status });
crate::readable!(Told { name, fields, params });
