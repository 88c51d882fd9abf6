//! One writer for the whole inbox: what comes while a transaction is on its way to the disk goes into the next one together.
//!
//! A disk takes as long for one lead as for five hundred, so that a burst costs a few waits instead of one for each. Nothing is answered
//! before the transaction that holds it is on the disk.

use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Error;

/// What waits for one transaction at most.
const MOST_AT_ONCE: usize = 1000;

/// A piece of work in a transaction; what it gives back is called once it is known whether the transaction was kept.
type Job = Box<dyn FnOnce(&Connection) -> Told + Send>;
type Told = Box<dyn FnOnce(bool) + Send>;

/// Clones write through one thread; it ends with the last of them.
#[derive(Clone)]
pub struct Writer {
    jobs: Sender<Job>,
}

impl Writer {
    pub fn start(connection: Connection) -> std::io::Result<Self> {
        let (jobs, waiting) = channel();
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || work_off(&connection, &waiting))?;
        Ok(Self { jobs })
    }

    /// Done, and on the disk, or not done at all.
    pub async fn write<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let job = move |connection: &Connection| -> Told {
            let outcome = whole(connection, work);
            Box::new(move |is_kept| {
                // Whoever asked may have gone; what was written stays written.
                answer.send(if is_kept { outcome } else { outcome.and(Err(Error::BrokenOff)) }).unwrap_or_default();
            })
        };
        self.jobs.send(Box::new(job)).map_err(|_| Error::BrokenOff)?;
        answered.await.map_err(|_| Error::BrokenOff)?
    }
}

/// One work that fails takes nothing with it of the others in its transaction.
fn whole<T>(connection: &Connection, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
    let run = |sql| connection.prepare_cached(sql)?.execute([]);
    run("SAVEPOINT job")?;
    let outcome = work(connection);
    if outcome.is_err() {
        run("ROLLBACK TO job")?;
    }
    run("RELEASE job")?;
    outcome
}

fn work_off(connection: &Connection, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        if let Err(cause) = &begun {
            tracing::error!(%cause, "no transaction could be begun");
        }
        let jobs = std::iter::once(first).chain(waiting.try_iter().take(MOST_AT_ONCE - 1));
        // Without a transaction none of it is done: nothing may be half written.
        let told: Vec<Told> = if begun.is_ok() { jobs.map(|job| job(connection)).collect() } else { jobs.map(not_done).collect() };
        let kept = begun.and_then(|()| connection.execute_batch("COMMIT"));
        if let Err(cause) = &kept {
            tracing::error!(%cause, "a transaction was not kept");
            connection.execute_batch("ROLLBACK").unwrap_or_default();
        }
        for tell in told {
            tell(kept.is_ok());
        }
    }
}

/// A job that is dropped has whoever waits for it told that it was broken off.
fn not_done(job: Job) -> Told {
    drop(job);
    Box::new(|_| {})
}
