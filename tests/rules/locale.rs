//! Which language a reader gets, and which way it is written.

use leadwell::locale::{choose, direction};
use serde::Deserialize;

use crate::table::{Outcome, Table};

#[derive(Deserialize)]
struct Case(String, Vec<String>, Vec<String>, Option<String>);

#[test]
fn readers_get_the_language_that_fits_best() {
    Table::<Case>::read("locale.json").run(|Case(name, wanted, known, expected)| Outcome {
        name,
        expected: expected.as_deref(),
        found: choose(wanted, known),
    });
}

#[test]
fn right_to_left_languages_are_written_so_in_every_region() {
    for locale in ["ar", "ar-EG", "AR", "fa_IR", "he", "ur-PK"] {
        assert_eq!(direction(locale), "rtl", "{locale}");
    }
    for locale in ["en", "ko-KR", "zh-Hans", "arn", ""] {
        assert_eq!(direction(locale), "ltr", "{locale}");
    }
}
