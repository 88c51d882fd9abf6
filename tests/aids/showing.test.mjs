// Which popup shows when: a table of named cases, and a thousand visitors who do whatever comes to their minds, judged by the rules said
// once more, over what they did and what they saw.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { aid } from "./page.mjs";

const rules = await aid("showing");
const RULES = ["consent", "trigger", "cancel", "schedule", "sample", "frequency", "stop", "page_limit", "session_limit", "gap", "after_submit", "group", "busy", "when"];

const popupOf = (given) => ({ kind: "modal", stands: false, trigger: [[{ on: "load" }]], cancel: [], every: "session", stop: {}, ...given });
// As little of a language as these tests need: every key has that value.
const holdsOver = (facts) => (condition, event) => Object.entries(condition).every(([key, value]) => (key.startsWith("event.") ? event[key.slice(6)] : facts[key]) === value);

// What the runtime keeps of one that was seen (`visitor/popups.rs`).
const noteSeen = (history, id, at, visit) => {
  const known = history[id] ?? {};
  return { ...history, [id]: { ...known, seen: (known.seen ?? 0) + 1, at, visit, here: (known.visit === visit ? known.here : 0) + 1 } };
};
const noteDone = (history, id, what) => ({ ...history, [id]: { ...history[id], [what]: (history[id]?.[what] ?? 0) + 1 } });

function play({ popups: given, limits = {}, closed, state: told = {}, steps }) {
  const popups = given.map(popupOf), find = (id) => popups.find((popup) => popup.id === id), facts = {};
  const state = { may: true, chosen: false, history: {}, visit: 1, submitted: null, now: 1e12, local: { minutes: 600, weekday: 3 }, limits, draw: 0, ...told };
  let page = rules.begin(popups);
  const asked = () => ({ ...state, history: rules.withClosed(state.history, closed), draw: () => state.draw, holds: holdsOver(facts) });
  const next = () => rules.next(popups, page, asked())?.id ?? null;
  const see = (id) => {
    rules.shown(page, find(id));
    const { at, visit } = { at: Math.floor(state.now / 1000), visit: state.visit };
    state.history = noteSeen(state.history ?? {}, id, at, visit);
    if (!find(id).stands) state.history = noteSeen(state.history, "*", at, visit);
  };
  const broken = (id) => rules.account(find(id), page, asked()).filter(({ holds }) => !holds).map(({ rule }) => rule);
  const all = {
    heard: (event, detail) => rules.heard(page, popups, event, detail, holdsOver(facts)),
    reached: (now) => rules.reached(page, popups, { delay: 0, time_on_site: 0, pages: 1, stage: null, tags: [], hash: "", ...now }, holdsOver(facts)),
    waits: (now, expected) => assert.deepEqual(rules.waits(popups, { delay: 0, time_on_site: 0, ...now }), { delay: expected.delay ?? Infinity, time_on_site: expected.time_on_site ?? Infinity }),
    shows: (id) => {
      assert.equal(next(), id);
      if (id) see(id);
    },
    takes: (id) => {
      assert.equal(next(), id);
      rules.shown(page, find(id));
    },
    would: (id) => assert.equal(next(), id),
    opened: see,
    broken: (id, expected) => assert.deepEqual(broken(id), expected),
    closed: (id) => rules.closedOn(page, find(id)),
    withdrawn: (id) => rules.withdrawn(page, find(id)),
    did: (id, what) => { state.history = noteDone(state.history, id, what); },
    page: (same) => { page = rules.begin(popups, same && page); },
    facts: (more) => Object.assign(facts, more),
    state: (more) => Object.assign(state, more),
    wait: (seconds) => { state.now += seconds * 1000; },
    local: (weekday, time) => { state.local = { weekday, minutes: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) }; },
  };
  steps.forEach(([what, ...about], index) => {
    try {
      all[what](...about);
    } catch (error) {
      error.message = `step ${index + 1}, ${what}: ${error.message}`;
      throw error;
    }
    // Whatever was done to it, a page is plain JSON, and every rule has its say about everybody.
    assert.deepEqual(JSON.parse(JSON.stringify(page)), page);
    for (const popup of popups) assert.deepEqual(rules.account(popup, page, asked()).map(({ rule }) => rule), RULES);
  });
}

const { version, cases } = JSON.parse(readFileSync(new URL("showing.json", import.meta.url), "utf8"));
assert.equal(version, 1, "showing.json: this test reads version 1 of its table");
assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length, "two cases have one name");
for (const one of cases) test(one.name, () => play(one));

