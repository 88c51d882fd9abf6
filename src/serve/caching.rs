//! How long a browser may keep a file, and how it asks whether it is still the same.

use std::path::Path;

use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

/// A name with a hash of its content never means anything else; everything but the loader is asked for again each time.
pub fn policy(path: &Path) -> &'static str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_page = path.extension().is_some_and(|ending| ending == "html");
    match name {
        name if !is_page && has_hash(name) => "public, max-age=31536000, immutable",
        "leadwell.js" => "public, max-age=300",
        _ => "no-cache",
    }
}

/// `site-1a2b3c4d.js`, `site-1a2b3c4d_bg.wasm` (wasm-bindgen's ending), `leadwell.0123456789abcdef.js`.
fn has_hash(name: &str) -> bool {
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let hash = stem.trim_end_matches(|c: char| matches!(c, '0'..='9' | 'a'..='f'));
    let length = stem.len() - hash.len();
    (hash.ends_with('-') && length >= 8) || (hash.ends_with('.') && length == 16)
}

/// Of the bytes as they are sent, so that a compressed body has its own.
pub fn tag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let short = hash.iter().take(8).fold(0u64, |short, byte| short << 8 | u64::from(*byte));
    format!("\"{short:016x}\"")
}

pub fn is_known(tag: &str, if_none_match: Option<&HeaderValue>) -> bool {
    let header = if_none_match.and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(',').map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        let (forever, shortly, never) = ("public, max-age=31536000, immutable", "public, max-age=300", "no-cache");
        let cases = [
            ("site-1a2b3c4d5e6f7a8b.js", forever),
            ("site-1a2b3c4d5e6f7a8b_bg.wasm", forever),
            ("embed-1a2b3c4d.css", forever),
            ("aid-captcha-1a2b3c4d5e6f7a8b.js", forever),
            ("aid-sources-1a2b3c4d5e6f7a8b.txt", forever),
            ("leadwell.0123456789abcdef.js", forever),
            ("leadwell.js", shortly),
            ("leadwell.0.1.0.js", never),
            ("index.html", never),
            ("page-1a2b3c4d.html", never),
            ("campaign.json", never),
            ("site-1a2b3c.js", never),
            ("deadbeef", never),
        ];
        for (name, expected) in cases {
            assert_eq!(policy(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_browser_that_names_the_tag_has_the_file() {
        let cases = [("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("", false)];
        for (header, known) in cases {
            assert_eq!(is_known("\"a\"", HeaderValue::from_str(header).ok().as_ref()), known, "{header}");
        }
    }
}
