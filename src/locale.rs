//! Language tags: which of several languages fits a reader best, and which way a language is written.
//!
//! One answer for the campaign's texts, the interface's words and the runtime's choice of a language. It reads tags as people write
//! them (`pt_br` for `pt-BR`) and knows no list of languages.

/// `ko` of `ko-KR`.
#[must_use]
pub fn language_of(locale: &str) -> &str {
    let end = locale.bytes().position(|byte| matches!(byte, b'-' | b'_'));
    end.and_then(|end| locale.get(..end)).unwrap_or(locale)
}

/// The known locale that serves who wants `wanted`: the same one, else what it begins with (`zh-Hans`, then `zh`, for `zh-Hans-CN`),
/// else another of its language. Simplified Chinese does not serve who reads traditional, nor the other way round.
#[must_use]
pub fn nearest<'a>(wanted: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = (0, None);
    for known in known {
        let fit = fit(known, wanted);
        if fit > best.0 {
            best = (fit, Some(known));
        }
    }
    best.1
}

/// The first wanted locale that any of the campaign's serves decides; none does where the campaign speaks none of them.
#[must_use]
pub fn choose<'a>(wanted: &[String], known: &'a [String]) -> Option<&'a str> {
    for wanted in wanted {
        let nearest = nearest(wanted, &mut known.iter().map(String::as_str));
        if nearest.is_some() {
            return nearest;
        }
    }
    None
}

/// The direction a language is written in, as `dir` says it.
#[must_use]
pub fn direction(locale: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    let language = language_of(locale);
    if RIGHT_TO_LEFT.iter().any(|known| known.eq_ignore_ascii_case(language)) { "rtl" } else { "ltr" }
}

/// The greater, the better; 0 is not at all.
#[inline(never)]
fn fit(known: &str, wanted: &str) -> usize {
    if begins_with(wanted, known) {
        return 1 + known.len();
    }
    let same_script = language_of(wanted) != "zh" || is_traditional(known) == is_traditional(wanted);
    usize::from(begins_with(known, language_of(wanted)) && same_script)
}

/// Whole parts of the tag only: `zh-Hans` begins with `zh`, `zhx` does not.
fn begins_with(tag: &str, start: &str) -> bool {
    let plain = |letter: u8| if letter == b'_' { b'-' } else { letter.to_ascii_lowercase() };
    let mut rest = tag.bytes().map(plain);
    start.bytes().map(plain).all(|letter| rest.next() == Some(letter)) && matches!(rest.next(), None | Some(b'-'))
}

fn is_traditional(tag: &str) -> bool {
    let mut is_by_place = false;
    let mut rest = Some(tag);
    while let Some(tag) = rest {
        let part = language_of(tag);
        let is = |known: &str| part.eq_ignore_ascii_case(known);
        // A script that is named decides.
        if is("Hant") || is("Hans") {
            return is("Hant");
        }
        is_by_place |= is("TW") || is("HK") || is("MO");
        rest = tag.get(part.len() + 1..);
    }
    is_by_place
}
