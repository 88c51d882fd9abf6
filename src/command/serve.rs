//! `leadwell serve`: a built site as its host would serve it, and the inbox on an origin of its own.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::inbox::{self, Shared};
use super::listen::{Service, bind};
use crate::serve;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that was built.
    #[arg(default_value = "dist")]
    dir: PathBuf,
    /// The database file with the leads; without it no inbox is started.
    #[arg(long = "inbox", value_name = "FILE")]
    db: Option<PathBuf>,
    /// Where the site listens.
    #[arg(long, value_name = "ADDRESS", env = "LEADWELL_SITE_ADDR", default_value = "127.0.0.1:8080")]
    site_addr: SocketAddr,
    /// Where the inbox listens.
    #[arg(long, value_name = "ADDRESS", env = "LEADWELL_INBOX_ADDR", default_value = "127.0.0.1:8090")]
    inbox_addr: SocketAddr,
    #[command(flatten)]
    shared: Shared,
}

pub async fn start(mut args: Args) -> Result<Vec<Service>, String> {
    // The site's own campaign, so that the inbox knows the forms it serves.
    let published = args.dir.join("campaign.json");
    if args.shared.campaigns.is_empty() && published.is_file() {
        args.shared.campaigns.push(published);
    }
    let router = serve::router(&args.dir).map_err(|error| error.to_string())?;
    let (listener, site) = bind(args.site_addr, "--site-addr", "LEADWELL_SITE_ADDR").await?;
    let mut services = vec![Service { name: "site", listener, router, suffix: String::new() }];
    if let Some(db) = args.db {
        let (listener, bound) = bind(args.inbox_addr, "--inbox-addr", "LEADWELL_INBOX_ADDR").await?;
        services.push(inbox::service(db, args.shared, names_of(site), listener, bound)?);
    }
    Ok(services)
}

/// The origins under which this machine's browser may have opened the site.
fn names_of(site: SocketAddr) -> Vec<String> {
    let port = site.port();
    vec![format!("http://127.0.0.1:{port}"), format!("http://localhost:{port}"), format!("http://{site}")]
}
