//! Ids, and the name an author probably meant.

use std::collections::BTreeSet;

use crate::campaign::problem::Problem;

/// Names that are known, each once, in the order in which a hint lists them.
pub type Names<'a> = BTreeSet<&'a str>;

/// Reports an id that is not `[a-z][a-z0-9_]*`.
pub fn check_id(path: &str, id: &str, problems: &mut Vec<Problem>) {
    let mut characters = id.chars();
    let starts_well = characters.next().is_some_and(|first| first.is_ascii_lowercase());
    if !starts_well || !characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        problems.push(Problem::error(path, format!("\"{id}\" is not an id: small letters, digits and _, a letter first")));
    }
}

/// The same for a key that is an id.
pub fn check_key(path: &str, id: &str, problems: &mut Vec<Problem>) {
    let before = problems.len();
    check_id(path, id, problems);
    problems.iter_mut().skip(before).for_each(|problem| problem.is_of_key = true);
}

/// `; did you mean "demo"?`, `; known: demo, letter`, or nothing.
#[must_use]
pub fn hint<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(nearest) = nearest(name, &known) {
        return format!("; did you mean \"{nearest}\"?");
    }
    if known.is_empty() { "; there is none".to_owned() } else { format!("; known: {}", known.join(", ")) }
}

/// The known name that `name` is a slip of, if one is near enough.
#[must_use]
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let likeness = |known: &str| strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
    let (distance, best) = known.iter().map(|known| (likeness(known), *known)).min_by_key(|(distance, _)| *distance)?;
    // A third of the word may be wrong; more than that is another word.
    (distance <= best.len().max(3) / 3).then_some(best)
}
