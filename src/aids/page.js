// The page around the runtime: tells it what happens here, answers `leadwell(…)`, and gives forms and blocks their behaviour. Records,
// rules and what is sent are the runtime's, which is asked through one function, `ask(what, about)`. This decides nothing, and whatever
// goes wrong here stays here: the page is not ours.

// How often engaged time is counted, and how long after the last sign somebody counts as there.
const STEP_SECONDS = 5;
const ATTENTION_MS = 30000;
const SIGNS = ["pointermove", "keydown", "scroll", "pointerdown"];
// Within so long a page that was noticed and one that is told of are the same.
const TOLD_TWICE_MS = 1000;
// How long the visitor waits for the receiver's word before being told that the lead is kept.
const PATIENCE_MS = 4000;
// A page that fits the window counts as read after so many engaged seconds.
const READ_AT_A_GLANCE = 10;

const say = (line) => { console.warn("leadwell: " + line); };
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
// Tells whether nobody objected.
const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent("leadwell:" + name, { detail, cancelable: name.startsWith("before-") }));
const calmly = (work) => (...about) => { try { return work(...about); } catch (error) { say(error); } };
const isBelow = (element) => element.getBoundingClientRect().top >= innerHeight;

// How far down this page was told of.
let told = 0;

// What `leadwell("command", …)` does. Promises, once loaded. `popups` is promised too: what shows them, or nothing where there are none.
const commands = (ask, { popups, arrive, stop, send }) => ({
  track: (name, detail) => (name && typeof name === "string" ? ask("happened", { event: name, detail: isObject(detail) ? detail : {} }) : say("track needs a name")),
  identify: (traits) => {
    if (!isObject(traits)) return say('identify needs an object such as { email: "…" }');
    ask("identify", traits);
    tell("identified");
  },
  page: () => arrive(),
  open: (popup) => popups.then((shown) => { if (shown) shown.open(popup, "call"); else say("this campaign has no popups"); }),
  close: (popup) => popups.then((shown) => shown?.close(popup)),
  consent: (choices, by, defaults = {}) => (isObject(choices) ? ask("consent", by === "page" ? { choices, page: defaults } : { choices }) : say("consent needs an object such as { personalization: true }")),
  forget: () => {
    // What closes for it is of the visitor who is forgotten.
    stop();
    ask("forget");
    tell("forgotten");
  },
  flush: () => { send(true); },
  explain: () => {
    const explanation = ask("explain");
    return popups.then((shown) => shown?.explain()).catch(say).then((told) => ({ ...explanation, popups: told ?? [] }));
  },
  export: () => ask("export"),
  outbox: () => ask("outbox"),
});

const NOTHING_MORE = { popups: Promise.resolve(), arrive() {}, stop() {}, send() {} };

// Answers every call made so far, in order, then every later one as it comes. The loader keeps calls as `{ a: arguments, r: resolve }`
// in `leadwell.q` and hands further ones to `leadwell.h`; the page's own stub pushes bare arguments.
export const takeOver = (ask, about = NOTHING_MORE) => {
  const api = window.leadwell;
  if (typeof api !== "function") return;
  const known = commands(ask, about);
  const answer = (call) => {
    const [command, ...about] = call;
    const run = Object.hasOwn(known, command) ? known[command] : () => say(`no command "${command}"; known: ${Object.keys(known).join(", ")}`);
    return Promise.resolve(calmly(run)(...about)).then((told) => told ?? null);
  };
  const waiting = Array.isArray(api.q) ? api.q : [];
  api.h = answer;
  for (const call of waiting) {
    const answered = answer(call.a ?? call);
    if (typeof call.r === "function") call.r(answered);
  }
  waiting.length = 0;
  // Whoever kept the page's stub still pushes here.
  waiting.push = answer;
};

