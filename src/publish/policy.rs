//! Content-Security-Policy for what is published: no inline script or style but those with a hash, and leads only to the
//! campaign's own destinations.

use crate::campaign::{Runtime, digest};

/// A page's inline parts, by which they are allowed.
#[derive(Default)]
pub struct Inline<'a> {
    pub scripts: Vec<&'a str>,
    pub styles: Vec<&'a str>,
}

/// The policy as it stands in `<meta http-equiv>`; hosts cap what fits into `_headers`.
#[must_use]
pub fn of(runtime: &Runtime, inline: &Inline) -> String {
    let hashes = |parts: &[&str]| parts.iter().map(|part| format!(" '{}'", digest::sri(part.as_bytes()))).collect::<String>();
    let receivers = origins(runtime.destinations.iter().map(|destination| destination.url.as_str()));
    let natives = origins(runtime.forms.values().map(|form| form.part().word("native")));
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{}", hashes(&inline.scripts)),
        format!("style-src 'self'{}", hashes(&inline.styles)),
        "img-src 'self' data:".to_owned(),
        "font-src 'self'".to_owned(),
        "media-src 'self'".to_owned(),
        // Films play on their own sites, once the visitor asks for them.
        "frame-src https://www.youtube-nocookie.com https://player.vimeo.com".to_owned(),
        "manifest-src 'self'".to_owned(),
        format!("connect-src 'self'{receivers}"),
        // 'self' too: browsers hold the redirect after a form post against this list.
        format!("form-action 'self'{natives}"),
        "base-uri 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types 'none'".to_owned(),
    ]
    .join("; ")
}

/// ` https://a.example http://127.0.0.1:8090`, each once.
fn origins<'a>(urls: impl Iterator<Item = &'a str>) -> String {
    let mut origins: Vec<String> = urls.filter_map(|url| Some(url::Url::parse(url).ok()?.origin().ascii_serialization())).collect();
    origins.sort();
    origins.dedup();
    origins.into_iter().flat_map(|origin| [" ".to_owned(), origin]).collect()
}
