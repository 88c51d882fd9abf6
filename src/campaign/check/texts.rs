//! The interface's words: which languages have some, and whether the campaign's own can be filled in.

#[cfg(feature = "native")]
use crate::campaign::problem::Problem;
use crate::campaign::written::Campaign;
use crate::texts;

/// Keys are the schema's affair.
pub fn check(campaign: &Campaign, problems: &mut Vec<Problem>) {
    let built_in = texts::by_key();
    for (key, text) in &campaign.texts {
        let english = built_in.iter().find(|(known, _)| known == key).map_or("", |(_, english)| english);
        let fillable: Vec<&str> = texts::placeholders(english).collect();
        for (locale, words) in text.variants() {
            for unknown in texts::placeholders(words).filter(|name| !fillable.contains(name)) {
                let place = locale.map_or_else(|| format!("texts.{key}"), |locale| format!("texts.{key}.{locale}"));
                let known = fillable.first().map_or_else(String::new, |known| format!("; \"{{{known}}}\" is"));
                problems.push(Problem::warning(place, format!("\"{{{unknown}}}\" is not filled in here{known}")));
            }
        }
    }
    for (index, locale) in campaign.site.locales.iter().enumerate() {
        let place = format!("site.locales[{index}]");
        if problems.iter().any(|problem| problem.path == place) {
            continue;
        }
        let left = built_in.iter().filter(|(key, _)| campaign.texts.get(key).is_none_or(|text| text.written_for(locale).is_none()));
        let left = left.count();
        if left > 0 && !texts::has_file(locale) && !crate::locale::language_of(locale).eq_ignore_ascii_case("en") {
            let message = format!("the interface has no words in \"{locale}\": {left} stay English until `texts` has them");
            problems.push(Problem::warning(place, message));
        }
    }
}
