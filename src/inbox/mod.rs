//! The inbox: takes leads by HTTP, keeps them in `SQLite` and shows them to a person.
//!
//! It is for trying, for testing and for small sites. It stores a message whole or not at all, passes it on where it was given a relay's
//! file, changes nothing it has stored but to take it out, and lets nobody read who is not on this machine or in possession of the token.

mod access;
mod answer;
mod chart;
mod erase;
mod events;
mod export;
mod form_post;
mod forwarding;
mod html;
mod lead_page;
mod limit;
mod message;
mod origin;
mod receive;
mod store;
mod summary;
mod table;
mod viewer;
mod visitor_page;
mod words;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use governor::clock::DefaultClock;

use crate::campaign::Runtime;
use crate::condition::Engine;
use crate::lead::Message;
use crate::lead::replay::Outcome;
use crate::relay::Relay;
use crate::time::Timestamp;
use crate::value::Value;
use access::Access;
use forwarding::Forwarding;
use limit::Limits;
use origin::Origins;
use store::Store;

pub use events::read as read_events;
pub use form_post::read as read_form_post;
pub use message::read as read_message;

/// What an inbox is made of.
#[derive(Debug)]
pub struct Options {
    /// The `SQLite` file; made when it is missing.
    pub db: PathBuf,
    /// Campaigns whose forms are known: their labels are shown, and their native posts are checked.
    pub campaigns: Vec<Arc<Runtime>>,
    /// Origins such as `https://acme.example` to which a native post may return.
    pub allowed_origins: Vec<String>,
    /// Whether pages of other origins are refused.
    pub only_from_allowed: bool,
    /// What one address may send in a minute, unless it is this machine's own.
    pub rate: Option<NonZeroU32>,
    /// How many proxies in front may be believed who sent something.
    pub proxies: usize,
    /// How many seconds leads and events are kept; for ever where it is not said.
    pub keep: Option<i64>,
    /// Where leads are passed on to.
    pub relay: Option<Relay>,
    /// Where the inbox listens. Beyond loopback, reading needs the token.
    pub bound: SocketAddr,
    /// What a reader must show.
    pub token: Option<String>,
}

/// Why an inbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: {cause}", path.display())]
    Store { path: PathBuf, cause: store::Error },
    #[error("{0:?} is no origin; write the scheme and the host alone, such as \"https://acme.example\"")]
    Origin(String),
    #[error("an inbox on {0} can be reached from other machines and needs a token that is not empty")]
    Token(SocketAddr),
}

/// What every handler works with.
struct Inbox {
    store: Store,
    campaigns: Vec<Arc<Runtime>>,
    origins: Origins,
    only_from_allowed: bool,
    limits: Limits,
    forwarding: Option<Forwarding>,
    access: Access,
}

impl Inbox {
    /// Keeps a message unless its id is known, and has it passed on; says whether it was new.
    async fn keep(&self, message: &Message, json: String) -> Result<bool, store::Error> {
        let takers = self.forwarding.as_ref().map(|forwarding| forwarding.takers(&message.kind)).unwrap_or_default();
        let new = self.store.insert(message, json, now(), takers).await?;
        if new {
            self.forwarding.iter().for_each(Forwarding::wake);
        }
        Ok(new)
    }

    fn campaign(&self, id: &str) -> Option<&Runtime> {
        self.campaigns.iter().find(|campaign| campaign.id == id).map(|campaign| &**campaign)
    }

    /// Whether a stored message's score follows from its evidence; `None` for an inbox that knows no campaign.
    fn replayed(&self, message: &str) -> Option<Outcome> {
        if self.campaigns.is_empty() {
            return None;
        }
        self.replayed_value(&serde_json::from_str(message).ok()?)
    }

    fn replayed_value(&self, message: &Value) -> Option<Outcome> {
        if self.campaigns.is_empty() {
            return None;
        }
        Some(Outcome::of(self.campaigns.iter().map(Arc::as_ref), message, Engine::native()))
    }
}

/// The inbox as a service; opens the store.
///
/// # Errors
/// When the store cannot be opened, an origin is none, or a token is needed and missing.
pub fn router(options: Options) -> Result<Router, Error> {
    let access = Access::new(options.bound, options.token.as_deref()).ok_or(Error::Token(options.bound))?;
    let origins = Origins::new(&options.allowed_origins).map_err(Error::Origin)?;
    let store = Store::open(&options.db).map_err(|cause| Error::Store { path: options.db.clone(), cause })?;
    if let Some(seconds) = options.keep {
        tokio::spawn(forget_what_is_old(store.clone(), seconds));
    }
    let (only_from_allowed, limits) = (options.only_from_allowed, Limits::new(options.rate, options.proxies, DefaultClock::default()));
    let forwarding = options.relay.map(Forwarding::new);
    let inbox = Arc::new(Inbox { store, campaigns: options.campaigns, origins, only_from_allowed, limits, forwarding, access });
    forwarding::start(&inbox);

    let posting = |methods: MethodRouter<Arc<Inbox>>| {
        methods.options(receive::preflight).fallback(|| async { answer::wrong_method("POST, OPTIONS") })
    };
    let open = Router::new()
        .route("/leads", posting(post(receive::lead)))
        .route("/events", posting(post(events::batch)))
        .route_layer(from_fn_with_state(inbox.clone(), limit::guard))
        .route_layer(from_fn_with_state(inbox.clone(), receive::guard));
    let readable = Router::new()
        .route("/", reading(get(viewer::leads)))
        .route("/leads/{lead_id}", reading(get(viewer::lead)))
        .route("/leads.ndjson", reading(get(export::leads)))
        .route("/leads.csv", reading(get(export::leads_as_table)))
        .route("/events.ndjson", reading(get(export::events)))
        .route("/erase", post(erase::person).fallback(|| async { answer::wrong_method("POST") }))
        .route_layer(from_fn_with_state(inbox.clone(), access::guard));
    Ok(Router::new()
        .merge(open)
        .route("/healthz", reading(get(export::health)))
        .route("/icon.svg", reading(get(viewer::icon)))
        .merge(readable)
        .fallback(|| async { answer::unknown_path() })
        .with_state(inbox))
}

/// Takes out what was kept long enough, now and every hour from now on.
async fn forget_what_is_old(store: Store, seconds: i64) {
    const AN_HOUR: Duration = Duration::from_hours(1);
    loop {
        match store.forget_before(Timestamp(now().0.saturating_sub(seconds)), now()).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "kept long enough"),
            Err(cause) => tracing::error!(%cause, "what is old could not be taken out"),
        }
        tokio::time::sleep(AN_HOUR).await;
    }
}

fn reading(methods: MethodRouter<Arc<Inbox>>) -> MethodRouter<Arc<Inbox>> {
    methods.fallback(|| async { answer::wrong_method("GET, HEAD") })
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
