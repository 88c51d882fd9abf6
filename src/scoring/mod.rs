//! The score: points with their reasons, and what follows from them (grade, tags, stage, level).
//!
//! Pure: the same ledger, answers and moment give the same result in the browser and in the native command, to the last digit.

mod evaluate;
mod ledger;
mod model;
mod points;

pub use evaluate::{Verdict, Visitor, evaluate};
pub use ledger::{Entry, Ledger, Occurrence, with_event, without_event};
pub use model::{Learned, MOST_LOG_ODDS, learned};
#[cfg(feature = "native")]
pub use points::to_milli;
pub use points::{MOST_OCCURRENCES, Row, Score, points, points_text};
