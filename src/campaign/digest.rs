//! Fingerprints of texts and files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// SHA-256 in the form of Subresource Integrity: `sha256-` and base64.
#[must_use]
pub fn sri(bytes: &[u8]) -> String {
    ["sha256-", &STANDARD.encode(Sha256::digest(bytes))].concat()
}
