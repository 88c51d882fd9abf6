// Tools of the page: who is told, when, and of what. In which words, the tables in tests/rules/cases/analytics say.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { aid, host } from "./host.mjs";

const { default: shapes } = await aid("shapes");
const { default: batches } = await aid("batches");
const { default: attach } = await aid("analytics");

const GRANTED = { analytics: "granted", advertising: "granted", personalization: "granted" };
const DENIED = { analytics: "denied", advertising: "denied", personalization: "denied" };
const LEAD = { id: "message", lead_id: "lead", form: "demo", qualified: false, level: "none", value: { amount: 300, currency: "EUR" }, spam: { suspected: false }, test: false };
const FBQ = {
  name: "meta", purpose: "advertising", calls: [["fbq", ["track", "$name", "$fields", { eventID: "$id" }]]],
  events: { lead_captured: { name: "Lead", fields: { value: { $fact: "value.amount" } } }, lead_qualified: { name: "Qualified", fields: { value: { $fact: "value.amount" } } }, lead_disqualified: {}, form_start: {}, cart: { all: true } },
};
const LAYER = { name: "data_layer", purpose: "analytics", queue: "dataLayer", calls: [["dataLayer.push", [{ event: "$name", "...": true }]]], events: { form_start: {}, form_submit: {}, page_view: {}, cart: { all: true } } };
const EVENTS = { name: "webhook", purpose: "analytics", by: "batch", url: "https://hooks.example/events", events: { "*": { all: true } } };

let facts, visitor, outbox, said, told, over, hear, past;
beforeEach(() => {
  mock.timers.reset();
  host();
  Object.assign(document, { title: "Offer", hidden: false });
  globalThis.location = { search: "", pathname: "/offer" };
  for (const name of ["fbq", "dataLayer"]) delete window[name];
  facts = { consent: { ...GRANTED }, page: { path: "/offer" }, locale: "en", level: "none", qualified: false, score: { total: 5, grade: "A1" }, source: { channel: "paid_search", source: "naver" }, device: { kind: "mobile" }, experiment: { headline: "short", other: null }, visitor: { id: "somebody" }, field: { email: "ada@corp.example" } };
  [visitor, outbox, said, told, over, past] = [{ internal: false, lead: null }, [], [], [], new AbortController(), []];
});
const ask = (what) => ({ facts: () => ({ ...facts, consent: { ...facts.consent } }), export: () => ({ visitor }), outbox: () => outbox.map((message) => ({ message })) })[what]();
const start = async (tools, more = {}) => {
  const about = { tools, holds: true, levels: ["mql", "sql"], worth: { currency: "EUR", by_grade: { A1: 300, "*": 10 } }, campaign: { id: "acme", version: "sha256-" }, ...more };
  const load = async (name) => ({ default: name === "shapes" ? shapes : batches });
  const heard = (listener) => {
    hear = listener;
    past.forEach((one) => listener(...one));
  };
  await attach({ ask, load, say: (line) => said.push(String(line)), heard, about, over: over.signal });
};
const tell = (name, detail) => document.dispatchEvent(Object.assign(new Event("leadwell:" + name), { detail }));
const consent = (states) => {
  facts.consent = { ...facts.consent, ...states };
  tell("consent", { ...facts.consent });
};
const pixel = () => { window.fbq = (...call) => { told.push(call); }; };
const sent = (lead = {}) => {
  outbox = [{ ...LEAD, ...lead }];
  hear("form_submit", { form: "demo" }, { message: "message", lead: "lead" });
};
const names = () => told.map(([, name]) => name);
const pushed = () => window.dataLayer?.map(({ event }) => event);

test("a lead is told with its value, by the id of its message", async () => {
  pixel();
  await start([FBQ]);
  sent();
  assert.deepEqual(told, [["track", "Lead", { value: 300 }, { eventID: "message" }]]);
});

