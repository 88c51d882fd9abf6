//! `GET /`: the page on which a person reads the leads, and `GET /leads/ID`, the page of one. Neither needs a script to be read; with one,
//! new leads appear by themselves.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use leptos::prelude::*;
use url::form_urlencoded;

use super::answer::Refusal;
use super::html::{self, SCRIPT, STYLE, VIEWER_POLICY};
use super::store::{Choices, Filter, Stored};
use super::words::Words;
use super::{Inbox, lead_page};

/// More than a person reads in one go; older ones are a page further.
const SHOWN: u32 = 200;

pub async fn leads(State(inbox): State<Arc<Inbox>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    list(&inbox, &Asked::read(&uri, &headers), &headers).await.unwrap_or_else(IntoResponse::into_response)
}

pub async fn lead(State(inbox): State<Arc<Inbox>>, Path(id): Path<String>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    one(&inbox, id, &Asked::read(&uri, &headers)).await.unwrap_or_else(IntoResponse::into_response)
}

pub async fn icon() -> Response<Body> {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg")).into_response()
}

/// What a reader asks for beside a filter.
struct Asked {
    words: &'static Words,
    /// The parameters, decoded.
    query: Vec<(String, String)>,
    raw: String,
}

impl Asked {
    fn read(uri: &Uri, headers: &HeaderMap) -> Self {
        let raw = uri.query().unwrap_or_default();
        Self {
            words: Words::wanted(headers, uri.query()),
            query: form_urlencoded::parse(raw.as_bytes()).into_owned().filter(|(_, value)| !value.is_empty()).collect(),
            raw: raw.to_owned(),
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// A path with these parameters of the present address, and another in its place.
    fn link(&self, path: &str, kept: impl Fn(&str) -> bool, other: Option<(&str, &str)>) -> String {
        let kept = self.query.iter().filter(|(key, _)| kept(key)).map(|(key, value)| (key.as_str(), value.as_str()));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(other)).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// A path in the language that was asked for.
    fn page(&self, path: &str) -> String {
        self.link(path, |key| key == "lang", None)
    }
}

/// Of the parameters, those that narrow the list down.
fn narrows(key: &str) -> bool {
    ["q", "campaign", "form", "level", "type", "since", "until", "test", "spam"].contains(&key)
}

async fn list(inbox: &Inbox, asked: &Asked, headers: &HeaderMap) -> Result<Response<Body>, Refusal> {
    let filter = Filter::read(&asked.raw).map_err(Refusal::malformed)?;
    let before = asked.get("before").and_then(|before| before.parse().ok()).unwrap_or(i64::MAX);
    let tag = format!("\"{}-{}\"", inbox.store.version().await?, asked.words.lang);
    let known = headers.get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let shown = List {
            leads: inbox.store.newest(&filter, before, SHOWN).await?,
            count: inbox.store.count(&filter).await?,
            choices: inbox.store.choices().await?,
            is_narrowed: !filter.is_empty(),
            is_newest: before == i64::MAX,
        };
        let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or("127.0.0.1:8090");
        html::answer(StatusCode::OK, &VIEWER_POLICY, page_of_list(inbox, asked, &shown, &tag, host))
    };
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    Ok(response)
}

async fn one(inbox: &Inbox, id: String, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let filter = Filter { lead_id: Some(id.clone()), ..Filter::default() };
    let messages = inbox.store.newest(&filter, i64::MAX, SHOWN).await?;
    if messages.is_empty() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is no lead of this id; it may have been erased"));
    }
    let mut told = Vec::new();
    for message in messages {
        let forwarded = inbox.store.forwarded(message.row).await?;
        told.push((message, forwarded));
    }
    let (name, body) = lead_page::whole(inbox, asked.words, &told, &asked.page("/"));
    Ok(html::answer(StatusCode::OK, &VIEWER_POLICY, page(asked, &name, &lead_page::path(&id), "", body)))
}

/// What is on the page of the list.
struct List {
    leads: Vec<Stored>,
    /// Of all that the filter lets through.
    count: u64,
    choices: Choices,
    is_narrowed: bool,
    is_newest: bool,
}

fn page_of_list(inbox: &Inbox, asked: &Asked, list: &List, tag: &str, host: &str) -> String {
    let words = asked.words;
    let rows: Vec<_> = list.leads.iter().map(|lead| lead_page::row(inbox, words, lead, &|path| asked.page(path))).collect();
    let is_empty = list.leads.is_empty();
    // Older pages stand still: what arrives belongs on the first.
    let live = if list.is_newest { "live" } else { "" };
    let body = view! {
        {erased(asked)}
        <div id="summary">{summary(asked, list)}</div>
        {(list.count > 0 || list.is_narrowed).then(|| search(asked, &list.choices))}
        <div id="empty">{is_empty.then(|| empty(inbox, words, list.is_narrowed, host))}</div>
        <div id="heads" aria-hidden="true">{(!is_empty).then(|| heads(words))}</div>
        <ol id="leads" data-tag=tag.to_owned() data-shown=SHOWN.to_string() data-live=live>{rows}</ol>
        <div id="older">{older(asked, list)}</div>
    };
    page(asked, words.title, "/", live, body.into_any())
}

