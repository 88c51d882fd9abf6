//! What `leadwell build` writes into `dist/`.

pub mod sheets;
pub mod theme;