test("what `heard` and `reached` answer is whether something fired that had not", () => {
  const popups = [popupOf({ id: "a", trigger: [[{ on: "trial", count: 2 }]], cancel: [{ on: "load" }] })], page = rules.begin(popups);
  const heard = () => rules.heard(page, popups, "trial", {}, () => true), reached = () => rules.reached(page, popups, {}, () => true);
  assert.deepEqual([heard(), heard(), heard(), reached(), reached()], [false, true, false, true, false]);
});

test("nothing is asked of conditions that cannot matter any more, and of no draw that is not needed", () => {
  const popups = [popupOf({ id: "a", trigger: [[{ on: "trial", where: {} }]], when: {} })], page = rules.begin(popups);
  let asked = 0;
  const holds = () => (asked += 1) > 0, draw = () => assert.fail("drawn");
  const state = { may: true, visit: 1, now: 1e12, local: { minutes: 0, weekday: 1 }, limits: {}, draw, holds };
  assert.equal(rules.next(popups, page, state), null);
  rules.heard(page, popups, "other", {}, holds);
  assert.equal(asked, 0);
  for (let times = 0; times < 3; times += 1) rules.heard(page, popups, "trial", {}, holds);
  assert.equal(asked, 1);
  assert.equal(rules.next(popups, page, state), popups[0]);
});

// ---- A thousand visitors ----

