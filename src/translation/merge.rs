//! A table against the file it came from: what changes, or why it cannot be taken.

use std::collections::{HashMap, HashSet};

use super::places::{Place, Written};
use super::splice::{self, Edit};
use super::{Manuscript, Row, Table};
use crate::campaign::check::nearest;

type ByPath<'a> = HashMap<&'a str, &'a Place>;

/// What taking a table makes of the file.
#[derive(Debug)]
pub struct Merged {
    /// The whole file.
    pub source: String,
    pub changes: Vec<Change>,
    /// Cells without a text.
    pub empty: usize,
}

/// One text in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub locale: String,
    pub before: Option<String>,
    pub after: String,
}

impl Manuscript<'_> {
    /// Puts a table's texts into the file. An empty cell leaves what is there.
    ///
    /// # Errors
    /// Every reason for which the table does not fit the file; nothing of it is taken then.
    pub fn take(&self, table: &Table) -> Result<Merged, Vec<String>> {
        let places: ByPath = self.places.iter().map(|place| (place.path.as_str(), place)).collect();
        let mut problems = self.unknown_columns(table);
        problems.extend(rows_out_of_place(table, &places));
        problems.extend(rows_missing(table, &self.places));
        problems.extend(self.rows_moved(table, &places));
        if !problems.is_empty() {
            return Err(problems);
        }
        let (mut edits, mut changes, mut empty) = (Vec::new(), Vec::new(), 0);
        for row in &table.rows {
            let Some(place) = places.get(row.key.as_str()) else { continue };
            empty += row.cells.iter().filter(|cell| cell.is_empty()).count();
            let changed: Vec<Change> =
                self.locales.iter().filter_map(|locale| self.changed(place, locale, table.cell(row, locale)?)).collect();
            if !changed.is_empty() {
                edits.extend(self.edits(&place.written, &changed));
                changes.extend(changed);
            }
        }
        Ok(Merged { source: splice::applied(self.source, edits), changes, empty })
    }

    /// A cell that says something else than the file.
    fn changed(&self, place: &Place, locale: &str, cell: &str) -> Option<Change> {
        let before = place.written.text_in(locale, self.default_locale());
        let is_new = !cell.is_empty() && before.is_none_or(|before| one_line_end(before) != one_line_end(cell));
        is_new.then(|| Change {
            path: place.path.clone(),
            locale: locale.to_owned(),
            before: before.map(str::to_owned),
            after: one_line_end(cell),
        })
    }

    fn edits(&self, written: &Written, changes: &[Change]) -> Vec<Edit> {
        let default = self.default_locale();
        match written {
            Written::Same { at, .. } if changes.iter().all(|change| change.locale == default) => {
                changes.iter().map(|change| Edit { at: at.clone(), text: splice::quoted(&change.after) }).collect()
            }
            Written::Same { text, at } => {
                let default_text = changes.iter().find(|change| change.locale == default).map_or(text.as_str(), |change| &change.after);
                let others =
                    changes.iter().filter(|change| change.locale != default).map(|change| (change.locale.as_str(), change.after.as_str()));
                let texts: Vec<_> = [(default, default_text)].into_iter().chain(others).collect();
                vec![Edit { at: at.clone(), text: self.style.object(self.source, at.start, &texts) }]
            }
            Written::ByLocale { entries, at } => {
                let place = |change: &Change| entries.iter().find(|entry| entry.locale == change.locale);
                let replaced =
                    changes.iter().filter_map(|change| Some(Edit { at: place(change)?.at.clone(), text: splice::quoted(&change.after) }));
                let added: Vec<_> = changes
                    .iter()
                    .filter(|change| place(change).is_none())
                    .map(|change| (change.locale.as_str(), change.after.as_str()))
                    .collect();
                let added = (!added.is_empty()).then(|| self.style.added(self.source, at, entries, &added));
                replaced.chain(added).collect()
            }
        }
    }

    fn unknown_columns(&self, table: &Table) -> Vec<String> {
        let known: Vec<&str> = self.locales.iter().map(String::as_str).collect();
        let problem = |(index, locale): (usize, &String)| {
            if table.locales.iter().take(index).any(|earlier| earlier == locale) {
                return Some(format!("row 1: a second column \"{locale}\""));
            }
            let hint = nearest(locale, &known)
                .map_or_else(|| format!("; known: {}", known.join(", ")), |near| format!("; did you mean \"{near}\"?"));
            (!known.contains(&locale.as_str())).then(|| format!("row 1: \"{locale}\" is not among site.locales{hint}"))
        };
        table.locales.iter().enumerate().filter_map(problem).collect()
    }

    /// Texts that changed places since the export: every key is known, and some mean another text. Told by texts of the default
    /// language that were exchanged; one that is new on either side is an edit.
    fn rows_moved(&self, table: &Table, places: &ByPath) -> Vec<String> {
        let default = self.default_locale();
        let differing = table.rows.iter().filter_map(|row| {
            let (place, then) = (places.get(row.key.as_str())?, table.cell(row, default)?);
            let (now, then) = (one_line_end(place.written.text_in(default, default)?), one_line_end(then));
            (!then.is_empty() && now != then).then_some((row, place, now, then))
        });
        let differing: Vec<_> = differing.collect();
        let stands_at: HashMap<&str, &str> = differing.iter().map(|(_, place, now, _)| (now.as_str(), place.path.as_str())).collect();
        let was_somewhere: HashSet<&str> = differing.iter().map(|(.., then)| then.as_str()).collect();
        let moved = differing.iter().filter(|(_, _, now, _)| was_somewhere.contains(now.as_str())).filter_map(|(row, _, _, then)| {
            let stands_at = stands_at.get(then.as_str())?;
            Some(format!("row {}: this text stands at {stands_at} now{SINCE}", row.number))
        });
        moved.collect()
    }
}

fn rows_out_of_place(table: &Table, places: &ByPath) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut problems = Vec::new();
    for Row { number, key, .. } in &table.rows {
        if let Some(earlier) = seen.get(key.as_str()) {
            problems.push(format!("row {number}: {key} stands in row {earlier} already"));
            continue;
        }
        seen.insert(key, *number);
        if !places.contains_key(key.as_str()) {
            problems.push(format!("row {number}: the file has no text at \"{key}\"{SINCE}"));
        }
    }
    problems
}

fn rows_missing(table: &Table, places: &[Place]) -> Vec<String> {
    let keys: HashSet<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
    let missing = places.iter().filter(|place| !keys.contains(place.path.as_str()));
    missing.map(|place| format!("no row for {}{SINCE}", place.path)).collect()
}

const SINCE: &str = "; the file or the table changed since the export, so export anew";

impl Table {
    fn cell<'b>(&self, row: &'b Row, locale: &str) -> Option<&'b str> {
        let column = self.locales.iter().position(|known| known == locale)?;
        row.cells.get(column).map(String::as_str)
    }
}

/// Spreadsheets write line ends in their own way.
fn one_line_end(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
