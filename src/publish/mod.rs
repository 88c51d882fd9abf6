//! What `leadwell build` writes into `dist/`.

pub mod sheets;
