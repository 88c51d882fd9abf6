//! In which languages a site speaks with words of its own.

use crate::campaign::Text;
use crate::texts;
use crate::value::Named;

/// The locales whose words do not all come from the English that is compiled in.
pub fn locales_with_words(locales: &[String], own: &Named<Text>) -> Vec<String> {
    let written = |locale: &str| own.values().any(|text| text.written_for(locale).is_some());
    locales.iter().filter(|locale| texts::has_file(locale) || written(locale)).cloned().collect()
}
