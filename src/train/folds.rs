//! Which leads are held out together. By what a row says and not by its place or by chance, so that the same leads give the same model in
//! whatever order they come.

use super::Table;

pub const COUNT: usize = 5;

/// The fold of every lead, each with its share of either outcome.
pub fn of(table: &Table) -> Vec<usize> {
    let mut folds = vec![0; table.rows.len()];
    for outcome in [true, false] {
        let mut rows: Vec<(u64, &Vec<String>, usize)> = Vec::new();
        for (index, (row, won)) in table.rows.iter().zip(&table.outcomes).enumerate() {
            if *won == outcome {
                rows.push((hash(row), row, index));
            }
        }
        rows.sort();
        for (place, (.., index)) in rows.into_iter().enumerate() {
            if let Some(fold) = folds.get_mut(index) {
                *fold = place % COUNT;
            }
        }
    }
    folds
}

/// FNV-1a, with a byte that no text holds between cells.
fn hash(row: &[String]) -> u64 {
    let bytes = row.iter().flat_map(|cell| cell.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
