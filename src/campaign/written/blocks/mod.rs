//! The blocks a page is made of, each kind as its author writes it.
//!
//! What every block has (id, condition, variants) stands here once; a kind's own keys stand in the file of its subject.

mod calls;
mod event;
mod footer;
mod offer;
mod parts;
mod privacy;
mod proof;
mod story;

use serde::{Deserialize, Deserializer};
use serde_json::json;
#[cfg(feature = "native")]
use serde_json::{Map, Value as Json};

pub use calls::{Banner, CtaBand, FormBlock, Hero, Layout, StickyCta, Tone};
pub use event::{Agenda, Session, Speaker, Speakers};
pub use footer::Footer;
pub use offer::{Column, Comparison, Countdown, Ended, Moment, Plan, Price, Pricing, Product, Products, Row};
pub use parts::{Art, Cta, Icon, Picture, Size};
pub use privacy::Privacy;
pub use proof::{Logo, Logos, Quote, Quotes, Stat, Stats};
pub use story::{
    Benefit, Benefits, Captions, Faq, Grid, Question, Rich, Scene, Showcase, Step as StepOfBlock, Steps, Video, VideoSource, is_film_id,
};

use super::{Aside, Plain, Status};
use crate::campaign::form::Part;
use crate::condition::Condition;
use crate::value::{Object, Read, Reading, Value, put};

/// One part of a page, told apart by `kind`.
#[derive(Debug, Clone)]
pub struct Block {
    /// The target of `#id` links, and what events name.
    pub id: Option<String>,
    /// For people; never published.
    pub note: Aside<String>,
    /// Only `live` blocks are published.
    pub status: Status,
    /// The block is shown while this holds.
    pub when: Option<Condition>,
    /// What it says instead; the first whose condition holds.
    pub variants: Vec<Variant>,
    pub content: Plain<Content>,
}

/// Another content of a block, for some visitors.
#[derive(Debug, Clone)]
pub struct Variant {
    pub when: Condition,
    /// The block's content with the variant's own keys in place of the block's.
    pub content: Plain<Content>,
}

/// What a block says, by kind.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "native", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    Hero(Hero),
    Logos(Logos),
    Benefits(Benefits),
    Steps(Steps),
    Showcase(Showcase),
    Stats(Stats),
    Quotes(Quotes),
    Comparison(Comparison),
    Pricing(Pricing),
    Faq(Faq),
    Video(Video),
    Countdown(Countdown),
    Agenda(Agenda),
    Speakers(Speakers),
    Products(Products),
    Form(FormBlock),
    Cta(CtaBand),
    StickyCta(StickyCta),
    Banner(Banner),
    Rich(Rich),
    Privacy(Privacy),
    Footer(Footer),
}

impl Default for Content {
    fn default() -> Self {
        Self::Rich(Rich::default())
    }
}

/// The form that a block's content shows.
#[must_use]
pub fn form_shown(content: Part<'_>) -> Option<&str> {
    matches!(content.kind(), "form" | "hero").then(|| content.word_if("form")).flatten()
}

/// The keys that every block has besides its kind's own.
const COMMON: [&str; 5] = ["id", "note", "status", "when", "variants"];

impl Read for Content {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
        match kind {
            "hero" => Self::Hero(Hero::read(value, reading)),
            "logos" => Self::Logos(Logos::read(value, reading)),
            "benefits" => Self::Benefits(Benefits::read(value, reading)),
            "steps" => Self::Steps(Steps::read(value, reading)),
            "showcase" => Self::Showcase(Showcase::read(value, reading)),
            "stats" => Self::Stats(Stats::read(value, reading)),
            "quotes" => Self::Quotes(Quotes::read(value, reading)),
            "comparison" => Self::Comparison(Comparison::read(value, reading)),
            "pricing" => Self::Pricing(Pricing::read(value, reading)),
            "faq" => Self::Faq(Faq::read(value, reading)),
            "video" => Self::Video(Video::read(value, reading)),
            "countdown" => Self::Countdown(Countdown::read(value, reading)),
            "agenda" => Self::Agenda(Agenda::read(value, reading)),
            "speakers" => Self::Speakers(Speakers::read(value, reading)),
            "products" => Self::Products(Products::read(value, reading)),
            "form" => Self::Form(FormBlock::read(value, reading)),
            "cta" => Self::Cta(CtaBand::read(value, reading)),
            "sticky_cta" => Self::StickyCta(StickyCta::read(value, reading)),
            "banner" => Self::Banner(Banner::read(value, reading)),
            "rich" => Self::Rich(Rich::read(value, reading)),
            "privacy" => Self::Privacy(Privacy::read(value, reading)),
            "footer" => Self::Footer(Footer::read(value, reading)),
            _ => {
                reading.misfit("a kind of block");
                Self::Rich(Rich::read(value, reading))
            }
        }
    }
}

impl Read for Block {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let Value::Object(keys) = value else {
            reading.misfit("an object");
            return Self::of(Common::default(), Plain::default());
        };
        let (common, own) = split(keys);
        let common = Common::read(&Value::Object(common), reading);
        let content = Plain::read(&Value::Object(own.clone()), reading);
        let mut block = Self::of(common, content);
        for (variant, rest) in variants(keys) {
            let merged = Value::Object(merged(&own, rest));
            block.variants.push(Variant { when: Condition::read(&variant, reading), content: Plain::read(&merged, reading) });
        }
        block
    }
}

