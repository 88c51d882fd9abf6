//! Writing: from our types to JSON.

use std::rc::Rc;

use super::{Named, Object, Value};

/// A type that can be written as JSON.
pub trait Write {
    fn write(&self) -> Value;
}

/// Puts a value under a key. One function for every object, since inlined it would be in each of them.
#[inline(never)]
pub fn put(object: &mut Object, key: &str, value: Value) {
    object.insert(key, value);
}

impl Write for Value {
    fn write(&self) -> Value {
        self.clone()
    }
}

impl Write for str {
    fn write(&self) -> Value {
        Value::String(self.to_owned())
    }
}

impl Write for String {
    fn write(&self) -> Value {
        self.as_str().write()
    }
}

impl Write for bool {
    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Write for f64 {
    fn write(&self) -> Value {
        (*self).into()
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {
        $(impl Write for $type {
            #[allow(clippy::cast_lossless, reason = "one macro for types that fit f64 and one that may not")]
            fn write(&self) -> Value {
                Value::Number(*self as f64)
            }
        })*
    };
}

whole_numbers!(u32, u64, i32, i64);

impl<T: Write + ?Sized> Write for &T {
    fn write(&self) -> Value {
        (**self).write()
    }
}

impl<T: Write + ?Sized> Write for Rc<T> {
    fn write(&self) -> Value {
        (**self).write()
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Write::write)
    }
}

impl<T: Write> Write for [T] {
    fn write(&self) -> Value {
        Value::Array(self.iter().map(Write::write).collect())
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self) -> Value {
        self.as_slice().write()
    }
}

impl<T: Write> Write for Named<T> {
    fn write(&self) -> Value {
        Value::Object(self.iter().map(|(name, value)| (name.clone(), value.write())).collect())
    }
}

impl<A: Write, B: Write> Write for (A, B) {
    fn write(&self) -> Value {
        Value::Array(vec![self.0.write(), self.1.write()])
    }
}
