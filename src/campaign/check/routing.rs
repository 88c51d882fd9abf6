//! What decides over a lead by a sum that says little, and points against mailboxes that say less than they seem to.

use super::places::{Placed, comparisons};
use crate::campaign::problem::Problem;
use crate::campaign::written::{Campaign, Rule};
use crate::value::Value;

/// Languages, or regions of any language, in which many small firms write from free mail. Listed where somebody counted: firms that
/// do, or firms without a site, and so without a domain of their own.
const FREE_MAIL: [(&str, &str); 10] = [
    // A survey of 1,200 small firms with a domain of their own (NDesk, January 2016).
    ("ko", "62 of 100 small firms with a domain of their own do not write from it"),
    // Shinkin Central Bank, research of June 2016: 49.2 % had one.
    ("ja", "half of small firms have no site of their own"),
    // Cetic.br, TIC Empresas 2017: 29 % of firms of up to nine people had one, and 2019 51 % of those of up to 49.
    ("pt-BR", "71 of 100 firms of up to nine people have no site of their own"),
    // INEGI, Los negocios en la economía de internet, 2020: 73,597 firms of the census of 2019 with an active site under .mx.
    ("es-MX", "one firm in sixty or so has a site under .mx"),
    // ICRIER, State of India's Digital Economy 2024: 47 % of small firms had one.
    ("*-IN", "half of small firms have no site of their own"),
    // VECOM, Viet Nam e-business index 2013: 43 % had one.
    ("vi", "more than half of firms have no site of their own"),
    // National Statistical Office of Thailand, use of ICT in establishments, 2017: 32.8 % used a computer.
    ("th", "two establishments in three work without a computer"),
    // TÜİK 2019: 63.9 % of firms of 10 to 49 people had one, pages in social networks counted in.
    ("tr", "a third of firms of 10 to 49 people have no site, not even a page in a social network"),
    // Eurostat 2013, of firms of ten people or more.
    ("ro", "more than half of firms have no site of their own"),
    ("bg", "more than half of firms have no site of their own"),
];
/// Spoken in India above all; written without the region.
const INDIAN: [&str; 8] = ["bn", "gu", "hi", "kn", "ml", "mr", "ta", "te"];

/// Levels, destinations, outcomes and popups that ask for the sum of dimensions.
pub fn check_totals(campaign: &Campaign, placed: &[Placed], problems: &mut Vec<Problem>) {
    let names: Vec<&str> = campaign.scoring.dimensions.keys().map(String::as_str).collect();
    // Of one dimension the sum is that one.
    if names.len() < 2 {
        return;
    }
    for place in placed.iter().filter(|place| place.is_route) {
        for read in comparisons(&place.condition, &place.path).into_iter().filter(|read| read.fact == "score.total") {
            let each: Vec<String> = names.iter().map(|name| format!("\"score.{name}\"")).collect();
            let message = format!(
                "the sum of {} says little: much of one makes up for none of the other; ask for each ({}), or for a grade (\"score.grade\")",
                names.join(" and "),
                each.join(", ")
            );
            problems.push(Problem::warning(read.path, message).of_key());
        }
    }
}

/// Points that a rule takes for free mail, where small firms use it.
pub fn check_free_mail(rule: &Rule, path: &str, locales: &[String], problems: &mut Vec<Problem>) {
    let takes = |(fact, expected): (&str, &Value)| fact.starts_with("email.") && fact.ends_with(".kind") && may_be_free(expected);
    let Some(condition) = rule.condition.as_ref().filter(|_| rule.points < 0.0) else { return };
    if !comparisons(condition, "").iter().any(|read| read.is_needed && takes((read.fact, read.expected))) {
        return;
    }
    let listed =
        locales.iter().find_map(|locale| FREE_MAIL.iter().find(|(listed, _)| is_spoken(locale, listed)).map(|(_, why)| (locale, why)));
    if let Some((locale, why)) = listed {
        let message = format!(
            "points against free mail hit small firms where \"{locale}\" is read: {why}; give points for a business address instead, or for \
             what the form asks of the firm"
        );
        problems.push(Problem::warning(format!("{path}.points"), message).resting_on(["site.locales[*]"]));
    }
}

fn is_spoken(locale: &str, listed: &str) -> bool {
    match listed.strip_prefix("*-") {
        Some(region) => locale.split('-').skip(1).any(|part| part == region) || INDIAN.contains(&locale),
        None => locale == listed || locale.strip_prefix(listed).is_some_and(|rest| rest.starts_with('-')),
    }
}

/// Whether a comparison holds for `free`.
fn may_be_free(expected: &Value) -> bool {
    let is_free = |value: &Value| value.as_str() == Some("free");
    let lists = |value: &Value| value.as_array().is_some_and(|list| list.iter().any(is_free));
    match expected {
        Value::Object(operators) => operators.iter().all(|(operator, operand)| match operator.as_str() {
            "$eq" => is_free(operand),
            "$in" | "$ini" => lists(operand),
            "$ne" => !is_free(operand),
            "$nin" | "$nini" => !lists(operand),
            _ => true,
        }),
        plain => is_free(plain),
    }
}
