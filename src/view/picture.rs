//! Pictures of the campaign: their place is kept while they load, and what is below the fold loads later.

use super::reader::Reader;
use crate::campaign::Part;
use crate::campaign::written::ThemeMode;
use crate::digits::digits;
use crate::drawing::{Element, el};

/// When a picture is fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it is what a visitor sees first.
    First,
    /// When it comes near the window.
    Lazy,
}

pub fn picture(picture: Part, class: &str, loading: Loading, reader: &Reader) -> Element {
    let file = reader.file(picture.word("file"));
    let sources = sources(&file, picture, reader);
    let image = el("img", class)
        .attr("src", &file)
        .attr_if("srcset", sources.as_deref())
        .attr_if("sizes", sources.is_some().then_some("(min-width: 60em) 34em, 92vw"));
    let image = sized(image, picture)
        .attr("alt", &reader.read_part(picture, "alt"))
        .attr_if("loading", (loading == Loading::Lazy).then_some("lazy"))
        .attr_if("fetchpriority", (loading == Loading::First).then_some("high"))
        .attr("decoding", "async");
    let (Some(dark), Some(media)) = (picture.word_if("dark"), when_dark(reader.mode)) else { return image };
    let source = el("source", "").attr("srcset", &reader.file(dark)).attr("media", media);
    el("picture", "lw-picture").child(source).child(image)
}

/// With the width and height that keep its place.
pub fn sized(element: Element, picture: Part) -> Element {
    element.attr("width", &pixels(picture, "width")).attr("height", &pixels(picture, "height"))
}

fn pixels(picture: Part, key: &str) -> String {
    digits(picture.number(key).unwrap_or_default() as u64)
}

fn sources(file: &str, picture: Part, reader: &Reader) -> Option<String> {
    let sizes = picture.list("sizes");
    if sizes.is_empty() {
        return None;
    }
    let mut all = [file, " ", &pixels(picture, "width"), "w"].concat();
    for size in sizes {
        all.push_str(&[", ", &reader.file(size.word("file")), " ", &pixels(size, "width"), "w"].concat());
    }
    Some(all)
}

fn when_dark(mode: ThemeMode) -> Option<&'static str> {
    match mode {
        ThemeMode::Auto => Some("(prefers-color-scheme: dark)"),
        ThemeMode::Dark => Some("all"),
        ThemeMode::Light => None,
    }
}
