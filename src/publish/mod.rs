//! What `leadwell build` writes into `dist/`.

pub mod sheets;

pub use crate::view::theme;
