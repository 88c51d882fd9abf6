//! One text inside another. By hand: std's search is made for long texts and weighs visitors two kilobytes; ours are a line.

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

#[cfg(test)]
mod tests {
    use super::*;

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
