//! The names of answers: what people would call them, each once in a form.

use super::row::{Known, Row};

/// Longer ones are no help to whoever writes conditions.
const LONGEST: usize = 40;
/// What a form keeps for itself.
const RESERVED: [&str; 2] = ["consent", "constructor"];

/// Letters with signs, by those without.
const PLAIN: [(&str, &str); 22] = [
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("ø", "o"),
    ("œ", "oe"),
    ("àáâãåāą", "a"),
    ("çćč", "c"),
    ("ďđ", "d"),
    ("èéêëēęě", "e"),
    ("ğ", "g"),
    ("ìíîïıī", "i"),
    ("ł", "l"),
    ("ñńň", "n"),
    ("òóôõőō", "o"),
    ("ř", "r"),
    ("śšş", "s"),
    ("ťţ", "t"),
    ("ùúûűůū", "u"),
    ("ýÿ", "y"),
    ("źżž", "z"),
];

/// The names that a form has so far.
#[derive(Debug, Default)]
pub struct Names {
    pub taken: Vec<String>,
}

impl Names {
    /// For an input by its vendor's name and its label.
    pub fn give(&mut self, vendor: &str, label: &str, row: &Row) -> String {
        let known = known(vendor, row).map(|known| known.name.clone());
        let is_coded = row.coded.as_ref().is_some_and(|coded| coded.0.is_match(vendor));
        let by_label = || Some(slug(label)).filter(|slug| !slug.is_empty());
        let by_name = || Some(slug(vendor)).filter(|slug| !slug.is_empty());
        let name = known.or_else(|| if is_coded { by_label().or_else(by_name) } else { by_name().or_else(by_label) });
        let name = name.unwrap_or_else(|| "field".to_owned());
        let name = if RESERVED.contains(&name.as_str()) { name + "_field" } else { name };
        let free = unique(&name, |name| self.taken.iter().any(|taken| taken == name));
        self.taken.push(free.clone());
        free
    }
}

/// What is known of an input by this name; a list's `[]` says nothing more.
pub fn known<'a>(vendor: &str, row: &'a Row) -> Option<&'a Known> {
    row.known.get(vendor.strip_suffix("[]").unwrap_or(vendor))
}

/// `First name (legal)` as `first_name_legal`; empty where no letter of it can stand in a name.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut was_small = false;
    for c in text.chars() {
        if was_small && c.is_ascii_uppercase() {
            slug.push('_');
        }
        was_small = c.is_ascii_lowercase();
        let small = c.to_lowercase().next().unwrap_or(c);
        match PLAIN.iter().find(|(signed, _)| signed.contains(small)) {
            Some((_, plain)) => slug.push_str(plain),
            None if small.is_ascii_alphanumeric() => slug.push(small),
            None if slug.ends_with('_') => {}
            None => slug.push('_'),
        }
    }
    let slug: String = slug.trim_matches('_').chars().take(LONGEST).collect();
    let slug = slug.trim_end_matches('_');
    match slug.chars().next() {
        Some(first) if first.is_ascii_lowercase() => slug.to_owned(),
        Some(_) => format!("field_{slug}"),
        None => String::new(),
    }
}

/// The name, or with the first number behind it that is free.
pub fn unique(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}
