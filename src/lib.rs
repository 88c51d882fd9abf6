//! Leadwell turns visitors into qualified leads without a server.
//!
//! Rules (`campaign`, `condition`, `experiment`, `visitor`, `scoring`, `form`, `lead`, `delivery`, `time`, `locale`, `texts`,
//! `trial`, `embed_code`) are plain values and
//! functions. Adapters (`browser`) speak to the browser, views (`view`) draw, and `runtime` joins them on a page. `publish`,
//! `serve`, `inbox`, `translation` and `command` are the native side. ARCHITECTURE.md is the map.

#[cfg(feature = "browser")]
pub mod browser;
pub mod campaign;
#[cfg(feature = "native")]
pub mod command;
pub mod condition;
pub mod delivery;
pub mod digits;
#[cfg(any(feature = "native", feature = "csr"))]
pub mod drawing;
#[cfg(feature = "native")]
pub mod embed_code;
pub mod experiment;
pub mod form;
#[cfg(feature = "native")]
pub mod inbox;
pub mod lead;
pub mod locale;
#[cfg(feature = "native")]
pub mod post;
#[cfg(feature = "native")]
pub mod publish;
#[cfg(feature = "native")]
pub mod quickjs;
#[cfg(feature = "native")]
pub mod relay;
#[cfg(feature = "browser")]
pub mod runtime;
pub mod scoring;
pub mod search;
#[cfg(feature = "native")]
pub mod serve;
pub mod texts;
pub mod time;
#[cfg(feature = "native")]
pub mod train;
#[cfg(feature = "native")]
pub mod translation;
#[cfg(feature = "native")]
pub mod trial;
pub mod value;
#[cfg(any(feature = "native", feature = "csr"))]
pub mod view;
pub mod visitor;
