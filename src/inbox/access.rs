//! Who may read. Posting a lead is open to everybody, reading never is.
//!
//! On loopback whoever is on this machine may read, and nobody else: a foreign page that had its own name resolve to this machine
//! (DNS rebinding) is told by its Host header. Beyond loopback, a token is asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, COOKIE, HOST, LOCATION, REFERRER_POLICY, SET_COOKIE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::answer::Refusal;
use super::words::Words;
use super::{Inbox, visitor_page};

const COOKIE_NAME: &str = "leadwell_inbox";

/// What a reader has to show.
pub struct Access {
    bound: SocketAddr,
    token: Option<Secret>,
}

impl Access {
    /// None when a token is needed and there is none.
    pub fn new(bound: SocketAddr, token: Option<&str>) -> Option<Self> {
        let token = token.filter(|token| !token.is_empty());
        (token.is_some() || bound.ip().is_loopback()).then(|| Self { bound, token: token.map(Secret::new) })
    }

    fn decide(&self, headers: &HeaderMap, uri: &Uri) -> Decision {
        let Some(secret) = &self.token else {
            return if self.is_own_name(headers) { Decision::Read } else { Decision::ForeignName };
        };
        if bearer(headers).is_some_and(|token| secret.is(token)) || cookie(headers).is_some_and(|value| secret.is_cookie(value)) {
            return Decision::Read;
        }
        match form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).find(|(key, _)| key == "token") {
            Some((_, token)) if secret.is(&token) => Decision::Remember(secret.cookie()),
            _ => Decision::Unknown,
        }
    }

    fn is_own_name(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        name.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback() || address == self.bound.ip())
    }
}

enum Decision {
    Read,
    /// The token came in the address: keep it in a cookie and clear the address.
    Remember(String),
    Unknown,
    ForeignName,
}

/// Lets readers through.
pub async fn guard(State(inbox): State<Arc<Inbox>>, request: Request, next: Next) -> Response<Body> {
    match inbox.access.decide(request.headers(), request.uri()) {
        Decision::Read => next.run(request).await,
        Decision::Remember(cookie) => {
            let set = format!("{COOKIE_NAME}={cookie}; Path=/; HttpOnly; SameSite=Strict");
            let headers = [(SET_COOKIE, set), (LOCATION, without_token(request.uri()))];
            let quiet = [(REFERRER_POLICY, "no-referrer"), (CACHE_CONTROL, "no-store")];
            (StatusCode::SEE_OTHER, headers, quiet).into_response()
        }
        Decision::Unknown if request.uri().path() == "/" => {
            visitor_page::ask_for_token(Words::wanted(request.headers(), request.uri().query()))
        }
        Decision::Unknown => {
            let reason = "reading needs the token this inbox was started with, as \"Authorization: Bearer TOKEN\"";
            Refusal { header: Some((WWW_AUTHENTICATE, "Bearer")), ..Refusal::new(StatusCode::UNAUTHORIZED, reason) }.into_response()
        }
        Decision::ForeignName => {
            let reason = "Host: this inbox is read as localhost or by its own address, not under another name";
            Refusal::new(StatusCode::FORBIDDEN, reason).into_response()
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value)
}

fn without_token(uri: &Uri) -> String {
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).filter(|(key, _)| key != "token");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { uri.path().to_owned() } else { format!("{}?{query}", uri.path()) }
}

/// A token, compared by its hash: how long that takes says nothing about the token.
struct Secret {
    hash: [u8; 32],
}

impl Secret {
    fn new(token: &str) -> Self {
        Self { hash: Sha256::digest(token).into() }
    }

    fn is(&self, token: &str) -> bool {
        self.hash == <[u8; 32]>::from(Sha256::digest(token))
    }

    /// Not the token itself: cookies end up in more places than one would like.
    fn cookie(&self) -> String {
        use std::fmt::Write;
        let digest = Sha256::new().chain_update("cookie").chain_update(self.hash).finalize();
        digest.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap_or_default();
            hex
        })
    }

    fn is_cookie(&self, value: &str) -> bool {
        Sha256::digest(value) == Sha256::digest(self.cookie())
    }
}
