//! What the commands that listen have in common: taking an address, saying where they are, and stopping in good order.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long answers that are under way may take once a stop was asked for.
const GRACE: Duration = Duration::from_secs(5);

/// A service, its address taken but not answered yet.
pub struct Service {
    /// `site` or `inbox`.
    pub name: &'static str,
    pub listener: TcpListener,
    pub router: Router,
    /// What follows the address in the line that is printed, such as `/?token=…`.
    pub suffix: String,
}

/// Takes an address, or says in one line why not.
pub async fn bind(address: SocketAddr, flag: &str, variable: &str) -> Result<(TcpListener, SocketAddr), String> {
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program; stop that one, or choose another address with {flag} or {variable}")
        }
        _ => format!("{address} cannot be listened on ({error}); choose another address with {flag} or {variable}"),
    };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    Ok((listener, bound))
}

/// Starts services and answers until Ctrl-C or SIGTERM.
pub fn run(start: impl Future<Output = Result<Vec<Service>, String>>) -> ExitCode {
    let outcome = tokio::runtime::Runtime::new().map_err(|error| error.to_string()).and_then(|runtime| {
        runtime.block_on(async {
            let services = start.await?;
            announce(&services);
            answer(services).await
        })
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("leadwell: {reason}");
            ExitCode::from(2)
        }
    }
}

fn announce(services: &[Service]) {
    let mut out = std::io::stdout().lock();
    for service in services {
        if let Ok(address) = service.listener.local_addr() {
            // Whoever started this without an open standard output did not want to read it.
            writeln!(out, "{:<6} http://{address}{}", service.name, service.suffix).unwrap_or_default();
        }
    }
    out.flush().unwrap_or_default();
}

async fn answer(services: Vec<Service>) -> Result<(), String> {
    let (stop, stopping) = watch::channel(false);
    let mut running = tokio::task::JoinSet::new();
    for service in services {
        let mut stopping = stopping.clone();
        let stopped = async move { stopping.wait_for(|stop| *stop).await.map(drop).unwrap_or_default() };
        running.spawn(
            axum::serve(service.listener, service.router.into_make_service_with_connect_info::<SocketAddr>())
                .with_graceful_shutdown(stopped)
                .into_future(),
        );
    }
    asked_to_stop().await?;
    stop.send(true).unwrap_or_default();
    // A connection that is held open from the other side does not hold up the stop.
    tokio::time::timeout(GRACE, running.join_all()).await.map(drop).unwrap_or_default();
    Ok(())
}

async fn asked_to_stop() -> Result<(), String> {
    let reason = |error: std::io::Error| format!("signals cannot be waited for ({error})");
    #[cfg(unix)]
    {
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).map_err(reason)?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed.map_err(reason),
            _ = term.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.map_err(reason)
}
