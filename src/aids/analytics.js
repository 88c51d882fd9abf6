// Tells tools that the page already has what happens here, each in its own words: which, the campaign's `analytics` says, made ready natively
// from rows of `data/analytics/` (`src/campaign/analytics/`). It loads none of them, and calls none before there is consent to its purpose.
// What is told is filled by the aid `shapes`, asked for when this starts, since leads are filled by it, too.
//
//   { "purpose": "advertising", "calls": [["fbq", ["track", "$name", "$fields", { "eventID": "$id" }]]],
//     "events": { "lead_captured": { "name": "Lead", "fields": shape } } }
//
// A call is a path from the window, or with a dot before it from what the call before gave, and its arguments: "$name", "$fields" (all of
// them; "..." among the keys of an object: each under its own), "$id", "$worth", "$NAME" one field, "$given" what the call before gave.

// What waits for consent, or for a tool that is not there yet; of more the oldest are let go.
const MOST_KEPT = 50;
// A tool that comes late is looked for so often, and so many times after something has happened.
const AGAIN_MS = 1000;
const TRIES = 60;
// What somebody who works on the campaign does is no visitor's doing.
const AT_WORK = /[?&]leadwell_(debug|preview)\b/;
// Heard too, and nothing that happens; and names of this file's own events: whatever else has one of them says nothing.
const NO_EVENT = /^(engaged|pretend|lead_(captured|(dis)?qualified)|experiment_seen)$/;
// An e-mail address or a telephone number is told to nobody, whoever put it into an event.
const PERSONAL = /[^\s@]@[^\s@]+\.|^\s*(\+|00?[1-9])[\d\s()./-]{7,}$/;

// Texts, numbers and flags, by name.
const plain = (detail) => Object.fromEntries(Object.entries(detail ?? {}).filter(([, value]) => (typeof value === "string" ? !PERSONAL.test(value) : typeof value === "boolean" || Number.isFinite(value))));
const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (one) => (one ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (one / 4)))).toString(16));

// An argument with what is told put in. What a list ends with and is not there is left out.
export const put = (one, told) => {
  if (typeof one === "string") return one[0] === "$" ? told[one.slice(1)] : one;
  if (Array.isArray(one)) {
    const list = one.map((item) => put(item, told));
    while (list.length && list.at(-1) === undefined) list.pop();
    return list;
  }
  if (Object(one) !== one) return one;
  const entries = Object.entries(one).flatMap(([key, value]) => (key === "..." ? Object.entries(told.fields) : [[key, put(value, told)]]));
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
};

// The function at a path, and what it is called on.
const reach = (path, from) => {
  const keys = path.split("."), last = keys.pop(), owner = keys.reduce((found, key) => found?.[key], from);
  return typeof owner?.[last] === "function" ? [owner, last] : undefined;
};
const isThere = (calls) => calls.every(([path]) => path[0] === "." || reach(path, window));
export const run = (calls, told) => {
  let given;
  for (const [path, wanted] of calls) {
    const [owner, method] = path[0] === "." ? reach(path.slice(1).replace("$name", told.name), given) : reach(path, window);
    given = owner[method](...put(wanted, { ...told.fields, ...told, given }));
  }
};

// An event in a tool's words.
export const worded = (tool, event, facts, fill) => {
  const { name = event, calls = tool.calls ?? [], all, fields } = tool.events[event] ?? tool.events["*"];
  return { name, calls, id: facts.id, worth: facts.value, fields: { ...(all && facts.event), ...(fields && fill(fields, facts, {})) } };
};

