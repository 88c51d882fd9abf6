//! Which columns are learned from, and as what: numbers as numbers, everything else value by value. What would tell a person apart, or
//! what no model may read, is left out and named.

use super::Table;
use super::measures::auc;
use super::regression::significant;

/// What one weight is for, in the terms of `scoring.model`.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    pub fact: String,
    /// Counts once for leads that have this value; without it the fact counts as a number.
    pub is: Option<String>,
    /// What a missing number counts as.
    pub missing: Option<f64>,
    /// What numbers below and above count as.
    pub bounds: Option<(f64, f64)>,
}

/// A column that nothing was learned from.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    pub column: String,
    pub why: String,
}

/// What is learned from.
#[derive(Debug, Default)]
pub struct Columns {
    pub features: Vec<Feature>,
    /// Of each feature, a number for every lead.
    pub values: Vec<Vec<f64>>,
    pub left_out: Vec<LeftOut>,
}

/// Leads that must have a value before a weight is given to it.
pub const FEWEST_OF_A_VALUE: usize = 10;
/// More values than this make a column of names, not of kinds.
const MOST_VALUES: usize = 50;
/// Of numbers, so much at either end counts as the value there: one enormous figure must not decide a weight, and nothing is told beyond what
/// was seen.
const TAIL: f64 = 0.01;

/// The leads that can be learned from, with what is: where a score is, leads of whom none is known say nothing of leads that have one.
/// Which columns that are follows from the leads, so columns are chosen anew until all who are left have a score.
pub fn of_scored(table: &Table, refused: &[(&str, String)], private: &[&str]) -> (Table, Columns) {
    let mut table = table.clone();
    loop {
        let columns = of(&table, refused, private);
        let is_learned = |name: &str| is_score(name) && columns.features.iter().any(|feature| feature.fact == name);
        let scores: Vec<usize> = table.names.iter().enumerate().filter(|(_, name)| is_learned(name)).map(|(index, _)| index).collect();
        let scored = table.filled_in(&scores);
        if scored.rows.len() == table.rows.len() {
            return (table, columns);
        }
        table = scored;
    }
}

/// Whether a fact is a number for every lead that has a score at all.
fn is_score(fact: &str) -> bool {
    fact.starts_with("score.") || fact.starts_with("rule.")
}

/// Chooses among the columns of a table and makes numbers of them.
fn of(table: &Table, refused: &[(&str, String)], private: &[&str]) -> Columns {
    let mut columns = Columns::default();
    for (index, name) in table.names.iter().enumerate() {
        let cells: Vec<&str> = table.column(index).collect();
        let refusal = refused.iter().find(|(fact, _)| fact == name).map(|(_, why)| why.clone());
        if let Err(why) = refusal.map_or_else(|| columns.add(name, &cells, private), Err) {
            columns.left_out.push(LeftOut { column: name.clone(), why });
        }
    }
    columns
}

impl Columns {
    fn add(&mut self, name: &str, cells: &[&str], private: &[&str]) -> Result<(), String> {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_address = |cell: &&&str| cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if name == "visitor.id" || name.strip_prefix("field.").is_some_and(|field| private.contains(&field)) {
            return Err("names a person".to_owned());
        }
        if filled > 0 && cells.iter().filter(is_address).count() * 2 > filled {
            return Err("holds e-mail addresses".to_owned());
        }
        if filled < FEWEST_OF_A_VALUE {
            return Err(format!("filled in for {filled} leads; {FEWEST_OF_A_VALUE} are needed"));
        }
        // An answer is a text, whatever it looks like; other facts may be flags.
        let read = if name.starts_with("field.") { number } else { number_or_flag };
        let numbers: Vec<Option<f64>> = cells.iter().map(|cell| read(cell)).collect();
        if numbers.iter().flatten().count() == filled { self.add_number(name, &numbers) } else { self.add_values(name, cells, filled) }
    }

    fn add_number(&mut self, name: &str, numbers: &[Option<f64>]) -> Result<(), String> {
        let mut known: Vec<f64> = numbers.iter().flatten().copied().collect();
        known.sort_by(f64::total_cmp);
        let last = known.len().saturating_sub(1);
        let tail = (last as f64 * TAIL) as usize;
        let at = |index: usize| known.get(index).copied().unwrap_or_default();
        let (mut min, mut max) = (at(tail), at(last - tail));
        if min == max {
            // Nearly all the same: the few others are then all there is to learn from.
            (min, max) = (at(0), at(last));
        }
        if min == max {
            return Err(format!("is {min} wherever it is known"));
        }
        let mean = known.iter().map(|number| number.clamp(min, max)).sum::<f64>() / known.len() as f64;
        let missing = if is_score(name) { None } else { Some(significant(mean, 4)) };
        self.values.push(numbers.iter().map(|number| number.map_or(missing.unwrap_or_default(), |it| it.clamp(min, max))).collect());
        self.features.push(Feature { fact: name.to_owned(), is: None, missing, bounds: Some((min, max)) });
        Ok(())
    }

