//! Forms: what was answered, what kind of mailbox an address names, and the rules of `src/aids/rules.js` where they run natively.
//!
//! The rules themselves (which questions come, what an answer must be, what follows from it) are one file for browsers and for the
//! command; ARCHITECTURE.md tells why it is not of Rust.

mod answers;
#[cfg(feature = "native")]
pub mod countries;
pub mod email;
#[cfg(feature = "native")]
pub mod mailboxes;
#[cfg(feature = "native")]
pub mod rules;

pub use answers::{Answers, is_suspected};
