// What the panel tells of a visit: as lines for a person, and as a test that stands in the campaign file. Published in front of `panel.js`. Plain
// values in, plain values out: no page, no clock, no runtime.
//
// A visit is `{ at, event, detail, … }` in its order, `at` in milliseconds since the panel began to hear: what listeners of the page are
// told, with `about` (what the runtime was asked), `how` a popup came to be opened, `view` of a page, and besides `consent` and
// `identify`, with the choices and traits as their `detail`.

// Of these a step of a test says all; of the others `track` does, which enters an event of any name.
const STEPS = {
  __proto__: null,
  scroll: ({ detail }) => ({ scroll: detail.percent }),
  exit_intent: ({ detail }) => ({ exit_intent: detail.how }),
  click: ({ detail: { id, text, url } }) => ({ click: id && !text && !url ? id : given({ id, text, url }) }),
  form_submit: ({ detail, about }) => ({ submit: detail.form, ...answersOf(about?.answers) }),
  popup_open: ({ detail, how }) => (how === "trigger" ? null : { open: detail.popup }),
  popup_dismiss: ({ detail }) => ({ dismiss: detail.popup }),
  consent: ({ detail }) => ({ consent: detail }),
  identify: ({ detail }) => ({ identify: detail }),
};
// Said by other steps, or of no visitor's doing.
const UNSAID = ["dwell", "engaged", "popup_close", "pretend"];
// With these a popup closes by a step that is there anyway, or by one that makes room.
const FOLLOWED = ["button", "escape", "overlay", "decline", "no", "opened"];

const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value != null && value !== ""));
const isEmpty = (object) => Object.keys(object ?? {}).length === 0;
const textOf = (value) => (Array.isArray(value) ? value.map(String) : String(value));

const answersOf = (answers) => {
  const fields = Object.fromEntries(Object.entries(answers?.fields ?? {}).map(([name, value]) => [name, textOf(value)]));
  const ticked = answers?.consent ?? [], asked = answers?.consent_asked ?? ticked;
  const consent = Object.fromEntries(asked.map((purpose) => [purpose, ticked.includes(purpose)]));
  return { ...(isEmpty(fields) ? {} : { fields }), ...(isEmpty(consent) ? {} : { consent }) };
};

// `90` as `"90 s"`, `120` as `"2 min"`: as authors write them.
export const lasting = (seconds) => {
  for (const [unit, length] of [["days", 86400], ["hours", 3600], ["min", 60]]) {
    if (seconds >= length && seconds % length === 0) return seconds === length && length > 60 ? `1 ${unit.slice(0, -1)}` : `${seconds / length} ${unit}`;
  }
  return `${seconds} s`;
};

// The steps of a visit that took `seconds` in all. In a test the clock stands still but in `wait`, `dwell` and `idle`: what went by between
// two things that happened is said, so that what waits for time waits as long.
export const stepsOf = (visit, seconds) => {
  const steps = [];
  let [clock, read] = [0, 0];
  const last = (key) => (steps.length && key in steps[steps.length - 1] ? steps[steps.length - 1] : null);
  const spend = (key, more) => {
    if (more <= 0) return;
    clock += more;
    const before = last(key);
    if (before) before[key] += more;
    else steps.push({ [key]: more });
  };
  // Up to where what follows begins.
  const until = (at, follows = 0) => spend("wait", Math.floor(at / 1000) - follows - clock);
  const submitted = visit.filter(({ event }) => event === "form_submit").map(({ detail }) => detail.form);
  for (const entry of visit) {
    const { event, detail, at } = entry;
    if (event === "engaged") {
      const more = detail.seconds - read;
      until(at, Math.max(0, more));
      spend("dwell", more);
      read = Math.max(read, detail.seconds);
      continue;
    }
    // Whoever submits in a test has begun.
    if (UNSAID.includes(event) || (event === "form_start" && submitted.includes(detail.form))) continue;
    if (event === "idle") {
      until(at, detail.seconds);
      clock += detail.seconds;
      steps.push({ idle: detail.seconds });
      continue;
    }
    until(at);
    if (event === "page_view") {
      read = 0;
      if (entry.view) steps.push({ page_view: entry.view });
      continue;
    }
    const step = event in STEPS ? STEPS[event](entry) : { track: event, ...(isEmpty(detail) ? {} : { event: detail }) };
    if (!step) continue;
    // The deepest says what came before it.
    if (event === "scroll" && last("scroll")) steps.pop();
    steps.push(step);
  }
  until(seconds * 1000);
  return steps.map((step) => Object.fromEntries(Object.entries(step).map(([key, value]) => [key, ["wait", "dwell", "idle"].includes(key) ? lasting(value) : value])));
};

