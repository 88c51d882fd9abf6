//! A form as data, for pages that are not ours: what the views draw natively, so that the runtime has to build elements and
//! nothing else. A visitor downloads one form in one language, where a page asks for it.
//!
//! `{ "attributes": […], "styles": "…", "nodes": […] }`; `drawing::data` says what a node is.

use serde_json::{Value, json};

use super::Error;
use super::folder::Folder;
use crate::campaign::{Form, Runtime};
use crate::drawing::data::to_data;
use crate::texts;
use crate::view::{self, Reader};

/// Writes `forms/ID.LOCALE.json` for every form and language.
pub fn write(folder: &mut Folder, runtime: &Runtime) -> Result<(), Error> {
    for locale in &runtime.locales {
        for (id, form) in &runtime.forms {
            folder.write(&format!("forms/{id}.{locale}.json"), as_data(runtime, id, form, locale).to_string())?;
        }
    }
    Ok(())
}

fn as_data(runtime: &Runtime, id: &str, form: &Form, locale: &str) -> Value {
    let texts = texts::for_locale(locale);
    let reader = Reader::new(runtime, locale, &texts);
    // Nothing posts this form but the runtime, which knows the page: the native form's hidden fields have no use.
    json!({
        "attributes": view::theme_attributes(&runtime.theme),
        "styles": view::theme_css(&runtime.theme, &runtime.on_accent),
        "nodes": to_data(&view::form(runtime, id, form, "", "", &reader)),
    })
}
