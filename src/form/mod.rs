//! Forms: what an answer must be, and what to say when it is not.
//!
//! Judges answers as plain texts. It neither draws a form nor reads one from a page.

#[cfg(feature = "native")]
pub mod countries;
pub mod email;
#[cfg(feature = "native")]
pub mod mailboxes;
mod validate;

pub use validate::{Answers, Fault, FieldError, validate};