/// What every block has, without its variants.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Common {
    id: Option<String>,
    note: Aside<String>,
    status: Status,
    when: Option<Condition>,
}

impl Block {
    /// Whatever it may show: its own content, and that of its variants.
    pub fn contents(&self) -> impl Iterator<Item = Part<'_>> {
        std::iter::once(self.content.part()).chain(self.variants.iter().map(|variant| variant.content.part()))
    }

    fn of(common: Common, content: Plain<Content>) -> Self {
        let Common { id, note, status, when } = common;
        Self { id, note, status, when, variants: Vec::new(), content }
    }
}

/// A block's keys: those that every block has, and its kind's own.
fn split(keys: &Object) -> (Object, Object) {
    let (mut common, mut own) = (Object::new(), Object::new());
    for (key, value) in keys {
        match key.as_str() {
            "variants" => {}
            key if COMMON.contains(&key) => put(&mut common, key, value.clone()),
            key => put(&mut own, key, value.clone()),
        }
    }
    (common, own)
}

/// Each variant's condition, and the keys it changes.
fn variants(keys: &Object) -> Vec<(Value, Object)> {
    let written = keys.get("variants").and_then(Value::as_array);
    let mut variants = Vec::new();
    for variant in written.into_iter().flatten().filter_map(Value::as_object) {
        let mut changes = variant.clone();
        changes.retain(|key, _| key != "when" && key != "note");
        variants.push((variant.get("when").cloned().unwrap_or_default(), changes));
    }
    variants
}

fn merged(own: &Object, changes: Object) -> Object {
    let mut merged = own.clone();
    for (key, value) in changes {
        put(&mut merged, &key, value);
    }
    merged
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let keys = Object::deserialize(deserializer)?;
        let (common, own) = split(&keys);
        let common = Common::deserialize(json!(Value::Object(common))).map_err(Error::custom)?;
        let content = Plain::of(Value::Object(own.clone())).map_err(Error::custom)?;
        let mut block = Self::of(common, content);
        for (when, changes) in variants(&keys) {
            let when = Condition::deserialize(json!(when)).map_err(Error::custom)?;
            let content = Plain::of(Value::Object(merged(&own, changes))).map_err(Error::custom)?;
            block.variants.push(Variant { when, content });
        }
        Ok(block)
    }
}

/// Each kind's own keys, those of every block, and variants that may change any key of the kind.
#[cfg(feature = "native")]
impl schemars::JsonSchema for Block {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Block".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let condition = generator.subschema_for::<Condition>().to_value();
        let status = generator.subschema_for::<Status>().to_value();
        let mut schema = Content::json_schema(generator).to_value();
        let definitions = generator.definitions().clone();
        for kind in schema.get_mut("oneOf").and_then(Json::as_array_mut).into_iter().flatten() {
            whole(kind, &definitions);
            let own = kind.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
            let changes: Map<String, Json> = own.into_iter().filter(|(key, _)| key != "kind").collect();
            let mut variant = changes;
            variant.insert("when".to_owned(), described(condition.clone(), "The variant is shown where this holds."));
            variant.insert("note".to_owned(), described(json!({ "type": ["string", "null"] }), "For people; never published."));
            let variants = json!({
                "description": "What the block says instead, to some visitors: the first whose condition holds. A variant names only what differs.",
                "type": "array",
                "items": { "type": "object", "properties": variant, "required": ["when"], "additionalProperties": false }
            });
            let common = [
                (
                    "id",
                    described(
                        json!({ "type": ["string", "null"], "pattern": "^[a-z][a-z0-9_]*$" }),
                        "The target of `#id` links, and what events name.",
                    ),
                ),
                ("note", described(json!({ "type": ["string", "null"] }), "For people; never published.")),
                ("status", described(status.clone(), "Only `live` blocks are published.")),
                ("when", described(condition.clone(), "The block is shown while this holds.")),
                ("variants", variants),
            ];
            for (key, schema) in common {
                if let Some(properties) = kind.get_mut("properties").and_then(Json::as_object_mut) {
                    properties.insert(key.to_owned(), schema);
                }
            }
        }
        schemars::Schema::try_from(schema).unwrap_or_default()
    }
}

/// A tagged kind comes as a reference beside its tag: the kind's own keys are put in its place, so that one object lists all keys.
#[cfg(feature = "native")]
fn whole(kind: &mut Json, definitions: &Map<String, Json>) {
    let name = kind.get("$ref").and_then(Json::as_str).and_then(|reference| reference.rsplit('/').next()).map(str::to_owned);
    let Some(Json::Object(own)) = name.and_then(|name| definitions.get(&name)).cloned() else { return };
    let Some(keys) = kind.as_object_mut() else { return };
    keys.remove("$ref");
    for (key, value) in own {
        match (key.as_str(), keys.get_mut(&key)) {
            ("properties", Some(Json::Object(properties))) => properties.extend(value.as_object().cloned().unwrap_or_default()),
            ("required", Some(Json::Array(required))) => required.extend(value.as_array().cloned().unwrap_or_default()),
            (_, Some(_)) => {}
            (_, None) => drop(keys.insert(key, value)),
        }
    }
}

#[cfg(feature = "native")]
fn described(mut schema: Json, description: &str) -> Json {
    if let Some(keys) = schema.as_object_mut() {
        keys.insert("description".to_owned(), description.into());
    }
    schema
}

crate::readable!(Common { id, note, status, when });
