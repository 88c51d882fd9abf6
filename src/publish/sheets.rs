//! The style sheets of `style/`, gathered per artefact: a page carries only those of its own blocks.
//!
//! They are compiled into the command and made smaller here. Nothing is rewritten but white space and comments.

use crate::campaign::Part;
use crate::campaign::written::{Block, Font, Surface, Theme, form_shown};
use crate::campaign::{Form, Runtime};

macro_rules! sheets {
    ($($name:ident: $file:literal,)*) => {
        $(const $name: &str = include_str!(concat!("../../style/", $file, ".css"));)*
        #[cfg(test)]
        const ALL: &[&str] = &[$($name),*];
    };
}

sheets! {
    TOKENS: "tokens",
    SURFACE_WARM: "surface_warm",
    SURFACE_COOL: "surface_cool",
    SURFACE_TINTED: "surface_tinted",
    FONT_SERIF: "font_serif",
    FONT_ROUNDED: "font_rounded",
    FONT_MONO: "font_mono",
    PAGE: "page",
    PANEL: "panel",
    POPUP: "popup",
    POPUP_BAR: "popup_bar",
    POPUP_CALLS: "popup_calls",
    POPUP_CONSENT: "popup_consent",
    POPUP_CORNER: "popup_corner",
    POPUP_COUNTDOWN: "popup_countdown",
    POPUP_COUPON: "popup_coupon",
    POPUP_FULLSCREEN: "popup_fullscreen",
    POPUP_INLINE: "popup_inline",
    POPUP_MODAL: "popup_modal",
    POPUP_OFFERS: "popup_offers",
    POPUP_PICTURE: "popup_picture",
    POPUP_QUESTION: "popup_question",
    POPUP_TEASER: "popup_teaser",
    BUTTON: "button",
    AGENDA: "agenda",
    BANNER: "banner",
    BENEFITS: "benefits",
    COMPARISON: "comparison",
    COUNTDOWN: "countdown",
    CTA: "cta",
    FAQ: "faq",
    FOOTER: "footer",
    FORM: "form",
    FORM_ADDRESS: "form_address",
    FORM_BLOCK: "form_block",
    FORM_PROGRESS: "form_progress",
    FORM_SCALE: "form_scale",
    FORM_STEPS: "form_steps",
    HERO: "hero",
    LOGOS: "logos",
    PRICING: "pricing",
    PRIVACY: "privacy",
    PRODUCTS: "products",
    QUOTES: "quotes",
    RESULT: "result",
    RICH: "rich",
    SHOWCASE: "showcase",
    SPEAKERS: "speakers",
    STATS: "stats",
    STEPS: "steps",
    STICKY_CTA: "sticky_cta",
    SUCCESS: "success",
    VIDEO: "video",
}
const EMBED: &str = include_str!("../../style/embed.css");

/// The sheets of a page with these blocks, to be gathered; of the single-page app, which shows any page, with those of all.
#[must_use]
pub fn of_blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>, runtime: &Runtime) -> Vec<&'static str> {
    let mut sheets = tokens(&runtime.theme);
    sheets.extend([PAGE, BUTTON]);
    let mut add = |sheet: &'static str| {
        if !sheets.contains(&sheet) {
            sheets.push(sheet);
        }
    };
    for content in blocks.into_iter().flat_map(Block::contents) {
        sheets_of(content).iter().copied().for_each(&mut add);
        let form = form_shown(content).and_then(|id| runtime.forms.get(id));
        form.into_iter().flat_map(|form| sheets_of_form(form, runtime)).for_each(&mut add);
    }
    sheets
}

/// What only some forms have: steps, scales, addresses, results; and the same of forms that are offered next.
fn sheets_of_form(form: &Form, runtime: &Runtime) -> Vec<&'static str> {
    let offered = form.actions().into_iter().filter_map(|action| runtime.forms.get(action.word("form")));
    let forms: Vec<&Form> = std::iter::once(form).chain(offered).collect();
    let has_kind = |kinds: &[&str]| forms.iter().flat_map(|form| form.fields()).any(|field| kinds.contains(&field.kind()));
    let wanted = [
        (FORM_STEPS, forms.iter().flat_map(|form| form.steps()).any(|step| step.has("title") || step.has("text"))),
        (FORM_PROGRESS, forms.iter().any(|form| form.steps().len() > 1)),
        (FORM_SCALE, has_kind(&["rating", "nps", "scale"])),
        (FORM_ADDRESS, has_kind(&["address"])),
        (RESULT, forms.iter().flat_map(|form| form.actions()).any(|action| action.has("view"))),
    ];
    wanted.into_iter().filter(|(_, wanted)| *wanted).map(|(sheet, _)| sheet).collect()
}

