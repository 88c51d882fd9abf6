//! A film: its poster first. Nothing from elsewhere is asked for before the visitor presses play.

use super::section;
use crate::campaign::written::{Captions, Icon, Video, is_film_id};
use crate::digits::digits;
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::view::icon::icon;
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;

pub fn video(video: &Video, reader: &Reader) -> Element {
    let elsewhere = elsewhere(video);
    let film = match (&video.source.file, &elsewhere) {
        (Some(file), _) => own_film(file, video, reader),
        (None, Some(place)) => poster(video, place, reader),
        (None, None) => picture(&video.poster, "lw-poster", Loading::Lazy, reader),
    };
    let notice = elsewhere.map(|place| el("p", "lw-film-notice").text(&filled(reader.texts.video_notice(), "host", place.host)));
    section("lw-video", video.title.as_ref(), video.text.as_ref(), reader).child(el("div", "lw-film").child(film)).maybe(notice).maybe(
        video.transcript.as_ref().map(|words| {
            el("details", "lw-transcript")
                .child(el("summary", "").text(reader.texts.transcript()))
                .child(el("div", "").nodes(reader.say_sections(words)))
        }),
    )
}

/// A film on somebody else's site.
struct Place {
    /// Where it plays in a frame.
    frame: String,
    /// Where it stands as a page, for visitors without scripts.
    page: String,
    host: &'static str,
}

fn elsewhere(video: &Video) -> Option<Place> {
    let of = |host, frame: &[&str], page: &[&str]| Place { frame: frame.concat(), page: page.concat(), host };
    if let Some(id) = video.source.youtube.as_deref().filter(|id| is_film_id(id)) {
        let frame = ["https://www.youtube-nocookie.com/embed/", id, "?autoplay=1&rel=0"];
        return Some(of("youtube-nocookie.com", &frame, &["https://www.youtube.com/watch?v=", id]));
    }
    let id = video.source.vimeo.as_deref().filter(|id| is_film_id(id))?;
    let frame = ["https://player.vimeo.com/video/", id, "?autoplay=1&dnt=1"];
    Some(of("player.vimeo.com", &frame, &["https://vimeo.com/", id]))
}

fn poster(video: &Video, place: &Place, reader: &Reader) -> Element {
    let name = reader.read(&video.name);
    el("a", "lw-play")
        .attr("href", &place.page)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .attr("data-lw-film", &place.frame)
        .attr("data-lw-title", &name)
        .attr("aria-label", &filled(reader.texts.play(), "title", &name))
        .child(picture(&video.poster, "lw-poster", Loading::Lazy, reader))
        .child(el("span", "lw-play-sign").child(icon(Icon::Play)))
}

fn own_film(file: &str, video: &Video, reader: &Reader) -> Element {
    let track = |captions: &Captions| {
        el("track", "")
            .attr("kind", "captions")
            .attr("src", &reader.file(&captions.file))
            .attr("srclang", &captions.locale)
            .attr("label", crate::view::languages::own_name(&captions.locale))
            .flag("default", captions.locale == reader.locale)
    };
    el("video", "lw-poster")
        .attr("src", &reader.file(file))
        .attr("poster", &reader.file(&video.poster.file))
        .attr("width", &digits(video.poster.width.into()))
        .attr("height", &digits(video.poster.height.into()))
        .attr("preload", "none")
        .attr("aria-label", &reader.read(&video.name))
        .flag("controls", true)
        .flag("playsinline", true)
        .each(&video.captions, track)
}