/// What both pages stand in.
fn page(asked: &Asked, title: &str, path: &str, live: &'static str, body: AnyView) -> String {
    let words = asked.words;
    let other = if words.lang == "ko" { "en" } else { "ko" };
    let export = |path: &str| asked.link(path, narrows, None);
    view! {
        <html lang=words.lang>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{format!("{title} · Leadwell")}</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <style inner_html=STYLE></style>
            </head>
            <body>
                <header class="bar">
                    <p class="mark"><a href=asked.page("/")><img src="/icon.svg" alt="" width="24" height="24"/>"Leadwell"</a></p>
                    <nav>
                        {(!live.is_empty()).then(|| view! { <span id="live" role="status" data-live=words.live data-offline=words.offline></span> })}
                        <span class="exports">
                            <span class="note">{words.export}</span>
                            <a href=export("/leads.csv") download="leads.csv">"CSV"</a>
                            <a href=export("/leads.ndjson") download="leads.ndjson">"NDJSON"</a>
                        </span>
                        <a href=asked.link(path, narrows, Some(("lang", other))) hreflang=other lang=other>{words.other_lang}</a>
                    </nav>
                </header>
                <main>{body}</main>
                <script inner_html=SCRIPT></script>
            </body>
        </html>
    }
    .to_html()
}

fn summary(asked: &Asked, list: &List) -> impl IntoView + use<> {
    let words = asked.words;
    let counted = (list.count > 0).then(|| view! { <p class="count" aria-live="polite">{words.messages(list.count)}</p> });
    view! { <h1>{words.title}</h1>{counted} }
}

/// The ways to find a lead. Each narrows the list down, all of them together.
fn search(asked: &Asked, choices: &Choices) -> impl IntoView + use<> {
    let words = asked.words;
    let own = |key: &str| asked.get(key).unwrap_or_default().to_owned();
    let choice = |name: &'static str, label: &'static str, all: &'static str, known: &[String], read: &dyn Fn(&str) -> String| {
        let chosen = own(name);
        let mut known = known.to_vec();
        // What an address asks for stays to be seen, also where no lead has it.
        if !chosen.is_empty() && !known.contains(&chosen) {
            known.push(chosen.clone());
        }
        let options: Vec<_> =
            known.iter().map(|word| view! { <option value=word.clone() selected={*word == chosen}>{read(word)}</option> }).collect();
        (known.len() > 1 || !chosen.is_empty()).then(|| {
            view! { <label><span>{label}</span><select name=name><option value="">{all}</option>{options}</select></label> }
        })
    };
    let same = |word: &str| word.to_owned();
    let kind = |kind: &str| words.kind(kind).unwrap_or(words.kind_captured).to_owned();
    let lang = asked.get("lang").map(|lang| view! { <input type="hidden" name="lang" value=lang.to_owned()/> });
    let is_narrowed = asked.query.iter().any(|(key, _)| narrows(key));
    let is_filtered = asked.query.iter().any(|(key, _)| key != "q" && narrows(key));
    let filters = view! {
        <details open=is_filtered>
            <summary>{words.filters}</summary>
            <div>
                {choice("campaign", words.campaign, words.all, &choices.campaigns, &same)}
                {choice("form", words.form, words.all, &choices.forms, &same)}
                {choice("level", words.level, words.all, &choices.levels, &|level| words.level(level))}
                {choice("type", words.message, words.all, &choices.kinds, &kind)}
                <label class="day"><span>{words.since}</span><input type="date" name="since" value=own("since")/></label>
                <label class="day"><span>{words.until}</span><input type="date" name="until" value=own("until")/></label>
            </div>
        </details>
    };
    let filters = filters.into_any();
    view! {
        <form id="search" method="get" action="/" role="search">
            {lang}
            <label class="words"><span>{words.search}</span><input type="search" name="q" value=own("q") autocomplete="off"/></label>
            {filters}
            <button>{words.find}</button>
            {is_narrowed.then(|| view! { <a href=asked.page("/")>{words.find_all}</a> })}
        </form>
    }
}

fn older(asked: &Asked, list: &List) -> impl IntoView + use<> {
    let words = asked.words;
    let is_cut = u32::try_from(list.leads.len()).is_ok_and(|shown| shown == SHOWN);
    let last = list.leads.last().filter(|_| is_cut).map(|lead| lead.row.to_string());
    let older = last.map(|last| asked.link("/", |key| narrows(key) || key == "lang", Some(("before", &last))));
    let newest = (!list.is_newest).then(|| asked.link("/", |key| narrows(key) || key == "lang", None));
    view! {
        {newest.map(|link| view! { <a href=link>{words.newest}</a> })}
        {older.map(|link| view! { <a href=link rel="next">{words.older}</a> })}
    }
}

/// What was just taken out.
fn erased(asked: &Asked) -> Option<AnyView> {
    let erased: u64 = asked.get("erased")?.parse().ok()?;
    Some(view! { <p class="notice" role="status">{asked.words.erased.replace("{n}", &erased.to_string())}</p> }.into_any())
}

fn heads(words: &'static Words) -> impl IntoView {
    view! {
        <span>{words.who}</span><span>{words.form}</span><span>{words.level}</span><span>{words.score}</span>
        <span>{words.reasons}</span><span>{words.received}</span>
    }
}

/// Why there is nothing, and what a newcomer does next.
fn empty(inbox: &Inbox, words: &'static Words, is_narrowed: bool, host: &str) -> AnyView {
    if is_narrowed {
        return view! { <section class="card"><h2>{words.none_found}</h2><p>{words.none_found_text}</p></section> }.into_any();
    }
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
    .into_any()
}
