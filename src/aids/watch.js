// What the campaign's `events` listen for on anybody's page: pushes into its data layer, clicks, and events of the DOM. Each is told to
// the runtime under the campaign's name for it, with what `take` names and nothing else (`take.js`, published in front of this file).
// It changes nothing that the page can see but the data layer's own `push`, which calls the one it found; it keeps no event from anybody.
const LAYER = "dataLayer";
// An event may make the page tell another; deeper than this they make each other.
const DEEPEST = 5;

export default function attach({ ask, about, say, heard, over }) {
  const done = new AbortController(), { signal } = done;
  const calmly = (work) => (...told) => { try { return work(...told); } catch (error) { say(error); } };
  const listen = (target, name, act) => target.addEventListener(name, calmly(act), { capture: true, passive: true, signal });
  const undo = [];
  let depth = 0;

  const enter = calmly((rule, told) => {
    if (depth >= DEEPEST) return;
    depth += 1;
    try {
      const detail = take(rule.take, told);
      if (!rule.where || ask("holding", { conditions: [rule.where], event: detail })[0]) ask("happened", { event: rule.name, detail });
    } finally {
      depth -= 1;
    }
  });

  const rules = about.filter(({ name, selector }) => {
    try {
      if (selector) document.createElement("a").matches(selector);
      return true;
    } catch {
      say(`the selector of the event "${name}" cannot be read: ${selector}`);
    }
  });
  const of = (source) => rules.filter(({ from }) => from === source);
  const called = ({ name, event }) => event ?? name;
  // A form's control may be named `matches` and hide the method.
  const fitting = (event, selector) => event.composedPath().find((one) => typeof one.matches === "function" && one.matches(selector));

  const clicks = of("click");
  if (clicks.length) {
    listen(document, "click", (event) => {
      for (const rule of clicks) {
        const element = fitting(event, rule.selector);
        if (element) enter(rule, { id: element.id, get text() { return element.textContent.trim(); }, get url() { return element.getAttribute("href"); }, data: { ...element.dataset } });
      }
    });
  }

  // On its way down the window sees what is told to the document or an element, whether it climbs or not, and before anybody stops it.
  for (const rule of of("dom")) listen(window, called(rule), (event) => (!rule.selector || fitting(event, rule.selector)) && enter(rule, event.detail));

  const pushes = of("data_layer"), names = new Set(pushes.map(({ on }) => on ?? LAYER));
  // Layers that were found, and what was pushed into them as far as it was heeded.
  const known = new WeakSet(), heeded = new WeakSet();
  // While the page's own `push` is at work, it may push more.
  let inside = 0;
  const isNew = (entry) => Object(entry) === entry && !heeded.has(entry) && heeded.add(entry);
  const heed = calmly((layer, entry) => {
    const [event, told] = pushed(entry);
    for (const rule of pushes) if (called(rule) === event && window[rule.on ?? LAYER] === layer) enter(rule, told);
  });
  // What came before us, or past us: into a list that took the place of another, by a `push` that calls nobody.
  const look = calmly(() => {
    if (inside || signal.aborted) return;
    for (const name of names) {
      const layer = window[name];
      if (typeof layer?.push !== "function") continue;
      if (!known.has(layer)) wrap(layer);
      // Some keep no list.
      for (const entry of [].concat(layer)) if (isNew(entry)) heed(layer, entry);
    }
  });
  const wrap = (layer) => {
    known.add(layer);
    const before = layer.push, isOwn = Object.hasOwn(layer, "push");
    const push = function (...entries) {
      look();
      inside += 1;
      try {
        return before.apply(this, entries);
      } finally {
        inside -= 1;
        // Somebody between us and the list may have pushed copies.
        [].concat(layer).forEach(isNew);
        if (!signal.aborted) for (const entry of entries) heed(layer, entry);
      }
    };
    // A list that cannot be changed is still looked at.
    try { layer.push = push; } catch {}
    undo.push(() => {
      if (layer.push !== push) return;
      if (isOwn) layer.push = before;
      else delete layer.push;
    });
  };
  if (names.size) {
    look();
    for (const moment of ["load", "pagehide"]) listen(window, moment, look);
    heard?.(look);
  }

  const off = () => {
    done.abort();
    for (const step of undo) step();
  };
  over?.addEventListener("abort", off);
  return off;
}
