//! `app.html`: the single-page app, which is what trunk made of index.html with our styles and our policy.

use super::folder::Folder;
use super::policy::{self, Inline};
use super::program::{self, Built, short_hash};
use super::{Error, parts, sheets};
use crate::campaign::Campaign;
use crate::drawing::html::escaped;

const TRUNK_PAGE: &str = "index.html";
const APP: &str = "app.html";
/// What trunk's page has, and some of ours.
const MODULE: &str = "<script type=\"module\"";
/// What every page of ours has. A site may be built again where its own first page has taken the place of trunk's.
const OURS: &str = " data-lw-page=\"";
/// Where our head goes.
const CHARSET: &str = "<meta charset=\"utf-8\">";

pub fn write(folder: &mut Folder, campaign: &Campaign) -> Result<(), Error> {
    let fresh = folder
        .read(TRUNK_PAGE)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .filter(|html| html.contains(MODULE) && !html.contains(OURS));
    // On a finished build trunk's page is inside app.html already: everything ours is taken out again.
    let page = match fresh {
        Some(page) => page,
        None => without_ours(&String::from_utf8_lossy(&folder.read(APP)?)),
    };
    let page = with_short_names(folder, page)?;
    let runtime = &campaign.runtime;
    let blocks = || campaign.pages.iter().flat_map(|page| &page.blocks);
    let styles = sheets::gather(&sheets::of_blocks(blocks(), runtime));
    let styles_name = format!("site-{}.css", short_hash(styles.as_bytes()));
    folder.write(&styles_name, &styles)?;
    let base = escaped(&runtime.base);
    let locales: Vec<&str> = runtime.locales.iter().map(String::as_str).collect();
    let parts = parts::of_blocks(blocks(), campaign, &locales);
    let mut inline = inline_scripts(&page);
    inline.extend(parts.as_deref());
    let policy = policy::of(runtime, &Inline { scripts: inline, styles: Vec::new() });
    let (before, after) = page.split_once(CHARSET).ok_or(Error::Unexpected { what: "trunk's index.html" })?;
    let parts = parts.map_or_else(String::new, |script| format!("<script type=\"module\">{script}</script>\n"));
    let ours = format!(
        "{START}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"{base}/{styles_name}\">\n<script src=\"{base}/leadwell.js\" data-site></script>\n{parts}{END}"
    );
    let before = before.replacen("<html lang=\"en\"", &format!("<html lang=\"en\" data-lw-base=\"{base}/\""), 1);
    folder.write(APP, format!("{before}{CHARSET}{ours}{after}"))
}

/// trunk's program with short import names, under the names of its new content. Without trunk's integrity attributes: the
/// files come from where the page comes from.
fn with_short_names(folder: &mut Folder, page: String) -> Result<String, Error> {
    let built = |ending: &str| folder.names().into_iter().find(|name| name.starts_with("site-") && name.ends_with(ending));
    let (Some(wasm_name), Some(glue_name)) = (built("_bg.wasm"), built(".js")) else {
        // A finished build: the page names what is there.
        for file in
            folder.names().into_iter().filter(|name| name.starts_with("site-") && (name.ends_with(".js") || name.ends_with(".wasm")))
        {
            folder.keep(&file);
        }
        return Ok(page);
    };
    let program = program::publish(folder, "site", &Built { wasm: &wasm_name, glue: &glue_name, classic: None })?;
    Ok(without_integrity(&page.replace(&wasm_name, &program.wasm).replace(&glue_name, &program.glue)))
}

fn without_integrity(page: &str) -> String {
    let mut parts = page.split(" integrity=\"");
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        without.push_str(part.split_once('"').map_or("", |(_, after)| after));
    }
    without
}

const START: &str = "<!-- leadwell -->";
const END: &str = "<!-- /leadwell -->";

fn without_ours(app: &str) -> String {
    let cut = app.split_once(START).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let page = cut.map_or_else(|| app.to_owned(), |(before, after)| format!("{before}{after}"));
    match page.split_once(" data-lw-base=\"") {
        Some((before, rest)) => format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after)),
        None => page,
    }
}

/// The text of every script that stands in the page itself.
fn inline_scripts(page: &str) -> Vec<&str> {
    let scripts = page.split("<script").skip(1).filter_map(|rest| {
        let (tag, rest) = rest.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        (!tag.contains(" src=")).then_some(text)
    });
    scripts.collect()
}
