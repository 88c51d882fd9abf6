// What visitors do besides clicking and scrolling, where some rule of the campaign wants to know: that they are about to leave, that they do
// nothing, that they look at something. Published with `exit.js` in front of it, and loaded only where one of the three is named. It
// tells the runtime and decides nothing; it listens to little, reads no layout while somebody scrolls, and takes all of it off again.
//
// `about`: `{ exit: bool, idle: [seconds], visible: [ids] }`; what is left out is not watched, and an empty `idle` means the usual seconds.

const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "scroll"];
const IDLE_SECONDS = [30, 60, 120, 300];
// How often each of them is heard at most: signs of life, and samples of what moves.
const LULL_MS = 1000;
const SAMPLE_MS = 100;
// Something was seen when half of it, or as much as fills half of the window, was there for so long.
const SEEN_SHARE = 0.5;
const SEEN_MS = 1000;
// In steps, since what is higher than the window never shows half of itself.
const SHARES = Array.from({ length: 21 }, (_, step) => step / 20);
const FIELDS = "input, textarea, select, [contenteditable]";

// Whether somebody is in a field, in a shadow root of ours as well.
const focused = (root = document) => (root.activeElement?.shadowRoot ? focused(root.activeElement.shadowRoot) : root.activeElement);
const isEditing = () => focused()?.matches(FIELDS) ?? false;

export default function attach({ ask, about, heard, over }) {
  const stop = new AbortController(), { signal } = stop, timers = new Set();
  const off = () => {
    stop.abort();
    timers.forEach(clearTimeout);
    timers.clear();
  };
  const later = (then, ms) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      then();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const cancel = (timer) => {
    clearTimeout(timer);
    timers.delete(timer);
  };
  const calmly = (then) => (...given) => {
    try {
      if (!signal.aborted) then(...given);
    } catch (error) {
      console.warn("leadwell: " + error);
    }
  };
  const raise = calmly((event, detail) => ask("happened", { event, detail }));
  const listen = (target, name, then, more) => target.addEventListener(name, calmly(then), { passive: true, signal, ...more });
  // The first of a kind, and then none for a while: a listener at every move of a pointer would cost more than all else here.
  const sample = (target, name, then, pause, more) => listen(target, name, (event) => {
    later(() => sample(target, name, then, pause, more), pause);
    then(event);
  }, { once: true, ...more });

  const watchExits = () => {
    let detector = exits(Date.now()), height = innerHeight, isTouched = false;
    const tell = (how) => { if (how) raise("exit_intent", { how }); };
    const again = () => { detector = exits(Date.now()); };
    const scrolled = () => tell(detector.scrolled({ y: scrollY, t: Date.now(), height, editing: isEditing() }));
    sample(window, "pointermove", ({ pointerType, clientX: x, clientY: y }) => { if (pointerType !== "touch") detector.pointer({ x, y, t: Date.now() }); }, SAMPLE_MS, { capture: true });
    listen(document, "mouseout", ({ target, relatedTarget, clientX: x, clientY: y, buttons }) => {
      // Told at the edge of every element; nothing more is done for those.
      if (relatedTarget !== null) return;
      // The list of a field in use may lie over anything.
      const over = focused()?.localName === "select" ? "select" : target.localName;
      tell(detector.out({ x, y, t: Date.now(), to: null, over, buttons, width: innerWidth }));
    });
    listen(document, "click", () => detector.pressed(Date.now()), { capture: true });
    listen(document, "change", () => detector.pressed(Date.now()), { capture: true });
    listen(document, "pointerdown", ({ pointerType }) => {
      if (pointerType !== "touch") return;
      detector.touched(Date.now());
      // Only fingers scroll in a way that tells anything, and only then is it asked how high the window is.
      if (!isTouched) sample(window, "scroll", scrolled, SAMPLE_MS);
      isTouched = true;
    }, { capture: true });
    listen(window, "resize", () => { height = innerHeight; });
    listen(document, "visibilitychange", () => (document.hidden ? detector.hidden({ t: Date.now(), editing: isEditing() }) : tell(detector.shown(Date.now()))));
    return again;
  };

  const watchIdleness = (wanted) => {
    const seconds = [...new Set(wanted.length ? wanted : IDLE_SECONDS)].sort((a, b) => a - b);
    let last = Date.now(), told = 0, timer;
    // One timer, until all is told; it looks when the next may be due, and not at every sign.
    const look = () => {
      cancel(timer);
      timer = undefined;
      if (document.hidden) return;
      // A clock set back begins anew.
      if (Date.now() < last) last = Date.now();
      while (told < seconds.length && Date.now() - last >= seconds[told] * 1000) raise("idle", { seconds: seconds[told++] });
      if (told < seconds.length) timer = later(look, Math.max(50, seconds[told] * 1000 - (Date.now() - last)));
    };
    const note = () => {
      [last, told] = [Date.now(), 0];
      if (timer === undefined) look();
    };
    for (const name of SIGNS_OF_LIFE) sample(window, name, note, LULL_MS, { capture: true });
    // Who is not here is not idle, and who comes back begins anew.
    listen(document, "visibilitychange", () => {
      last = document.hidden ? last : Date.now();
      told = 0;
      look();
    });
    look();
    return note;
  };

  const watchSight = (ids) => {
    // By element: its timer, while enough of it is there.
    const looking = new Map(), seen = new Set();
    const forget = (element) => {
      cancel(looking.get(element));
      looking.delete(element);
    };
    const observer = new IntersectionObserver(calmly((entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const isThere = isIntersecting && (intersectionRatio >= SEEN_SHARE || intersectionRect.height >= (rootBounds?.height ?? innerHeight) * SEEN_SHARE);
        if (!isThere) forget(target);
        else if (!looking.has(target)) looking.set(target, later(() => told(target), SEEN_MS));
      }
    }), { threshold: SHARES });
    const told = (element) => {
      forget(element);
      observer.unobserve(element);
      // In a tab that nobody looks at, it is told of again once somebody does.
      if (document.hidden) return observer.observe(element);
      if (seen.has(element.id)) return;
      seen.add(element.id);
      raise("visible", { id: element.id });
    };
    // What is drawn later, or anew, is looked for when the page says so.
    const find = () => {
      for (const id of ids) {
        const element = document.getElementById(id);
        if (element && !seen.has(id)) observer.observe(element);
      }
    };
    const again = () => {
      observer.disconnect();
      [...looking.keys()].forEach(forget);
      seen.clear();
      find();
    };
    signal.addEventListener("abort", () => observer.disconnect());
    for (const name of ["drawn", "redrawn"]) listen(document, "leadwell:" + name, find);
    find();
    return again;
  };

  const turns = [];
  if (about.exit) turns.push(watchExits());
  if (about.idle) turns.push(watchIdleness(about.idle));
  if (about.visible?.length && window.IntersectionObserver) turns.push(watchSight(about.visible));
  // Another page in the same document is a page of its own.
  heard?.(calmly((event) => { if (event === "page_view") turns.forEach((turn) => turn()); }));
  if (over?.aborted) off();
  else over?.addEventListener("abort", off, { signal });
  return off;
}
