//! The campaign: as its author wrote it (`written`), and as the program may rely on it (`Campaign`, `Runtime`): `check` finds what is
//! wrong with the first, `complete` makes the second of it.

#[cfg(any(feature = "native", feature = "csr"))]
pub mod address;
#[cfg(feature = "native")]
pub mod analytics;
#[cfg(feature = "native")]
pub mod check;
mod checked;
#[cfg(any(feature = "native", feature = "csr"))]
pub mod colour;
#[cfg(any(feature = "native", feature = "csr"))]
pub mod complete;
#[cfg(feature = "native")]
pub mod connector;
#[cfg(feature = "native")]
pub mod digest;
#[cfg(feature = "native")]
pub mod early;
#[cfg(feature = "native")]
pub mod file;
pub mod form;
#[cfg(feature = "native")]
pub mod preset;
#[cfg(feature = "native")]
pub mod problem;
#[cfg(any(feature = "native", feature = "csr"))]
pub mod rich;
pub mod text;
pub mod written;

pub use checked::{Bounds, Dimension, Limit, Per, Rule, Runtime, Scoring};
pub use form::{Form, Part, items};
pub use text::Text;

use std::sync::Arc;

use crate::value::Named;
use written::Page;

/// A complete campaign: every reference resolves, every default is filled in.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// What the browser needs to capture, score and deliver leads.
    pub runtime: Arc<Runtime>,
    /// The pages that are published.
    pub pages: Vec<Page>,
    pub site: written::Site,
    /// Words of the interface in place of the built-in ones, by key.
    pub texts: Named<Text>,
    /// The popups that are published, as they were written: what they say is drawn natively, and their rules stand in `runtime`.
    #[cfg(feature = "native")]
    pub popups: Vec<crate::value::Value>,
}

impl Campaign {
    /// The page at a path without base and locale.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<&Page> {
        let path = path.trim_end_matches('/');
        self.pages.iter().find(|page| page.path.trim_end_matches('/') == path)
    }
}