// Which popup a test would find: the first on screen of those that wait for each other. Nothing is said where the test cannot follow.
const popupOf = (visit, popups, open) => {
  const isFollowed = ({ event, detail, how }) => (event !== "popup_close" || FOLLOWED.includes(detail.reason)) && (event !== "popup_open" || how !== "preview");
  if (!popups.length || !visit.every(isFollowed)) return {};
  const named = (id) => popups.find((popup) => popup.id === id);
  const first = open.find((id) => named(id) && !named(id).stands);
  if (first) return { popup: first };
  return popups.some(({ stands }) => stands) ? {} : { popup: null };
};

// The entry for `tests`. `start`: what was so, or pretended, when the page was opened, `{ visitor, at, locale, region, device, consent, score, visits,
// query, referrer }`, each only where a test has to be told; `now`: `{ seconds, level, stage, tags, popups, open }`.
export const testOf = (name, start, visit, now) => {
  const before = Object.entries(start).filter(([, value]) => value != null && !(typeof value === "object" && isEmpty(value)));
  return {
    name,
    given: [...before.map(([key, value]) => ({ [key]: value })), ...stepsOf(visit, now.seconds)],
    expect: { ...given({ level: now.level, stage: now.stage }), tags: now.tags ?? [], ...popupOf(visit, now.popups ?? [], now.open ?? []) },
  };
};

/** As JSON, a step a line. */
export const written = ({ name, given, expect }) => [
  "{", `  "name": ${JSON.stringify(name)},`, '  "given": [', given.map((step) => `    ${JSON.stringify(step)}`).join(",\n"), "  ],", `  "expect": ${JSON.stringify(expect)}`, "}",
].join("\n");

/** Whether nothing happened but that somebody came and stayed. */
export const isUntouched = (visit) => visit.every(({ event }) => ["page_view", "engaged", "dwell", "pretend"].includes(event));

// Why a test would not find what the page shows, a line each; empty where it would. `first` is the record as the panel found it, with
// whether it `keeps`: is stored, and outlives a load; `spoilt` once what is pretended changed in the middle of a visit.
export const missing = (first, visit) => {
  const lines = [];
  if (first.visits > 1 || first.pages > 1 || first.submitted?.length) lines.push("This visitor was here before, and a test begins with somebody new.");
  if (first.spoilt) lines.push("What is pretended changed after something had happened, and a test pretends from the start.");
  const views = visit.filter(({ event }) => event === "page_view").length;
  if (views > 1 && !first.keeps) lines.push("The page changed without a load, which forgets a visitor who has not agreed to be remembered.");
  return lines;
};

// Lines for a person.

const said = (value) => (value == null ? "unknown" : typeof value === "string" ? `“${value}”` : Array.isArray(value) ? (value.length ? value.map(said).join(", ") : "none") : typeof value === "object" ? JSON.stringify(value) : String(value));
const WORDS = {
  __proto__: null,
  $eq: "is", $ne: "is not", $lt: "below", $lte: "at most", $gt: "above", $gte: "at least", $in: "one of", $nin: "none of", $ini: "one of", $nini: "none of", $all: "all of",
  $alli: "all of", $like: "like", $between: "between", $exists: "is known:", $size: "has so many:", $regex: "matches", $regexi: "matches", $not: "not", $in_list: "in the list", $type: "of type",
};

/** A fact's value, as a person reads it. */
export const valueOf = said;

// Every part of a condition that can be asked by itself, `[{ condition, fact, text }]`; all of them together are the whole.
export const partsOf = (condition) => Object.entries(condition ?? {}).flatMap(([key, wanted]) => {
  if (key === "$and" && Array.isArray(wanted)) return wanted.flatMap(partsOf);
  if (key === "$segment") return [{ condition: { [key]: wanted }, fact: "segments", text: `in the segment ${said(wanted)}` }];
  if (key.startsWith("$")) {
    const inner = [].concat(wanted).map((one) => partsOf(one).map(({ text }) => text).join(" and "));
    return [{ condition: { [key]: wanted }, fact: null, text: key === "$or" ? inner.join(", or ") : `not (${inner.join(", or ")})` }];
  }
  const operators = typeof wanted === "object" && wanted !== null && !Array.isArray(wanted) && Object.keys(wanted).every((one) => one.startsWith("$")) ? Object.entries(wanted) : [["$eq", wanted]];
  return operators.map(([operator, value]) => ({
    condition: { [key]: { [operator]: value } }, fact: key,
    text: `${key} ${WORDS[operator] ?? operator} ${operator === "$not" ? partsOf({ "": value }).map(({ text }) => text.trim()).join(" and ") : said(value)}`,
  }));
});

