//! What conditions borrow from JavaScript.

/// JavaScript's own way with texts and numbers: the browser's in wasm, Rust's likeness of it natively.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// Whether a text matches a pattern, ignoring case when the flag says so; a malformed pattern matches nothing.
    pub regex: fn(pattern: &str, ignore_case: bool, text: &str) -> bool,
    /// `Number(text)`
    pub number: fn(text: &str) -> f64,
    /// `String(number)`
    pub text: fn(number: f64) -> String,
    /// `text.toLowerCase()`
    pub lowercase: fn(text: &str) -> String,
}

#[cfg(feature = "native")]
mod native {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use regex::{Regex, RegexBuilder};

    use super::Engine;

    impl Engine {
        /// For the native command: the `regex` crate in the place that the browser's engine takes on a page.
        #[must_use]
        pub fn native() -> Self {
            Self { regex: matches, number, text, lowercase: str::to_lowercase }
        }
    }

    type Known = HashMap<(String, bool), Option<Regex>>;
    /// More than any campaign has; whoever asks for more of them than this begins anew.
    const MOST_KNOWN: usize = 1000;

    thread_local! {
        /// Reading a pattern takes a hundred times as long as a look for it, and a replay looks for the few of a campaign in every lead.
        static KNOWN: RefCell<Known> = RefCell::default();
    }

    fn matches(pattern: &str, ignore_case: bool, text: &str) -> bool {
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            let read = || RegexBuilder::new(pattern).case_insensitive(ignore_case).build().ok();
            let regex = known.entry((pattern.to_owned(), ignore_case)).or_insert_with(read);
            regex.as_ref().is_some_and(|regex| regex.is_match(text))
        })
    }

    fn number(text: &str) -> f64 {
        match text.trim() {
            "" => 0.0,
            // Rust reads these words, JavaScript only the first, with a capital.
            "Infinity" | "+Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            text if text.contains(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E')) => f64::NAN,
            text => text.parse().unwrap_or(f64::NAN),
        }
    }

    // As JavaScript for every magnitude that occurs in facts: 1, 1.5, -0.25.
    fn text(number: f64) -> String {
        if number == 0.0 { "0".to_owned() } else { number.to_string() }
    }
}
