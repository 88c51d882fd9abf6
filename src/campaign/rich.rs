//! The few signs a text may carry: tokens `{{query.utm_term|your team}}` in every text, and in rich texts `**bold**`, `*italic*`,
//! `[links](https://example.com)`, paragraphs and lists.
//!
//! Turns a text into parts and never fails: a sign that makes no sense stays a letter. It knows no HTML, and no facts.

use super::address::is_link;
use crate::search::{find, has, split_once};

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Part<'a> {
    Words(&'a str),
    /// A fact's place, and what stands there where the fact is missing.
    Token {
        fact: &'a str,
        fallback: &'a str,
    },
    Bold(Vec<Part<'a>>),
    Italic(Vec<Part<'a>>),
    Link {
        to: &'a str,
        words: Vec<Part<'a>>,
    },
}

/// A paragraph, or a list of points.
#[derive(Clone, Debug, PartialEq)]
pub enum Section<'a> {
    Paragraph(&'a str),
    List(Vec<&'a str>),
}

/// Words and tokens.
#[must_use]
pub fn plain(text: &str) -> Vec<Part<'_>> {
    parts(text, false)
}

/// One line of a rich text.
#[must_use]
pub fn rich(text: &str) -> Vec<Part<'_>> {
    parts(text, true)
}

/// A rich text by its empty lines; lines that all begin with `- ` are a list.
#[must_use]
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (block, after) = split_once(text, "\n\n").map_or((text, None), |(block, after)| (block, Some(after)));
        rest = after;
        let block = block.trim_matches('\n');
        if block.is_empty() {
            continue;
        }
        let points: Option<Vec<&str>> = block.split('\n').map(|line| line.strip_prefix("- ")).collect();
        sections.push(points.map_or(Section::Paragraph(block), Section::List));
    }
    sections
}

fn parts(text: &str, signs: bool) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((part, length)) = part_at(rest, signs) {
            push_words(&mut parts, text.get(plain_from..at));
            parts.push(part);
            at += length;
            plain_from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    push_words(&mut parts, text.get(plain_from..));
    parts
}

fn push_words<'a>(parts: &mut Vec<Part<'a>>, words: Option<&'a str>) {
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        parts.push(Part::Words(words));
    }
}

/// The part that begins here with a sign, and how many bytes it takes.
fn part_at(text: &str, signs: bool) -> Option<(Part<'_>, usize)> {
    if let Some(rest) = text.strip_prefix("{{") {
        let inside = rest.get(..find(rest, "}}")?)?;
        let (fact, fallback) = inside.split_once('|').unwrap_or((inside, ""));
        return is_fact(fact.trim()).then_some((Part::Token { fact: fact.trim(), fallback }, inside.len() + 4));
    }
    if !signs {
        return None;
    }
    if let Some(rest) = text.strip_prefix("**") {
        let inside = between(rest, "**")?;
        return Some((Part::Bold(parts(inside, true)), inside.len() + 4));
    }
    if let Some(rest) = text.strip_prefix('*') {
        let inside = between(rest, "*")?;
        return Some((Part::Italic(parts(inside, true)), inside.len() + 2));
    }
    let rest = text.strip_prefix('[')?;
    let words = rest.get(..find(rest, "](")?)?;
    let after = rest.get(words.len() + 2..)?;
    let to = after.get(..after.find(')')?)?;
    let leads = !words.is_empty() && !has(words, '[') && !has(words, '\n') && is_link(to);
    leads.then(|| (Part::Link { to, words: parts(words, false) }, words.len() + to.len() + 4))
}

/// What stands before the closing sign, unless it is nothing or begins or ends with a space.
fn between<'a>(rest: &'a str, sign: &str) -> Option<&'a str> {
    let inside = rest.get(..find(rest, sign)?)?;
    (!inside.is_empty() && inside == inside.trim() && !has(inside, '\n')).then_some(inside)
}

fn is_fact(name: &str) -> bool {
    has(name, '.') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_' || c == '-')
        || matches!(name, "locale" | "region" | "stage" | "level")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[Part]) -> String {
        parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => (*words).to_owned(),
                Part::Token { fact, fallback } => format!("<{fact}:{fallback}>"),
                Part::Bold(inside) => format!("<b {}>", shown(inside)),
                Part::Italic(inside) => format!("<i {}>", shown(inside)),
                Part::Link { to, words } => format!("<a {to} {}>", shown(words)),
            })
            .collect()
    }

    #[test]
    fn signs_become_parts_and_what_makes_no_sense_stays() {
        for (text, expected) in [
            ("for {{query.utm_term|your team}}!", "for <query.utm_term:your team>!"),
            ("{{query.a}}", "<query.a:>"),
            ("{{ locale | x }}", "<locale: x >"),
            ("{{nothing}} and {{query.a", "{{nothing}} and {{query.a"),
            ("{{alert(1)|x}}", "{{alert(1)|x}}"),
            ("a **b** *c* [d](https://e.example)", "a <b b> <i c> <a https://e.example d>"),
            ("**a *b* c**", "<b a <i b> c>"),
            ("2 * 3 * 4 ** 5", "2 * 3 * 4 ** 5"),
            ("**open", "**open"),
            ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
            ("[x](//e.example) [y](/pricing)", "[x](//e.example) <a /pricing y>"),
            ("**안녕** 하세요", "<b 안녕> 하세요"),
        ] {
            assert_eq!(shown(&rich(text)), expected, "{text}");
        }
        assert_eq!(shown(&plain("**a** {{query.b|c}}")), "**a** <query.b:c>");
    }

    #[test]
    fn empty_lines_part_paragraphs_and_dashes_make_lists() {
        assert_eq!(
            sections("One.\nStill one.\n\n- a\n- b\n\n\nTwo."),
            [Section::Paragraph("One.\nStill one."), Section::List(vec!["a", "b"]), Section::Paragraph("Two.")]
        );
    }
}