// How far down the page the window's lower edge is, in percent; 0 for a page that fits, until it was read.
export const depth = (wasRead) => {
  const whole = document.documentElement.scrollHeight;
  if (whole <= innerHeight + 1) return wasRead ? 100 : 0;
  return Math.max(0, Math.min(100, Math.floor(((scrollY + innerHeight) / whole) * 100)));
};

// Scrolling, clicks, and time that a visitor really spends, until `over`.
const watch = (ask, { open, over }) => {
  const enterDepth = (wasRead) => {
    const percent = depth(wasRead);
    if (percent !== told) ask("scrolled", { percent: (told = percent) });
  };
  const listen = (target, name, then, options) => target.addEventListener(name, calmly(then), { ...options, signal: over });
  listen(window, "scroll", () => enterDepth(false), { passive: true });
  // What was clicked, even inside a form's shadow root: from out here the target is the root's host.
  listen(document, "click", (event) => {
    const path = event.composedPath().filter((one) => one instanceof Element);
    const opener = path.find((one) => one.getAttribute("data-leadwell-open"));
    if (opener && open(opener)) event.preventDefault();
    const note = calmly(() => {
      const tracked = path.find((one) => one.getAttribute("data-leadwell-track"));
      if (tracked) ask("happened", { event: tracked.getAttribute("data-leadwell-track"), detail: {} });
      const clicked = path.find((one) => one.matches("a, button, summary"));
      if (!clicked) return;
      const url = clicked.getAttribute("href") ?? "";
      ask("clicked", { id: clicked.id, text: clicked.textContent.trim(), url });
      if (clicked.hasAttribute("download")) ask("happened", { event: "file_download", detail: { file: url } });
    });
    // What opens a popup does not leave the page: the popup comes first, and is told of when it was painted.
    if (event.defaultPrevented && opener) requestAnimationFrame(() => setTimeout(note));
    else note();
  }, { capture: true });
  listen(document, "visibilitychange", () => ask(document.hidden ? "left" : "heed"));
  // Told in every tab but the one that wrote; pages that come back from the browser's cache heard nothing meanwhile.
  for (const name of ["storage", "pageshow"]) listen(window, name, () => ask("heed"));

  // Of all that moves between two looks only the first of a kind is listened to: a listener at every key and every move of a pointer
  // would cost more than all else that is watched.
  let [sign, last] = [true, 0];
  const note = () => { sign = true; };
  const look = () => {
    if (sign) {
      last = Date.now();
      for (const name of SIGNS) addEventListener(name, note, { capture: true, once: true, passive: true, signal: over });
    }
    sign = false;
    return Date.now() - last < ATTENTION_MS;
  };
  look();
  // One timer for as long as the page is open; it does next to nothing and reads no layout while the visitor is away.
  const count = () => {
    if (over.aborted) return;
    setTimeout(count, STEP_SECONDS * 1000);
    if (look() && !document.hidden && document.hasFocus() && calmly(ask)("engaged", { seconds: STEP_SECONDS })?.[0]?.[1].seconds === READ_AT_A_GLANCE) calmly(enterDepth)(true);
  };
  setTimeout(count, STEP_SECONDS * 1000);
};

// Notices another page in the same document, by whatever router. Where the browser tells of it nothing is patched; elsewhere the two
// methods are wrapped on this page's own object, and call what was there.
const followRoutes = (turned, over) => {
  let at = location.pathname + location.search;
  const look = () => {
    const now = location.pathname + location.search;
    if (now === at || over.aborted) return;
    at = now;
    // Routers set the title and draw after they have changed the address.
    setTimeout(calmly(turned));
  };
  if (window.navigation?.addEventListener) return navigation.addEventListener("currententrychange", look, { signal: over });
  addEventListener("popstate", look, { signal: over });
  for (const name of ["pushState", "replaceState"]) {
    const before = history[name];
    try {
      history[name] = function () {
        const answer = before.apply(this, arguments);
        look();
        return answer;
      };
    } catch {}
  }
};

