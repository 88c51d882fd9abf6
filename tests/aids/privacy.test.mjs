// The part about privacy without its drawing: what it makes of what `export` gives, and what it does where the runtime cannot start.
process.env.TZ = "UTC";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

const source = readFileSync(new URL("../../src/parts/privacy.js", import.meta.url), "utf8");
const parts = (about) => new Function("part", `${source.replace("/*KNOWN*/{}", () => JSON.stringify(about))}\nreturn { known, alone };`)(() => {});
const SHOP = { campaign: "shop", days: 30, share: null };

// Words that say their own key, but for those that are filled in.
const filled = { until: "until {date}", campaign: "campaign {name}", granted: "Agreed", denied: "Not agreed" };
const words = new Proxy(filled, { get: (texts, key) => texts[key] ?? key });
const names = { words, fields: { email: "E-mail" }, options: { size: { s: "Small" } }, purposes: { letter: "Send me the letter." } };
const told = (given, locale = "en") => parts(SHOP).known(given, names, locale);

const record = {
  first_seen: "2026-11-02T07:12:00Z", last_seen: "2026-11-22T13:40:00Z", visits: 3, pages: 1209, seconds: 262,
  first: { channel: "paid_search", source: "naver", campaign: "autumn", at: "2026-11-02T07:12:00Z" },
  last: { channel: "direct", source: null, at: "2026-11-20T07:12:00Z" },
};

test("a visitor who is kept is told until when, since when, and where from", () => {
  const { state, visits } = told({ visitor: record, stored: { "leadwell:visitor:shop": {} } });
  assert.equal(state, "until December 22, 2026");
  assert.deepEqual(visits, [
    ["since", "November 2, 2026 at 7:12 AM"], ["visits", "3"], ["pages", "1,209"], ["time", "4 minutes"],
    ["first", "ad · naver · campaign autumn", "November 2, 2026"], ["last", "direct", "November 20, 2026"],
  ]);
});

test("dates and numbers are written in the reader's language", () => {
  const { state, visits } = told({ visitor: record, stored: { "leadwell:visitor:shop": {} } }, "ko");
  assert.deepEqual([state, visits[4][2], visits[3][1]], ["until 2026년 12월 22일", "2026년 11월 2일", "4분"]);
});

test("what is in memory alone is said to be, and nothing is nothing", () => {
  assert.equal(told({ visitor: record, stored: { "leadwell:visitor:other": {} } }).state, "memory");
  assert.equal(told({ visitor: { visits: 0, answers: { email: "a@corp.example" } } }).state, "memory");
  assert.equal(told({ visitor: { visits: 0 }, stored: { "leadwell:consent": {} } }).state, "nothing");
  assert.equal(told({}).state, "nothing");
});

for (const [channel, way] of Object.entries({
  direct: "direct", organic_search: "search", paid_search: "ad", paid_social: "ad", display: "ad", cross_network: "ad", organic_social: "social",
  organic_video: "video", ai_assistant: "assistant", email: "email", referral: "link", sms: "link", "a channel of their own": "link",
})) {
  test(`a visitor by ${channel} came by ${way}`, () => {
    assert.equal(told({ visitor: { visits: 1, first: { channel, at: "2026-11-02T07:12:00Z" } } }).visits[3][1], way);
  });
}

test("points stand by dimension with every reason that counts, and add up to what export says", () => {
  const row = (dimension, rule, points, count, of) => ({ dimension, rule, points, count, of });
  const explanation = [row("fit", "size_small", 5, 1), row("engagement", "visit", 12, 3), row("engagement", "faded", 0, 1), row("engagement", "cap", -2.5, 1, "reading")];
  const { dimensions, results } = told({
    visitor: record, explanation: { score: { fit: 5, engagement: 9.5, explanation }, stage: "desire", level: "mql", tags: ["close_reader"] },
  });
  assert.deepEqual(dimensions, [
    { name: "Fit", points: "5", rows: [["Size small", "1 ×", "+5"]] },
    { name: "Engagement", points: "9.5", rows: [["Visit", "3 ×", "+12"], ["limit (Reading)", "", "-2.5"]] },
  ]);
  assert.deepEqual(results, [["stage", "Desire"], ["level", "MQL"], ["tags", "Close reader"]]);
});

test("a level that nobody reached, and a stage without points, are not told", () => {
  assert.deepEqual(told({ visitor: record, explanation: { stage: "attention", level: "none", tags: [], score: { explanation: [] } } }).results, []);
});

test("answers stand under their labels, choices in their words, and what no form asks under its name", () => {
  const answers = { email: "a@corp.example", size: "s", tools: ["rope", "hook"], home: { street: "1 Quay", city: "Sampleport" }, terms: "true", toString: "x" };
  assert.deepEqual(told({ visitor: { answers }, stored: { "leadwell:draft:shop:order_form": {}, "leadwell:draft:other:x": {} } }).answers, [
    ["E-mail", "a@corp.example"], ["Size", "Small"], ["Tools", "rope, hook"], ["Home", "1 Quay, Sampleport"], ["Terms", "✓"], ["ToString", "x"],
    ["drafts", "Order form"],
  ]);
});

