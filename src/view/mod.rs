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
mod reader;
pub mod thanks;
mod theme;

#[cfg(all(test, feature = "native"))]
mod tests;

pub use blocks::{Choices, key_of, name_of};
#[cfg(feature = "native")]
pub use form::sentence;
pub use form::{Place, form};
pub use page::page;
pub use reader::{Reader, Visitor};
pub use thanks::{not_found, thanks_page};
pub use theme::{theme_attributes, theme_css};
