//! A page's own Content-Security-Policy, sent as a header too.
//!
//! Pages carry their policy in `<meta>`, since hosts cap what fits into `_headers`. As a header it also holds for what a `<meta>`
//! may not say: who may frame the page. That is its own site, and for the page to which receivers send frames back (`ack.html`)
//! everybody's: a form on a foreign site waits for it.

use std::path::Path;

use axum::http::HeaderValue;

const META: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The policy of an HTML file; `None` for other files and for pages without one.
pub fn of(path: &Path) -> Option<HeaderValue> {
    if path.extension()? != "html" {
        return None;
    }
    let html = std::fs::read_to_string(path).ok()?;
    let (_, rest) = html.split_once(META)?;
    let (policy, _) = rest.split_once('"')?;
    let framed = if path.file_name()? == "ack.html" { "" } else { "; frame-ancestors 'self'" };
    HeaderValue::try_from(format!("{policy}{framed}")).ok()
}