/// For `thanks/FORM/`.
#[must_use]
pub fn thanks_sheets(theme: &Theme) -> String {
    let mut sheets = tokens(theme);
    sheets.extend([PAGE, BUTTON, SUCCESS]);
    gather(&sheets)
}

/// Colours and type, with what the theme says of them and nothing that another would.
fn tokens(theme: &Theme) -> Vec<&'static str> {
    let mut sheets = vec![TOKENS];
    sheets.extend(of_theme(theme));
    sheets
}

fn of_theme(theme: &Theme) -> Vec<&'static str> {
    let surface = match theme.surface {
        Surface::Plain => None,
        Surface::Warm => Some(SURFACE_WARM),
        Surface::Cool => Some(SURFACE_COOL),
        Surface::Tinted => Some(SURFACE_TINTED),
    };
    let font = match theme.font {
        Font::System => None,
        Font::Serif => Some(FONT_SERIF),
        Font::Rounded => Some(FONT_ROUNDED),
        Font::Mono => Some(FONT_MONO),
    };
    [surface, font].into_iter().flatten().collect()
}

/// For the shadow root of any form on somebody else's page: the same for every campaign, so that a tag which pins its name outlives
/// what becomes of the campaign. `of_form_elsewhere` is the rest.
#[must_use]
pub fn embed_sheets() -> String {
    gather(&[TOKENS, BUTTON, FORM, SUCCESS, EMBED])
}

/// For the panel of `?leadwell_debug`, which no theme reaches.
#[must_use]
pub fn panel_sheets() -> String {
    gather(&[EMBED, PANEL])
}

/// What a campaign's theme and this form need beside them.
#[must_use]
pub fn of_form_elsewhere(form: &Form, runtime: &Runtime) -> String {
    let mut sheets = of_theme(&runtime.theme);
    sheets.extend(sheets_of_form(form, runtime));
    gather(&sheets)
}

/// What a popup needs beside the sheets that all forms on foreign pages share: theme, its kind, and what is in it.
#[must_use]
pub fn of_popup(popup: Part, runtime: &Runtime) -> String {
    let mut sheets = of_theme(&runtime.theme);
    sheets.push(POPUP);
    // What is laid out otherwise in one kind is said by the sheet of that kind, which comes later.
    let has_calls = matches!(popup.kind(), "consent" | "privacy") || ["cta", "second", "decline"].iter().any(|key| popup.has(key));
    sheets.extend(has_calls.then_some(POPUP_CALLS));
    sheets.extend(popup.has("picture").then_some(POPUP_PICTURE));
    sheets.extend_from_slice(match popup.kind() {
        "slide_in" => &[POPUP_CORNER],
        "teaser" => &[POPUP_CORNER, POPUP_TEASER],
        "bar" => &[POPUP_BAR],
        "fullscreen" => &[POPUP_FULLSCREEN],
        "inline" => &[POPUP_INLINE],
        "consent" => &[POPUP_BAR, POPUP_CONSENT],
        "privacy" => &[POPUP_MODAL, PRIVACY],
        _ => &[POPUP_MODAL],
    });
    // What it becomes when it is closed stands in a corner.
    let contents = [
        (POPUP_CORNER, popup.has("minimise")),
        (POPUP_TEASER, popup.has("minimise")),
        (POPUP_COUNTDOWN, popup.has("countdown")),
        (POPUP_COUPON, popup.has("coupon")),
        (POPUP_OFFERS, popup.has("offers")),
        (POPUP_QUESTION, popup.has("question")),
    ];
    for (sheet, _) in contents.into_iter().filter(|(_, wanted)| *wanted) {
        if !sheets.contains(&sheet) {
            sheets.push(sheet);
        }
    }
    let form = runtime.forms.get(popup.word("form"));
    sheets.extend(form.into_iter().flat_map(|form| sheets_of_form(form, runtime)));
    gather(&sheets)
}