test("purposes of forms stand in the words that were agreed to, with what may be taken back", () => {
  const agreed = { letter: "granted", marketing: "denied", personalization: "granted" };
  assert.deepEqual(told({ visitor: { agreed } }).agreed, [
    { purpose: "letter", name: "Send me the letter.", state: "Agreed", stands: true },
    { purpose: "marketing", name: "Marketing", state: "Not agreed", stands: false },
  ]);
});

test("what was sent, what is on its way, and what other campaigns keep", () => {
  const visitor = { submitted: ["demo", "order_form"], lead: { form: "order_form", consent: [{ at: "2026-11-20T07:20:00Z" }] } };
  const outbox = [{ message: { form: "demo" }, created_ms: Date.UTC(2026, 10, 22) }, { message: { type: "consent.withdrawn" }, created_ms: NaN }];
  const { sent, waiting, others } = told({ visitor, outbox, stored: { "leadwell:visitor:wait_list": {}, "leadwell:visitor:shop": {} } });
  assert.deepEqual(sent, [["Demo", ""], ["Order form", "November 20, 2026"]]);
  assert.deepEqual(waiting, [["Demo", "November 22, 2026"], ["Consent.withdrawn", ""]]);
  assert.deepEqual(others, ["Wait list"]);
});

let jar;
beforeEach(() => {
  const kept = {};
  const methods = { getItem: (key) => kept[key] ?? null, setItem: (key, text) => { kept[key] = text; }, removeItem: (key) => { delete kept[key]; } };
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(kept, name, { value });
  globalThis.localStorage = kept;
  jar = {};
  globalThis.document = {
    get cookie() { return Object.entries(jar).map((pair) => pair.join("=")).join("; "); },
    set cookie(line) {
      const [, name, value, domain, age] = /^(.*?)=(.*?); Domain=(.*?); Path=\/; SameSite=Lax; Max-Age=(\d+)$/.exec(line);
      assert.equal(domain, "shop.example");
      if (age === "0") delete jar[name];
      else jar[name] = value;
    },
  };
});

test("without the runtime, what earlier visits left is shown and erased, but for leads on their way and the choice", () => {
  const texts = {
    "leadwell:visitor:shop": JSON.stringify(record), "leadwell:visitor:other": "{}", "leadwell:draft:shop:demo": "{}", "leadwell:aside:shop": "no JSON",
    "leadwell:outbox:1": JSON.stringify({ message: { form: "demo" } }), "leadwell:consent": JSON.stringify({ v: 1, choices: { analytics: true }, at: "2026-11-02T07:12:00Z" }), "theirs": "x",
  };
  for (const [key, text] of Object.entries(texts)) localStorage.setItem(key, text);
  const stead = parts(SHOP).alone();
  const given = stead.export();
  assert.deepEqual([given.visitor.visits, given.consent, given.outbox.length, given.stored["leadwell:aside:shop"]], [3, { analytics: "granted" }, 1, "no JSON"]);
  assert.equal("theirs" in given.stored, false);
  stead.forget();
  stead.consent({ personalization: false });
  assert.deepEqual(Object.keys(localStorage).sort(), ["leadwell:consent", "leadwell:outbox:1", "theirs"]);
  const choice = JSON.parse(localStorage.getItem("leadwell:consent"));
  assert.deepEqual([choice.v, choice.choices], [1, { analytics: true, personalization: false }]);
  assert.match(choice.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "as the runtime writes it");
});

test("without the runtime, the cookie of subdomains is read, erased, and the refusal kept in one that the runtime reads", () => {
  // As `src/browser/cookie.rs` writes it: quotes and commas have changed places with others.
  jar.leadwell_visitor_shop = "{'visits':3!'pages':9}";
  const stead = parts({ ...SHOP, share: "shop.example" }).alone();
  assert.deepEqual(stead.export().visitor, { visits: 3, pages: 9 });
  stead.forget();
  stead.consent({ personalization: false });
  assert.deepEqual(Object.keys(jar), ["leadwell_consent"]);
  assert.match(decodeURIComponent(jar.leadwell_consent), /^\{'v':1!'choices':\{'personalization':false\}!'at':'[^']+'\}$/);
  assert.deepEqual(stead.export().consent, { personalization: "denied" });
});

test("without the runtime and without storage, nothing throws", () => {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get() { throw new Error("blocked"); } });
  const stead = parts(SHOP).alone();
  assert.deepEqual(stead.export(), { visitor: {}, stored: {}, consent: {}, outbox: [] });
  stead.forget();
  stead.consent({ personalization: false });
});
