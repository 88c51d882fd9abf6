//! Where a native post came from, and where its visitor may be sent.
//!
//! An address that came in with a post is only followed to an origin that was allowed beforehand: no open redirect.

use axum::http::HeaderMap;
use axum::http::header::{ORIGIN, REFERER};
use url::Url;

/// The origins that may be returned to.
pub struct Origins(Vec<String>);

impl Origins {
    /// The first that is not an origin is the error.
    pub fn new(written: &[String]) -> Result<Self, String> {
        written.iter().map(|origin| bare_origin(origin).ok_or_else(|| origin.clone())).collect::<Result<_, _>>().map(Self)
    }

    /// The origin named first: the site whose visitors post here.
    pub fn site(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// Whether the page that posted is on one of them.
    pub fn allows(&self, headers: &HeaderMap) -> bool {
        sender(headers).is_some_and(|sender| self.0.contains(&sender))
    }

    /// Where to go on: `next` as a path of the sender's site or as an address of its own, else nowhere.
    pub fn next(&self, next: &str, sender: Option<&str>) -> Option<String> {
        // Browsers drop tabs and line breaks and read `\` as `/`; an address with either was made to look like another one.
        if next.chars().any(|c| c == '\\' || c.is_control()) {
            return None;
        }
        let url = if is_path(next) { Url::parse(sender?).ok()?.join(next).ok()? } else { Url::parse(next).ok()? };
        let unnamed = url.username().is_empty() && url.password().is_none();
        (unnamed && self.0.contains(&origin_of(&url)?)).then(|| url.into())
    }
}

/// The origin of the page that posted: what `Origin` says, else what `Referer` says.
pub fn sender(headers: &HeaderMap) -> Option<String> {
    let read = |name| Url::parse(headers.get(name)?.to_str().ok()?).ok().as_ref().and_then(origin_of);
    read(ORIGIN).or_else(|| read(REFERER))
}

/// `/thanks/` and not `//evil.example`.
pub fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

fn origin_of(url: &Url) -> Option<String> {
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

fn bare_origin(written: &str) -> Option<String> {
    let url = Url::parse(written).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    origin_of(&url).filter(|_| bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_origins_are_followed() {
        let allowed = ["https://acme.example".to_owned(), "http://localhost:8080/".to_owned()];
        let origins = Origins::new(&allowed).expect("origins");
        let site = Some("https://acme.example");
        let cases = [
            ("/thanks/?a=1#b", site, Some("https://acme.example/thanks/?a=1#b")),
            ("/../..//evil.example", site, Some("https://acme.example//evil.example")),
            ("https://acme.example/thanks/", None, Some("https://acme.example/thanks/")),
            ("https://ACME.example:443/x", None, Some("https://acme.example/x")),
            ("http://localhost:8080/ko/", Some("https://evil.example"), Some("http://localhost:8080/ko/")),
            ("/thanks/", Some("https://evil.example"), None),
            ("/thanks/", None, None),
            ("thanks/", site, None),
            ("", site, None),
            ("//evil.example", site, None),
            ("///evil.example", site, None),
            ("/\\evil.example", site, None),
            ("/\t/evil.example", site, None),
            ("https:evil.example", site, None),
            ("https://acme.example.evil.example/", site, None),
            ("https://acme.example@evil.example/", site, None),
            ("https://me:pw@acme.example/", site, None),
            ("http://acme.example/", site, None),
            ("https://acme.example:444/", site, None),
            ("javascript:alert(1)", site, None),
            ("data:text/html,x", site, None),
            ("blob:https://acme.example/x", site, None),
        ];
        for (next, sender, expected) in cases {
            assert_eq!(origins.next(next, sender).as_deref(), expected, "{next:?} from {sender:?}");
        }
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for wrong in ["acme.example", "https://acme.example/path", "ftp://acme.example", "*", "null", ""] {
            assert_eq!(Origins::new(&[wrong.to_owned()]).err().as_deref(), Some(wrong));
        }
    }
}
