//! `GET /`: the page on which a person reads the leads. It needs no script to be read; with one, new leads appear by themselves.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use leptos::prelude::*;

use super::answer::Refusal;
use super::html::{self, SCRIPT, STYLE, VIEWER_POLICY};
use super::store::{Error, Stored};
use super::words::Words;
use super::{Inbox, lead_page};

/// More than a person reads in one go; the rest is in the export.
const SHOWN: u32 = 200;

pub async fn leads(State(inbox): State<Arc<Inbox>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let words = Words::wanted(&headers, uri.query());
    answer(&inbox, words, &headers).await.unwrap_or_else(|error| Refusal::from(error).into_response())
}

pub async fn icon() -> Response<Body> {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg")).into_response()
}

async fn answer(inbox: &Inbox, words: &'static Words, headers: &HeaderMap) -> Result<Response<Body>, Error> {
    let count = inbox.store.count().await?;
    let tag = format!("\"{count}-{}\"", words.lang);
    let known = headers.get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let leads = inbox.store.newest(SHOWN).await?;
        let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or("127.0.0.1:8090");
        html::answer(StatusCode::OK, &VIEWER_POLICY, page(inbox, words, &leads, count, &tag, host))
    };
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    Ok(response)
}

fn page(inbox: &Inbox, words: &'static Words, leads: &[Stored], count: u64, tag: &str, host: &str) -> String {
    let rows: Vec<_> = leads.iter().map(|lead| lead_page::row(inbox, words, lead)).collect();
    let other = if words.lang == "ko" { "en" } else { "ko" };
    view! {
        <html lang=words.lang>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{format!("{} · Leadwell", words.title)}</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <style inner_html=STYLE></style>
            </head>
            <body>
                <header class="bar">
                    <p class="mark"><img src="/icon.svg" alt="" width="24" height="24"/>"Leadwell"</p>
                    <nav>
                        <span id="live" role="status" data-live=words.live data-offline=words.offline></span>
                        <a href="/leads.ndjson" download="leads.ndjson">{words.export}</a>
                        <a href=format!("/?lang={other}") hreflang=other lang=other>{words.other_lang}</a>
                    </nav>
                </header>
                <main>
                    <div id="summary">{summary(words, leads.len(), count)}</div>
                    <div id="empty">{leads.is_empty().then(|| empty(inbox, words, host))}</div>
                    <div id="heads" aria-hidden="true">{(!leads.is_empty()).then(|| heads(words))}</div>
                    <ol id="leads" data-tag=tag.to_owned() data-shown=SHOWN.to_string()>{rows}</ol>
                </main>
                <script inner_html=SCRIPT></script>
            </body>
        </html>
    }
    .to_html()
}

fn summary(words: &'static Words, shown: usize, count: u64) -> impl IntoView {
    let cut = u64::try_from(shown).is_ok_and(|shown| shown < count);
    let note = cut.then(|| view! { <p class="note">{words.newest_only.replace("{n}", &SHOWN.to_string())}</p> });
    let counted = (count > 0).then(|| view! { <p class="count" aria-live="polite">{words.messages(count)}</p> });
    view! { <h1>{words.title}</h1>{counted}{note} }
}

fn heads(words: &'static Words) -> impl IntoView {
    view! {
        <span>{words.who}</span><span>{words.form}</span><span>{words.level}</span><span>{words.score}</span>
        <span>{words.reasons}</span><span>{words.received}</span>
    }
}

/// What a newcomer does next.
fn empty(inbox: &Inbox, words: &'static Words, host: &str) -> impl IntoView + use<> {
    let site = inbox.origins.site().map(|site| {
        view! { <p>{words.empty_site}" "<a href=format!("{site}/")>{site.to_owned()}</a></p> }
    });
    let command = format!("curl -d 'name=Ada&email=ada@corp.example&_form=demo' http://{host}/leads");
    view! {
        <section class="card">
            <h2>{words.empty_title}</h2>
            <p>{words.empty_text}</p>
            {site}
            <p>{words.empty_curl}</p>
            <pre tabindex="0">{command}</pre>
        </section>
    }
}
