//! A film: its poster first. Nothing from elsewhere is asked for before the visitor presses play.

use super::piece::Piece;
use crate::campaign::Part;
use crate::campaign::written::is_film_id;
use crate::drawing::{Element, el};
use crate::texts::filled;
use crate::view::icon::icon;
use crate::view::picture::{Loading, picture, sized};

pub fn video(video: Piece) -> Element {
    let reader = video.reader();
    let elsewhere = elsewhere(video.part);
    let own = video.part.part("source").and_then(|source| source.word_if("file"));
    let film = match (own, &elsewhere) {
        (Some(file), _) => Some(own_film(file, video)),
        (None, Some(place)) => Some(play(video, place)),
        (None, None) => poster(video),
    };
    let notice = elsewhere.map(|place| el("p", "lw-film-notice").text(&filled(reader.texts.video_notice(), "host", place.host)));
    let transcript = video
        .sections(("transcript", "div", ""))
        .map(|words| el("details", "lw-transcript").child(el("summary", "").text(reader.texts.transcript())).child(words));
    video.section("lw-video").child(el("div", "lw-film").maybe(film)).maybe(notice).maybe(transcript)
}

/// A film on somebody else's site.
struct Place {
    /// Where it plays in a frame.
    frame: String,
    /// Where it stands as a page, for visitors without scripts.
    page: String,
    host: &'static str,
}

fn elsewhere(video: Part) -> Option<Place> {
    let source = video.part("source")?;
    let of = |host, frame: &[&str], page: &[&str]| Place { frame: frame.concat(), page: page.concat(), host };
    if let Some(id) = source.word_if("youtube").filter(|id| is_film_id(id)) {
        let frame = ["https://www.youtube-nocookie.com/embed/", id, "?autoplay=1&rel=0"];
        return Some(of("youtube-nocookie.com", &frame, &["https://www.youtube.com/watch?v=", id]));
    }
    let id = source.word_if("vimeo").filter(|id| is_film_id(id))?;
    let frame = ["https://player.vimeo.com/video/", id, "?autoplay=1&dnt=1"];
    Some(of("player.vimeo.com", &frame, &["https://vimeo.com/", id]))
}

fn poster(video: Piece) -> Option<Element> {
    video.part.part("poster").map(|poster| picture(poster, "lw-poster", Loading::Lazy, video.reader()))
}

fn play(video: Piece, place: &Place) -> Element {
    let reader = video.reader();
    let name = reader.read_part(video.part, "name");
    el("a", "lw-play")
        .attr("href", &place.page)
        .marks("target=_blank rel=noopener")
        .attr("data-lw-film", &place.frame)
        .attr("data-lw-title", &name)
        .attr("aria-label", &filled(reader.texts.play(), "title", &name))
        .maybe(poster(video))
        .child(el("span", "lw-play-sign").child(icon("play")))
}

fn own_film(file: &str, video: Piece) -> Element {
    let reader = video.reader();
    let film = el("video", "lw-poster").attr("src", &reader.file(file));
    let film = match video.part.part("poster") {
        Some(poster) => sized(film.attr("poster", &reader.file(poster.word("file"))), poster),
        None => film,
    };
    let mut film = film.attr("preload", "none").attr("aria-label", &reader.read_part(video.part, "name")).marks("controls playsinline");
    for captions in video.part.list("captions") {
        let locale = captions.word("locale");
        film = film.child(
            el("track", "")
                .attr("kind", "captions")
                .attr("src", &reader.file(captions.word("file")))
                .attr("srclang", locale)
                .attr("label", crate::view::languages::own_name(locale))
                .flag("default", locale == reader.locale),
        );
    }
    film
}
