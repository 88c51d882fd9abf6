//! `_headers`, in the format that Netlify and Cloudflare Pages read: a line with a path, below it indented `Name: value` lines.
//!
//! It is read here so that a policy which breaks the site breaks it on the author's machine first.

use std::path::Path;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

#[derive(Default)]
pub struct HeadersFile {
    blocks: Vec<Block>,
}

struct Block {
    /// A path in which `*` stands for anything.
    pattern: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl HeadersFile {
    /// That of the folder; an empty one when there is none.
    pub fn read(root: &Path) -> Self {
        std::fs::read_to_string(root.join("_headers")).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    fn parse(text: &str) -> Self {
        let mut file = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
            if line.starts_with(char::is_whitespace) {
                let header = header(line);
                if header.is_none() {
                    tracing::warn!(line = line.trim(), "_headers: no header; expected \"Name: value\"");
                }
                if let Some(block) = file.blocks.last_mut() {
                    block.headers.extend(header);
                }
            } else {
                file.blocks.push(Block { pattern: line.trim().to_owned(), headers: Vec::new() });
            }
        }
        file
    }

    /// Takes the place of what the server would have said; headers of several blocks that match are all sent.
    pub fn apply(&self, path: &str, headers: &mut HeaderMap) {
        let mut own = HeaderMap::new();
        for (name, value) in self.blocks.iter().filter(|block| matches(&block.pattern, path)).flat_map(|block| &block.headers) {
            own.append(name, value.clone());
        }
        // `extend` keeps all values of a name and drops those that stood there before.
        headers.extend(own);
    }
}

fn header(line: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().parse().ok()?, HeaderValue::from_str(value.trim()).ok()?))
}

/// Whether the path is the pattern, piece for piece between its stars.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == path };
    let Some(mut left) = path.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, after)) = left.split_once(piece) else { return false };
        left = after;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        let cases = [
            ("/*", "/", true),
            ("/*", "/a/b", true),
            ("/a", "/a", true),
            ("/a", "/a/", false),
            ("/*.js", "/x/y.js", true),
            ("/*.js", "/x/y.json", false),
            ("/ko/*/x*.js", "/ko/a/xyz.js", true),
            ("/ko/*", "/en/", false),
            ("https://a.example/*", "/", false),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn blocks_replace_what_stood_there_and_add_to_each_other() {
        let file = HeadersFile::parse("# all\n/*\n  X-Frame-Options: DENY\n  Link: </a>\n\n/b/*\n\tLink: </b>\n  no header\n");
        let mut headers = HeaderMap::new();
        headers.insert("x-frame-options", HeaderValue::from_static("SAMEORIGIN"));
        file.apply("/b/c", &mut headers);
        let links: Vec<_> = headers.get_all("link").iter().collect();
        assert_eq!(
            (&headers["x-frame-options"], links),
            (
                &HeaderValue::from_static("DENY"),
                vec!["</a>", "</b>"].into_iter().map(HeaderValue::from_static).collect::<Vec<_>>().iter().collect()
            )
        );
    }
}
