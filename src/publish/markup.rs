//! A form as data, for pages that are not ours: what the views draw natively, so that the runtime has to build elements and
//! nothing else. A visitor downloads one form in one language, where a page asks for it.
//!
//! `{ "attributes": […], "language": […], "styles": "…", "nodes": […] }`: attributes of the host and of what stands inside it, and what
//! theme and form need beside the styles that all forms share;
//! `drawing::data` says what a node is.

use serde_json::{Value, json};

use super::folder::Folder;
use super::{Error, sheets};
use crate::campaign::{Campaign, Form, Runtime};
use crate::drawing::Node;
use crate::drawing::data::to_data;
use crate::locale::direction;
use crate::texts::{self, Texts};
use crate::view::{self, Place, Reader};

/// Writes `forms/ID.LOCALE.json` for every form and language.
pub fn write(folder: &mut Folder, campaign: &Campaign) -> Result<(), Error> {
    for locale in &campaign.runtime.locales {
        for (id, form) in &campaign.runtime.forms {
            folder.write(&format!("forms/{id}.{locale}.json"), as_data(campaign, id, form, locale).to_string())?;
        }
    }
    Ok(())
}

fn as_data(campaign: &Campaign, id: &str, form: &Form, locale: &str) -> Value {
    let runtime = &campaign.runtime;
    let texts = texts::of_pages(locale, &campaign.texts);
    // Nothing posts this form but the runtime, which knows the page: the native form's hidden fields have no use.
    let place = Place { runtime, id, form, page: "", next: "", offered_by: None };
    let drawn = view::form(&place, &reader_elsewhere(campaign, locale, &texts));
    data(runtime, locale, &sheets::of_form_elsewhere(form, runtime), &drawn)
}

/// Whoever reads it is on another site: what it leads to is on this one.
pub fn reader_elsewhere<'a>(campaign: &'a Campaign, locale: &'a str, texts: &'a Texts) -> Reader<'a> {
    Reader { base: campaign.site.url.trim_end_matches('/'), ..Reader::new(&campaign.runtime, locale, texts) }
}

/// What was drawn, with what stands around it in its shadow root.
pub fn data(runtime: &Runtime, locale: &str, styles: &str, drawn: &[Node]) -> Value {
    let styles = [styles, &view::theme_css(&runtime.theme, &runtime.on_accent)].concat();
    json!({
        "attributes": view::theme_attributes(&runtime.theme),
        "language": [["lang", locale], ["dir", direction(locale)]],
        "styles": styles,
        "nodes": to_data(drawn),
    })
}
