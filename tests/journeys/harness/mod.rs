//! What every journey needs: a browser, a published site with its inbox, servers that misbehave on purpose, and patience.

mod browser;
mod chromedriver;
mod demos;
mod form;
mod host;
mod popup;
mod site;

use std::time::{Duration, Instant};

pub use crate::server::{Gate, NO_ANSWER, Request, Response, Server};
pub use browser::Browser;
pub use demos::demos;
pub use form::{Form, answers};
pub use host::host_page;
pub use site::{OWN_INBOX, Site, demo, root, text};

/// Longer than anything takes on a busy machine, and shorter than anybody waits for a test that hangs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again and again until there is an answer.
pub async fn until<T>(what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
