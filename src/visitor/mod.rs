//! The visitor: who, how often, from where, and what may be kept of it.
//!
//! Knows sessions, touches and consent as plain values. It stores nothing and asks no browser; scoring reads what is made here.

pub mod attention;
mod channel;
pub mod consent;
mod facts;
pub mod popups;
mod record;
mod session;
mod sites;
mod touch;

#[cfg(feature = "native")]
pub use channel::CHANNELS;
pub use facts::{Circumstances, Device, LocalTime, Moment, PageSeen, facts};
pub use record::{Arrival, LeadSent, Record};
pub use session::{INTERNAL, Rules};
pub use sites::{APP, brand_of, kind_of};
pub use touch::{Address, Known, arrive, tells_the_source};
