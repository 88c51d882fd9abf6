//! The visitor: who, how often, from where, and what may be kept of it.
//!
//! Knows sessions, touches and consent as plain values. It stores nothing and asks no browser; scoring reads what is made here.

pub mod attention;
pub mod consent;
mod facts;
mod record;
mod session;
mod touch;

pub use facts::{Circumstances, Device, LocalTime, Moment, PageSeen, facts};
pub use record::{Arrival, Record};
pub use session::Rules;
pub use touch::{Address, arrive, tells_the_source};
