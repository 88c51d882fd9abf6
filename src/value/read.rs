//! Reading: from JSON to our types.
//!
//! Reading always ends with a value, and the first misfit is kept beside it: a reader that stops at each misfit has to tidy up
//! what it has read so far, at every key, and that code was half of what visitors downloaded.

use super::{Named, Object, Value};

/// A type that can be read from JSON.
pub trait Read: Sized {
    /// Reads a value; one that has not the type's shape is told to `reading`, and something of the type is given all the same.
    fn read(value: &Value, reading: &mut Reading) -> Self;

    /// What a missing key reads as. Unless a type says otherwise, the key is needed.
    fn absent(reading: &mut Reading) -> Self {
        reading.misfit("this key");
        Self::read(&Value::Null, reading)
    }
}

/// Reads a whole value.
///
/// # Errors
/// The first place that has not the shape it should have: `forms.demo.fields: expected a list`.
pub fn read<T: Read>(value: &Value) -> Result<T, String> {
    let mut reading = Reading::default();
    let read = T::read(value, &mut reading);
    match reading.misfit {
        None => Ok(read),
        Some(misfit) => {
            // Rare, and then the page goes without: visitors need not download what would take it apart.
            std::mem::forget(read);
            Err(misfit)
        }
    }
}

/// The plain value of JSON that serde read.
#[cfg(feature = "native")]
#[must_use]
pub fn of_json(json: serde_json::Value) -> Value {
    serde_json::from_value(json).unwrap_or_default()
}

/// Reads a whole value as far as it goes, and tells the first misfit.
#[cfg(feature = "native")]
#[must_use]
pub fn read_all<T: Read>(value: &Value) -> (T, Option<String>) {
    let mut reading = Reading::default();
    let read = T::read(value, &mut reading);
    (read, reading.misfit)
}

/// How much of the path leads to a value.
#[derive(Clone, Copy, Debug)]
struct Place(usize);

/// Where reading is, and the first misfit it met.
#[derive(Debug, Default)]
pub struct Reading {
    path: String,
    misfit: Option<String>,
}

impl Reading {
    /// Tells that something else was expected here.
    #[inline(never)]
    pub fn misfit(&mut self, expected: &str) {
        if self.misfit.is_none() {
            self.misfit = Some([self.path.trim_start_matches('.'), ": expected ", expected].concat());
        }
    }

    /// Goes into a key of what is read at `Place`, from wherever reading was: nobody has to come back.
    #[inline(never)]
    fn enter(&mut self, outside: Place, key: &str) {
        self.back_to(outside);
        self.path.push('.');
        self.path.push_str(key);
    }

    fn here(&self) -> Place {
        Place(self.path.len())
    }

    #[inline(never)]
    fn back_to(&mut self, place: Place) {
        self.path.truncate(place.0);
    }
}

/// The keys of an object.
pub struct Fields<'a> {
    object: Option<&'a Object>,
    place: Place,
}

impl<'a> Fields<'a> {
    /// An object that has no key but the known ones; `kind`, by which blocks are told apart, is always known.
    #[inline(never)]
    pub fn of(value: &'a Value, known: &[&str], reading: &mut Reading) -> Self {
        let fields = Self::of_many(value, reading);
        let keys = fields.object.into_iter().flat_map(Object::keys);
        for unknown in keys.filter(|key| *key != "kind" && !known.contains(&key.as_str())) {
            reading.enter(fields.place, unknown);
            reading.misfit("no such key");
        }
        fields
    }

    /// An object that may have keys of others.
    #[inline(never)]
    pub fn of_many(value: &'a Value, reading: &mut Reading) -> Self {
        let object = value.as_object();
        if object.is_none() {
            reading.misfit("an object");
        }
        Self { object, place: reading.here() }
    }

    /// The value of a key.
    pub fn get<T: Read>(&self, key: &str, reading: &mut Reading) -> T {
        match self.enter(key, reading) {
            Some(value) => T::read(value, reading),
            None => T::absent(reading),
        }
    }

    /// The value of a key, or another where it is missing.
    pub fn get_or<T: Read>(&self, key: &str, reading: &mut Reading, fallback: T) -> T {
        self.enter(key, reading).map_or(fallback, |value| T::read(value, reading))
    }

    #[inline(never)]
    fn enter(&self, key: &str, reading: &mut Reading) -> Option<&'a Value> {
        reading.enter(self.place, key);
        self.object?.get(key)
    }
}

impl Read for Value {
    fn read(value: &Value, _: &mut Reading) -> Self {
        value.clone()
    }
}

impl Read for String {
    #[inline(never)]
    fn read(value: &Value, reading: &mut Reading) -> Self {
        if let Value::String(text) = value {
            return text.clone();
        }
        reading.misfit("a text");
        Self::new()
    }
}

impl Read for std::borrow::Cow<'static, str> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self::Owned(String::read(value, reading))
    }
}

impl Read for bool {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        if !value.is_boolean() {
            reading.misfit("true or false");
        }
        value.as_bool().unwrap_or_default()
    }
    fn absent(_: &mut Reading) -> Self {
        false
    }
}

impl Read for f64 {
    #[inline(never)]
    fn read(value: &Value, reading: &mut Reading) -> Self {
        value.as_f64().unwrap_or_else(|| {
            reading.misfit("a number");
            0.0
        })
    }
}

/// Whole numbers within a type's range; a fraction or a number beyond it is a misfit, not another number.
macro_rules! whole_numbers {
    ($($type:ty),*) => {
        $(impl Read for $type {
            #[allow(clippy::cast_lossless, reason = "one macro for types that fit f64 and one that may not")]
            fn read(value: &Value, reading: &mut Reading) -> Self {
                let number = f64::read(value, reading);
                // Saturates, so that what is out of range differs from what it came from.
                let whole = number as $type;
                if whole as f64 != number {
                    reading.misfit("a whole number");
                }
                whole
            }
        })*
    };
}

whole_numbers!(u32, i32, i64);

impl<T: Read> Read for Option<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        if value.is_null() { None } else { Some(T::read(value, reading)) }
    }
    fn absent(_: &mut Reading) -> Self {
        None
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let mut read = Self::new();
        let Value::Array(list) = value else {
            reading.misfit("a list");
            return read;
        };
        let place = reading.here();
        for one in list {
            read.push(T::read(one, reading));
            reading.back_to(place);
        }
        read
    }
    fn absent(_: &mut Reading) -> Self {
        Self::new()
    }
}

impl<T: Read> Read for Named<T> {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let mut read = Self::new();
        let Value::Object(entries) = value else {
            reading.misfit("an object");
            return read;
        };
        let place = reading.here();
        for (name, value) in entries {
            reading.enter(place, name);
            read.push(name.clone(), T::read(value, reading));
        }
        read
    }
    fn absent(_: &mut Reading) -> Self {
        Self::new()
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let [first, second] = if let Some([first, second]) = value.as_array().map(Vec::as_slice) {
            [first, second]
        } else {
            reading.misfit("a pair");
            [&Value::Null; 2]
        };
        let place = reading.here();
        let first = A::read(first, reading);
        reading.back_to(place);
        (first, B::read(second, reading))
    }
}
