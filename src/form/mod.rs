//! Forms: which questions come, what an answer must be, and what to say when it is not.
//!
//! Judges answers as plain values. It neither draws a form nor reads one from a page.

mod address;
mod answers;
mod checks;
#[cfg(feature = "native")]
pub mod countries;
mod course;
pub mod email;
mod formula;
#[cfg(feature = "native")]
pub mod mailboxes;
mod prefill;
mod spam;

pub use address::addressed;
pub use answers::{Answers, is_answered};
#[cfg(feature = "native")]
pub use checks::is_moment;
pub use checks::{FieldError, validate};
#[cfg(any(feature = "native", feature = "csr"))]
pub use checks::{checks, sentences};
pub use course::{Asked, Course, Held, follow};
#[cfg(feature = "native")]
pub use formula::names_in;
#[cfg(any(feature = "native", feature = "csr"))]
pub use formula::{Slip, read as read_formula};
pub use prefill::{parameters, prefilled};
pub use spam::{Signs, is_suspected, signals};