test("before consent nobody is called, no list is made, and what happened meanwhile is told once it comes, in order", async () => {
  pixel();
  facts.consent = { ...DENIED };
  await start([FBQ, LAYER]);
  hear("form_start", { form: "demo" });
  sent();
  assert.deepEqual([told, "dataLayer" in window], [[], false]);
  consent(GRANTED);
  assert.deepEqual([names(), pushed()], [["form_start", "Lead"], ["page_view", "form_start", "form_submit"]]);
});

test("each purpose is a choice of its own", async () => {
  pixel();
  facts.consent = { ...DENIED };
  await start([FBQ, LAYER]);
  hear("form_start", { form: "demo" });
  consent({ advertising: "granted" });
  assert.deepEqual([names(), "dataLayer" in window], [["form_start"], false]);
  consent({ analytics: "granted" });
  hear("form_start", { form: "demo" });
  assert.deepEqual(pushed(), ["form_start"], "what was refused in the first choice is gone");
});

test("a refusal lets go of what waited", async () => {
  pixel();
  facts.consent = { ...DENIED };
  await start([FBQ]);
  hear("form_start", { form: "demo" });
  consent({ personalization: "denied" });
  consent({ advertising: "granted" });
  assert.deepEqual(told, []);
});

test("where nothing may be kept before consent, nothing waits", async () => {
  pixel();
  facts.consent = { ...DENIED };
  await start([FBQ], { holds: undefined });
  hear("form_start", { form: "demo" });
  consent(GRANTED);
  assert.deepEqual(told, []);
  hear("form_start", { form: "demo" });
  assert.deepEqual(names(), ["form_start"]);
});

test("consent that is taken back ends it at once", async () => {
  pixel();
  await start([FBQ]);
  hear("form_start", { form: "demo" });
  consent({ advertising: "denied" });
  hear("form_start", { form: "demo" });
  sent();
  assert.deepEqual(names(), ["form_start"]);
});

test("colleagues, whoever pretends, previews and the panel are told of to nobody", async () => {
  pixel();
  await start([FBQ]);
  for (const search of ["?leadwell_debug", "?a=1&leadwell_preview=offer"]) {
    location.search = search;
    hear("form_start", { form: "demo" });
  }
  location.search = "?leadwell_debugger=1";
  visitor.internal = true;
  hear("pretend", {});
  hear("form_start", { form: "demo" });
  visitor.internal = false;
  hear("pretend", {});
  hear("form_start", { form: "demo" });
  assert.equal(told.length, 1);
});

test("a test is no lead, and what seems to be a program's is none either", async () => {
  pixel();
  await start([FBQ, LAYER]);
  sent({ test: true });
  hear("form_submit", { form: "demo" }, { message: "message", lead: "lead", test: true });
  assert.deepEqual([names(), pushed()], [[], ["page_view"]]);
  sent({ spam: { suspected: true } });
  assert.deepEqual([names(), pushed()], [[], ["page_view", "form_submit"]]);
});

test("a lead that qualifies at once is told twice, one that is turned away with why", async () => {
  pixel();
  await start([FBQ]);
  sent({ qualified: true, level: "sql" });
  sent({ level: "disqualified" });
  assert.deepEqual(names(), ["Lead", "Qualified", "Lead", "lead_disqualified"]);
});

test("of a lead that consent keeps short, no more than it carries", async () => {
  pixel();
  await start([FBQ]);
  const { value, ...short } = LEAD;
  outbox = [short];
  hear("form_submit", { form: "demo" }, { message: "message", lead: "lead" });
  assert.deepEqual(told, [["track", "Lead", {}, { eventID: "message" }]]);
});

test("a line that is crossed later is told once, with what such a lead is worth", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  pixel();
  await start([FBQ]);
  const rise = (level, before) => {
    facts = { ...facts, level, qualified: level !== "none" };
    tell("level", { level, before });
    mock.timers.tick(1);
  };
  rise("mql", "none");
  assert.deepEqual(told, [], "nobody who sent nothing is a lead");
  visitor.lead = { id: "lead", form: "demo", qualified: true };
  rise("none", "mql");
  rise("mql", "none");
  rise("sql", "mql");
  rise("none", "sql");
  rise("mql", "none");
  assert.deepEqual(told.map(([, name, fields]) => [name, fields]), [["Qualified", { value: 300 }]]);
});

