//! Addresses that a campaign may name: where a lead may be sent and where a link may lead.
//!
//! Only spelling is judged; whether anybody answers there is not known.

use crate::search::{split_once, up_to};

/// `https:`, or `http:` on this machine, with a host and without spaces or credentials.
#[must_use]
pub fn is_web_address(url: &str) -> bool {
    let (secure, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return false,
    };
    let authority = up_to(up_to(up_to(rest, '/'), '?'), '#');
    // A token in the host would let an address lead anywhere.
    let well_formed = !authority.is_empty() && !authority.contains(['@', '{']) && !url.contains(breaks_out);
    well_formed && (secure || is_loopback(authority))
}

/// A path on the campaign's own site; `//host` would leave it.
#[must_use]
pub fn is_own_path(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains(breaks_out)
}

/// What a visitor may be led to: a block, a path, a web address, a mailbox, a telephone or a popup. Never a script.
#[must_use]
pub fn is_link(to: &str) -> bool {
    let others = ["#", "mailto:", "tel:", "popup:"].iter().any(|start| to.starts_with(start)) && !to.contains(breaks_out);
    others || is_own_path(to) || is_web_address(to)
}

/// What no address holds; browsers drop or bend it.
fn breaks_out(c: char) -> bool {
    matches!(c, '\\' | '"' | '<' | '>' | '`') || c.is_control() || c.is_whitespace()
}

/// `/offers/` of `https://acme.example/offers/`.
#[must_use]
pub fn path_of(url: &str) -> &str {
    let rest = split_once(url, "://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default()
}

/// `acme.example` of `https://acme.example:8080/offers/`.
#[must_use]
pub fn host_of(url: &str) -> &str {
    let after = split_once(url, "://").map_or("", |(_, after)| after);
    let authority = up_to(up_to(up_to(after, '/'), '?'), '#');
    match authority.find(']') {
        Some(end) => authority.get(..=end).unwrap_or_default(),
        None => up_to(authority, ':'),
    }
}

fn is_loopback(authority: &str) -> bool {
    let host = if authority.starts_with('[') { authority.split_inclusive(']').next() } else { authority.split(':').next() };
    matches!(host, Some("127.0.0.1" | "localhost" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_or_loopback() {
        for good in ["https://a.example", "https://a.example/x?y", "http://127.0.0.1:8090/leads", "http://localhost/", "http://[::1]:9/"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "http://a.example",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "http://127.0.0.1.evil.example",
            "https://u:p@a.example",
            "//a.example",
            "",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_link_leads_to_a_place_and_never_runs_a_script() {
        for good in ["#demo", "/", "/pricing?plan=team", "https://a.example/x", "mailto:a@a.example", "tel:+8221234567", "popup:offer"] {
            assert!(is_link(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "//a.example",
            "/\\a.example",
            "demo",
            "",
            "mailto:a b",
            "#a\nb",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