// Puts choices of blocks in their places and facts into texts, where only the runtime can tell. What is on screen, or above it, stays.
const settle = (ask) => {
  const unsettled = (mark) => all(`[${mark}]:not([data-lw-done])`).filter(isBelow);
  const [blocks, tokens] = [unsettled("data-lw-block"), unsettled("data-lw-token")];
  const since = all("[data-lw-evergreen]:not([data-lw-since])");
  if (!blocks.length && !tokens.length && !since.length) return;
  const choices = JSON.parse(document.getElementById("lw-choices")?.textContent || "{}");
  const told = ask("settle", { facts: tokens.map((token) => token.dataset.lwToken), choices: blocks.map((block) => choices[block.dataset.lwBlock]?.is ?? []) });
  for (const countdown of since) countdown.dataset.lwSince = told.since;
  tokens.forEach((token, index) => {
    if (told.facts[index] === null) return;
    token.textContent = told.facts[index];
    token.dataset.lwDone = "";
  });
  blocks.forEach((block, index) => {
    block.dataset.lwJudged = "";
    const template = told.choices[index] !== null && all("template[data-lw-is]", block).find((one) => one.dataset.lwIs === told.choices[index]);
    if (!template) return;
    block.replaceChildren(template.content);
    block.dataset.lwDone = "";
    tell("drawn");
  });
};

// Shows a block that was kept back until a form was sent.
const reveal = (block) => {
  for (const gate of all("[data-lw-gate]")) {
    if (gate.dataset.lwGate !== block) continue;
    gate.hidden = false;
    tell("drawn");
  }
};

// Of what the runtime is told, that of which others hear: it answers with what was entered, `[[event, detail], …]`.
const HEARD = ["happened", "clicked", "scrolled", "engaged", "arrive", "pretend"];

// Lets the page go on: what follows is a task of its own.
const breathe = () => sleep(0);

