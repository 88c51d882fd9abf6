//! A page as a file: head, critical styles, the views compiled natively, and the small scripts its blocks need.

use std::fmt::Write;

use serde_json::Value;

use super::head;
use super::policy::{self, Inline};
use crate::campaign::Campaign;
use crate::campaign::written::Page;
use crate::drawing::html::escaped;
use crate::locale::direction;
use crate::view;

/// One HTML file.
pub struct Document<'a> {
    pub campaign: &'a Campaign,
    pub locale: &'a str,
    /// Without base and locale.
    pub path: &'a str,
    pub title: String,
    pub description: Option<String>,
    pub styles: &'a str,
    /// Everything inside `<body>`.
    pub body: String,
    /// The page of the campaign it is; the build's own pages are none, and no search engine lists them.
    pub page: Option<&'a Page>,
    pub scripts: Scripts,
}

/// What a page runs besides the loader.
#[derive(Default)]
pub struct Scripts {
    /// For its blocks.
    pub parts: Option<String>,
    /// What its blocks may show instead, by block; `null` where nothing depends on the visitor.
    pub choices: Value,
    /// Runs at the end of the page, where there is something to settle or to fold before it is painted.
    pub before_paint: Option<String>,
}

impl Document<'_> {
    pub fn html(&self) -> String {
        let runtime = &self.campaign.runtime;
        let styles = format!("{}{}", view::theme_css(&runtime.theme, &runtime.on_accent), self.styles);
        let inline: Vec<&str> = self.scripts.parts.iter().chain(&self.scripts.before_paint).map(String::as_str).collect();
        let policy = policy::of(runtime, &Inline { scripts: inline, styles: vec![&styles] });
        let attributes: String = view::theme_attributes(&runtime.theme).iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{locale}\" dir=\"{dir}\" data-lw-page=\"{path}\"{attributes}>\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n",
            locale = escaped(self.locale),
            dir = direction(self.locale),
            path = escaped(self.path),
            title = escaped(&self.title),
        );
        head::write(&mut html, self);
        let base = escaped(&runtime.base);
        // Infallible: a String takes whatever is written to it.
        let _ = write!(
            html,
            "<style>{styles}</style>\n<script async src=\"{base}/leadwell.js\" data-locale=\"{}\"></script>\n",
            escaped(self.locale)
        );
        if let Some(parts) = &self.scripts.parts {
            let _ = writeln!(html, "<script type=\"module\">{parts}</script>");
        }
        if !self.scripts.choices.is_null() {
            let _ = writeln!(html, "<script type=\"application/json\" id=\"lw-choices\">{}</script>", data(&self.scripts.choices));
        }
        let _ = write!(html, "</head>\n<body>{}", self.body);
        if let Some(script) = &self.scripts.before_paint {
            let _ = write!(html, "<script>{script}</script>");
        }
        html + "</body>\n</html>\n"
    }
}

/// JSON as it may stand in a script element: nothing in it can end the element.
pub fn data(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// `https://a.example` of `https://a.example/offers`.
pub fn origin(url: &str) -> String {
    url::Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}
