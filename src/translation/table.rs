//! Texts as a table: one row for each, one column for each language, as CSV.
//!
//! A spreadsheet takes a cell that begins with `=` for a formula and runs it, whoever wrote it. Such a cell is written with an
//! apostrophe before it, which reading takes off again.

use csv::{ReaderBuilder, Terminator, WriterBuilder};

/// The heading of the first column.
const KEY: &str = "key";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Rows in the order of the file, columns in the order of `locales`.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub locales: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts, the heading being 1.
    pub number: usize,
    pub key: String,
    pub cells: Vec<String>,
}

impl Table {
    /// As CSV in UTF-8. For Excel it begins with a byte order mark, without which Excel guesses another encoding.
    ///
    /// # Errors
    /// When there is no memory left to write to.
    pub fn to_csv(&self, excel: bool) -> std::io::Result<Vec<u8>> {
        let mut csv = if excel { BYTE_ORDER_MARK.as_bytes().to_vec() } else { Vec::new() };
        let end = if excel { Terminator::CRLF } else { Terminator::Any(b'\n') };
        let mut writer = WriterBuilder::new().terminator(end).from_writer(&mut csv);
        writer.write_record([KEY].into_iter().chain(self.locales.iter().map(String::as_str)))?;
        for row in &self.rows {
            writer.write_record([row.key.clone()].into_iter().chain(row.cells.iter().map(|cell| guarded(cell))))?;
        }
        writer.flush()?;
        drop(writer);
        Ok(csv)
    }

    /// Reads what a spreadsheet saved: separated by commas, semicolons or tabs, as the first row says.
    ///
    /// # Errors
    /// Every row that is not as long as the first, or what makes it no table of texts at all.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, Vec<String>> {
        let no_text = || vec!["not in UTF-8; save it as \"CSV UTF-8\"".to_owned()];
        let text = std::str::from_utf8(bytes).map_err(|_| no_text())?;
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
        let records = reader.records().collect::<Result<Vec<_>, _>>().map_err(|error| vec![error.to_string()])?;
        let mut records = records.iter().enumerate().map(|(index, record)| (index + 1, record));
        let Some((_, heading)) = records.next().filter(|(_, heading)| heading.get(0) == Some(KEY)) else {
            return Err(vec!["row 1: expected \"key\" and the locales, as `leadwell texts export` writes them".to_owned()]);
        };
        let locales: Vec<String> = heading.iter().skip(1).map(str::to_owned).collect();
        let mut problems = Vec::new();
        let mut rows = Vec::new();
        // A spreadsheet leaves empty rows behind where rows were deleted.
        for (number, record) in records.filter(|(_, record)| record.iter().any(|cell| !cell.is_empty())) {
            if record.len() == heading.len() {
                let cells = record.iter().skip(1).map(unguarded).collect();
                rows.push(Row { number, key: record.get(0).unwrap_or_default().to_owned(), cells });
            } else {
                problems.push(format!("row {number}: expected {} cells, found {}", heading.len(), record.len()));
            }
        }
        if problems.is_empty() { Ok(Self { locales, rows }) } else { Err(problems) }
    }
}

/// What stands behind `key` in the first row.
fn delimiter(text: &str) -> u8 {
    let heading = text.trim_start_matches('"').strip_prefix(KEY).unwrap_or_default().trim_start_matches('"');
    heading.bytes().next().filter(|first| matches!(first, b';' | b'\t')).unwrap_or(b',')
}

/// What spreadsheets take for the beginning of a formula; the wide ones where Chinese, Japanese or Korean is typed.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const GUARD: char = '\'';

fn needs_guard(text: &str) -> bool {
    // A guard of the author's own is guarded too, so that reading takes off what writing put there and nothing else.
    text.trim_start_matches(GUARD).starts_with(FORMULA)
}

fn guarded(text: &str) -> String {
    if needs_guard(text) { format!("{GUARD}{text}") } else { text.to_owned() }
}

fn unguarded(cell: &str) -> String {
    cell.strip_prefix(GUARD).filter(|rest| needs_guard(rest)).unwrap_or(cell).to_owned()
}