// Done when every form of the page has its behaviour, and forms that a foreign page asks for are in their places.
export default async function attach(runtime, { load, ...options }) {
  const listeners = [], over = new AbortController();
  options.styles ??= window.leadwell?.styles;
  // What happened before those were there who hear all of it, with when; nothing where nobody does.
  let past = [];
  const note = (event, detail, about) => past?.push([event, detail, about, Date.now()]);
  document.addEventListener("leadwell:level", ({ detail }) => note("level", detail));
  const hear = (happened, about) => {
    for (const [event, detail] of happened) {
      note(event, detail, about);
      for (const listener of listeners) calmly(listener)(event, detail, about);
    }
  };
  const heard = (listener, early) => {
    listeners.push(listener);
    if (!early) return;
    past?.forEach((one) => calmly(listener)(...one));
    past = null;
  };
  const { send: pass, part, keep } = delivering(runtime, { load, ack: new URL(options.base + "ack.html", location.href).href });
  const send = (hurries) => pass(hurries).catch(say);
  const ask = (what, about) => {
    const answer = runtime(what, about);
    if (HEARD.includes(what) && Array.isArray(answer)) hear(answer, about);
    return answer;
  };
  // Tells whether it was taken, and kept; `then` hears what became of it.
  const submit = (about, then = () => {}) => {
    const kept = runtime("submit", about);
    if (!kept) return false;
    hear([["form_submit", { form: about.form }]], about);
    keep(kept.id);
    Promise.race([send(), sleep(PATIENCE_MS)]).then(() => then(runtime("became", kept)));
    return true;
  };
  // Gives forms below `root` their behaviour, with `more` of where they stand; done when they have it.
  const forms = (root, more) => Promise.all(all("form[data-lw-form]:not([data-lw-live])", root).map(async (form) => {
    const context = ask("context", { form: form.dataset.lwForm });
    if (!context) return;
    form.dataset.lwLive = "";
    try {
      const { default: behave } = await load("form");
      await behave(form, { ...context, ...more, data: options.base, nonce: options.nonce, ask, submit, load, reveal, tell });
    } catch {
      // It is as good as it was before, and whole.
      delete form.dataset.lwLive;
      say("the aid form could not be used");
      tell("unavailable", null);
    }
  }));
  const mount = async () => {
    const places = all("[data-leadwell-form]:not([data-lw-taken])");
    if (!places.length) return;
    try {
      const { default: put } = await load("mount");
      await put(places, { ...options, ask, forms, say });
    } catch (error) {
      say(error);
    }
  };
  const drawn = () => {
    settle(ask);
    ask("opened").forEach(reveal);
    return forms(document);
  };
  // Somebody saw what depends on an experiment: told once for a visit, of those who were drawn.
  const expose = (experiment) => {
    const { experiment: seen, query } = ask("facts"), variant = seen?.[experiment];
    if (!variant || query?.leadwell_variant || !ask("exposed", { seen: experiment + ":" + variant })) return;
    tell("experiment", { experiment, variant });
    note("experiment", { experiment, variant });
  };
  // What of the campaign is done by aids for as long as the page is open, by their names.
  const isApp = window.leadwell?.tag?.dataset.site !== undefined;
  await breathe();
  ask("begin");
  await breathe();
  // The app counts the page before it draws it.
  if (!isApp) ask("arrive");
  await breathe();
  const starts = ask("starts") ?? {};
  if (!starts.analytics) past = null;
  let ready;
  const isReady = new Promise((done) => { ready = done; });
  const started = async (name) => {
    try {
      const [{ default: start }] = await Promise.all([load(name), isReady]);
      await breathe();
      return start({ ask, submit, load, tell, expose, say, forms, options, about: starts[name], over: over.signal, popups, heard });
    } catch (error) {
      say(`the aid ${name} could not be used: ${error}`);
    }
  };
  const popups = starts.popups ? started("popups") : Promise.resolve();
  for (const name of Object.keys(starts)) if (!["popups", "reached"].includes(name)) started(name);
  if (all("[data-leadwell-fill]").length) started("fill");
  if (all("[data-lw-tested]").length) started("exposure");
  if (/[?&]leadwell_debug\b/.test(location.search)) started("panel");
  // What cannot be shown leads where its link does.
  const follow = ({ href }) => { if (href) location.assign(href); };
  const open = (opener) => {
    const isOurs = starts.popups !== undefined;
    if (isOurs) popups.then((shown) => (shown ? shown.open(opener.getAttribute("data-leadwell-open"), "click") : false)).then((isShown) => { if (isShown === false) follow(opener); });
    return isOurs;
  };
  let [counted, noticedAt] = [location.href, 0];
  // A router that is noticed, and tells of itself besides, has turned to one page.
  const arrive = (noticed) => {
    if (counted === location.href && (noticed || Date.now() - noticedAt < TOLD_TWICE_MS)) return;
    counted = location.href;
    if (noticed) noticedAt = Date.now();
    told = 0;
    ask("arrive");
    // The app draws its pages itself.
    if (!isApp) mount().then(drawn);
  };
  const stop = () => over.abort();
  takeOver(ask, { popups, arrive, stop, send });
  watch(ask, { open, over: over.signal });
  // The app turns its pages itself.
  if (!isApp) followRoutes(() => arrive(true), over.signal);
  document.addEventListener("leadwell:redrawn", calmly(() => {
    hear([["page_view", {}]]);
    return drawn();
  }));
  await mount();
  await drawn();
  for (const [target, name] of [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]]) target.addEventListener(name, () => { send(true); });
  window.addEventListener("pagehide", calmly(part));
  // What another tab has taken in goes out from here, should that one be closed: its turn at the lock comes first.
  window.addEventListener("storage", ({ key, newValue }) => {
    const [, id] = key?.split("leadwell:outbox:") ?? [];
    // Gone by itself, it has come to its end in another tab; cleared with all there was, it has not.
    if (id) newValue ? send() : ask("settled", { id });
  });
  // While the runtime tells of it, it cannot be asked.
  runtime("wake", () => { setTimeout(send); });
  send(true);
  tell("ready");
  ready();
}
