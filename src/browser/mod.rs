//! The browser, one capability a file. Thin: each says what it gives when the browser says no, and decides nothing else.
//!
//! The page is not ours: every call here may fail, and none may panic.

pub mod clock;
pub mod console;
pub mod cookie;
#[cfg(feature = "csr")]
pub mod draw;
pub mod events;
#[cfg(feature = "csr")]
pub mod http;
pub mod javascript;
pub mod json;
#[cfg(target_arch = "wasm32")]
mod memory;
pub mod page;
pub mod random;
pub mod storage;
#[cfg(feature = "csr")]
pub mod styles;
