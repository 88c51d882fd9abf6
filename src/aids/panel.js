// The panel of `?leadwell_debug`, for those who work on a campaign: what is known of the visitor on this page and what follows from it, as it changes;
// another visitor to be pretended; and all of it as a test for the campaign file. `account.js` in front of it says what is written;
// the runtime decides, of the visitor pretended as of any other. It is loaded with that query alone, and keeps nothing.

// So often it looks again for what time alone has changed.
const LOOK_MS = 2000;
const SOON_MS = 60;
const MOST_EVENTS = 50;
// A page that is left open for days stops being a test.
const MOST_OF_A_VISIT = 1000;
const SHEET = /*SHEET*/"";
const DEVICES = {
  mobile: { kind: "mobile", width: 390, touch: true, in_app: null },
  tablet: { kind: "tablet", width: 820, touch: true, in_app: null },
  desktop: { kind: "desktop", width: 1440, touch: false, in_app: null },
};
const tagged = (channel, source, medium) => ({ channel, source, medium, query: { utm_source: source, utm_medium: medium } });
const referred = (channel, source, medium, referrer) => ({ channel, source, medium, referrer });
// Each as the runtime would tell it of what a test gives, so that both come to the same.
const PLACES = {
  "paid search": tagged("paid_search", "google", "cpc"),
  "search": referred("organic_search", "google", "organic", "https://www.google.com/"),
  "paid social": tagged("paid_social", "facebook", "cpc"),
  "social": referred("organic_social", "facebook.com", "referral", "https://www.facebook.com/"),
  "e-mail": tagged("email", "newsletter", "email"),
  "another site": referred("referral", "partner.example", "referral", "https://partner.example/"),
  "an assistant": referred("ai_assistant", "chatgpt.com", "ai-assistant", "https://chatgpt.com/"),
  "directly": { channel: "direct", source: null, medium: null },
};
const VISITS = { "first": 1, "second": 2, "third": 3, "tenth": 10 };
const PURPOSES = ["personalization", "analytics", "advertising"];
const CONSENTS = { "given": true, "refused": false };
const NOTHING_PRETENDED = { fresh: false, locale: "", device: "", place: "", visits: "", consent: "", score: {} };
// A visitor of whom nothing is known but who they are.
const NOBODY = {
  visit_before: null, visits: 0, pages: 0, seconds: 0, first: null, last: null, touches: 0, recent: null, ledger: {}, stages: [], tags: [], answers: {}, kinds: {},
  agreed: {}, submitted: [], submitted_at: null, popups: null, user: {}, lead: null, excluded: false,
};

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
};
const fill = (element, ...children) => element.replaceChildren(...children.filter(Boolean));
const table = (label, heads, rows) => {
  const row = (cells) => make("tr", null, ...cells.map((cell, at) => (at ? make("td", null, cell) : make("th", { scope: "row" }, cell))));
  return make("table", { "aria-label": label }, make("thead", null, make("tr", null, ...heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", null, ...rows.map(row)));
};
const list = (pairs) => make("dl", null, ...pairs.flatMap(([term, told]) => [make("dt", null, term), make("dd", null, told)]));
const section = (title, isOpen, ...children) => make("details", { open: isOpen }, make("summary", null, make("h3", null, title)), ...children);
const mark = (holds) => make("span", { class: holds ? "yes" : "no" }, holds ? "yes" : "no");
const select = (options, none) => make("select", null, make("option", { value: "" }, none), ...options.map((option) => make("option", { value: option }, option)));
const labelled = (text, control) => make("label", null, make("span", null, text), control);
const seconds = (ms) => Math.max(0, Math.floor(ms / 1000));

export default async function attach({ ask, say, options, over, popups: promised, heard: listen }) {
  const calmly = (work) => (...about) => { try { return work(...about); } catch (error) { say(error); } };
  const [shown, campaign] = await Promise.all([promised, fetch(options.campaign).then((answer) => answer.json()).catch(() => ({}))]);
  const rules = ask("starts")?.popups?.popups ?? [], whole = JSON.stringify(campaign);
  const locales = campaign.locales ?? campaign.site?.locales ?? [], firstLocale = campaign.default_locale ?? campaign.site?.default_locale;
  const query = () => Object.fromEntries([...new URLSearchParams(location.search)].filter(([name]) => !/^leadwell_/.test(name)));
  const view = () => {
    const { page, via } = ask("facts"), hash = /^#(leadwell=|$)/.test(location.hash) ? "" : location.hash;
    return (via?.kind === "page" ? page?.path ?? location.pathname : location.origin + location.pathname) + hash;
  };
  const recordNow = () => ask("export").visitor;
  const toldOfVisitor = (record) => ({ ...record, keeps: ask("export").consent.personalization === "granted" });
  const referrer = () => (document.referrer && new URL(document.referrer).host !== location.host ? document.referrer : null);

  // What happened since the page was opened, or a new visitor began.
  let [since, visit, events, first] = [shown?.since() ?? Date.now(), [], [], toldOfVisitor(recordNow())];
  let from = { query: query(), referrer: referrer() };
  const how = {};
  const begin = () => {
    visit = [{ at: 0, event: "page_view", detail: {}, view: view() }];
    // Opened before this was there.
    const [, id] = location.hash.match(/^#leadwell=(\w+)$/) ?? [];
    const preview = new URLSearchParams(location.search).get("leadwell_preview");
    if (id) visit.push({ at: 0, event: "popup_open", detail: { popup: id }, how: "hash" });
    if (preview) visit.push({ at: 0, event: "popup_open", detail: { popup: preview }, how: "preview" });
  };
  const note = (event, detail, more) => {
    const entry = { at: Date.now() - since, event, detail, ...more };
    if (visit.length < MOST_OF_A_VISIT) visit.push(entry);
    if (event !== "engaged" && event !== "pretend") events = [entry, ...events].slice(0, MOST_EVENTS);
    soon();
  };
  begin();
  let isBeginning = false;
  listen((event, detail, about) => {
    if (event === "page_view" && isBeginning) return;
    note(event, detail, {
      ...(event === "form_submit" ? { about: { answers: about?.answers } } : {}), ...(event === "page_view" ? { view: view() } : {}),
      ...(event === "popup_open" ? { how: how[detail.popup] } : {}),
    });
  });
  const on = (target, name, act) => target.addEventListener(name, calmly(act), { signal: over });
  on(document, "leadwell:before-open", ({ detail }) => { how[detail.popup] = detail.how; });
  on(document, "leadwell:consent", ({ detail }) => note("consent", Object.fromEntries(PURPOSES.filter((purpose) => purpose in detail).map((purpose) => [purpose, detail[purpose] === "granted"]))));
  on(document, "leadwell:identified", () => note("identify", ask("facts").user ?? {}));
  for (const name of ["lead", "score", "open", "close"]) on(document, "leadwell:" + name, () => soon());

  // Pretending. The runtime takes a record that is never stored, with what is pretended in it; at the end it gets the true one back.
  let [pretence, truth] = [{ ...NOTHING_PRETENDED }, null];
  const isPretending = () => truth !== null;
  const pretend = (record, pretended) => ask("pretend", {
    ...record, pretended, internal: true,
    // No message follows a lead of the visitor's own because of it.
    lead: record.lead && { ...record.lead, qualified: true },
  });
  const end = () => {
    if (!isPretending()) return;
    ask("pretend", truth);
    [pretence, truth] = [{ ...NOTHING_PRETENDED }, null];
    // What was counted meanwhile is gone.
    first = { ...first, spoilt: true };
  };
  const pretended = () => {
    const { locale, device, place, visits, consent, score } = pretence;
    const choices = consent ? { consent: Object.fromEntries(PURPOSES.map((purpose) => [purpose, CONSENTS[consent]])) } : {};
    const points = isEmpty(score) ? {} : { score };
    const record = { ...recordNow(), ...(visits ? { visits: VISITS[visits] } : {}) };
    // With what is so first: where consent keeps a fact away, what is pretended of it stays away too.
    pretend(record, { ...choices, ...points });
    const so = ask("facts"), facts = {}, lay = (name, value) => { if (name in so) facts[name] = value; };
    if (locale) lay("locale", locale);
    if (device) lay("device", DEVICES[device]);
    if (place) {
      const { channel, source, medium, query: more, referrer: url = null } = PLACES[place];
      const touch = { ...so.source, channel, source, medium, campaign: null, id: null, term: null, content: null, click_ids: {}, referrer: url };
      lay("source", touch);
      if (pretence.fresh || first.visits <= 1) lay("first", touch);
      lay("query", { ...so.query, ...more });
      lay("referrer", { url, host: url && new URL(url).host });
    }
    pretend(record, { ...choices, ...points, facts });
  };
  const change = (what) => {
    const { fresh } = what;
    if (!fresh && !isUntouched(visit)) first = { ...first, spoilt: true };
    truth ??= recordNow();
    pretence = { ...pretence, ...what };
    if (Object.entries(pretence).every(([, value]) => !value || isEmpty(value) && typeof value === "object")) return end();
    if (fresh) {
      shown?.close();
      pretend({ ...truth, ...NOBODY, first_seen: truth.last_seen }, {});
    }
    pretended();
    if (!fresh) return;
    isBeginning = true;
    ask("arrive");
    isBeginning = false;
    // Coming is what makes a first visit.
    pretended();
    // Which visit is pretended, a test says.
    [since, events, first, from] = [shown?.since() ?? Date.now(), [], toldOfVisitor({ ...recordNow(), visits: 1 }), { query: query(), referrer: null }];
    begin();
  };

  const explained = async () => (await shown?.explain()) ?? [];
  const test = async () => {
    const open = (await explained()).filter((popup) => popup.open).map(({ id }) => id);
    const facts = ask("facts"), told = ask("explain"), { consent } = ask("export"), known = ask("popups");
    const place = PLACES[pretence.place], now = Date.now(), local = new Date(now - new Date().getTimezoneOffset() * 60000);
    const isTimed = whole.includes('"time.') || rules.some((popup) => ["from", "until", "days", "hours"].some((key) => popup[key] != null));
    const isDrawn = campaign.experiments || rules.some((popup) => popup.sample != null);
    const isSaid = known.chosen || pretence.consent || options.consent || options.said;
    const granted = Object.fromEntries(PURPOSES.map((purpose) => [purpose, (pretence.consent ? CONSENTS[pretence.consent] : consent[purpose] === "granted")]));
    // What was chosen on this page is a step of its own.
    const isLater = !pretence.consent && visit.some(({ event }) => event === "consent");
    const start = {
      visitor: isDrawn ? recordNow().id : null, at: isTimed ? new Date(local - (now - since)).toISOString().slice(0, 19) + "Z" : null,
      locale: (facts.locale ?? firstLocale) === firstLocale ? null : facts.locale, region: facts.region, device: facts.device?.kind === "desktop" ? null : facts.device?.kind,
      consent: isSaid && !isLater ? granted : null, score: pretence.score, visits: VISITS[pretence.visits],
      query: { ...from.query, ...place?.query }, referrer: place ? place.referrer : from.referrer,
    };
    return testOf(name.value.trim() || named(), start, visit, { seconds: seconds(now - since), level: told.level, stage: told.stage, tags: told.tags, popups: rules, open });
  };
  const named = () => {
    const { device, place, locale, visits } = pretence;
    return [`a visitor of ${visit[0]?.view ?? "/"}`, device, locale, place && `from ${place}`, visits && `${visits} visit`].filter(Boolean).join(", ");
  };

  // What is drawn once, and filled again and again.
  const score = make("div"), verdict = make("div"), popupList = make("div"), eventList = make("ol", { class: "events", tabindex: "0", "aria-label": "What was heard, the newest first" }), standing = make("div"), outbox = make("div");
  const heading = make("span", { class: "now" });
  const fold = make("button", { type: "button", class: "fold", "aria-expanded": "true", "aria-controls": "lw-panel-body" }, "Fold");
  const stop = make("button", { type: "button" }, "Stop pretending"), anew = make("button", { type: "button" }, "Begin as a new visitor");
  const banner = make("div", { class: "pretending", hidden: true }, make("p", null, "You pretend. Nothing of it is stored, and forms are sent as tests."), stop);
  const copy = make("button", { type: "button", class: "main" }, "Copy as test"), status = make("p", { role: "status" });
  const name = make("input", { type: "text", autocomplete: "off" }), text = make("textarea", { rows: "8", readonly: true, spellcheck: "false", "aria-label": "The test, to be copied" });
  const controls = {
    locale: select(locales, "as it is"), device: select(Object.keys(DEVICES), "as it is"), place: select(Object.keys(PLACES), "as it is"),
    visits: select(Object.keys(VISITS), "as it is"), consent: select(Object.keys(CONSENTS), "as it is"),
  };
  const dimensions = Object.keys(campaign.scoring?.dimensions ?? {}).map((dimension) => [dimension, make("input", { type: "number", step: "1", placeholder: "as it is" })]);
  const pretending = make("div", { class: "controls" }, labelled("Language", controls.locale), labelled("Device", controls.device), labelled("Comes from", controls.place), labelled("Visit", controls.visits), labelled("Consent", controls.consent),
    ...dimensions.map(([dimension, control]) => labelled(`Score: ${dimension}`, control)));
  const body = make("div", { id: "lw-panel-body", class: "body" },
    banner, section("Score", true, verdict, score), section("Popups", true, popupList), section("Pretend", false, pretending, anew),
    section("Events", false, eventList), section("Consent and outbox", false, standing, outbox),
    section("Test", false, labelled("Name", name), copy, status, text));
  text.hidden = true;
  const panel = make("aside", { class: "panel", "aria-label": "Leadwell debug panel", lang: "en", dir: "ltr" }, make("header", null, make("h2", null, "Leadwell"), heading, fold), body);

  const drawScore = () => {
    const told = ask("explain"), facts = ask("facts"), rows = told.score?.explanation ?? [];
    const figures = Object.entries(told.score ?? {}).filter(([key, value]) => typeof value === "number" || (key.startsWith("grade") && value));
    fill(heading, [told.level, told.stage, `${told.score?.total ?? 0} points`].filter(Boolean).join(" · "));
    fill(verdict, list([
      ["Level", told.reason ? `${told.level} (${told.reason})` : told.level ?? "none"], ["Qualified", told.qualified ? "yes" : "no"], ["Stage", told.stage ?? "none"],
      ["Tags", told.tags?.join(", ") || "none"], ["Segments", facts.segments?.join(", ") || "none"], ...figures.map(([key, value]) => [key, String(value)]),
    ]));
    const evidence = ({ count, at, of }) => [of, at?.length ? `last ${at[at.length - 1].slice(0, 19).replace("T", " ")}` : of ? "" : "answers and facts", count > 1 && `${count} times`].filter(Boolean).join(", ");
    fill(score, rows.length ? table("Points by rule", ["Rule", "Points", "Evidence"], rows.map((row) => [`${row.dimension}: ${row.rule}`, String(row.points), evidence(row)])) : make("p", null, "No rule has given points yet."));
  };

  const drawn = new Map();
  const viewOf = (id) => {
    if (!drawn.has(id)) {
      const [state, inside] = [make("span", { class: "state" }), make("div")];
      const element = make("details", { class: "popup" }, make("summary", null, make("span", { class: "name" }, id), state), inside);
      drawn.set(id, { element, state, inside });
      popupList.append(element);
    }
    return drawn.get(id);
  };
  const drawConditions = (popup, facts) => {
    const wheres = [popup.when, ...[...(popup.trigger ?? []).flat(), ...(popup.cancel ?? [])].map(({ where }) => where)].filter(Boolean).flatMap(partsOf);
    if (!wheres.length) return null;
    const held = ask("holding", { conditions: wheres.map(({ condition }) => condition), event: {} });
    const value = ({ fact }) => (fact === null ? "" : fact.startsWith("event.") ? "told by the event" : valueOf(fact.split(".").reduce((all, part) => all?.[part], facts)));
    return table(`What ${popup.id} asks of facts`, ["Condition", "Value now", "So"], wheres.map((part, at) => [part.text, value(part), part.fact?.startsWith("event.") ? "–" : mark(held[at])]));
  };
  const drawPopups = (told) => {
    const facts = ask("facts"), now = Date.now() / 1000;
    if (!told.length) return fill(popupList, make("p", null, "This campaign has no popups."));
    for (const { id, kind, open, shows, rules: judged } of told) {
      const popup = rules.find((rule) => rule.id === id) ?? {}, away = judged.filter(({ holds }) => !holds), view = viewOf(id);
      const state = open ? "on screen" : shows ? "shows now" : `kept away by ${away.map((rule) => ruleText(rule, popup, now)[0]).join(", ")}`;
      view.state.textContent = state;
      view.state.className = open ? "state yes" : "state";
      // Closed, it tells nobody anything, and need not be asked.
      if (!view.element.open) continue;
      fill(view.inside, make("p", null, `${kind}, priority ${popup.priority ?? 0}${popup.stands ? ", stands by itself" : ""}`),
        table(`Rules of ${id}`, ["Rule", "How it is", "Holds"], judged.map((rule) => [...ruleText(rule, popup, now), mark(rule.holds)])), drawConditions(popup, facts));
    }
  };
  const drawRest = () => {
    const { consent } = ask("export"), waiting = ask("outbox") ?? [];
    fill(standing, list(PURPOSES.map((purpose) => [purpose, pretence.consent ? `pretended: ${pretence.consent}` : consent[purpose]])));
    fill(outbox, waiting.length
      ? table("Leads on their way", ["Lead", "Destination", "State"], waiting.flatMap(({ message, deliveries }) => deliveries.map((one) => [`${message.type} ${message.form ?? ""}${message.test ? " (test)" : ""}`, one.destination, `${one.state}, tried ${one.attempts} times`])))
      : make("p", null, "The outbox is empty."));
    fill(eventList, ...(events.length ? events : [null]).map((entry) => (entry ? make("li", null, make("span", { class: "at" }, `${seconds(entry.at)} s`), make("b", null, entry.event), ` ${eventText(entry.detail)}`) : make("li", null, "Nothing yet."))));
    banner.hidden = !isPretending();
    for (const [what, control] of Object.entries(controls)) if (control !== root().activeElement) control.value = pretence[what];
    for (const [dimension, control] of dimensions) if (control !== root().activeElement) control.value = pretence.score[dimension] ?? "";
    name.placeholder = named();
  };
  let planned = 0;
  const draw = calmly(() => {
    clearTimeout(planned);
    planned = 0;
    // Folded, it says the least; taken off the page, nothing.
    if (!host.isConnected) return;
    drawScore();
    if (!body.hidden) {
      explained().then(calmly(drawPopups)).catch(say);
      drawRest();
    }
    planned = setTimeout(draw, LOOK_MS);
  });
  let isSoon = false;
  const soon = () => {
    if (!isSoon) setTimeout(() => {
      isSoon = false;
      draw();
    }, SOON_MS);
    isSoon = true;
  };

  const offer = async () => {
    const why = missing(first, visit);
    text.hidden = true;
    if (why.length) return fill(status, `${why.join(" ")} Begin as a new visitor, do what the test is to say, and copy then; what you pretend stays.`);
    const entry = written(await test());
    try {
      await navigator.clipboard.writeText(entry);
      fill(status, "Copied. It goes into “tests” of the campaign file.");
    } catch {
      // No clipboard without the browser's leave: whoever wants it takes it from here.
      text.value = entry;
      text.hidden = false;
      fill(status, "Copy it from here, into “tests” of the campaign file.");
      text.focus();
      text.select();
    }
  };
  const presses = new Map([
    [fold, () => {
      body.hidden = !body.hidden;
      fold.setAttribute("aria-expanded", String(!body.hidden));
      fold.textContent = body.hidden ? "Open" : "Fold";
      panel.classList.toggle("folded", body.hidden);
    }],
    [stop, () => { end(); anew.focus(); }], [anew, () => { change({ fresh: true }); }], [copy, offer],
  ]);
  const { host, inside } = rootWith(SHEET, options.nonce);
  const root = () => host.shadowRoot;
  inside.append(panel);
  // Nothing that is done here is the visitor's: the page, which listens further down, hears of none of it.
  addEventListener("click", calmly((event) => {
    const path = event.composedPath();
    if (!path.includes(host)) return;
    event.stopPropagation();
    const button = path.find((one) => presses.has(one));
    if (!button) return soon();
    Promise.resolve(presses.get(button)()).catch(say);
    draw();
    if (button === copy) status.scrollIntoView({ block: "nearest" });
  }), { capture: true });
  for (const kind of ["keydown", "keyup", "input"]) host.addEventListener(kind, (event) => event.stopPropagation());
  for (const [what, control] of Object.entries(controls)) control.addEventListener("change", calmly(() => { change({ [what]: control.value }); draw(); }));
  for (const [dimension, control] of dimensions) control.addEventListener("change", calmly(() => {
    const { [dimension]: gone, ...others } = pretence.score;
    change({ score: control.value === "" || !Number.isFinite(control.valueAsNumber) ? others : { ...others, [dimension]: Math.round(control.valueAsNumber) } });
    draw();
  }));
  // The one who was forgotten took what was pretended along.
  over.addEventListener("abort", () => { [pretence, truth] = [{ ...NOTHING_PRETENDED }, null]; });
  popupList.addEventListener("toggle", () => draw(), { capture: true });
  if (innerWidth < 480) presses.get(fold)();
  document.body.append(host);
  draw();
}
