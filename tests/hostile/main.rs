//! No text of a campaign becomes markup, script or style, whatever it says and wherever it stands: it is shown as text, or `check`
//! refuses it. What is published is read by a parser of its own and compared with what harmless words make.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "in tests a panic is how a failure is told")]

mod corpus;
mod published;
mod site;
