//! Pages and forms as markup: plain values in, drawings out. The same views make prerendered pages, forms for pages that are not
//! ours, and the single-page app.
//!
//! Views decide nothing: what to show is settled before they are called. They draw with `drawing`, which has no place for markup.

mod art;
mod blocks;
mod footer;
mod form;
mod header;
mod icon;
mod languages;
mod moment;
mod page;
mod picture;
#[cfg(feature = "native")]
mod popup;
mod reader;
pub mod thanks;
mod theme;

#[cfg(all(test, feature = "native"))]
mod tests;

#[cfg(feature = "native")]
pub use blocks::{Choices, TESTED, conditions_of, key_of, name_of, stands_in_main, tested};
#[cfg(feature = "native")]
pub use form::sentence;
pub use form::{Place, form};
#[cfg(feature = "native")]
pub use page::WHOLE;
pub use page::page;
#[cfg(feature = "native")]
pub use popup::popup;
pub use reader::{Reader, Visitor};
pub use thanks::{not_found, thanks_page};
pub use theme::{theme_attributes, theme_css};