test("a submission that brings the level is told by itself", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  pixel();
  await start([FBQ]);
  facts = { ...facts, level: "sql", qualified: true };
  visitor.lead = { id: "lead", form: "demo", qualified: true };
  tell("level", { level: "sql", before: "none" });
  sent({ qualified: true, level: "sql" });
  mock.timers.tick(1);
  assert.deepEqual(names(), ["Lead", "Qualified"]);
});

test("a tool that comes late is told what waited, and no more of it than fifty", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await start([FBQ]);
  for (let index = 0; index < 60; index += 1) hear("cart", { index });
  mock.timers.tick(1000);
  pixel();
  mock.timers.tick(1000);
  assert.deepEqual([told.length, told[0][2], told[49][2]], [50, { index: 10 }, { index: 59 }]);
  hear("cart", { index: 60 });
  assert.equal(told.length, 51);
});

test("one that never comes is given up, until something happens again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  await start([FBQ]);
  hear("cart", { index: 1 });
  for (let second = 0; second < 61; second += 1) mock.timers.tick(1000);
  pixel();
  mock.timers.tick(5000);
  assert.deepEqual(told, []);
  hear("cart", { index: 2 });
  assert.deepEqual(told.map(([, , fields]) => fields), [{ index: 2 }]);
});

test("a list of the page's own is used, and one that its tool has replaced", async () => {
  const kept = [];
  window.dataLayer = { push: (entry) => kept.push(entry) };
  await start([LAYER]);
  hear("cart", { value: 5 });
  assert.deepEqual(kept.at(-1), { event: "cart", value: 5 });
});

test("a tool that throws hurts nobody", async () => {
  window.fbq = () => { throw new Error("blocked"); };
  await start([FBQ, LAYER]);
  hear("form_start", { form: "demo" });
  assert.deepEqual([pushed(), said.length], [["page_view", "form_start"], 1]);
});

test("what a tool answers with is not told to it again, but to others", async () => {
  pixel();
  window.dataLayer = { push: ({ event }) => { if (event === "cart") hear("cart", { again: true }); } };
  await start([LAYER, FBQ]);
  hear("cart", { again: false });
  assert.deepEqual(told.map(([, , fields]) => fields), [{ again: false }, { again: true }]);
});

test("nobody's address or number is told, whoever put it into an event", async () => {
  pixel();
  await start([FBQ]);
  hear("cart", { mail: "ada@corp.example", said: "write to ada@corp.example.", phone: "+82 10-1234-5678", local: "010-1234-5678", sku: "SKU-0012345678", day: "2026-11-21", price: 129, whole: { deep: 1 }, at: "a @ b", no: NaN, yes: true });
  assert.deepEqual(told[0][2], { sku: "SKU-0012345678", day: "2026-11-21", price: 129, at: "a @ b", yes: true });
});

test("what happened before it came is told, with when", async () => {
  pixel();
  past = [["page_view", {}, undefined, 1000], ["cart", { value: 1 }, undefined, 2000]];
  await start([FBQ, LAYER]);
  assert.deepEqual(pushed(), ["page_view", "cart"]);
  assert.deepEqual(names(), ["cart"]);
});

test("an event of the page's own that has a name of ours says nothing", async () => {
  pixel();
  await start([FBQ]);
  for (const name of ["lead_captured", "lead_qualified", "engaged"]) hear(name, {});
  assert.deepEqual(told, []);
});

test("who is forgotten is told of no more", async () => {
  pixel();
  await start([FBQ]);
  over.abort();
  hear("form_start", { form: "demo" });
  consent(GRANTED);
  assert.deepEqual(told, []);
});