fn sheets_of(content: Part) -> &'static [&'static str] {
    match content.kind() {
        "hero" if content.has("form") => &[HERO, FORM, SUCCESS],
        "hero" => &[HERO],
        "logos" => &[LOGOS],
        "benefits" => &[BENEFITS],
        "steps" => &[STEPS],
        "showcase" => &[SHOWCASE],
        "stats" => &[STATS],
        "quotes" => &[QUOTES],
        "comparison" => &[COMPARISON],
        "pricing" => &[PRICING],
        "faq" => &[FAQ],
        "video" => &[VIDEO],
        "countdown" => &[COUNTDOWN],
        "agenda" => &[AGENDA],
        "speakers" => &[SPEAKERS],
        "products" => &[PRODUCTS],
        "form" => &[FORM, FORM_BLOCK, SUCCESS],
        "cta" => &[CTA],
        "sticky_cta" => &[STICKY_CTA],
        "banner" => &[BANNER],
        "rich" => &[RICH],
        "privacy" => &[PRIVACY],
        "footer" => &[FOOTER],
        _ => &[],
    }
}

/// One sheet, without what only people read.
#[must_use]
pub fn gather(sheets: &[&str]) -> String {
    sheets.iter().map(|sheet| minified(sheet)).collect()
}

/// Without comments, and without white space that means nothing. Spaces inside strings stay, and so do those that separate words
/// (`a b`, `1px solid`) and operators (`1em + 2em`), which is why none is dropped around `+`, `-`, `*`, `(` or before `:`.
fn minified(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        if next.is_whitespace() {
            space = true;
            rest = rest.trim_start();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else {
            let token = if matches!(next, '"' | '\'') { quoted(rest, next) } else { rest.split_at(next.len_utf8()).0 };
            if space
                && !small.is_empty()
                && !small.ends_with(['{', '}', ';', ',', ':', '>'])
                && !matches!(next, '{' | '}' | ';' | ',' | '>')
            {
                small.push(' ');
            }
            if next == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push_str(token);
            space = false;
            rest = rest.get(token.len()..).unwrap_or_default();
        }
    }
    small
}

/// The string at the start of `css`, quotes included.
fn quoted(css: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, c) in css.char_indices().skip(1) {
        if c == quote && !escaped {
            return css.get(..=at).unwrap_or(css);
        }
        escaped = c == '\\' && !escaped;
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_meaningless_space_goes() {
        for (css, small) in [
            ("/* a */\n.a , .b > .c {\n  margin: 0 auto;\n}\n", ".a,.b>.c{margin:0 auto}"),
            (".a { content: \"a  /* b */ }\" }", ".a{content:\"a  /* b */ }\"}"),
            (".a { content: 'it\\'s  so' ; }", ".a{content:'it\\'s  so'}"),
            (".a { width: calc(1em + 2 * (3em - 1px)) }", ".a{width:calc(1em + 2 * (3em - 1px))}"),
            ("@media (min-width: 40em) and (hover) { a :focus { top: 0 } }", "@media (min-width:40em) and (hover){a :focus{top:0}}"),
            (".a:not(.b) .c + .d { --x: }", ".a:not(.b) .c + .d{--x:}"),
        ] {
            assert_eq!(minified(css), small);
        }
    }

    #[test]
    fn a_page_carries_only_the_sheets_of_its_blocks() {
        let block: Block = serde_json::from_str(r#"{ "kind": "hero", "title": "Hello" }"#).expect("a block");
        let css = gather(&of_blocks([&block], &Runtime::default()));
        assert!(css.contains(".lw-hero") && css.contains(".lw-header"));
        assert!(!css.contains(".lw-form") && !css.contains(".lw-question") && !css.contains("/*"));
    }

    #[test]
    fn sheets_size_everything_in_em_and_balance_their_braces() {
        for css in [gather(ALL), embed_sheets()] {
            assert!(!css.contains("rem;") && !css.contains("rem)") && !css.contains("rem "), "a page's root may be any size");
            assert_eq!(css.matches('{').count(), css.matches('}').count());
        }
    }
}
