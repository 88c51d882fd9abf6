//! Keys that were probably meant as others: the rest of the file is checked as it was meant, and told as it is written.

use serde_json::Value;

use crate::campaign::problem::{is_within, steps, under};

/// A key in the place of the one that was meant.
pub struct Slip {
    /// The path of the object, as it is written.
    pub within: String,
    pub written: String,
    pub meant: String,
}

/// In the order found: what stands inside comes before what is around it.
#[derive(Default)]
pub struct Slips(pub Vec<Slip>);

impl Slips {
    /// Gives every key the name that was meant.
    pub fn mend(&self, file: &mut Value) {
        for Slip { within, written, meant } in &self.0 {
            let object = at(file, within).and_then(Value::as_object_mut);
            if let Some(object) = object.filter(|object| !object.contains_key(meant))
                && let Some(value) = object.remove(written)
            {
                object.insert(meant.clone(), value);
            }
        }
    }

    /// The path in the file as it is written.
    pub fn as_written(&self, path: String) -> String {
        self.0.iter().rev().fold(path, |path, slip| {
            let meant = under(&slip.within, &slip.meant);
            let rest = path.get(meant.len()..).filter(|_| is_within(&path, &meant));
            rest.map(|rest| under(&slip.within, &slip.written) + rest).unwrap_or(path)
        })
    }
}

/// The value at a path.
fn at<'a>(file: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    steps(path).into_iter().try_fold(file, |value, step| match value {
        Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        value => value.get_mut(step),
    })
}
