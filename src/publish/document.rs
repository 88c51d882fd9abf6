//! A page as a file: head, critical styles, and the views compiled natively.

use std::fmt::Write;

use super::policy::{self, Inline};
use crate::campaign::Campaign;
use crate::drawing::html::escaped;
use crate::texts;
use crate::view::{self, Reader};

/// One HTML file.
pub struct Document<'a> {
    pub campaign: &'a Campaign,
    pub locale: &'a str,
    /// Without base and locale.
    pub path: &'a str,
    pub title: String,
    pub description: Option<String>,
    pub styles: String,
    /// Everything inside `<body>`.
    pub body: String,
    /// Whether search engines may list it.
    pub indexed: bool,
}

impl Document<'_> {
    pub fn html(&self) -> String {
        let runtime = &self.campaign.runtime;
        let styles = format!("{}{}", view::theme_css(&runtime.theme, &runtime.on_accent), self.styles);
        let policy = policy::of(runtime, &Inline { scripts: Vec::new(), styles: vec![&styles] });
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
        // Otherwise browsers ask for /favicon.ico and report that it is missing.
        html.push_str("<link rel=\"icon\" href=\"data:,\">\n");
        self.write_links(&mut html);
        let base = escaped(&runtime.base);
        // Infallible: a String takes whatever is written to it.
        let _ = write!(
            html,
            "<style>{styles}</style>\n<script async src=\"{base}/leadwell.js\" data-locale=\"{locale}\"></script>\n</head>\n<body>{body}</body>\n</html>\n",
            locale = escaped(self.locale),
            body = self.body,
        );
        html
    }

    /// For search engines and for whoever is sent the link.
    fn write_links(&self, html: &mut String) {
        if !self.indexed {
            html.push_str("<meta name=\"robots\" content=\"noindex\">\n");
            return;
        }
        let runtime = &self.campaign.runtime;
        let origin = origin(&self.campaign.site.url);
        let address = |locale: &str| {
            let texts = texts::Texts::default();
            let path = Reader::new(runtime, locale, &texts).path(self.path);
            escaped(&format!("{origin}{path}"))
        };
        let mut line = |text: String| {
            html.push_str(&text);
            html.push('\n');
        };
        if let Some(description) = &self.description {
            line(format!("<meta name=\"description\" content=\"{}\">", escaped(description)));
            line(format!("<meta property=\"og:description\" content=\"{}\">", escaped(description)));
        }
        line(format!("<link rel=\"canonical\" href=\"{}\">", address(self.locale)));
        if runtime.locales.len() > 1 {
            for locale in &runtime.locales {
                line(format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", escaped(locale), address(locale)));
            }
            line(format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">", address(&runtime.default_locale)));
        }
        line(format!("<meta property=\"og:title\" content=\"{}\">", escaped(&self.title)));
        line("<meta property=\"og:type\" content=\"website\">".to_owned());
        line(format!("<meta property=\"og:url\" content=\"{}\">", address(self.locale)));
        line("<meta name=\"twitter:card\" content=\"summary\">".to_owned());
    }
}

/// `https://a.example` of `https://a.example/offers`.
pub fn origin(url: &str) -> String {
    url::Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

/// The direction a language is written in.
pub fn direction(locale: &str) -> &'static str {
    let right_to_left = ["ar", "fa", "he", "ur"];
    if right_to_left.contains(&crate::campaign::text::language_of(locale)) { "rtl" } else { "ltr" }
}
