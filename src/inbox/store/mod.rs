//! Leads and events in `SQLite`: written once, never changed, known by their ids, and taken out only where their person or their age
//! asks for it.
//!
//! Every answer waits for the disk (`synchronous=FULL`), since the browser forgets a lead once it is confirmed.

mod erase;
mod filter;
mod forward;
mod writer;

pub use filter::Filter;
pub use forward::{Forwarded, Waiting};

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::lead::Message;
use crate::time::Timestamp;
use crate::value::Value;
use writer::Writer;

/// "LWIB" in the file's header, by which a store is told from somebody else's database.
const APPLICATION_ID: i64 = 0x4c57_4942;

/// What brings a store from each version to the next; the number of steps is the version this program writes.
const STEPS: &[&str] = &[
    "
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
    CREATE INDEX lead_by_lead_id ON lead (lead_id);",
    // What a reader asks for; events; and the ids of what was taken out, so that no late attempt brings it back.
    "
    ALTER TABLE lead ADD COLUMN search TEXT NOT NULL DEFAULT '';
    ALTER TABLE lead ADD COLUMN campaign TEXT AS (message ->> '$.campaign.id');
    ALTER TABLE lead ADD COLUMN test INTEGER AS (coalesce(message ->> '$.test', 0));
    ALTER TABLE lead ADD COLUMN spam INTEGER AS (coalesce(message ->> '$.spam.suspected', 0));
    ALTER TABLE lead ADD COLUMN visitor TEXT AS (message ->> '$.visitor.id');
    UPDATE lead SET search = searched(message);
    CREATE INDEX lead_by_received_at ON lead (received_at);
    CREATE TABLE event (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        received_at INTEGER NOT NULL,
        visitor TEXT,
        event TEXT NOT NULL
    ) STRICT;
    CREATE INDEX event_by_received_at ON event (received_at);
    CREATE INDEX event_by_visitor ON event (visitor) WHERE visitor IS NOT NULL;
    CREATE TABLE erased (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT;",
    // What is to be passed on, and what captchas came to.
    "
    CREATE TABLE forward (
        row INTEGER PRIMARY KEY AUTOINCREMENT,
        lead INTEGER NOT NULL,
        destination TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before_ms REAL NOT NULL,
        pause_ms REAL NOT NULL DEFAULT 0,
        holds INTEGER NOT NULL DEFAULT 0,
        progress TEXT NOT NULL DEFAULT '{}',
        said TEXT,
        changed_at INTEGER NOT NULL,
        UNIQUE (lead, destination)
    ) STRICT;
    CREATE INDEX forward_due ON forward (destination, state, not_before_ms);
    CREATE TABLE captcha (lead INTEGER PRIMARY KEY, verified TEXT NOT NULL, mark TEXT NOT NULL) STRICT;
    CREATE INDEX captcha_by_mark ON captcha (mark);",
];

/// What is taken out is overwritten, not only forgotten about.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;";

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

/// The store; clones share one connection to read by, on which readers take turns, and one to write by.
#[derive(Clone)]
pub struct Store {
    reader: Arc<Mutex<Connection>>,
    writer: Writer,
}

/// A message as it lies in the store, or an event.
pub struct Stored {
    /// Counts up in the order of arrival.
    pub row: i64,
    pub received_at: Timestamp,
    /// Its JSON on one line.
    pub message: String,
}

/// An event that was told: its id, whose it is if that is known, and its JSON on one line.
pub struct Event {
    pub id: String,
    pub visitor: Option<String>,
    pub json: String,
}

/// Words that leads have in common, for a reader to choose from.
#[derive(Default)]
pub struct Choices {
    pub campaigns: Vec<String>,
    pub forms: Vec<String>,
    pub levels: Vec<String>,
    pub kinds: Vec<String>,
}

impl Store {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        make_private(path)?;
        let mut connection = connect(path)?;
        let version = version_of(&connection)?;
        connection.execute_batch(SETTINGS)?;
        bring_up(&mut connection, version)?;
        let reader = connect(path)?;
        reader.execute_batch(SETTINGS)?;
        Ok(Self { reader: Arc::new(Mutex::new(reader)), writer: Writer::start(connection)? })
    }

    /// Stores a message unless its id is known, and that it is to be passed on to these; says whether it was new.
    pub async fn insert(&self, message: &Message, json: String, received_at: Timestamp, takers: Vec<String>) -> Result<bool, Error> {
        let (id, lead_id, kind) = (message.id.clone(), message.lead_id.clone(), message.kind.clone());
        let (form, level, search) = (message.form.clone(), message.level.clone(), filter::searched(message));
        let (email, total) = (message.fields.get("email").and_then(Value::as_str).map(str::to_owned), total_of(message));
        let work = move |connection: &Connection| {
            if erase::is_erased(connection, &id)? {
                return Ok(false);
            }
            let sql = "INSERT INTO lead (id, lead_id, received_at, type, form, email, level, total, message, search)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.execute(params![id, lead_id, received_at.0, kind, form, email, level, total, json, search])?;
            if rows == 1 {
                forward::queue(connection, connection.last_insert_rowid(), &takers, received_at)?;
            }
            Ok(rows == 1)
        };
        self.writer.write(work).await
    }

    /// Stores the events whose ids are not known; says how many were new.
    pub async fn insert_events(&self, events: Vec<Event>, received_at: Timestamp) -> Result<usize, Error> {
        let work = move |connection: &Connection| {
            let sql = "INSERT INTO event (id, received_at, visitor, event) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING";
            let mut statement = connection.prepare_cached(sql)?;
            let mut new = 0usize;
            for Event { id, visitor, json } in &events {
                new = new.saturating_add(statement.execute(params![id, received_at.0, visitor, json])?);
            }
            Ok(new)
        };
        self.writer.write(work).await
    }

    /// Takes out every lead in which this address is an answer, with all messages of that lead and the events of its visitor; says how
    /// many messages there were.
    pub async fn erase(&self, email: &str, at: Timestamp) -> Result<usize, Error> {
        let email = email.trim().to_lowercase();
        let erased = self.writer.write(move |connection| erase::by_email(connection, &email, at)).await?;
        self.forget_journal().await?;
        Ok(erased)
    }

    /// Takes out what was received before this moment; says how many messages there were.
    pub async fn forget_before(&self, before: Timestamp, now: Timestamp) -> Result<usize, Error> {
        let forgotten = self.writer.write(move |connection| erase::received_before(connection, before, now)).await?;
        self.forget_journal().await?;
        Ok(forgotten)
    }

    /// The newest first, at most so many, of those that arrived before `row`.
    pub async fn newest(&self, filter: &Filter, before: i64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.list(filter, "row < ?", before, "DESC", limit).await
    }

    /// Those after `row`, oldest first, at most so many.
    pub async fn after(&self, filter: &Filter, row: i64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.list(filter, "row > ?", row, "ASC", limit).await
    }

    /// How many there are.
    pub async fn count(&self, filter: &Filter) -> Result<u64, Error> {
        let (condition, values) = filter.condition();
        self.read(move |connection| {
            let sql = format!("SELECT count(*) FROM lead WHERE {condition}");
            let count: i64 = connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        })
        .await
    }

    /// Another text after every change to the leads.
    pub async fn version(&self) -> Result<String, Error> {
        self.read(|connection| {
            let number = |sql| connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0));
            let (stored, newest) = (number("SELECT count(*) FROM lead")?, number("SELECT coalesce(max(row), 0) FROM lead")?);
            // A row that was taken out may give its number to the next.
            let erased = number("SELECT coalesce(max(row), 0) FROM erased")?;
            Ok(format!("{stored}-{newest}-{erased}"))
        })
        .await
    }

    pub async fn choices(&self) -> Result<Choices, Error> {
        self.read(|connection| {
            let known = |column: &str| -> Result<Vec<String>, Error> {
                let mut statement = connection
                    .prepare_cached(&format!("SELECT DISTINCT {column} FROM lead WHERE {column} <> '' ORDER BY {column} LIMIT 100"))?;
                let words = statement.query_map([], |row| row.get(0))?;
                Ok(words.collect::<Result<_, _>>()?)
            };
            Ok(Choices { campaigns: known("campaign")?, forms: known("form")?, levels: known("level")?, kinds: known("type")? })
        })
        .await
    }

    /// Events after `row`, in the order of arrival, at most so many: each with its row and when it was received.
    pub async fn events_after(&self, row: i64, limit: u32) -> Result<Vec<Stored>, Error> {
        self.read(move |connection| {
            let mut statement =
                connection.prepare_cached("SELECT row, received_at, event FROM event WHERE row > ?1 ORDER BY row LIMIT ?2")?;
            let rows = statement.query_map(params![row, limit], stored)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn list(&self, filter: &Filter, place: &str, row: i64, order: &str, limit: u32) -> Result<Vec<Stored>, Error> {
        let (condition, mut values) = filter.condition();
        let sql = format!("SELECT row, received_at, message FROM lead WHERE {condition} AND {place} ORDER BY row {order} LIMIT ?");
        values.extend([Sql::Integer(row), Sql::Integer(limit.into())]);
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(values), stored)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// What was taken out is still in the journal until that is emptied.
    async fn forget_journal(&self) -> Result<(), Error> {
        self.read(|connection| Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)).await
    }

    /// Off the runtime's threads: `SQLite` blocks while it waits for the disk.
    async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        let reader = self.reader.clone();
        // A panic while the lock was held cannot have left half a statement behind: SQLite rolls it back.
        let work = move || work(&reader.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::BrokenOff)?
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    // SQLite's own `lower` knows the letters of ASCII alone.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded", 1, flags, |context| Ok(context.get::<String>(0)?.trim().to_lowercase()))?;
    // For the step that makes old messages searchable.
    connection.create_scalar_function("searched", 1, flags, |context| {
        let json: String = context.get(0)?;
        Ok(serde_json::from_str(&json).map_or_else(|_| json.to_lowercase(), |message| filter::searched(&message)))
    })?;
    Ok(connection)
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
