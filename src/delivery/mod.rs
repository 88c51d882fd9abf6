//! Delivery: a submitted lead reaches every destination it should, at least once on the wire.
//!
//! A state machine over plain values. It neither stores nor sends: the browser's adapters do, with what is decided here.

mod judge;
mod outbox;
mod routes;
#[cfg(feature = "native")]
mod shape;
mod waits;

pub use judge::judge;
pub use outbox::{Answer, Came, Delivery, Entry, State};
pub use routes::{routes, takers};
#[cfg(feature = "native")]
pub use shape::{fill, pairs};
pub use waits::waits;