test("an event of the document carries what is told", async () => {
  const heard = [];
  document.addEventListener("leadwell:analytics", ({ detail }) => heard.push(detail));
  await start([{ name: "dom", purpose: "analytics", by: "dom", on: "leadwell:analytics", events: { cart: { all: true } } }]);
  hear("cart", { value: 5 });
  assert.deepEqual([heard.length, heard[0].name, heard[0].value], [1, "cart", 5]);
  assert.match(heard[0].id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

// Batches.
let posted, beacons, answers;
const network = () => {
  [posted, beacons, answers] = [[], [], true];
  globalThis.fetch = async (url, how) => {
    posted.push([url, how]);
    if (!answers) throw new TypeError("Failed to fetch");
  };
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { sendBeacon: (url, body) => { if (answers) beacons.push([url, body]); return answers; } } });
};
const settled = async () => { for (let turn = 0; turn < 5; turn += 1) await Promise.resolve(); };

test("a batch is posted without asking leave, as the inbox takes it", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-11-21T18:00:00Z") });
  network();
  await start([EVENTS]);
  hear("scroll", { percent: 50 });
  assert.equal(posted.length, 0, "others may follow");
  mock.timers.tick(10000);
  await settled();
  const [[url, how]] = posted, { events, ...head } = JSON.parse(how.body);
  assert.deepEqual([url, how.method, how.mode, how.keepalive, how.headers], [EVENTS.url, "POST", "no-cors", false, { "Content-Type": "text/plain;charset=UTF-8" }]);
  assert.deepEqual(head, { version: 1, campaign: { id: "acme", version: "sha256-" }, sent_at: "2026-11-21T18:00:10.000Z" });
  const { id, ...second } = events[1];
  assert.deepEqual(events.map(({ name }) => name), ["page_view", "scroll"]);
  assert.deepEqual(second, { name: "scroll", at: "2026-11-21T18:00:00.000Z", page: "/offer", locale: "en", channel: "paid_search", source: "naver", device: "mobile", arms: { headline: "short" }, visitor: "somebody", params: { percent: 50 } });
  assert.equal(id.length, 36);
  mock.timers.tick(60000);
  await settled();
  assert.equal(posted.length, 1);
});

test("who the visitor is, is told only with consent to analytics", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  network();
  facts.consent = { ...GRANTED, analytics: "denied" };
  await start([{ ...EVENTS, purpose: "advertising" }]);
  mock.timers.tick(10000);
  await settled();
  assert.ok(!("visitor" in JSON.parse(posted[0][1].body).events[0]));
});

test("where the network is away, a batch waits in memory", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  network();
  answers = false;
  await start([EVENTS]);
  mock.timers.tick(10000);
  await settled();
  answers = true;
  mock.timers.tick(10000);
  await settled();
  assert.deepEqual(posted.map(([, { body }]) => JSON.parse(body).events.length), [1, 1]);
  assert.equal(JSON.parse(posted[0][1].body).events[0].id, JSON.parse(posted[1][1].body).events[0].id);
});

test("a page that goes sends what waits by a beacon, in as much room as leads leave", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  network();
  await start([EVENTS]);
  for (let index = 0; index < 15; index += 1) hear("cart", { text: "x".repeat(500) });
  document.hidden = true;
  document.dispatchEvent(new Event("visibilitychange"));
  window.dispatchEvent(new Event("pagehide"));
  const body = await beacons[0][1].text();
  assert.equal(beacons.length, 1, "what left just now has its share still");
  assert.ok(body.length <= 5000 && JSON.parse(body).events.length > 3, String(body.length));
  assert.equal(beacons[0][1].type, "text/plain;charset=utf-8");
});

test("a beacon that is refused goes as a request that outlives the page", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  network();
  await start([EVENTS]);
  answers = false;
  window.dispatchEvent(new Event("pagehide"));
  await settled();
  assert.deepEqual(posted.map(([, { keepalive }]) => keepalive), [true]);
});

test("a refusal drops what was not posted", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  network();
  await start([EVENTS]);
  consent({ analytics: "denied" });
  mock.timers.tick(20000);
  window.dispatchEvent(new Event("pagehide"));
  await settled();
  assert.deepEqual([posted.length, beacons.length], [0, 0]);
});
