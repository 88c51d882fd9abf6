//! The lead: the record that leaves the browser, in the shape every receiver relies on.
//!
//! Holds the message's shape and how it is put together from plain values. It sends nothing and asks no browser.

mod compose;
mod message;
mod submit;

pub use compose::{CAPTURED, Submission, compose, score_report};
pub use message::{
    CampaignRef, ConsentRecord, Evidence, Ids, Message, PageRef, ScoreReport, ScoreRow, Source, Spam, StageReached, Touch, Value, Via,
    VisitorRef,
};
pub use submit::{Captured, Filled, submit, submit_in_part};
