// Shows popups when their rules hold. It hears what happens on the page, asks `showing.js`, which is published in front of it, and has
// `popup.js` or `slot.js` put up what was drawn natively. It decides nothing itself, and remembers nothing but this page view, and what was
// dismissed where no record may be kept: that a visitor is asked no more is what they asked for.

// With these the visitor said no.
const DISMISSALS = ["button", "escape", "overlay", "decline", "no"];
// Of the runtime's, what may change facts.
const CHANGES = ["score", "stage", "level", "tag", "consent", "identified", "submit"];
// Where a popup has to wait for a dialog of the page, it is tried again so soon.
const AGAIN_MS = 1000;
// What a popup that was dismissed before, and is a button since, need not wait for.
const NO_MATTER = ["trigger", "frequency", "page_limit", "session_limit", "gap", "after_submit", "group", "busy"];
const PLAIN = "a, button, summary";
// What time will set off is made so long before, and what a press opens when a pointer or the focus comes to it.
const AHEAD_SECONDS = 3;
// Until then it has been painted: what is counted of it keeps nobody waiting.
const SEEN_MS = 50;

export default function attach({ ask, load, tell, say, expose: told, forms, options, heard: listen, about, over }) {
  const { popups, limits } = about, open = new Map();
  const { campaign } = ask("popups");
  const key = "leadwell:closed:" + campaign, folder = options.campaign.replace(/\/[^/]*$/, "");
  const calmly = (work) => (...about) => { try { return work(...about); } catch (error) { say(error); } };
  const named = (id) => popups.find((popup) => popup.id === id);
  const holds = (condition, event) => ask("holding", { conditions: [condition], event })[0];
  const exposed = new Set();
  let page = begin(popups), since = Date.now(), timer, planned, matched = [];
  const small = new Set();

  const closed = () => { try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; } };
  const remember = ({ id, stands }) => {
    const known = closed();
    for (const one of stands ? [id] : [id, "*"]) known[one] = [(known[one]?.[0] ?? 0) + 1, Math.floor(Date.now() / 1000)];
    try { localStorage.setItem(key, JSON.stringify(known)); } catch {}
  };
  // Everything that rules are asked about.
  const standing = () => {
    const known = ask("popups"), local = new Date();
    return {
      ...known, limits, holds, history: withClosed(known.history, known.pretends ? {} : closed()), now: Date.now(), draw: (seed) => ask("draw", { seed }),
      local: { minutes: local.getHours() * 60 + local.getMinutes(), weekday: local.getDay() || 7 },
    };
  };
  const here = () => popups.filter(({ slot }) => !slot || slotOf(slot));

  const expose = (id) => {
    if (!exposed.has(id)) told(id);
    exposed.add(id);
  };
  // Kept away by `when` alone: where another variant of an experiment would have shown it, that is what this one shows. The other variants
  // take the fact's place as an event's, which the runtime lets conditions name.
  const missed = ({ when, arms = {} }) => {
    for (const [id, variants] of Object.entries(arms)) {
      const asked = JSON.parse(JSON.stringify(when).replaceAll(`"experiment.${id}":`, '"event.arm":'));
      if (!exposed.has(id) && variants.some((arm) => holds(asked, { arm }))) expose(id);
    }
  };

  // What time and facts have brought about, and what follows; the next look is planned for when time will bring about more.
  const look = calmly(() => {
    clearTimeout(timer);
    planned = false;
    if (over.aborted) return;
    const state = standing();
    const now = { delay: (state.now - since) / 1000, time_on_site: state.seconds, pages: state.pages, stage: state.stage, tags: state.tags, hash: location.hash };
    reached(page, popups, now, holds);
    for (let popup; (popup = next(here(), page, state, missed));) show(popup, "trigger");
    for (const popup of popups) {
      const isLeft = popup.minimise && state.history[popup.id]?.dismissed && !open.has(popup.id) && !small.has(popup.id);
      if (isLeft && account(popup, page, state).every(({ rule, holds }) => holds || NO_MATTER.includes(rule))) makeSmall(popup);
    }
    const { delay } = waits(popups, now), isNear = delay - now.delay <= AHEAD_SECONDS;
    if (isNear) here().filter((popup) => isDue(popup, delay) && account(popup, page, state).every(({ rule, holds }) => holds || rule === "trigger")).forEach(make);
    if (delay < Infinity) timer = setTimeout(look, (delay - now.delay - (isNear ? 0 : AHEAD_SECONDS)) * 1000 + 1);
  });
  // Once for all that happens in one go, and never within what the page is doing.
  const soon = () => {
    if (!planned) setTimeout(look);
    planned = true;
  };

  const fetched = async (url, read) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer[read]();
  };
  // All that showing one takes, asked for at once.
  const filesOf = ({ id, kind, form }) => Promise.all([
    fetched(options.base + options.styles, "text"), fetched(`${folder}/popups/${id}.${ask("popups").locale}.json`, "json"),
    load(kind === "inline" ? "slot" : "popup"), form && load("form"),
  ]);
  const put = ([sheet, drawn, { default: up }], popup, how, more) => up(drawn, {
    rule: popup, sheet, nonce: options.nonce, load, ask, tell, place: popup.slot && slotOf(popup.slot), ...more,
    forms: (root) => forms(root, { via: { kind: "popup", id: popup.id }, test: how === "preview" }),
  });
  // Made ahead, by id: `{ view, show, closed }`. What was shown on this page may be a button now.
  const made = new Map();
  const make = (popup) => {
    const { id, kind } = popup, ahead = { closed() {} };
    if (kind === "inline" || made.has(id) || small.has(id)) return;
    made.set(id, ahead);
    const due = new Promise((show) => { ahead.show = show; });
    ahead.view = filesOf(popup).then((files) => put(files, popup, "trigger", { due, closed: (reason) => ahead.closed(reason) }));
    // Tried again when it is wanted.
    ahead.view.catch(() => {});
  };
  const unmake = () => {
    for (const { show } of made.values()) show(false);
    made.clear();
  };
  // The button that it became on a page before.
  const makeSmall = (popup) => {
    small.add(popup.id);
    filesOf(popup).then((files) => put(files, popup, "trigger", { minimised: true, closed() {} })).catch(say);
  };
  // Its place is taken at once, so that nothing else takes it while files come.
  const show = async (popup, how, before) => {
    const { id, kind } = popup, told = { popup: id, kind, how }, counts = how !== "preview";
    shown(page, popup);
    if (!counts && !popup.stands) page.shown -= 1;
    // Whoever closes it while its files come has closed it.
    let left;
    open.set(id, { close: (reason) => { left = reason; } });
    small.add(id);
    // What came of pretending, and is over later than that, is nobody's: not seen, not dismissed, and no event of theirs.
    const { pretends } = ask("popups"), isTheirs = () => ask("popups").pretends === pretends;
    const note = (what) => counts && isTheirs() && ask("shown", { popup: id, what, counts: !popup.stands });
    const event = (name, detail) => isTheirs() && ask("happened", { event: name, detail });
    // Until something happens again.
    const leave = () => {
      open.delete(id);
      withdrawn(page, popup);
      closedOn(page, popup);
    };
    if (!tell("before-open", told)) return leave();
    try {
      // What a preview's form sends is a test: it is made anew.
      if (!counts) made.get(id)?.show(false);
      const ahead = counts ? made.get(id) : undefined, files = ahead ?? await filesOf(popup);
      made.delete(id);
      if (left) {
        ahead?.show(false);
        return leave();
      }
      // Told once it is to be seen, and in any case before it goes.
      let isTold;
      const seen = calmly(() => {
        if (isTold) return;
        isTold = true;
        note("seen");
        // Whoever asked for it sees it in every variant.
        if (how === "trigger" && isTheirs()) Object.keys(popup.arms ?? {}).forEach(expose);
        event("popup_open", { popup: id });
        tell("open", told);
      });
      const over = (reason) => {
        seen();
        open.delete(id);
        closedOn(page, popup);
        const detail = { popup: id, reason };
        if (DISMISSALS.includes(reason)) {
          note("dismissed");
          if (counts && !pretends && isTheirs()) remember(popup);
          event("popup_dismiss", detail);
        }
        event("popup_close", detail);
        tell("close", { popup: id, kind, reason });
        if (reason === "opened" && popup.opens) askFor(popup.opens, "popup", popup);
        // What opened it is there again, unless it has done its work.
        if (before && DISMISSALS.includes(reason)) show(before, "popup");
        soon();
      };
      const anew = async () => put(ahead ? await filesOf(popup) : files, popup, how, { closed: over });
      if (ahead) {
        ahead.closed = over;
        ahead.show(true);
      }
      const view = ahead ? await ahead.view.catch(() => null) ?? await anew() : await anew();
      // A dialog of the page's own comes first.
      if (!view) {
        open.delete(id);
        withdrawn(page, popup);
        return void setTimeout(look, AGAIN_MS);
      }
      if (open.has(id)) open.set(id, view);
      if (left) return view.close(left);
      setTimeout(seen, SEEN_MS);
    } catch (error) {
      leave();
      say(`the popup ${id} could not be shown: ${error}`);
      return false;
    }
  };
  const close = (id, reason = "call") => {
    for (const [other, view] of [...open]) if (id ? other === id : !named(other).stands) view.close(reason);
  };
  // Somebody asked for it: no rule stands in the way, and what is open makes room. Promises false where it could not be shown.
  const askFor = async (id, how, before) => {
    const popup = named(id);
    if (!popup) {
      say(`no popup "${id}"; known: ${popups.map((known) => known.id).join(", ")}`);
      return false;
    }
    if (open.has(id)) return;
    if (!popup.stands) close(undefined, "opened");
    return show(popup, how, before);
  };
  const followHash = () => {
    const [, id] = location.hash.match(/^#leadwell=(\w+)$/) ?? [];
    if (id) askFor(id, "hash");
  };

  // What was true of the page before is no news on this one.
  const turn = () => {
    page = begin(popups, page);
    exposed.clear();
    unmake();
    since = Date.now();
  };
  let isFirst = true;
  const happened = (event, detail, about) => {
    if (event === "page_view" && !isFirst) turn();
    if (event === "pretend") unmake();
    isFirst = false;
    if (event === "form_submit" && about?.via?.kind === "popup" && !about.test) {
      const popup = named(about.via.id);
      if (popup) ask("shown", { popup: popup.id, what: "submitted", counts: !popup.stands });
    }
    heard(page, popups, event, { ...detail, matched: event === "click" ? matched : [] }, holds);
    soon();
  };

  listen(happened);
  const on = (target, name, act) => target.addEventListener(name, calmly(act), { signal: over, capture: true, passive: true });
  for (const change of CHANGES) on(document, "leadwell:" + change, soon);
  on(window, "hashchange", () => { followHash(); soon(); });
  on(window, "pageshow", soon);
  on(document, "visibilitychange", soon);
  const selectors = [...new Set(popups.flatMap(({ trigger, cancel }) => [...trigger.flat(), ...(cancel ?? [])]).map(({ selector }) => selector).filter(Boolean))];
  // Before `page.js` hears of it, which tells of what people press; of all else that is clicked only this tells.
  if (selectors.length) on(window, "click", (event) => {
    const path = event.composedPath().filter((one) => one instanceof Element);
    matched = selectors.filter((selector) => path.some((one) => fits(one, selector)));
    if (matched.length && !path.some((one) => one.matches(PLAIN))) happened("click", {});
  });
  // Whoever comes to what opens one, or is about to press it.
  const near = ({ target }) => {
    const popup = named(target.closest?.("[data-leadwell-open]")?.getAttribute("data-leadwell-open"));
    if (popup && !open.has(popup.id)) make(popup);
  };
  on(document, "pointerover", near);
  on(document, "focusin", near);
  // Whoever was there before this was.
  for (const target of document.querySelectorAll("[data-leadwell-open]:is(:hover, :focus)")) near({ target });
  on(over, "abort", () => {
    clearTimeout(timer);
    unmake();
    for (const view of [...open.values()]) view.close("call");
    try { localStorage.removeItem(key); } catch {}
  });

  happened("page_view", {});
  const preview = new URLSearchParams(location.search).get("leadwell_preview");
  if (preview) askFor(preview, "preview");
  followHash();

  const explain = async () => {
    const { default: explained } = await load("explained");
    return explained({ popups, page, open, account, state: standing(), facts: ask("facts") });
  };
  return { open: (id, how) => askFor(id, how), close, explain, since: () => since };
}

const isDue = ({ trigger }, delay) => trigger.flat().some(({ on, seconds }) => on === "delay" && seconds === delay);
const slotOf = (slot) => [...document.querySelectorAll("[data-leadwell-slot]")].find((place) => place.getAttribute("data-leadwell-slot") === slot);
// A selector that is none fits nothing.
const fits = (element, selector) => { try { return element.matches(selector); } catch { return false; } };
