//! The pages of a campaign as files, drawn on all cores.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::document::{Document, Scripts};
use super::folder::Folder;
use super::{Error, choices, file_of, netlify, parts, sheets};
use crate::campaign::written::Page;
use crate::campaign::{Campaign, Runtime};
use crate::drawing::html::to_html;
use crate::texts::{self, Texts};
use crate::view::{self, Reader};

/// Writes every page in every language, and gives their number; then the pages on which forms posted without scripts end.
pub fn write(folder: &mut Folder, campaign: &Campaign, progress: impl Fn(usize, usize) + Sync) -> Result<usize, Error> {
    let locales: Vec<(&String, Texts)> =
        campaign.runtime.locales.iter().map(|locale| (locale, texts::of_pages(locale, &campaign.texts))).collect();
    let wanted: Vec<(&str, &Texts, &Page)> =
        locales.iter().flat_map(|(locale, texts)| campaign.pages.iter().map(move |page| (locale.as_str(), texts, page))).collect();
    let (styles, done, total) = (Styles::default(), AtomicUsize::new(0), wanted.len());
    let drawn: Vec<(String, String)> = wanted
        .par_iter()
        .map(|(locale, texts, page)| {
            let drawn = draw(campaign, page, &Reader::new(&campaign.runtime, locale, texts), &styles);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            drawn
        })
        .collect();
    for (file, html) in drawn {
        folder.write(&file, html)?;
    }
    for (locale, texts) in &locales {
        write_thanks(folder, campaign, &Reader::new(&campaign.runtime, locale, texts))?;
    }
    Ok(total)
}

/// Sheets are gathered and made small once for every set of blocks.
#[derive(Default)]
struct Styles(Mutex<HashMap<Vec<&'static str>, String>>);

impl Styles {
    fn of(&self, page: &Page, runtime: &Runtime) -> String {
        let sheets = sheets::of_blocks(&page.blocks, runtime);
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.entry(sheets).or_insert_with_key(|sheets| sheets::gather(sheets)).clone()
    }
}

/// The name of a page's file, and what is in it.
fn draw(campaign: &Campaign, page: &Page, reader: &Reader, styles: &Styles) -> (String, String) {
    let mut body = to_html(&view::page(campaign, page, reader));
    let is_first = campaign.pages.first().is_some_and(|first| first.path == page.path);
    if is_first && reader.locale == campaign.runtime.default_locale {
        body.push_str(&netlify::copies(&campaign.runtime));
    }
    let choices = choices::of(page, &campaign.runtime, &body);
    let before_paint = parts::before_paint(&body);
    let scripts = Scripts { parts: parts::of_blocks(&page.blocks, campaign, &[reader.locale]), choices, before_paint };
    let document = Document {
        campaign,
        locale: reader.locale,
        path: &page.path,
        title: reader.read(&page.title),
        description: Some(reader.read(&page.description)),
        styles: &styles.of(page, &campaign.runtime),
        body,
        page: Some(page),
        scripts,
    };
    (file_of(&reader.path(&page.path), &campaign.runtime), document.html())
}

fn write_thanks(folder: &mut Folder, campaign: &Campaign, reader: &Reader) -> Result<(), Error> {
    let styles = sheets::thanks_sheets(&campaign.runtime.theme);
    for (id, form) in &campaign.runtime.forms {
        let document = Document {
            campaign,
            locale: reader.locale,
            path: &format!("/thanks/{id}"),
            title: reader.texts.received().to_string(),
            description: None,
            styles: &styles,
            body: to_html(&view::thanks_page(campaign, id, form, reader)),
            page: None,
            scripts: Scripts::default(),
        };
        folder.write(&file_of(&reader.thanks_path(id), &campaign.runtime), document.html())?;
    }
    Ok(())
}
