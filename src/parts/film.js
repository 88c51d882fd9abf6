// A film on somebody else's site: asked for only when the visitor presses play.
part("[data-lw-film]", (link) => link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "lw-poster";
  frame.title = link.dataset.lwTitle;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = link.dataset.lwFilm;
  link.replaceWith(frame);
  frame.focus();
  tell("video_start", { id: frame.closest("section")?.id });
}));
part("video.lw-poster", (film) => {
  const id = film.closest("section")?.id;
  const marks = [25, 50, 75];
  film.addEventListener("play", () => tell("video_start", { id }), { once: true });
  film.addEventListener("timeupdate", () => {
    while (marks.length && film.currentTime / film.duration >= marks[0] / 100) tell("video_progress", { id, percent: marks.shift() });
  });
  film.addEventListener("ended", () => tell("video_complete", { id }), { once: true });
});
