//! A table of leads as a spreadsheet saved it: columns named as facts, one of them the outcome.

use csv::ReaderBuilder;

/// A table as it was read.
#[derive(Debug)]
pub struct Sheet {
    pub names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Leads whose outcome is known.
#[derive(Clone, Debug)]
pub struct Table {
    pub names: Vec<String>,
    /// Cells without the space around them, in the order of `names`.
    pub rows: Vec<Vec<String>>,
    pub outcomes: Vec<bool>,
    pub undecided: usize,
}

impl Sheet {
    /// Reads CSV in UTF-8, separated by commas, semicolons or tabs.
    ///
    /// # Errors
    /// What makes it no table.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "not in UTF-8; save it as \"CSV UTF-8\"")?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter(text)).from_reader(text.as_bytes());
        let cells = |record: csv::StringRecord| record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let records = reader.records().map(|record| record.map(cells)).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        let mut rows = records.into_iter();
        let names = rows.next().ok_or("the file is empty; expected a first row with the names of columns")?;
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|earlier| earlier == name) {
                return Err(format!("row 1: a second column named \"{name}\""));
            }
        }
        // A spreadsheet leaves empty rows behind where rows were deleted.
        Ok(Self { names, rows: rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect() })
    }

    /// The leads whose outcome is known, without the columns of `without`.
    ///
    /// # Errors
    /// Where there is no such column, or a cell of it is no outcome.
    pub fn with_outcome(self, outcome: &str, without: &[String]) -> Result<Table, String> {
        let hint = |name: &str| crate::campaign::check::hint(name, self.names.iter().map(String::as_str));
        let at =
            self.names.iter().position(|name| name == outcome).ok_or_else(|| format!("no column named \"{outcome}\"{}", hint(outcome)))?;
        if let Some(unknown) = without.iter().find(|name| !self.names.contains(name)) {
            return Err(format!("no column named \"{unknown}\" to leave out{}", hint(unknown)));
        }
        let keep: Vec<bool> = self.names.iter().map(|name| name != outcome && !without.contains(name)).collect();
        let kept = |row: Vec<String>| row.into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(cell, _)| cell).collect::<Vec<_>>();
        let (names, mut leads, mut undecided) = (kept(self.names), Vec::new(), 0);
        for (index, row) in self.rows.into_iter().enumerate() {
            let cell = row.get(at).map(String::as_str).unwrap_or_default();
            match known(cell).map_err(|why| format!("lead {}: {outcome}: {why}", index + 1))? {
                Some(won) => leads.push((kept(row), won)),
                None => undecided += 1,
            }
        }
        // By what they say: sums of floats depend on their order, and the order of a file is to change nothing.
        leads.sort();
        let (rows, outcomes) = leads.into_iter().unzip();
        Ok(Table { names, rows, outcomes, undecided })
    }
}

impl Table {
    /// Only the leads that have something in each of these columns.
    #[must_use]
    pub fn filled_in(&self, columns: &[usize]) -> Self {
        let mut kept = Self { names: self.names.clone(), rows: Vec::new(), outcomes: Vec::new(), undecided: self.undecided };
        for (row, won) in self.rows.iter().zip(&self.outcomes) {
            if columns.iter().all(|index| row.get(*index).is_some_and(|cell| !cell.is_empty())) {
                kept.rows.push(row.clone());
                kept.outcomes.push(*won);
            }
        }
        kept
    }

    /// The cells of a column.
    pub fn column(&self, index: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.get(index).map(String::as_str).unwrap_or_default())
    }
}

/// What a cell says of the outcome; empty is not known yet.
fn known(cell: &str) -> Result<Option<bool>, String> {
    match cell.to_lowercase().as_str() {
        "" => Ok(None),
        "1" | "true" | "yes" | "won" => Ok(Some(true)),
        "0" | "false" | "no" | "lost" => Ok(Some(false)),
        _ => Err(format!("\"{cell}\" is no outcome; expected 1 or 0, true or false, yes or no, won or lost, or nothing while it is open")),
    }
}

/// The separator that the first row has most of.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let count = |separator: u8| heading.bytes().filter(|byte| *byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}
