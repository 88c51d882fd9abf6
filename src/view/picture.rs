//! Pictures of the campaign: their place is kept while they load, and what is below the fold loads later.

use super::reader::Reader;
use crate::campaign::written::{Picture, ThemeMode};
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

pub fn picture(picture: &Picture, class: &str, loading: Loading, reader: &Reader) -> Element {
    let image = el("img", class)
        .attr("src", &reader.file(&picture.file))
        .attr_if("srcset", sources(picture, reader).as_deref())
        .attr_if("sizes", (!picture.sizes.is_empty()).then_some("(min-width: 60em) 34em, 92vw"))
        .attr("width", &digits(picture.width.into()))
        .attr("height", &digits(picture.height.into()))
        .attr("alt", &picture.alt.as_ref().map_or_else(String::new, |alt| reader.read(alt)))
        .attr_if("loading", (loading == Loading::Lazy).then_some("lazy"))
        .attr_if("fetchpriority", (loading == Loading::First).then_some("high"))
        .attr("decoding", "async");
    let (Some(dark), Some(media)) = (&picture.dark, when_dark(reader.mode)) else { return image };
    let source = el("source", "").attr("srcset", &reader.file(dark)).attr("media", media);
    el("picture", "lw-picture").child(source).child(image)
}

fn sources(picture: &Picture, reader: &Reader) -> Option<String> {
    if picture.sizes.is_empty() {
        return None;
    }
    let mut all = [&reader.file(&picture.file), " ", &digits(picture.width.into()), "w"].concat();
    for size in &picture.sizes {
        all.push_str(&[", ", &reader.file(&size.file), " ", &digits(size.width.into()), "w"].concat());
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
