//! What of a campaign is drawn as it stands: natively held against its type, everywhere read as the plain value.
//!
//! A type for each part of a page would be read, copied and dropped in the single-page app, which needs none of them: views go by key.

use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use crate::campaign::form::Part;
#[cfg(not(feature = "native"))]
use crate::value::Write;
use crate::value::{Read, Reading, Value};

/// What the single-page app has no use for: natively there or not, in the browser not even read.
#[cfg(feature = "native")]
pub type Aside<T> = Option<T>;

#[cfg(not(feature = "native"))]
#[derive(Debug, Clone, Copy)]
pub struct Aside<T>(PhantomData<T>);

#[cfg(not(feature = "native"))]
impl<T> Default for Aside<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

#[cfg(not(feature = "native"))]
impl<T> Read for Aside<T> {
    fn read(_: &Value, _: &mut Reading) -> Self {
        Self::default()
    }
    fn absent(_: &mut Reading) -> Self {
        Self::default()
    }
}

#[cfg(not(feature = "native"))]
impl<'de, T> Deserialize<'de> for Aside<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self::default())
    }
}

/// What must be as its type says wherever it is read, since a slip in it would let something be kept or sent that its author did not
/// mean, and what is used as the plain value all the same. Natively the type itself.
#[cfg(feature = "native")]
pub type Held<T> = T;

/// In the browser read as the type for its misfits alone: no copy of it is kept, and none is taken apart later.
#[cfg(not(feature = "native"))]
#[derive(Debug, Clone)]
pub struct Held<T> {
    value: Value,
    shape: PhantomData<T>,
}

#[cfg(not(feature = "native"))]
impl<T> Default for Held<T> {
    fn default() -> Self {
        Self { value: Value::Null, shape: PhantomData }
    }
}

#[cfg(not(feature = "native"))]
impl<T: Read> Read for Held<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        // Rare and small: taking it apart would be code for each type.
        std::mem::forget(T::read(value, reading));
        Self { value: value.clone(), shape: PhantomData }
    }
}

#[cfg(not(feature = "native"))]
impl<T> Write for Held<T> {
    fn write(&self) -> Value {
        self.value.clone()
    }
}

#[cfg(not(feature = "native"))]
impl<'de, T> Deserialize<'de> for Held<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { value: Value::deserialize(deserializer)?, shape: PhantomData })
    }
}

/// A value that was written as a `T`. Only `check` and the schema know its parts.
#[derive(Debug, Clone, Default)]
pub struct Plain<T> {
    value: Value,
    #[cfg(feature = "native")]
    typed: T,
    shape: PhantomData<T>,
}

impl<T> Plain<T> {
    #[must_use]
    pub fn part(&self) -> Part<'_> {
        Part(&self.value)
    }

    /// What completing changes, it changes here; nobody looks at the type any more.
    pub fn value_mut(&mut self) -> &mut Value {
        &mut self.value
    }
}

#[cfg(not(feature = "native"))]
impl<T> Read for Plain<T> {
    fn read(value: &Value, _: &mut Reading) -> Self {
        Self { value: value.clone(), shape: PhantomData }
    }

    fn absent(_: &mut Reading) -> Self {
        Self { value: Value::Null, shape: PhantomData }
    }
}

#[cfg(feature = "native")]
impl<T: Read> Read for Plain<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self { value: value.clone(), typed: T::read(value, reading), shape: PhantomData }
    }

    fn absent(reading: &mut Reading) -> Self {
        Self { value: Value::Null, typed: T::absent(reading), shape: PhantomData }
    }
}

#[cfg(feature = "native")]
impl<T> std::ops::Deref for Plain<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.typed
    }
}

impl<T: DeserializeOwned> Plain<T> {
    /// As serde reads it, where the value is there already: its keys keep their order.
    #[cfg(feature = "native")]
    pub fn of(value: Value) -> Result<Self, serde_json::Error> {
        Ok(Self { typed: T::deserialize(serde_json::json!(value))?, value, shape: PhantomData })
    }

    #[cfg(not(feature = "native"))]
    pub fn of(value: Value) -> Result<Self, serde_json::Error> {
        Ok(Self { value, shape: PhantomData })
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Plain<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// For the schema, which shows what a missing key stands for.
#[cfg(feature = "native")]
impl<T: serde::Serialize> serde::Serialize for Plain<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

#[cfg(feature = "native")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Plain<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
    fn inline_schema() -> bool {
        T::inline_schema()
    }
}