const random = (seed) => {
  let now = seed;
  const draw = () => (now = (Math.imul(now, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  // The low ends of such a generator are poor; the first few numbers tell neighbours' seeds.
  for (let skipped = 0; skipped < 8; skipped += 1) draw();
  const upTo = (count) => Math.floor(draw() * count);
  return { draw, upTo, one: (list) => list[upTo(list.length)], often: (share) => draw() < share };
};

const EVENTS = ["exit_intent", "scroll", "trial", "form_submit"];
const someTrigger = ({ one, often, upTo }) => one([
  () => ({ on: "load" }), () => ({ on: "delay", seconds: upTo(40) }), () => ({ on: "time_on_site", seconds: upTo(200) }), () => ({ on: "pages", count: 1 + upTo(4) }),
  () => ({ on: "exit_intent" }), () => ({ on: "scroll", percent: 10 * upTo(10) }), () => ({ on: "trial", count: 1 + upTo(3) }),
  () => ({ on: "trial", where: often(0.5) ? { "event.value": 1 } : { rich: true } }),
])();
const somePopup = (id, chance) => {
  const { one, often, upTo, draw } = chance, stands = often(0.2);
  const trigger = Array.from({ length: 1 + upTo(2) }, () => Array.from({ length: 1 + upTo(often(0.3) ? 3 : 1) }, () => someTrigger(chance)));
  const popup = { id, stands, kind: stands ? "inline" : "modal", trigger, cancel: often(0.15) ? [{ on: one(EVENTS), count: 1 + upTo(2) }] : [], stop: {} };
  popup.every = one(["page", "session", "always", "always", 20, 600, 7200, 86400]);
  if (often(0.4)) popup.stop[one(["seen", "submitted", "dismissed"])] = 1 + upTo(3);
  if (often(0.4)) popup.group = one(["offers", "letters"]);
  if (often(0.2)) popup.sample = draw();
  if (often(0.2)) popup.days = [1, 2, 3, 4, 5, 6, 7].filter(() => often(0.7));
  if (often(0.2)) popup.hours = Array.from({ length: 1 + upTo(2) }, () => [upTo(1440), 1 + upTo(1440)]);
  if (often(0.2)) popup.from = START + upTo(86400) * 1000;
  if (often(0.2)) popup.until = START + upTo(10 * 86400) * 1000;
  if (often(0.2)) popup.when = { rich: true };
  return popup;
};
const someLimits = ({ often, upTo }) => ({
  ...(often(0.4) && { page: upTo(3) }), ...(often(0.4) && { session: 1 + upTo(4) }), ...(often(0.4) && { gap: 1 + upTo(3600) }), ...(often(0.3) && { after_submit: 1 + upTo(86400) }),
});

const START = 1_700_000_000_000;
// The visitor's own clock, here that of Greenwich.
const localOf = (ms) => {
  const at = new Date(ms);
  return { minutes: at.getUTCHours() * 60 + at.getUTCMinutes(), weekday: at.getUTCDay() || 7 };
};

// A visitor through `showing.js`, as a watcher drives it. Returns the log: what was done and shown, each with the moment as it really
// was and as the visitor's clock had it, the page and the visit.
function visit(seed) {
  const chance = random(seed), { one, often, upTo } = chance;
  const popups = Array.from({ length: 1 + upTo(6) }, (_, index) => somePopup("p" + index, chance)), limits = someLimits(chance);
  const drawn = Object.fromEntries(popups.map(({ id }) => [id, chance.draw()])), facts = { rich: false };
  const log = [];
  let [real, clock, openedAt, engaged, pageNumber, visitNumber, submitted, history] = [START + upTo(7 * 86400) * 1000, 0, 0, 0, 1, 1, null, {}];
  // How far the clock is off; it is only ever set back.
  const readClock = () => real - clock;
  const enter = (entry) => log.push({ ...entry, real, clock: readClock(), page: pageNumber, visit: visitNumber, facts: { ...facts }, delay: (real - openedAt) / 1000, engaged });
  const holds = holdsOver(facts);
  openedAt = real;
  let page = rules.begin(popups);
  const settle = () => {
    enter({ did: "reached" });
    rules.reached(page, popups, { delay: (real - openedAt) / 1000, time_on_site: engaged, pages: pageNumber, stage: null, tags: [], hash: "" }, holds);
    for (let turns = 0; ; turns += 1) {
      assert.ok(turns <= popups.length, "it shows without end");
      const state = { may: true, history, visit: visitNumber, submitted, now: readClock(), local: localOf(readClock()), limits, draw: (id) => drawn[id], holds };
      const popup = rules.next(popups, page, state);
      for (const each of popups) assert.equal(rules.account(each, page, state).every(({ holds }) => holds), popups.indexOf(each) === popups.indexOf(popup) || isLater(popups, each, popup, page, state));
      enter({ did: "asked", answer: popup?.id ?? null });
      if (!popup) return;
      const at = Math.floor(readClock() / 1000);
      enter({ did: "show", id: popup.id });
      rules.shown(page, popup);
      history = noteSeen(history, popup.id, at, visitNumber);
      if (!popup.stands) history = noteSeen(history, "*", at, visitNumber);
    }
  };
  const close = (id) => {
    enter({ did: "close", id });
    rules.closedOn(page, popups.find((popup) => popup.id === id));
  };
  const open = () => page.open.map(([id]) => id);
  const heard = (event, detail) => {
    enter({ did: "event", event, detail });
    rules.heard(page, popups, event, detail, holds);
  };
  settle();
  for (let doings = 20 + upTo(40); doings > 0; doings -= 1) {
    one([
      () => { const seconds = 1 + upTo(30); real += seconds * 1000; engaged += seconds; },
      () => { real += upTo(900) * 1000; },
      () => heard("exit_intent", { how: "pointer" }),
      () => heard("scroll", { percent: upTo(101) }),
      () => heard("trial", { value: upTo(3) }),
      () => { if (open().length) close(one(open())); },
      () => { if (open().length) close(one(open())); },
      () => {
        if (!open().length) return;
        const id = one(open());
        history = noteDone(history, id, "dismissed");
        enter({ did: "dismissed", id });
        close(id);
      },
      () => {
        if (often(0.5)) return;
        submitted = Math.floor(readClock() / 1000);
        enter({ did: "submit" });
        if (open().length) {
          const id = one(open());
          history = noteDone(history, id, "submitted");
          enter({ did: "submitted", id });
        }
        heard("form_submit", { form: "demo" });
      },
      () => {
        // Another page: in the same document, where what is open stays, or in a new one.
        const isSame = often(0.5);
        if (!isSame) for (const id of open()) enter({ did: "gone", id });
        pageNumber += 1;
        openedAt = real;
        page = rules.begin(popups, isSame ? page : undefined);
      },
      () => {
        if (often(0.5)) return;
        // Away for longer than a visit goes on.
        real += (1800 + upTo(3 * 86400)) * 1000;
        visitNumber += 1;
      },
      () => { facts.rich = !facts.rich; },
      () => { if (often(0.2)) clock += upTo(2 * 86400) * 1000; },
    ])();
    settle();
  }
  return { popups, limits, drawn, log };
}
// Everything holds for it, but another comes first.
const isLater = (popups, each, popup, page, state) => popup !== null && popups.indexOf(each) > popups.indexOf(popup) && rules.account(each, page, state).every(({ holds }) => holds);

// The rules once more, as somebody reads them who has nothing but the log up to a moment. Slow, and not clever.
const STATES = ["load", "delay", "time_on_site", "pages"];
function isSo(popup, { popups, limits, drawn }, log, now) {
  const shows = log.filter(({ did }) => did === "show"), own = shows.filter(({ id }) => id === popup.id), here = (entry) => entry.page === now.page;
  const stands = (id) => popups.find((one) => one.id === id).stands, counted = shows.filter(({ id }) => !stands(id));
  const open = shows.filter((show) => !log.slice(log.indexOf(show)).some(({ did, id }) => id === show.id && (did === "close" || did === "gone"))).map(({ id }) => id);
  const seconds = (entry) => Math.floor(entry.clock / 1000), ago = (entry) => seconds(now) - seconds(entry), last = (list) => list[list.length - 1];
  const holds = (condition, entry) => Object.entries(condition ?? {}).every(([key, value]) => (key === "event.value" ? entry.detail.value : entry.facts.rich) === value);

  // Since when on this page something has to have happened: since the popup was closed here last.
  const closedAt = log.findLastIndex((entry) => here(entry) && entry.did === "close" && entry.id === popup.id);
  const happened = (trigger, from) => {
    const entries = log.slice(from).filter(here);
    if (STATES.includes(trigger.on)) {
      return log.filter(here).some((entry) => entry.did === "reached" && holds(trigger.where, entry) && { load: true, delay: entry.delay >= trigger.seconds, time_on_site: entry.engaged >= trigger.seconds, pages: entry.page >= trigger.count }[trigger.on]);
    }
    return entries.filter((entry) => entry.did === "event" && entry.event === trigger.on && !(entry.detail.percent < trigger.percent) && holds(trigger.where, entry)).length >= (trigger.count ?? 1);
  };
  const isOpen = popup.trigger.some((list) => list.every((one) => happened(one, closedAt + 1)) && (closedAt < 0 || list.some(({ on }) => !STATES.includes(on))));
  const { minutes, weekday } = localOf(now.clock), before = weekday === 1 ? 7 : weekday - 1, days = popup.days ?? [1, 2, 3, 4, 5, 6, 7];
  const hours = (popup.hours ?? [[0, 1440]]).some(([start, end]) => (start < end ? days.includes(weekday) && minutes >= start && minutes < end : (days.includes(weekday) && minutes >= start) || (days.includes(before) && minutes < end)));
  const often = { page: () => !own.some(here), session: () => !own.length || last(own).visit !== now.visit, always: () => true }[popup.every] ?? (() => !own.length || ago(last(own)) >= popup.every);
  const did = { seen: own.length, submitted: log.filter((entry) => entry.did === "submitted" && entry.id === popup.id).length, dismissed: log.filter((entry) => entry.did === "dismissed" && entry.id === popup.id).length };
  const sent = last(log.filter((entry) => entry.did === "submit"));
  // Of a group: those shown on this page, and those still open from the one before.
  const ofGroup = popups.filter((one) => one.group && one.group === popup.group && one.id !== popup.id).map(({ id }) => id);
  const carried = shows.filter((show) => !here(show) && !log.slice(log.indexOf(show)).some((entry) => entry.id === show.id && (entry.did === "gone" || (entry.did === "close" && entry.page < now.page))));
  return {
    trigger: isOpen,
    cancel: !popup.cancel.some((one) => happened(one, 0)),
    schedule: now.clock >= (popup.from ?? -Infinity) && now.clock < (popup.until ?? Infinity) && hours,
    sample: popup.sample === undefined || drawn[popup.id] < popup.sample,
    frequency: often(),
    stop: Object.keys(popup.stop).every((what) => did[what] < popup.stop[what]),
    page_limit: popup.stands || limits.page === undefined || counted.filter(here).length < limits.page,
    session_limit: popup.stands || limits.session === undefined || counted.filter((entry) => entry.visit === now.visit).length < limits.session,
    gap: popup.stands || limits.gap === undefined || !counted.length || ago(last(counted)) >= limits.gap,
    after_submit: popup.stands || limits.after_submit === undefined || !sent || ago(sent) >= limits.after_submit,
    group: ![...shows.filter(here), ...carried].some(({ id }) => ofGroup.includes(id)),
    busy: !open.includes(popup.id) && (popup.stands || !open.some((id) => !stands(id))),
    when: holds(popup.when, now),
  };
}

// What must hold of everything that was shown, whatever the visitor's clock said: by the time that really went by.
function judge({ popups, limits, log }) {
  const shows = log.filter(({ did }) => did === "show"), find = (wanted) => popups.find(({ id }) => id === wanted), counted = shows.filter(({ id }) => !find(id).stands);
  const between = (earlier, later) => Math.floor(later.real / 1000) - Math.floor(earlier.real / 1000);
  shows.forEach((show) => {
    const popup = find(show.id), earlier = shows.slice(0, shows.indexOf(show)), own = earlier.filter(({ id }) => id === show.id);
    if (popup.every === "page") assert.ok(own.every(({ page }) => page !== show.page), "twice on a page");
    if (popup.every === "session") assert.ok(own.every(({ visit }) => visit !== show.visit), "twice in a visit");
    if (typeof popup.every === "number") assert.ok(own.every((one) => between(one, show) >= popup.every), "sooner than its own pause");
    const before = log.slice(0, log.indexOf(show)), times = (what) => before.filter(({ did, id }) => did === what && id === show.id).length;
    for (const [what, most] of Object.entries(popup.stop)) assert.ok(times(what === "seen" ? "show" : what) < most, `after it was ${what} enough`);
    if (popup.group) assert.ok(earlier.every(({ id, page }) => id === show.id || page !== show.page || find(id).group !== popup.group), "two of a group on a page");
    if (popup.stands) return;
    const others = earlier.filter((one) => counted.includes(one));
    if (limits.page !== undefined) assert.ok(others.filter(({ page }) => page === show.page).length < limits.page, "more than a page bears");
    if (limits.session !== undefined) assert.ok(others.filter(({ visit }) => visit === show.visit).length < limits.session, "more than a visit bears");
    if (limits.gap !== undefined) assert.ok(others.every((one) => between(one, show) >= limits.gap), "too soon after another");
    if (limits.after_submit !== undefined) assert.ok(before.every((one) => one.did !== "submit" || between(one, show) >= limits.after_submit), "too soon after a form was sent");
    for (const other of others) assert.ok(before.slice(before.indexOf(other)).some(({ did, id }) => id === other.id && (did === "close" || did === "gone")), "two at a time");
  });
}

test("a thousand visitors see what the rules allow, nothing else, and nothing less", () => {
  const stopped = Object.fromEntries(RULES.map((rule) => [rule, 0]));
  let seen = 0;
  for (let seed = 1; seed <= 1000; seed += 1) {
    let world;
    try {
      world = visit(seed);
      judge(world);
      const { popups, log } = world;
      log.forEach((now, index) => {
        if (now.did !== "asked") return;
        const verdicts = popups.map((popup) => [popup.id, isSo(popup, world, log.slice(0, index), now)]);
        const first = verdicts.find(([, verdict]) => Object.values(verdict).every(Boolean));
        assert.equal(now.answer, first?.[0] ?? null, `at entry ${index}, page ${now.page}: ${JSON.stringify(verdicts)}`);
        if (now.answer) seen += 1;
        // Where one rule alone stood in the way, it was put to the test.
        for (const [, verdict] of verdicts) {
          const failed = Object.keys(verdict).filter((rule) => !verdict[rule]);
          if (failed.length === 1) stopped[failed[0]] += 1;
        }
      });
    } catch (error) {
      error.message = `visitor ${seed}: ${error.message}`;
      throw error;
    }
  }
  assert.ok(seen > 2000, `only ${seen} were shown`);
  for (const rule of RULES) if (rule !== "consent") assert.ok(stopped[rule] > 100, `${rule} alone stopped only ${stopped[rule]}`);
});

test("those that nothing but their `when` keeps away are told of, as long as nothing before them shows", () => {
  const holds = (condition) => condition.yes;
  const popups = [
    popupOf({ id: "kept_away", when: { yes: false } }), popupOf({ id: "waits", when: { yes: false }, trigger: [[{ on: "delay", seconds: 9 }]] }),
    popupOf({ id: "shows", when: { yes: true } }), popupOf({ id: "comes_after", when: { yes: false } }),
  ];
  const page = rules.begin(popups), missed = [];
  rules.reached(page, popups, { delay: 0, time_on_site: 0, pages: 1, stage: null, tags: [], hash: "" }, holds);
  const state = { may: true, chosen: false, history: {}, visit: 1, submitted: null, now: 1e12, local: { minutes: 600, weekday: 3 }, limits: {}, draw: () => 0, holds };
  assert.equal(rules.next(popups, page, state, ({ id }) => missed.push(id)).id, "shows");
  assert.deepEqual(missed, ["kept_away"]);
  rules.shown(page, popups[2]);
  assert.equal(rules.next(popups, page, state, ({ id }) => missed.push(id)), null);
  assert.deepEqual(missed, ["kept_away"], "one at a time: now they would not have shown");
  assert.equal(rules.next(popups, page, state), null);
});
