//! Forms: which questions come, what an answer must be, and what to say when it is not.
//!
//! Judges answers as plain values. It neither draws a form nor reads one from a page.

mod address;
mod answers;
mod calculate;
mod course;
pub mod email;
mod fault;
mod prefill;
mod spam;
mod validate;

pub use address::addressed;
pub use answers::{Answers, is_answered};
pub use calculate::calculate;
#[cfg(feature = "native")]
pub use calculate::{Slip, names_in};
pub use course::{Asked, Course, Held, follow};
pub use fault::{Fault, FieldError, Wording};
pub use prefill::{parameters, prefilled};
pub use spam::{Signs, is_suspected, signals};
pub use validate::validate;
#[cfg(feature = "native")]
pub use validate::{is_date, is_time};
