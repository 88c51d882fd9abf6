//! Delivery: a submitted lead reaches every destination it should, at least once on the wire.
//!
//! A state machine over plain values. It neither stores nor sends: the browser's adapters do, with what is decided here.

mod outbox;
mod routes;
mod waits;

pub use outbox::{Answer, Came, Delivery, Entry, State};
pub use routes::{routes, takers};
pub use waits::waits;
