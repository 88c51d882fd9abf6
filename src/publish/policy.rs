//! Content-Security-Policy for what is published: no inline script or style but those with a hash, and leads only to the
//! campaign's own destinations.

use crate::campaign::{Part, Runtime, digest};

/// A page's inline parts, by which they are allowed.
#[derive(Default)]
pub struct Inline<'a> {
    pub scripts: Vec<&'a str>,
    pub styles: Vec<&'a str>,
}

/// The policy as it stands in `<meta http-equiv>`; hosts cap what fits into `_headers`.
#[must_use]
pub fn of(runtime: &Runtime, inline: &Inline) -> String {
    let hashes = |parts: &[&str]| parts.iter().map(|part| format!(" '{}'", digest::sri(part.as_bytes()))).collect::<String>();
    let receivers = runtime.receivers();
    let is_framed = |receiver: &&Part| receiver.word("mode") == "iframe";
    let fetched: Vec<Part> = receivers.iter().copied().filter(|receiver| !is_framed(&receiver)).collect();
    let redirects = fetched.iter().flat_map(|receiver| receiver.words("redirects"));
    let tools = runtime.tools();
    let batched = tools.iter().map(|tool| tool.word("url"));
    let fetched = origins(fetched.iter().map(|receiver| receiver.word("url")).chain(redirects).chain(batched));
    let framed = origins(receivers.iter().filter(is_framed).map(|receiver| receiver.word("url")));
    let natives = runtime.forms.values().map(|form| form.part().word("native"));
    let posted = origins(receivers.iter().filter(is_framed).map(|receiver| receiver.word("url")).chain(natives));
    // The page that a post in a frame returns to is our own.
    let returned = if framed.is_empty() { "" } else { " 'self'" };
    let guests = guests(runtime);
    let mut policy = vec![
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{}{guests}", hashes(&inline.scripts)),
        format!("style-src 'self'{}", hashes(&inline.styles)),
        "img-src 'self' data:".to_owned(),
        "font-src 'self'".to_owned(),
        "media-src 'self'".to_owned(),
        // Films play on their own sites, once the visitor asks for them.
        format!("frame-src https://www.youtube-nocookie.com https://player.vimeo.com{returned}{framed}{guests}"),
        "manifest-src 'self'".to_owned(),
        format!("connect-src 'self'{fetched}{guests}"),
        // 'self' too: browsers hold the redirect after a form post against this list.
        format!("form-action 'self'{posted}"),
        "base-uri 'none'".to_owned(),
    ];
    // A captcha is another vendor's script, which no Trusted Types policy of ours could vouch for.
    if guests.is_empty() {
        policy.extend(["require-trusted-types-for 'script'".to_owned(), "trusted-types 'none'".to_owned()]);
    }
    policy.join("; ")
}

/// Where the captchas of a campaign's forms come from and talk to, each vendor as its documentation says.
const VENDORS: [(&str, &[&str]); 5] = [
    ("turnstile", &["https://challenges.cloudflare.com"]),
    ("hcaptcha", &["https://hcaptcha.com", "https://*.hcaptcha.com"]),
    ("recaptcha", &["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"]),
    ("friendly_captcha", &["https://cdn.jsdelivr.net", "https://*.frcapi.com"]),
    ("altcha", &["https://cdn.jsdelivr.net"]),
];

fn guests(runtime: &Runtime) -> String {
    let captchas: Vec<Part> = runtime.forms.values().filter_map(|form| form.part().part("captcha")).collect();
    let own = origins(captchas.iter().flat_map(|captcha| [captcha.word("script"), captcha.word("challenge")]));
    let is_asked = |kind: &str| captchas.iter().any(|captcha| captcha.kind() == kind);
    let vendors = VENDORS.iter().filter(|(kind, _)| is_asked(kind)).flat_map(|(_, origins)| *origins);
    vendors.flat_map(|origin| [" ", origin]).collect::<String>() + &own
}

/// ` https://a.example http://127.0.0.1:8090`, each once.
fn origins<'a>(urls: impl Iterator<Item = &'a str>) -> String {
    let mut origins: Vec<String> = urls.filter_map(|url| Some(url::Url::parse(url).ok()?.origin().ascii_serialization())).collect();
    origins.sort();
    origins.dedup();
    origins.into_iter().flat_map(|origin| [" ".to_owned(), origin]).collect()
}
