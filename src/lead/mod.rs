//! The lead: the record that leaves the browser, in the shape every receiver relies on.
//!
//! Holds the message's shape and how it is put together from plain values. It sends nothing and asks no browser.

#[cfg(feature = "native")]
pub mod against;
mod compose;
mod evidence;
mod follow_up;
#[cfg(feature = "native")]
mod message;
mod recorded;
pub mod replay;
mod submit;

pub use compose::{CAPTURED, PARTIAL, QUALIFIED, Submission, compose, score_report, worth};
pub use follow_up::{ERASE_REQUESTED, Letter, WITHDRAWN, qualified, withdrawn};
#[cfg(feature = "native")]
pub use message::{
    CampaignRef, ConsentRecord, Evidence, Ids, Message, PageRef, ScoreContribution, ScoreReport, ScoreRow, Source, Spam, Value, Via,
    VisitorRef,
};
pub use recorded::{StageReached, Touch};
pub use submit::{Captured, Filled, submit, submit_in_part};
