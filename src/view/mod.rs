//! Views: what a visitor sees, drawn from plain values.
//!
//! They decide nothing a marketer would care about, and know no clock and no browser: the same functions draw the prerendered
//! page, the single-page app and a form on somebody else's page. Behaviour is attached later, by the names in the markup
//! (`data-lw-form`, `data-lw-field`, …).
//!
//! No element here is all literals: `view!` would turn it into `template.innerHTML` in the browser, which throws where Trusted
//! Types are enforced. Where nothing else varies, a class in braces keeps it an element. And nothing is type-erased or redrawn by
//! a closure: either would compile a second, differing way to draw every element into the single-page app.

mod art;
mod blocks;
mod controls;
mod footer;
pub mod form;
mod header;
mod icon;
mod languages;
pub mod page;
mod reader;
pub mod thanks;
mod theme;

#[cfg(all(test, feature = "native"))]
mod tests;

pub use form::form;
pub use page::page;
pub use reader::Reader;
pub use thanks::{not_found, thanks_page};
pub use theme::{theme_attributes, theme_css};
