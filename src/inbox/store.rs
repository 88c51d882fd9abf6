//! Leads in `SQLite`: written once, never changed, known by their message's id.
//!
//! Every answer waits for the disk (`synchronous=FULL`), since the browser forgets a lead once it is confirmed.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Row, params};

use crate::lead::Message;
use crate::time::Timestamp;
use crate::value::Value;

/// "LWIB" in the file's header, by which a store is told from somebody else's database.
const APPLICATION_ID: i64 = 0x4c57_4942;

/// What brings a store from each version to the next; the number of steps is the version this program writes.
const STEPS: &[&str] = &["
    CREATE TABLE lead (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        lead_id TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        type TEXT NOT NULL,
        form TEXT NOT NULL,
        email TEXT,
        level TEXT NOT NULL,
        total REAL,
        message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX lead_by_lead_id ON lead (lead_id);"];

const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("was written by a newer Leadwell (version {0} of the store, this program knows {known}); use that one, or another file", known = STEPS.len())]
    Newer(i64),
    #[error("is a database, but not a Leadwell inbox; choose another file")]
    Foreign,
    #[error("cannot be made here ({0}); choose a file in a folder that exists and may be written to")]
    Folder(#[from] std::io::Error),
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the work on the database was broken off")]
    BrokenOff,
}

/// The store; clones share one connection, on which writers and readers take turns.
#[derive(Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
}

/// A message as it lies in the store.
pub struct Stored {
    /// Counts up in the order of arrival.
    pub row: i64,
    pub received_at: Timestamp,
    /// The message's JSON on one line.
    pub message: String,
}

impl Store {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        make_private(path)?;
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        let version = version_of(&connection)?;
        connection.execute_batch(SETTINGS)?;
        bring_up(&mut connection, version)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Stores a message unless its id is known; says whether it was new.
    pub async fn insert(&self, message: &Message, json: String, received_at: Timestamp) -> Result<bool, Error> {
        let (id, lead_id, kind) = (message.id.clone(), message.lead_id.clone(), message.kind.clone());
        let (form, level) = (message.form.clone(), message.level.clone());
        let (email, total) = (message.fields.get("email").and_then(Value::as_str).map(str::to_owned), total_of(message));
        self.with(move |connection| {
            let sql = "INSERT INTO lead (id, lead_id, received_at, type, form, email, level, total, message)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.execute(params![id, lead_id, received_at.0, kind, form, email, level, total, json])?;
            Ok(rows == 1)
        })
        .await
    }

    /// The newest first, at most so many.
    pub async fn newest(&self, limit: u32) -> Result<Vec<Stored>, Error> {
        self.list("SELECT row, received_at, message FROM lead WHERE row > ?1 ORDER BY row DESC LIMIT ?2", 0, limit).await
    }

    /// Those after `row`, oldest first, at most so many.
    pub async fn after(&self, row: i64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.list("SELECT row, received_at, message FROM lead WHERE row > ?1 ORDER BY row LIMIT ?2", row, limit).await
    }

    /// How many there are. Nothing is ever deleted, so that a changed count is the only change there can be.
    pub async fn count(&self) -> Result<u64, Error> {
        self.with(|connection| {
            let count: i64 = connection.query_row("SELECT count(*) FROM lead", [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        })
        .await
    }

    async fn list(&self, sql: &'static str, after: i64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.with(move |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![after, limit], stored)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Off the runtime's threads: `SQLite` blocks while it waits for the disk.
    async fn with<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        let connection = self.connection.clone();
        // A panic while the lock was held cannot have left half a statement behind: SQLite rolls it back.
        let work = move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::BrokenOff)?
    }
}

fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored { row: row.get(0)?, received_at: Timestamp(row.get(1)?), message: row.get(2)? })
}

fn total_of(message: &Message) -> Option<f64> {
    message.score.as_ref()?.dimensions.get("total")?.as_f64()
}

/// A new file for its owner alone: it will hold personal data. `SQLite` gives its companions the same rights.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// The version of a store, before anything in it is touched.
fn version_of(connection: &Connection) -> Result<usize, Error> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let (owner, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    let empty = number("SELECT count(*) FROM sqlite_schema")? == 0;
    match usize::try_from(version) {
        _ if owner != APPLICATION_ID && !(empty && owner == 0 && version == 0) => Err(Error::Foreign),
        Ok(version) if version <= STEPS.len() => Ok(version),
        _ => Err(Error::Newer(version)),
    }
}

fn bring_up(connection: &mut Connection, version: usize) -> Result<(), Error> {
    for (done, step) in STEPS.iter().enumerate().skip(version) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have taken this step while this one waited for the lock.
        if version_of(&transaction)? == done {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", i64::try_from(done + 1).unwrap_or(i64::MAX))?;
        }
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(prepare: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("inbox.db");
        Connection::open(&path).and_then(|connection| connection.execute_batch(prepare)).expect("prepared");
        Store::open(&path).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_store_of_a_newer_version_is_refused() {
        let newer = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 9");
        assert!(refusal(&newer).contains("newer Leadwell (version 9"), "{}", refusal(&newer));
    }

    #[test]
    fn somebody_elses_database_is_refused_and_an_empty_file_is_not() {
        assert!(refusal("CREATE TABLE theirs (a)").contains("not a Leadwell inbox"));
        assert_eq!(refusal(""), "");
    }
}