export default async function attach({ ask, load, say, heard, about, over }) {
  const { tools, holds, worth, levels } = about;
  const [{ default: shapes }, batches] = await Promise.all([load("shapes"), tools.some(({ by }) => by === "batch") && load("batches")]);
  const calmly = (work) => (...about) => { try { return work(...about); } catch (error) { say(error); } };
  const on = (name, act) => document.addEventListener("leadwell:" + name, calmly(({ detail }) => act(name, detail)), { signal: over });
  let granted = ask("facts").consent, isVisitor, timer, tries = 0;
  const may = ({ purpose }) => granted[purpose] === "granted";
  const look = () => { isVisitor = !ask("export").visitor.internal; };

  const telling = tools.map((tool) => ({ ...tool, kept: [], batch: tool.by === "batch" ? batches.default({ ...tool, campaign: about.campaign, over }) : undefined }));
  const tell = (tool, told) => {
    const { name, id, fields, entry } = told;
    // What a tool answers with is not told to it again.
    tool.isBusy = true;
    try {
      if (entry) tool.batch.add(granted.analytics === "granted" ? entry : { ...entry, visitor: undefined });
      else if (tool.by === "dom") document.dispatchEvent(new CustomEvent(tool.on, { detail: { name, id, ...fields } }));
      else run(told.calls, told);
    } catch (error) {
      say(`${tool.name} was told "${name}" and failed: ${error}`);
    }
    tool.isBusy = false;
  };
  // Tells what waits, as far as it may be told, and comes again where a tool is not there.
  const pass = () => {
    clearTimeout(timer);
    let isLate = false;
    for (const tool of telling) {
      if (!may(tool) || tool.isBusy || !tool.kept.length || over.aborted) continue;
      if (tool.queue) window[tool.queue] ??= [];
      while (tool.kept.length && isThere(tool.kept[0].calls)) tell(tool, tool.kept.shift());
      isLate ||= tool.kept.length > 0;
      if (tries >= TRIES) tool.kept = [];
    }
    if (isLate && tries++ < TRIES) timer = setTimeout(pass, AGAIN_MS);
  };

  // All that fields may be taken from, in the shape of a message.
  const factsOf = (event, detail, message, at) => {
    const { page, source, first, device, level, stage, tags, qualified, score, locale, experiment, visitor, field } = ask("facts");
    return {
      id: uuid(), name: event, at, event: plain(detail), form: detail.form, fields: field, level, stage, tags, qualified, score, visitor, device, experiments: experiment,
      source: { last: source, first }, campaign: about.campaign, page: { path: page?.path ?? location.pathname, title: document.title, locale }, ...message, consent: [],
    };
  };
  const enter = (event, detail, message, at = Date.now()) => {
    if (over.aborted || !isVisitor || AT_WORK.test(location.search)) return;
    let facts;
    for (const tool of telling) {
      if (tool.isBusy || !(may(tool) || holds) || !(tool.events[event] ?? tool.events["*"])) continue;
      facts ??= factsOf(event, detail, message, at);
      const told = worded(tool, event, facts, shapes.fill);
      tool.kept.push({ ...told, entry: tool.batch?.made(facts, told.name, told.fields) });
      if (tool.kept.length > MOST_KEPT) tool.kept.shift();
    }
    tries = 0;
    pass();
  };

  // Leads that were told to have qualified.
  const known = new Set();
  const qualified = (message, at) => {
    known.add(message.lead_id);
    enter("lead_qualified", { form: message.form }, message, at);
  };
  // What a lead does not carry, nobody is told: what consent leaves out of it is not here either.
  const submitted = (detail, { message: id, lead: lead_id, test }, at) => {
    const sent = ask("outbox").map(({ message }) => message).find((message) => message.id === id) ?? {};
    if (test || sent.test) return;
    enter("form_submit", detail, {}, at);
    if (sent.spam?.suspected) return;
    const { value, reason, via, qualified: isQualified, level } = sent, message = { id, lead_id, form: detail.form, value, reason, via };
    enter("lead_captured", detail, message, at);
    if (isQualified) qualified(message, at);
    else if (level === "disqualified") enter("lead_disqualified", detail, message, at);
  };
  // The line was crossed after the lead was sent. A submission that has brought it is heard first.
  const risen = ({ level, before }, at) => setTimeout(calmly(() => {
    const { lead } = ask("export").visitor, facts = ask("facts");
    if (!lead || !facts.qualified || !levels.includes(level) || levels.includes(before) || known.has(lead.id)) return;
    const { by_grade, currency } = worth ?? {}, amount = by_grade?.[facts.score?.grade] ?? by_grade?.["*"];
    qualified({ lead_id: lead.id, form: lead.form, ...(amount !== undefined && { value: { amount, currency } }) }, at);
  }));

  let isCounted = false;
  const hear = (event, detail, told, at) => {
    if (event === "level") return risen(detail, at);
    if (event === "page_view" || event === "pretend") look();
    isCounted ||= event === "page_view";
    if (event === "form_submit" && told?.message) submitted(detail, told, at);
    else if (event === "experiment") enter("experiment_seen", detail, {}, at);
    else if (!NO_EVENT.test(event)) enter(event, detail, {}, at);
  };
  look();
  heard(hear, true);
  // The app has counted it before anybody could hear.
  if (!isCounted) enter("page_view", {});
  on("level", hear);
  on("experiment", hear);
  on("consent", (_, states) => {
    granted = states;
    for (const tool of telling) {
      if (may(tool)) continue;
      tool.kept = [];
      tool.batch?.drop();
    }
    tries = 0;
    pass();
  });
}
