//! What is taken out of the store, and not let in again: by the person it is about, or by its age.

use rusqlite::{Connection, OptionalExtension, params};

use super::Error;
use crate::time::Timestamp;

/// For so long ids of what was taken out are known: senders give up after seven days.
const REMEMBERED: i64 = 30 * 24 * 60 * 60;

/// Whether a message of this id was taken out; a sender that comes late is told that it was stored, as it was.
pub fn is_erased(connection: &Connection, id: &str) -> Result<bool, Error> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM erased WHERE id = ?1")?;
    Ok(statement.query_row([id], |_| Ok(())).optional()?.is_some())
}

/// Every lead that has this address (in small letters) among its answers, whole: what is said of a lead in one message belongs to all.
pub fn by_email(connection: &Connection, email: &str, at: Timestamp) -> Result<usize, Error> {
    connection
        .execute_batch("CREATE TEMP TABLE IF NOT EXISTS theirs (row INTEGER PRIMARY KEY, id TEXT, visitor TEXT); DELETE FROM theirs;")?;
    connection.execute(
        "INSERT INTO theirs SELECT row, id, visitor FROM lead WHERE lead_id IN (
             SELECT lead_id FROM lead WHERE instr(search, ?1) > 0
             AND EXISTS (SELECT 1 FROM json_tree(message, '$.fields') WHERE type = 'text' AND folded(atom) = ?1))",
        [email],
    )?;
    connection.execute("DELETE FROM event WHERE visitor IN (SELECT visitor FROM theirs WHERE visitor IS NOT NULL)", [])?;
    take_out(connection, at)
}

/// Every message and every event that was received before this moment.
pub fn received_before(connection: &Connection, before: Timestamp, now: Timestamp) -> Result<usize, Error> {
    connection
        .execute_batch("CREATE TEMP TABLE IF NOT EXISTS theirs (row INTEGER PRIMARY KEY, id TEXT, visitor TEXT); DELETE FROM theirs;")?;
    connection.execute("INSERT INTO theirs SELECT row, id, visitor FROM lead WHERE received_at < ?1", [before.0])?;
    connection.execute("DELETE FROM event WHERE received_at < ?1", [before.0])?;
    take_out(connection, now)
}

fn take_out(connection: &Connection, at: Timestamp) -> Result<usize, Error> {
    connection.execute("DELETE FROM erased WHERE at < ?1", [at.0.saturating_sub(REMEMBERED)])?;
    connection.execute("INSERT OR IGNORE INTO erased (id, at) SELECT id, ?1 FROM theirs", params![at.0])?;
    // A number that is free may be another lead's next.
    connection.execute("DELETE FROM forward WHERE lead IN (SELECT row FROM theirs)", [])?;
    connection.execute("DELETE FROM captcha WHERE lead IN (SELECT row FROM theirs)", [])?;
    let gone = connection.execute("DELETE FROM lead WHERE row IN (SELECT row FROM theirs)", [])?;
    connection.execute("DELETE FROM theirs", [])?;
    Ok(gone)
}
