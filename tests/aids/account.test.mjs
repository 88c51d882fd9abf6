// What the panel tells of a visit: as steps of a test, and as lines for a person.
import assert from "node:assert/strict";
import { test } from "node:test";
import { aid } from "./page.mjs";

const { stepsOf, testOf, missing, lasting, written, isUntouched, partsOf, triggerText, ruleText, eventText, valueOf } = await aid("account");
const happen = (at, event, detail = {}, more) => ({ at, event, detail, ...more });
const steps = (visit, seconds = 0) => stepsOf(visit, seconds);

test("every step that a test knows is written as the test reads it", () => {
  const visit = [
    happen(0, "page_view", {}, { view: "/pricing" }),
    happen(10, "consent", { personalization: true }), happen(20, "identify", { plan: "team" }),
    happen(30, "scroll", { percent: 25 }), happen(30, "scroll", { percent: 50 }),
    happen(40, "click", { id: "faq", text: "Questions", url: "#faq", outbound: false }), happen(40, "click", { id: "made", text: "", url: "", outbound: false }),
    happen(50, "add_to_cart", { value: 5 }), happen(50, "asked"), happen(60, "exit_intent", { how: "pointer" }),
    happen(70, "popup_open", { popup: "offer" }, { how: "click" }), happen(80, "popup_dismiss", { popup: "offer", reason: "escape" }),
    happen(80, "popup_close", { popup: "offer", reason: "escape" }),
  ];
  assert.deepEqual(steps(visit), [
    { page_view: "/pricing" }, { consent: { personalization: true } }, { identify: { plan: "team" } }, { scroll: 50 },
    { click: { id: "faq", text: "Questions", url: "#faq" } }, { click: "made" }, { track: "add_to_cart", event: { value: 5 } }, { track: "asked" },
    { exit_intent: "pointer" }, { open: "offer" }, { dismiss: "offer" },
  ]);
});

test("a form is sent with its answers as texts and lists, and every purpose it asked for", () => {
  const answers = { fields: { email: "a@corp.example", seats: 12, topics: ["a", "b"] }, consent: ["contact"], consent_asked: ["contact", "marketing"] };
  assert.deepEqual(steps([happen(0, "form_start", { form: "demo" }), happen(0, "form_submit", { form: "demo" }, { about: { answers } })]), [
    { submit: "demo", fields: { email: "a@corp.example", seats: "12", topics: ["a", "b"] }, consent: { contact: true, marketing: false } },
  ]);
  assert.deepEqual(steps([happen(0, "form_start", { form: "demo" })]), [{ track: "form_start", event: { form: "demo" } }], "begun and not sent");
  assert.deepEqual(steps([happen(0, "form_submit", { form: "demo" })]), [{ submit: "demo" }]);
});

test("time goes by as it did: engaged, idle, or neither", () => {
  const engaged = (seconds, at) => happen(at, "engaged", { seconds, on_site: seconds });
  assert.deepEqual(steps([happen(0, "page_view", {}, { view: "/" }), engaged(5, 5000), engaged(10, 10000), happen(10000, "dwell", { seconds: 10 })], 12), [
    { page_view: "/" }, { dwell: "10 s" }, { wait: "2 s" },
  ]);
  assert.deepEqual(steps([engaged(5, 125000), happen(190400, "idle", { seconds: 60 }), happen(190500, "asked")], 190), [
    { wait: "2 min" }, { dwell: "5 s" }, { wait: "5 s" }, { idle: "1 min" }, { track: "asked" },
  ]);
  assert.deepEqual(steps([engaged(0, 100)], 0), []);
  const total = (list) => list.reduce((sum, step) => sum + Number.parseInt(step.wait ?? step.dwell ?? "0", 10), 0);
  assert.equal(total(steps([engaged(5, 6100), happen(9900, "asked"), engaged(10, 16000)], 31)), 31, "no second is lost");
});

test("of a popup that came by itself, and of what other steps say, nothing is said", () => {
  assert.deepEqual(steps([happen(0, "popup_open", { popup: "a" }, { how: "trigger" }), happen(0, "pretend"), happen(0, "dwell", { seconds: 10 }), happen(0, "popup_close", { popup: "a", reason: "after" })]), []);
});

const now = { seconds: 0, level: "mql", stage: "interest", tags: ["keen"], popups: [], open: [] };
const popups = [{ id: "slot", stands: true }, { id: "offer", stands: false }];

test("a test says what was pretended before the page, and expects what was found", () => {
  const start = { visitor: null, at: null, locale: "ko", region: null, device: "mobile", consent: { personalization: true }, score: {}, visits: 3, query: { utm_source: "google" }, referrer: undefined };
  assert.deepEqual(testOf("a name", start, [happen(0, "page_view", {}, { view: "/" })], now), {
    name: "a name",
    given: [{ locale: "ko" }, { device: "mobile" }, { consent: { personalization: true } }, { visits: 3 }, { query: { utm_source: "google" } }, { page_view: "/" }],
    expect: { level: "mql", stage: "interest", tags: ["keen"] },
  });
  const whole = testOf("a \"name\"", start, [happen(0, "page_view", {}, { view: "/" })], now);
  assert.deepEqual(JSON.parse(written(whole)), whole);
  assert.deepEqual(testOf("", {}, [], { ...now, stage: null, tags: [] }).expect, { level: "mql", tags: [] }, "a campaign without stages");
});

