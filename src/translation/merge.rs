//! A table against the file it came from: what changes, or why it cannot be taken.

use super::places::{Place, Written};
use super::splice::{self, Edit};
use super::{Manuscript, Row, Table};
use crate::campaign::check::nearest;

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
        let problems: Vec<String> = self
            .unknown_columns(table)
            .chain(self.rows_out_of_place(table))
            .chain(self.rows_missing(table))
            .chain(self.rows_moved(table))
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let (mut edits, mut changes, mut empty) = (Vec::new(), Vec::new(), 0);
        for row in &table.rows {
            let Some(place) = self.place(&row.key) else { continue };
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

    fn place(&self, key: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.path == key)
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

    fn unknown_columns<'b>(&'b self, table: &'b Table) -> impl Iterator<Item = String> + 'b {
        let known: Vec<&str> = self.locales.iter().map(String::as_str).collect();
        table.locales.iter().enumerate().filter_map(move |(index, locale)| {
            if table.locales.iter().take(index).any(|earlier| earlier == locale) {
                return Some(format!("row 1: a second column \"{locale}\""));
            }
            let hint = nearest(locale, &known)
                .map_or_else(|| format!("; known: {}", known.join(", ")), |near| format!("; did you mean \"{near}\"?"));
            (!known.contains(&locale.as_str())).then(|| format!("row 1: \"{locale}\" is not among site.locales{hint}"))
        })
    }

    fn rows_out_of_place<'b>(&'b self, table: &'b Table) -> impl Iterator<Item = String> + 'b {
        table.rows.iter().enumerate().filter_map(move |(index, row)| {
            if let Some(earlier) = table.rows.iter().take(index).find(|earlier| earlier.key == row.key) {
                return Some(format!("row {}: {} stands in row {} already", row.number, row.key, earlier.number));
            }
            self.place(&row.key).is_none().then(|| format!("row {}: the file has no text at \"{}\"{SINCE}", row.number, row.key))
        })
    }

    fn rows_missing<'b>(&'b self, table: &'b Table) -> impl Iterator<Item = String> + 'b {
        let missing = self.places.iter().filter(|place| table.rows.iter().all(|row| row.key != place.path));
        missing.map(|place| format!("no row for {}{SINCE}", place.path))
    }

    /// Texts that changed places since the export: every key is known, and some mean another text. Told by texts of the default
    /// language that were exchanged; one that is new on either side is an edit.
    fn rows_moved(&self, table: &Table) -> Vec<String> {
        let default = self.default_locale();
        let differing: Vec<(&Row, &Place, &str, &str)> = table
            .rows
            .iter()
            .filter_map(|row| {
                let (place, then) = (self.place(&row.key)?, table.cell(row, default)?);
                let now = place.written.text_in(default, default)?;
                (!then.is_empty() && one_line_end(now) != one_line_end(then)).then_some((row, place, now, then))
            })
            .collect();
        let moved = differing.iter().filter_map(|(row, _, now, then)| {
            let (_, stands_at, ..) = differing.iter().find(|(_, _, other_now, _)| other_now == then)?;
            differing
                .iter()
                .any(|(.., other_then)| other_then == now)
                .then(|| format!("row {}: this text stands at {} now{SINCE}", row.number, stands_at.path))
        });
        moved.collect()
    }
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
