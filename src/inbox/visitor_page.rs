//! Small pages for a person who looks at the inbox's answer itself: a visitor with scripts off, or a reader without the token.

use axum::body::Body;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, Response, StatusCode};
use leptos::prelude::*;

use super::html::{self, PLAIN_POLICY, STYLE};
use super::words::Words;

/// The form was taken, and there is nowhere to send its visitor.
pub fn thanks(words: &'static Words) -> Response<Body> {
    page(StatusCode::OK, words, words.thanks_title, view! { <p>{words.thanks_text}</p> })
}

/// The form was not taken: what is missing, in the page's own words.
pub fn missing(words: &'static Words, missing: &[String], again: Option<&str>) -> Response<Body> {
    let items: Vec<_> = missing.iter().map(|label| view! { <li>{label.clone()}</li> }).collect();
    let again = again.map(|url| view! { <p><a href=url.to_owned()>{words.missing_again}</a></p> });
    let body = view! { <p>{words.missing_text}</p><ul>{items}</ul>{again} };
    page(StatusCode::BAD_REQUEST, words, words.missing_title, body)
}

pub fn ask_for_token(words: &'static Words) -> Response<Body> {
    let body = view! {
        <p>{words.token_text}</p>
        <form method="get" action="/">
            <label for="token">{words.token_label}</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus/>
            <button>{words.token_open}</button>
        </form>
    };
    let mut response = page(StatusCode::UNAUTHORIZED, words, words.token_title, body);
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

fn page(status: StatusCode, words: &'static Words, title: &'static str, body: impl IntoView + 'static) -> Response<Body> {
    let page = view! {
        <html lang=words.lang>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <style inner_html=STYLE></style>
            </head>
            <body class="plain">
                <main class="card">
                    <h1>{title}</h1>
                    {body}
                </main>
            </body>
        </html>
    };
    html::answer(status, &PLAIN_POLICY, page.to_html())
}