    fn add_values(&mut self, name: &str, cells: &[&str], filled: usize) -> Result<(), String> {
        let held: Vec<Vec<String>> = cells.iter().map(|cell| values_of(cell)).collect();
        let is_list = cells.iter().any(|cell| cell.starts_with('['));
        let mut counts: Vec<(&str, usize)> = Vec::new();
        let mut sorted: Vec<&str> = held.iter().flatten().map(String::as_str).collect();
        sorted.sort_unstable();
        for same in sorted.chunk_by(|one, other| one == other) {
            counts.extend(same.first().map(|value| (*value, same.len())));
        }
        let different = counts.len();
        counts.retain(|(_, count)| *count >= FEWEST_OF_A_VALUE);
        let covered = held.iter().filter(|held| held.iter().any(|value| counts.iter().any(|(kept, _)| kept == value))).count();
        if covered * 2 < filled || counts.len() > MOST_VALUES {
            return Err(format!("holds {different} different values, most of them for fewer than {FEWEST_OF_A_VALUE} leads"));
        }
        // Where hardly any lead has none of them, the most common is what the others are told against.
        let most_common = counts.iter().max_by_key(|(_, count)| *count).map(|(value, _)| *value);
        let against = most_common.filter(|_| !is_list && cells.len() - covered < FEWEST_OF_A_VALUE);
        counts.retain(|(value, _)| Some(*value) != against);
        if counts.is_empty() {
            return Err("is the same for nearly every lead".to_owned());
        }
        for (value, _) in counts {
            self.values.push(held.iter().map(|held| f64::from(u8::from(held.iter().any(|one| one == value)))).collect());
            self.features.push(Feature { fact: name.to_owned(), is: Some(value.to_owned()), missing: None, bounds: None });
        }
        Ok(())
    }
}

/// A number as the runtime reads it from a fact.
fn number(cell: &str) -> Option<f64> {
    // Rust also reads words: `inf`, `nan`.
    let is_written = !cell.contains(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E'));
    cell.parse().ok().filter(|number: &f64| is_written && number.is_finite())
}

fn number_or_flag(cell: &str) -> Option<f64> {
    match cell {
        "true" => Some(1.0),
        "false" => Some(0.0),
        cell => number(cell),
    }
}

/// The values of a cell: none, one, or those of a list in JSON.
fn values_of(cell: &str) -> Vec<String> {
    if cell.starts_with('[')
        && let Ok(list) = serde_json::from_str(cell)
    {
        return list;
    }
    if cell.is_empty() { Vec::new() } else { vec![cell.to_owned()] }
}

/// How well a fact orders leads by itself: of a number its AUC, whichever way it points; of values, that of each value's share of leads with
/// the outcome.
pub fn alone(fact: &str, features: &[Feature], values: &[Vec<f64>], outcomes: &[bool]) -> f64 {
    let of_fact = features.iter().zip(values).filter(|(feature, _)| feature.fact == fact);
    let mut judged = vec![0.0; outcomes.len()];
    let mut in_none = vec![true; outcomes.len()];
    for (feature, column) in of_fact {
        if feature.is.is_none() {
            let (area, _) = auc(column, outcomes);
            return area.max(1.0 - area);
        }
        let has = |row: usize| column.get(row) == Some(&1.0);
        let of_value = share(outcomes, has);
        for (row, (judged, in_none)) in judged.iter_mut().zip(&mut in_none).enumerate() {
            if has(row) {
                (*judged, *in_none) = (of_value, false);
            }
        }
    }
    let of_none = share(outcomes, |row| in_none.get(row) == Some(&true));
    for (judged, in_none) in judged.iter_mut().zip(&in_none) {
        if *in_none {
            *judged = of_none;
        }
    }
    auc(&judged, outcomes).0
}

/// The share of leads with the outcome among the rows that count.
fn share(outcomes: &[bool], counts: impl Fn(usize) -> bool) -> f64 {
    let counted: Vec<bool> = outcomes.iter().enumerate().filter(|(row, _)| counts(*row)).map(|(_, won)| *won).collect();
    counted.iter().filter(|won| **won).count() as f64 / counted.len().max(1) as f64
}