// What a trigger waits for.
export const triggerText = ({ on, where, seconds, percent, count, selector, text, id, hash }) => [
  { load: "the page is there", delay: "on the page", time_on_site: "engaged on the site", pages: "pages seen", exit_intent: "about to leave" }[on] ?? on,
  seconds != null && `for ${seconds} s`, percent != null && `to ${percent} %`, count != null && (on === "pages" ? `at least ${count}` : `${count} times`), id != null && said(id),
  selector != null && selector, text != null && said(text), hash != null && hash, where && `where ${partsOf(where).map((part) => part.text).join(" and ")}`,
].filter(Boolean).join(" ");

const ago = (seconds) => {
  const [length, unit] = [[86400, "days"], [3600, "hours"], [60, "min"], [1, "s"]].find(([one]) => seconds >= one) ?? [1, "s"];
  return `${Math.floor(seconds / length)} ${unit} ago`;
};
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const every = (often) => (typeof often === "number" ? `once in ${lasting(often)}` : { page: "once a page view", session: "once a visit", always: "every time" }[often] ?? String(often));
const when = (ms) => new Date(ms).toISOString().slice(0, 16).replace("T", " ") + " UTC";

// One rule of a popup with its figures. `now` in seconds.
const TOLD = {
  __proto__: null,
  consent: ({ holds }, { kind }) => (holds ? "nothing stands against it" : kind === "consent" ? "they have chosen already" : "not given, or the campaign leaves this visitor alone"),
  trigger: ({ times, spent }, { trigger }) => (trigger ?? []).map((list, at) => list.map((one, place) => `${triggerText(one)} (${times?.[at]?.[place] ? "seen" : "not seen"})`).join(" and ")).join("; or ") + (spent ? "; had its turn on this page" : ""),
  cancel: ({ holds }, { cancel }) => (cancel?.length ? `${cancel.map(triggerText).join(", ")}: ${holds ? "not seen" : "seen"}` : "nothing cancels it"),
  schedule: ({ local }, { from, until, days, hours }) => (from == null && until == null && !days && !hours ? "always" : [
    from != null && `from ${when(from)}`, until != null && `until ${when(until)}`, days && `on ${days.map((day) => DAYS[day - 1]).join(" ")}`,
    hours && hours.map(([start, end]) => `${clock(start)}–${clock(end)}`).join(", "), local && `now ${DAYS[local.weekday - 1]} ${clock(local.minutes)}`,
  ].filter(Boolean).join("; ")),
  sample: ({ drawn }, { sample }) => (sample == null ? "everybody" : `drew ${Math.round(drawn * 1000) / 1000}, shows below ${sample}`),
  frequency: ({ at }, popup, now) => `${every(popup.every)}; ${at == null ? "never seen" : `seen ${ago(now - at)}`}`,
  stop: (rule, { stop }) => (isEmpty(stop) ? "never" : Object.entries(stop).map(([what, most]) => `${what} ${rule[what] ?? 0} of ${most}`).join(", ")),
  page_limit: ({ shown, limit }) => (limit == null ? "none" : `${shown ?? 0} of ${limit} on this page`),
  session_limit: ({ shown, limit }) => (limit == null ? "none" : `${shown ?? 0} of ${limit} on this visit`),
  gap: ({ at, limit }, popup, now) => (limit == null ? "none" : `${lasting(limit)} between two; ${at == null ? "none seen yet" : `the last ${ago(now - at)}`}`),
  after_submit: ({ at, limit }, popup, now) => (limit == null ? "none" : `${lasting(limit)} after a form; ${at == null ? "none sent" : `sent ${ago(now - at)}`}`),
  group: ({ holds }, { group }) => (group == null ? "in none" : `${group}: ${holds ? "free" : "another of it was shown on this page"}`),
  busy: ({ open }) => (open?.length ? `on screen: ${open.map(([id]) => id).join(", ")}` : "nothing else is on screen"),
  when: ({ holds }, popup) => (popup.when == null ? "for everybody" : holds ? "every part is so" : "not every part is so"),
};
const NAMES = {
  __proto__: null,
  cancel: "cancelled by", stop: "stops after", page_limit: "page limit", session_limit: "visit limit", after_submit: "after a form", busy: "room", when: "condition",
};

/** `["page limit", "1 of 1 on this page"]`. */
export const ruleText = (rule, popup, now) => [NAMES[rule.rule] ?? rule.rule, (popup.stands && /_limit|gap|after/.test(rule.rule) ? () => "stands by itself" : TOLD[rule.rule] ?? (() => ""))(rule, popup, now)];

/** What an event tells, in few words. */
export const eventText = (detail) => Object.entries(detail ?? {}).filter(([, value]) => value != null && value !== "").map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ");
