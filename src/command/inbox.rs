//! `leadwell inbox`: the inbox alone.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::TcpListener;

use super::listen::{Service, bind};
use crate::campaign::problem::Problem;
use crate::campaign::{self, Form, Runtime};
use crate::inbox;
use crate::relay::Relay;
use crate::time::parse_duration;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database file with the leads; made when it is missing.
    #[arg(long, value_name = "FILE")]
    db: PathBuf,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", env = "LEADWELL_INBOX_ADDR", default_value = "127.0.0.1:8090")]
    addr: SocketAddr,
    #[command(flatten)]
    shared: Shared,
}

/// What an inbox takes wherever it runs.
#[derive(Debug, clap::Args)]
pub struct Shared {
    /// A campaign whose forms the inbox knows; may be given several times.
    #[arg(long = "campaign", value_name = "FILE")]
    pub campaigns: Vec<PathBuf>,
    /// An origin to which visitors without scripts may return, such as `https://acme.example`; may be given several times.
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
    /// Refuse pages of origins that are not allowed; the origin of `serve`'s own site always is.
    #[arg(long)]
    only_from_allowed: bool,
    /// How many requests one address may send in a minute; 0 for no limit. This machine is never limited.
    #[arg(long, value_name = "NUMBER", default_value_t = 120)]
    rate: u32,
    /// How many proxies stand in front, whose `X-Forwarded-For` may be believed.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    proxies: usize,
    /// How long leads and events are kept, such as "90 days"; for ever where it is not said.
    #[arg(long, value_name = "DURATION", value_parser = seconds)]
    keep: Option<i64>,
    /// Where leads are passed on to, and with which secrets of the environment (docs/relay.md).
    #[arg(long, value_name = "FILE")]
    forward: Option<PathBuf>,
    /// What readers must show; beyond loopback one is made up when none is given.
    #[arg(long, env = "LEADWELL_INBOX_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

pub async fn start(args: Args) -> Result<Vec<Service>, String> {
    let (listener, bound) = bind(args.addr, "--addr", "LEADWELL_INBOX_ADDR").await?;
    Ok(vec![service(args.db, args.shared, Vec::new(), listener, bound)?])
}

/// The inbox behind a listener; `sites` may be returned to besides the origins that were named.
pub fn service(db: PathBuf, shared: Shared, sites: Vec<String>, listener: TcpListener, bound: SocketAddr) -> Result<Service, String> {
    let made_up = (shared.token.is_none() && !bound.ip().is_loopback()).then(|| uuid::Uuid::new_v4().simple().to_string());
    let suffix = made_up.as_ref().map(|token| format!("/?token={token}")).unwrap_or_default();
    let campaigns = load_runtimes(&shared.campaigns)?;
    let relay = shared.forward.as_deref().map(|path| load_relay(path, &campaigns)).transpose()?;
    let options = inbox::Options {
        db,
        campaigns,
        relay,
        allowed_origins: sites.into_iter().chain(shared.allowed_origins).collect(),
        only_from_allowed: shared.only_from_allowed,
        rate: NonZeroU32::new(shared.rate),
        proxies: shared.proxies,
        keep: shared.keep,
        bound,
        token: shared.token.or(made_up),
    };
    let router = inbox::router(options).map_err(|error| error.to_string())?;
    Ok(Service { name: "inbox", listener, router, suffix })
}

fn seconds(text: &str) -> Result<i64, String> {
    let seconds = parse_duration(text).filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| "expected a duration such as \"90 days\"".to_owned())
}

fn load_relay(path: &Path, campaigns: &[Arc<Runtime>]) -> Result<Relay, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let fields = campaigns.iter().flat_map(|campaign| campaign.forms.values()).flat_map(Form::fields);
    let mut answers: Vec<String> = fields.map(|field| field.name().to_owned()).collect();
    answers.sort();
    answers.dedup();
    Relay::read(&text, &|name| std::env::var(name).ok(), &answers).map_err(|problems| {
        let line = |problem: &Problem| format!("{}: {}: {}", path.display(), problem.path, problem.message);
        problems.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

fn load_runtimes(paths: &[PathBuf]) -> Result<Vec<Arc<Runtime>>, String> {
    let load = |path: &PathBuf| campaign::file::load(path).map(|campaign| campaign.runtime).map_err(|error| error.to_string());
    paths.iter().map(load).collect()
}