test("the popup that is expected is the one that waits for no other, and none where a test cannot tell", () => {
  const expected = (visit, open, all = popups) => testOf("", {}, visit, { ...now, popups: all, open }).expect;
  assert.equal(expected([], ["slot", "offer"]).popup, "offer");
  assert.equal(expected([], [], [popups[1]]).popup, null);
  assert.ok(!("popup" in expected([], ["slot"])), "whether a place for it is on the page, a test does not know");
  assert.ok(!("popup" in expected([happen(0, "popup_close", { popup: "offer", reason: "after" })], [])));
  assert.ok(!("popup" in expected([happen(0, "popup_open", { popup: "offer" }, { how: "preview" })], ["offer"])));
  assert.equal(expected([happen(0, "popup_close", { popup: "slot", reason: "opened" })], ["offer"]).popup, "offer");
});

test("what a test cannot know is said before it is copied", () => {
  const first = { visits: 1, pages: 1, submitted: [], keeps: false }, view = happen(0, "page_view", {}, { view: "/" });
  assert.deepEqual(missing(first, [view]), []);
  assert.equal(missing({ ...first, visits: 2 }, [view]).length, 1);
  assert.equal(missing({ ...first, submitted: ["demo"] }, [view]).length, 1);
  assert.equal(missing({ ...first, spoilt: true }, [view]).length, 1);
  assert.ok(isUntouched([view, happen(1, "engaged", { seconds: 5 })]) && !isUntouched([view, happen(1, "asked")]));
  assert.equal(missing(first, [view, view]).length, 1);
  assert.deepEqual(missing({ ...first, keeps: true }, [view, view]), []);
});

test("durations are written as authors write them", () => {
  for (const [seconds, text] of [[0, "0 s"], [40, "40 s"], [60, "1 min"], [90, "90 s"], [3600, "1 hour"], [7200, "2 hours"], [86400, "1 day"], [604800, "7 days"]]) assert.equal(lasting(seconds), text);
});

test("a condition falls into parts that can be asked by themselves", () => {
  const parts = partsOf({ "score.engagement": { $gte: 10, $lt: 60 }, "device.kind": "mobile", $and: [{ locale: { $in: ["ko", "ja"] } }], $or: [{ level: "mql" }, { level: "sql" }], $segment: "keen" });
  assert.deepEqual(parts.map(({ text }) => text), [
    "score.engagement at least 10", "score.engagement below 60", "device.kind is “mobile”", "locale one of “ko”, “ja”", "level is “mql”, or level is “sql”", "in the segment “keen”",
  ]);
  assert.deepEqual(parts.map(({ condition }) => condition)[1], { "score.engagement": { $lt: 60 } });
  assert.deepEqual(partsOf({ tags: { $not: { $all: ["a"] } } })[0].text, "tags not all of “a”");
  assert.deepEqual(partsOf(null), []);
});

test("every rule of a popup says how it stands", () => {
  const popup = { id: "a", kind: "modal", trigger: [[{ on: "scroll", percent: 60 }, { on: "delay", seconds: 30 }]], cancel: [{ on: "form_submit" }], every: 604800, stop: { submitted: 1, dismissed: 2 }, group: "offers", sample: 0.5, days: [1, 5], hours: [[540, 1080]], when: {} };
  const say = (rule, more) => ruleText({ rule, ...more }, popup, 1000)[1];
  assert.equal(say("trigger", { times: [[1, 0]] }), "scroll to 60 % (seen) and on the page for 30 s (not seen)");
  assert.equal(say("cancel", { holds: false }), "form_submit: seen");
  assert.equal(say("schedule", { local: { weekday: 2, minutes: 605 } }), "on Mon Fri; 09:00–18:00; now Tue 10:05");
  assert.equal(say("sample", { drawn: 0.12345 }), "drew 0.123, shows below 0.5");
  assert.equal(say("frequency", { at: 400 }), "once in 7 days; seen 10 min ago");
  assert.equal(say("stop", { dismissed: 1 }), "submitted 0 of 1, dismissed 1 of 2");
  assert.equal(say("gap", { limit: 86400 }), "1 day between two; none seen yet");
  assert.equal(say("busy", { open: [["b", false]] }), "on screen: b");
  assert.equal(ruleText({ rule: "gap", limit: 60 }, { stands: true }, 0)[1], "stands by itself");
  for (const rule of ["consent", "trigger", "cancel", "schedule", "sample", "frequency", "stop", "page_limit", "session_limit", "gap", "after_submit", "group", "busy", "when"]) {
    assert.notEqual(ruleText({ rule, holds: true }, { id: "b", kind: "bar", every: "session", trigger: [[{ on: "load" }]] }, 0)[1], "", rule);
  }
  assert.deepEqual(ruleText({ rule: "of_tomorrow" }, {}, 0), ["of_tomorrow", ""]);
  assert.equal(triggerText({ on: "pages", count: 3 }), "pages seen at least 3");
  assert.equal(eventText({ id: "faq", text: "", percent: 0 }), "id faq, percent 0");
  assert.equal(valueOf([]), "none");
});
