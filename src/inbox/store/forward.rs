//! What is to be passed on: for each lead and receiver how far it has come, and what the captcha of a lead came to.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Error, Store};
use crate::delivery::{Delivery, State};
use crate::relay::{Progress, Verified};
use crate::time::Timestamp;
use crate::value::Value;

/// So many are looked at when the next is chosen; those that keep others waiting besides.
const LOOKED_AT: u32 = 100;

/// One lead that waits to be passed on.
#[derive(Debug)]
pub struct Waiting {
    row: i64,
    pub lead: i64,
    pub received_at: Timestamp,
    pub delivery: Delivery,
    pub progress: Progress,
}

/// How far a lead has come at one receiver, for a person to read.
#[derive(Debug)]
pub struct Forwarded {
    pub destination: String,
    pub state: String,
    pub attempts: u32,
    /// The receiver's own words, or why there were none.
    pub said: Option<String>,
    pub changed_at: Timestamp,
}

/// Has a lead wait for these receivers, from now on.
pub fn queue(connection: &Connection, lead: i64, takers: &[String], now: Timestamp) -> Result<(), Error> {
    let sql = "INSERT INTO forward (lead, destination, state, not_before_ms, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = connection.prepare_cached(sql)?;
    for taker in takers {
        statement.execute(params![lead, taker, State::Queued.word(), milliseconds(now), now.0])?;
    }
    Ok(())
}

impl Store {
    /// Who waits for a receiver: those that are due first, and all that keep others waiting.
    pub async fn waiting(&self, destination: &str) -> Result<Vec<Waiting>, Error> {
        let destination = destination.to_owned();
        self.read(move |connection| {
            let sql = "SELECT forward.row, lead, received_at, attempts, not_before_ms, pause_ms, holds, progress, destination
                       FROM forward JOIN lead ON lead.row = forward.lead
                       WHERE destination = ?1 AND state = 'queued' AND (holds = 1 OR forward.row IN (
                           SELECT row FROM forward WHERE destination = ?1 AND state = 'queued' ORDER BY not_before_ms, row LIMIT ?2))
                       ORDER BY not_before_ms, forward.row";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![destination, LOOKED_AT], waiting)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// A stored message by its row; nothing where it was taken out.
    pub async fn message(&self, lead: i64) -> Result<Option<String>, Error> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached("SELECT message FROM lead WHERE row = ?1")?;
            Ok(statement.query_row([lead], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Keeps how far one has come.
    pub async fn came_to(&self, waiting: Waiting, said: Option<String>, now: Timestamp) -> Result<(), Error> {
        let Waiting { row, delivery, progress, .. } = waiting;
        let work = move |connection: &Connection| {
            let sql =
                "UPDATE forward SET state = ?2, attempts = ?3, not_before_ms = ?4, pause_ms = ?5, holds = ?6, progress = ?7, said = ?8,
                       changed_at = ?9 WHERE row = ?1";
            let progress = Value::Object(progress.0).to_string();
            let state = delivery.state.word();
            connection.prepare_cached(sql)?.execute(params![
                row,
                state,
                delivery.attempts,
                delivery.not_before_ms,
                delivery.pause_ms,
                delivery.holds,
                progress,
                said,
                now.0
            ])?;
            Ok(())
        };
        self.writer.write(work).await
    }

    /// Takes one from the list of its receiver, which has no use for it.
    pub async fn not_for(&self, waiting: Waiting) -> Result<(), Error> {
        let work = move |connection: &Connection| {
            connection.prepare_cached("DELETE FROM forward WHERE row = ?1")?.execute([waiting.row])?;
            Ok(())
        };
        self.writer.write(work).await
    }

    /// Has those that were refused since then tried again, now: their receiver may have been put right.
    pub async fn try_refused_again(&self, since: Timestamp, now: Timestamp) -> Result<usize, Error> {
        let work = move |connection: &Connection| {
            let sql = "UPDATE forward SET state = 'queued', not_before_ms = ?2, pause_ms = 0, holds = 0
                       WHERE state = 'failed' AND lead IN (SELECT row FROM lead WHERE received_at >= ?1)";
            Ok(connection.prepare_cached(sql)?.execute(params![since.0, milliseconds(now)])?)
        };
        self.writer.write(work).await
    }

    /// How far a message has come, by receiver.
    pub async fn forwarded(&self, lead: i64) -> Result<Vec<Forwarded>, Error> {
        self.read(move |connection| {
            let sql = "SELECT destination, state, attempts, said, changed_at FROM forward WHERE lead = ?1 ORDER BY row";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([lead], |row| {
                Ok(Forwarded {
                    destination: row.get(0)?,
                    state: row.get(1)?,
                    attempts: row.get(2)?,
                    said: row.get(3)?,
                    changed_at: Timestamp(row.get(4)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// What the captcha of a message came to, once that is known.
    pub async fn verified(&self, lead: i64) -> Result<Option<Verified>, Error> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached("SELECT verified FROM captcha WHERE lead = ?1")?;
            let word: Option<String> = statement.query_row([lead], |row| row.get(0)).optional()?;
            Ok(word.as_deref().and_then(Verified::of_word))
        })
        .await
    }

    /// Whether another message has had the token of this mark.
    pub async fn is_token_spent(&self, mark: &str) -> Result<bool, Error> {
        let mark = mark.to_owned();
        self.read(move |connection| {
            let mut statement = connection.prepare_cached("SELECT 1 FROM captcha WHERE mark = ?1")?;
            Ok(statement.query_row([mark], |_| Ok(())).optional()?.is_some())
        })
        .await
    }

    /// Keeps what the captcha of a message came to, unless that was taken out meanwhile: its number may be another's by now, that of what
    /// waits is never.
    pub async fn keep_verified(&self, waiting: &Waiting, verified: Verified, mark: String) -> Result<(), Error> {
        let (row, lead) = (waiting.row, waiting.lead);
        let work = move |connection: &Connection| {
            let sql = "INSERT OR IGNORE INTO captcha (lead, verified, mark) SELECT ?1, ?2, ?3 FROM forward WHERE row = ?4";
            connection.prepare_cached(sql)?.execute(params![lead, verified.word(), mark, row])?;
            Ok(())
        };
        self.writer.write(work).await
    }
}

fn waiting(row: &Row) -> rusqlite::Result<Waiting> {
    let progress: String = row.get(7)?;
    let progress = serde_json::from_str(&progress).ok().map(Progress).unwrap_or_default();
    Ok(Waiting {
        row: row.get(0)?,
        lead: row.get(1)?,
        received_at: Timestamp(row.get(2)?),
        delivery: Delivery {
            destination: row.get(8)?,
            state: State::Queued,
            attempts: row.get(3)?,
            not_before_ms: row.get(4)?,
            pause_ms: row.get(5)?,
            holds: row.get(6)?,
            reached: false,
        },
        progress,
    })
}

fn milliseconds(at: Timestamp) -> f64 {
    at.0 as f64 * 1000.0
}
