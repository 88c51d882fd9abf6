//! One text inside another. By hand: std's search is made for long texts and weighs visitors two kilobytes, its splitting at a letter
//! another; ours are a line.

/// Where `part` first stands in `text`.
#[must_use]
pub fn find(text: &str, part: &str) -> Option<usize> {
    (0..=text.len()).find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// Whether a letter stands in `text`.
#[must_use]
pub fn has(text: &str, letter: char) -> bool {
    text.chars().any(|found| found == letter)
}

/// What stands before and after the first `part`.
#[must_use]
pub fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = text.split_at_checked(find(text, part)?)?;
    Some((before, rest.strip_prefix(part)?))
}

/// What stands before and after the first of a letter, which is one of ASCII.
#[must_use]
#[inline(never)]
pub fn cut(text: &str, at: char) -> Option<(&str, &str)> {
    let index = text.bytes().position(|byte| char::from(byte) == at)?;
    Some((text.get(..index)?, text.get(index + 1..)?))
}

/// What stands before the first of a letter; all of a text without.
#[must_use]
pub fn up_to(text: &str, end: char) -> &str {
    cut(text, end).map_or(text, |(before, _)| before)
}

/// The parts of a text between a letter, which is one of ASCII; of an empty text one, as empty.
#[must_use]
pub fn parts(text: &str, between: char) -> Parts<'_> {
    Parts { rest: Some(text), between }
}

#[derive(Clone, Debug)]
pub struct Parts<'a> {
    rest: Option<&'a str>,
    between: char,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest?;
        let (part, rest) = match cut(text, self.between) {
            Some((part, rest)) => (part, Some(rest)),
            None => (text, None),
        };
        self.rest = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_apart_where_std_takes_them_apart() {
        for text in ["", ",", "a", "a,b", ",가나,,다,", "나"] {
            assert_eq!(parts(text, ',').collect::<Vec<_>>(), text.split(',').collect::<Vec<_>>(), "{text:?}");
            assert_eq!(cut(text, ','), text.split_once(','), "{text:?}");
            assert_eq!(Some(up_to(text, ',')), text.split(',').next(), "{text:?}");
        }
    }

    #[test]
    fn parts_are_found_where_std_finds_them() {
        let texts = ["", "a", "aab", "가나다", "https://a.example", "나나나가"];
        let parts = ["", "a", "ab", "b", "나", "나가", "://", "https://a.example/"];
        for (text, part) in texts.iter().flat_map(|text| parts.map(|part| (*text, part))) {
            assert_eq!(find(text, part), text.find(part), "{part:?} in {text:?}");
            assert_eq!(split_once(text, part), text.split_once(part), "{part:?} in {text:?}");
            assert_eq!(contains(text, part), text.contains(part), "{part:?} in {text:?}");
        }
    }
}
