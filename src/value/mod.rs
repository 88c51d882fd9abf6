//! Plain values: reading our types from JSON and writing them to it, in few bytes.
//!
//! What visitors download reads and writes by these traits, not by serde: the code that serde's derive makes for the same types
//! weighed several times as much (ARCHITECTURE.md has the figures). The native command uses serde, and a test holds the two
//! against each other. Neither knows where JSON comes from.

mod named;
mod plain;
mod read;
mod write;

pub use named::{Named, add_missing};
pub use plain::{Object, Value};
pub use read::{Fields, Read, Reading, read};
#[cfg(feature = "native")]
pub use read::{of_json, read_all};
pub use write::{Write, put};

/// Reads an object by its keys, all of which are named here: `readable!(Rule { id, condition = "where", limit })`. A key that is
/// missing reads as its type says, or as the expression after `or`.
#[macro_export]
macro_rules! readable {
    ($type:ty { $($field:ident $(= $key:literal)? $(or $fallback:expr)?),* $(,)? } $(besides { $($made:ident),* })?) => {
        impl $crate::value::Read for $type {
            #[inline(never)]
            fn read(value: &$crate::value::Value, reading: &mut $crate::value::Reading) -> Self {
                let fields = $crate::value::Fields::of(value, &[$($crate::key!($field $(= $key)?)),*], reading);
                Self { $($field: $crate::get!(fields, $crate::key!($field $(= $key)?), reading $(, $fallback)?),)* $($($made: Default::default()),*)? }
            }
        }
    };
}

/// Reads only some keys of an object and leaves the others at their defaults: what the one-tag runtime, which draws nothing,
/// has no use for.
#[macro_export]
macro_rules! readable_in_part {
    ($type:ty { $($field:ident),* $(,)? }) => {
        impl $crate::value::Read for $type {
            #[inline(never)]
            fn read(value: &$crate::value::Value, reading: &mut $crate::value::Reading) -> Self {
                let fields = $crate::value::Fields::of_many(value, reading);
                Self { $($field: fields.get(stringify!($field), reading),)* ..Self::default() }
            }
        }
    };
}

/// Reads one of several words: `words!(Width { "full" => Full, "half" => Half })`. Missing, it is the one after `default`.
#[macro_export]
macro_rules! words {
    ($type:ty { $first_word:literal => $first:ident $(, $word:literal => $variant:ident)* $(,)? } $(default $default:expr)?) => {
        impl $crate::value::Read for $type {
            fn read(value: &$crate::value::Value, reading: &mut $crate::value::Reading) -> Self {
                match value.as_str().unwrap_or_default() {
                    $first_word => Self::$first,
                    $($word => Self::$variant,)*
                    _ => {
                        // Which words there are, `leadwell check` tells.
                        reading.misfit(if cfg!(feature = "native") { concat!("one of ", $first_word $(, ", ", $word)*) } else { "another word" });
                        Self::$first
                    }
                }
            }
            $(fn absent(_: &mut $crate::value::Reading) -> Self { $default })?
        }
    };
}

/// Writes an object: `writable!(Touch { channel, source })`, `condition = "where"` for another key; what is read in the place of a
/// missing one is of no concern here.
#[macro_export]
macro_rules! writable {
    ($type:ty { $($field:ident $(= $key:literal)? $(or $fallback:expr)?),* $(,)? }) => {
        impl $crate::value::Write for $type {
            fn write(&self) -> $crate::value::Value {
                let mut object = $crate::value::Object::new();
                $($crate::value::put(&mut object, $crate::key!($field $(= $key)?), self.$field.write());)*
                $crate::value::Value::Object(object)
            }
        }
    };
}

/// Reads and writes an object by the same keys; for what the browser keeps.
#[macro_export]
macro_rules! readable_and_writable {
    ($type:ty { $($keys:tt)* }) => {
        $crate::readable!($type { $($keys)* });
        $crate::writable!($type { $($keys)* });
    };
}

/// An object of facts or details, key by key: `object! { "form" => id, "percent" => 50 }`.
#[macro_export]
macro_rules! object {
    ($($key:literal => $value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut object = $crate::value::Object::new();
        $($crate::value::put(&mut object, $key, $crate::value::Write::write(&$value));)*
        $crate::value::Value::Object(object)
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $key:literal) => {
        $key
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! get {
    ($fields:ident, $key:expr, $reading:ident) => {
        $fields.get($key, $reading)
    };
    ($fields:ident, $key:expr, $reading:ident, $fallback:expr) => {
        $fields.get_or($key, $reading, $fallback)
    };
}
