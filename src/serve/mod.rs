//! Serves `dist/` as a host for static sites would: types, caching, compressed neighbours, and the headers of `_headers`.
//!
//! It answers GET and HEAD for files that lie in the folder, and nothing else: no listing, no dot file, no way out of the folder.

mod caching;
mod encoding;
mod headers_file;
mod locate;
mod types;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, LOCATION, REFERRER_POLICY,
    VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use axum::response::IntoResponse;

use headers_file::HeadersFile;
use locate::Found;

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("{}: no folder to serve ({cause}); build one first, or name another", dir.display())]
pub struct Error {
    dir: PathBuf,
    cause: std::io::Error,
}

/// The folder as a service. Files are read when they are asked for: a rebuild needs no restart.
///
/// # Errors
/// When there is no such folder.
pub fn router(dir: &Path) -> Result<Router, Error> {
    let is_dir = |root: PathBuf| if root.is_dir() { Ok(root) } else { Err(std::io::ErrorKind::NotADirectory.into()) };
    let root = dir.canonicalize().and_then(is_dir).map_err(|cause| Error { dir: dir.to_owned(), cause })?;
    Ok(Router::new().fallback(answer).with_state(Arc::new(root)))
}

async fn answer(State(root): State<Arc<PathBuf>>, method: Method, uri: Uri, headers: HeaderMap) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], "this is a site of files: GET and HEAD only\n").into_response();
    }
    // For HEAD, hyper sends the head of the same answer and leaves its body out.
    let work = move || respond(&root, &uri, &headers);
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn respond(root: &Path, uri: &Uri, asked: &HeaderMap) -> Response<Body> {
    let mut response = match locate::locate(root, uri.path()) {
        Found::File(path) => file(&path, StatusCode::OK, asked),
        Found::Folder => redirect_into(uri),
        Found::Nothing => not_found(root, asked),
    };
    let defaults = [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "strict-origin-when-cross-origin")];
    response.headers_mut().extend(defaults.map(|(name, value)| (name, HeaderValue::from_static(value))));
    HeadersFile::read(root).apply(uri.path(), response.headers_mut());
    response
}

/// `/pricing` is `/pricing/`, so that relative addresses on the page hold.
fn redirect_into(uri: &Uri) -> Response<Body> {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}/{query}", uri.path());
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, location)]).into_response()
}

fn not_found(root: &Path, asked: &HeaderMap) -> Response<Body> {
    match locate::locate(root, "/404.html") {
        Found::File(path) => file(&path, StatusCode::NOT_FOUND, asked),
        _ => (StatusCode::NOT_FOUND, "there is nothing at this address\n").into_response(),
    }
}

fn file(path: &Path, status: StatusCode, asked: &HeaderMap) -> Response<Body> {
    let accepted = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let chosen = encoding::choose(path, accepted);
    let Ok(bytes) = std::fs::read(&chosen.path) else {
        tracing::warn!(path = %chosen.path.display(), "cannot be read");
        return (StatusCode::INTERNAL_SERVER_ERROR, "this file cannot be read\n").into_response();
    };
    let tag = caching::tag(&bytes);
    let known = status == StatusCode::OK && caching::is_known(&tag, asked.get(IF_NONE_MATCH));
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { (status, bytes).into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(types::content_type(path)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching::policy(path)));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    if let Some(name) = chosen.name {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    if chosen.varies {
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    response
}
