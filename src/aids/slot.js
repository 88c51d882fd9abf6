// A popup of kind `inline`: it takes the place that a page keeps for it, `data-leadwell-slot="ID"`, whose own content stays until then and
// comes back when it is closed. Nothing on screen or above it moves: it comes where it is no higher than what was there, and else when its
// place is below the window. So the promise may take its time; it is null where the place goes away before.
//
// `drawn` and `context` as in `popup.js`, and `context.place`: the element.

// Whether the place is there for it, once it is: asked anew when it goes out of sight, when it is gone, and when the focus left it.
const free = (place, popup) => new Promise((done) => {
  const over = new AbortController(), watchers = [];
  const fits = () => {
    const { top, height } = place.getBoundingClientRect();
    if (top >= innerHeight) return true;
    // For a moment in which nothing is painted it stands below the page's own content.
    popup.toggleAttribute("data-lw-shown", true);
    const wanted = popup.offsetHeight;
    popup.removeAttribute("data-lw-shown");
    return wanted <= height;
  };
  const look = (isOver) => {
    const isGone = isOver === true || !place.isConnected;
    // Content that somebody is typing into is not taken away.
    if (!isGone && (place.querySelector(":focus") || !fits())) return;
    for (const watcher of watchers) watcher.disconnect();
    over.abort();
    done(!isGone);
  };
  watchers.push(new IntersectionObserver(look), new ResizeObserver(() => { if (!place.isConnected) look(); }));
  for (const watcher of watchers) watcher.observe(place);
  place.addEventListener("focusout", () => setTimeout(look), { signal: over.signal });
  document.addEventListener("leadwell:forgotten", () => look(true), { signal: over.signal });
});

export default async function attach(drawn, context) {
  const { place, tell, closed } = context, { host, popup } = draw(drawn, context);
  const given = [...place.childNodes], size = new ResizeObserver(() => { if (!host.isConnected) leave("elsewhere"); });
  let isOpen = false, back;
  const leave = (reason = "call") => {
    if (!isOpen) return;
    isOpen = false;
    const told = toldOf(popup, reason);
    size.disconnect();
    back?.();
    // What the page has put there meanwhile stays.
    if (host.parentNode === place) place.append(...given);
    host.remove();
    tell("drawn");
    closed(told);
  };
  place.append(host);
  await enliven(popup, context, leave);
  if (!await free(place, popup)) {
    host.remove();
    return null;
  }
  const { top, height } = place.getBoundingClientRect();
  // What follows stays where it is.
  if (top < innerHeight) back = hold(place, "min-block-size", height + "px");
  isOpen = true;
  popup.toggleAttribute("data-lw-shown", true);
  for (const node of given) node.remove();
  size.observe(host);
  return { host, close: leave };
}
