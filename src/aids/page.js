// The page around the runtime: tells it what happens here, answers `leadwell(…)`, and gives forms and blocks their behaviour. Records,
// rules and what is sent are the runtime's, which is asked through one function, `ask(what, about)`. This decides nothing, and whatever
// goes wrong here stays here: the page is not ours.

// How often engaged time is counted, and how long after the last sign somebody counts as there.
const STEP_SECONDS = 5;
const ATTENTION_MS = 30000;
const SIGNS = ["pointermove", "keydown", "scroll", "pointerdown"];
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

// What `leadwell("command", …)` does. Promises, once loaded.
const commands = (ask) => ({
  track: (name, detail) => (name && typeof name === "string" ? ask("happened", { event: name, detail: isObject(detail) ? detail : {} }) : say("track needs a name")),
  identify: (traits) => {
    if (!isObject(traits)) return say('identify needs an object such as { email: "…" }');
    ask("identify", traits);
    tell("identified");
  },
  page: () => {
    told = 0;
    ask("arrive");
  },
  consent: (choices, by, defaults = {}) => (isObject(choices) ? ask("consent", by === "page" ? { choices, page: defaults } : { choices }) : say("consent needs an object such as { personalization: true }")),
  forget: () => {
    ask("forget");
    tell("forgotten");
  },
  flush: () => ask("flush"),
  explain: () => ask("explain"),
  export: () => ask("export"),
  outbox: () => ask("outbox"),
});

// Answers every call made so far, in order, then every later one as it comes. The loader keeps calls as `{ a: arguments, r: resolve }`
// in `leadwell.q` and hands further ones to `leadwell.h`; the page's own stub pushes bare arguments.
export const takeOver = (ask) => {
  const api = window.leadwell;
  if (typeof api !== "function") return;
  const known = commands(ask);
  const answer = (call) => {
    const [command, ...about] = call;
    const run = Object.hasOwn(known, command) ? known[command] : () => say(`no command "${command}"; known: ${Object.keys(known).join(", ")}`);
    return Promise.resolve(calmly(run)(...about) ?? null);
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

// Scrolling, clicks, and time that a visitor really spends.
const watch = (ask) => {
  const enterDepth = (wasRead) => {
    const percent = depth(wasRead);
    if (percent !== told) ask("scrolled", { percent: (told = percent) });
  };
  const listen = (target, name, then, options) => target.addEventListener(name, calmly(then), options);
  listen(window, "scroll", () => enterDepth(false), { passive: true });
  // What was clicked, even inside a form's shadow root: from out here the target is the root's host.
  listen(document, "click", (event) => {
    const path = event.composedPath().filter((one) => one instanceof Element);
    const tracked = path.find((one) => one.getAttribute("data-leadwell-track"));
    if (tracked) ask("happened", { event: tracked.getAttribute("data-leadwell-track"), detail: {} });
    const clicked = path.find((one) => one.matches("a, button, summary"));
    if (!clicked) return;
    const url = clicked.getAttribute("href") ?? "";
    ask("clicked", { id: clicked.id, text: clicked.textContent, url });
    if (clicked.hasAttribute("download")) ask("happened", { event: "file_download", detail: { file: url } });
  }, true);
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
      for (const name of SIGNS) addEventListener(name, note, { capture: true, once: true });
    }
    sign = false;
    return Date.now() - last < ATTENTION_MS;
  };
  look();
  // One timer for as long as the page is open; it does next to nothing and reads no layout while the visitor is away.
  const count = () => {
    setTimeout(count, STEP_SECONDS * 1000);
    if (look() && !document.hidden && document.hasFocus() && calmly(ask)("engaged", { seconds: STEP_SECONDS }) === READ_AT_A_GLANCE) calmly(enterDepth)(true);
  };
  setTimeout(count, STEP_SECONDS * 1000);
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

// Done when every form of the page has its behaviour, and forms that a foreign page asks for are in their places.
export default function attach(ask, { load, ...options }) {
  // Gives forms below `root` their behaviour; done when they have it.
  const forms = (root) => Promise.all(all("form[data-lw-form]:not([data-lw-live])", root).map(async (form) => {
    const context = ask("context", { form: form.dataset.lwForm });
    if (!context) return;
    form.dataset.lwLive = "";
    try {
      const { default: behave } = await load("form");
      await behave(form, { ...context, data: options.base, nonce: options.nonce, ask, load, reveal, tell });
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
  takeOver(ask);
  watch(ask);
  const drawn = () => {
    settle(ask);
    ask("opened").forEach(reveal);
    return forms(document);
  };
  document.addEventListener("leadwell:redrawn", calmly(drawn));
  return mount().then(drawn).then(() => {
    for (const [target, name] of [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]]) target.addEventListener(name, () => ask("flush"));
    ask("ready");
    tell("ready");
  });
}
