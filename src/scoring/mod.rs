//! The score: points with their reasons, and what follows from them (grade, tags, stage, level).
//!
//! Pure: the same ledger, answers and moment give the same result in the browser and in the native command, to the last digit.

mod evaluate;
mod ledger;
mod points;

pub use evaluate::{Verdict, Visitor, evaluate};
pub use ledger::{Entry, Ledger, Occurrence, with_event};
pub use points::{MOST_OCCURRENCES, Row, Score, points, points_text};
