// What is settled before the first paint: the draw against GrowthBook's published cases, who is drawn, and what is put in its place.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const source = read("src/parts/settle.js");
const KEEP = 180 * 864e5;
const KEY = "leadwell:visitor:acme";

// A page of tokens that say which variants it shows, and of what else is given.
function settle({ choices = {}, search = "", tokens = [], places = [], stored, cookie = "", id = "a", width = 1200, touch = false }) {
  const page = { lang: "en", dataset: { lwPage: "/" } };
  const drawn = tokens.map((name) => ({ dataset: { lwToken: name }, textContent: "fallback" }));
  const all = { "[data-lw-early]": places, "[data-lw-token]": drawn };
  runInNewContext(source, {
    document: {
      documentElement: page, cookie, getElementById: () => ({ text: JSON.stringify(choices) }), querySelectorAll: (selector) => all[selector] ?? [],
    },
    location: { search }, URLSearchParams, Blob, URL: { createObjectURL: () => id }, innerWidth: width, matchMedia: () => ({ matches: touch }),
    localStorage: { getItem: (key) => (key === KEY ? stored ?? null : null) }, sessionStorage: { getItem: () => null },
  });
  return { page: page.dataset, said: drawn.map((token) => token.textContent), done: drawn.map((token) => "lwDone" in token.dataset) };
}

const HALVES = [["control", 0, 0.5], ["short", 0.5, 1]];
const draws = (experiment = {}, cookie) => {
  const { id = "headline", holdout = 0, when = [], arms = HALVES } = experiment;
  return { "&": [[[id, holdout, when, arms]], KEEP, KEY, ...(cookie ? [cookie] : [])] };
};
const armOf = (given) => settle({ tokens: ["experiment.headline"], ...given }).said[0];
const record = (id, days) => JSON.stringify({ v: 2, id, first_seen: "2020-01-01T00:00:00Z", last_seen: new Date(Date.now() - days * 864e5).toISOString().replace(/\.\d+/, ""), user: { id: "theirs", last_seen: "2099-01-01T00:00:00Z" } });

const { hash } = JSON.parse(read("tests/rules/cases/experiments.json"));
for (const [seed, value, expected] of hash) {
  test(`draws ${seed} and ${value} as GrowthBook does`, () => {
    const arms = [["below", 0, expected - 0.00005], ["here", expected - 0.00005, expected + 0.00005], ["above", expected + 0.00005, 1]];
    assert.equal(settle({ choices: draws({ id: seed, arms }), id: value, tokens: [`experiment.${seed}`] }).said[0], "here");
  });
}

// `headline` of `visitor-1` and so on, as `src/experiment.rs` draws them: fnv1a twice.
const fnv = (text) => [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16777619) >>> 0, 2166136261);
const drawOf = (seed, id) => (fnv(String(fnv(seed + id))) % 10000) / 10000;
const expected = (id) => (drawOf("headline", id) < 0.5 ? "control" : "short");

test("who is known is drawn by their record, wherever it is kept, and nobody else's id counts", () => {
  for (let number = 0; number < 40; number += 1) {
    const id = `0a${number}-4b`;
    const handed = settle({ choices: draws(), stored: record(id, 3), tokens: ["experiment.headline"] });
    assert.equal(handed.said[0], expected(id));
    assert.equal(handed.page.lwVisitor, id);
    const swap = { '"': "'", ",": "!" };
    const cookie = `other=1; leadwell_visitor_acme=${record(id, 3).replace(/[",]/g, (sign) => swap[sign])}; more=2`;
    assert.equal(armOf({ choices: draws({}, "leadwell_visitor_acme="), cookie }), expected(id), cookie);
    assert.equal(armOf({ choices: draws({}, "leadwell_visitor_acme="), stored: record(id, 3) }), expected(id), "kept before it was shared");
    assert.equal(armOf({ choices: draws(), cookie, id: "random" }), expected("random"), "not shared any longer");
  }
});

test("who is unknown, forgotten or strange is drawn for this page view, and the runtime is told by which id", () => {
  for (const stored of [undefined, "", "not JSON", "[]", '{"v":99,"id":"of a later version"}', record("known", 181)]) {
    for (const id of ["one", "two", "three", "four"]) {
      const { said, page } = settle({ choices: draws(), stored, id, tokens: ["experiment.headline"] });
      assert.deepEqual([said[0], page.lwVisitor], [expected(id), id], String(stored));
    }
  }
  assert.equal(settle({ tokens: ["query.name"] }).page.lwVisitor, undefined, "without experiments nobody is drawn");
});

test("who is held out, not covered, or does not fit takes no part", () => {
  assert.equal(armOf({ choices: draws({ holdout: 1 }) }), "fallback");
  assert.equal(armOf({ choices: draws({ arms: [["control", 0, 0], ["short", 0.5, 0.5]] }) }), "fallback");
  const mobile = [["device.kind", true, ["mobile"]]];
  assert.equal(armOf({ choices: draws({ when: mobile }) }), "fallback");
  assert.equal(armOf({ choices: draws({ when: mobile }), touch: true, width: 1024 }), "fallback");
  assert.equal(armOf({ choices: draws({ when: mobile }), touch: true, width: 390 }), expected("a"));
  for (const [when, fits] of [
    [[["locale", true, ["en", "ko"]]], true], [[["page.path", false, ["/"]]], false], [[["query.from", true, [null]]], true], [[["query.from", false, [null]]], false],
    [[["query.x", true, ["2"]]], true], [[["query.x", true, ["1"]]], false],
  ]) assert.equal(armOf({ choices: draws({ when }), search: "?x=1&x=2" }), fits ? expected("a") : "fallback", JSON.stringify(when));
});

test("the address forces variants, of those that there are", () => {
  for (const [search, said] of [
    ["?leadwell_variant=headline:short", "short"], ["?leadwell_variant=headline%3Acontrol", "control"], ["?leadwell_variant=other:x,headline:short", "short"],
    ["?leadwell_variant=headline:shortest", "fallback"], ["?leadwell_variant=head:short", "fallback"], ["?leadwell_variant=", "fallback"],
    ["?leadwell_variant=headline:short&leadwell_variant=headline:control", "control"],
  ]) assert.equal(armOf({ choices: draws({ holdout: 1 }), search }), said, search);
});

test("blocks and the page as a whole are put in their places, and what is left is the runtime's", () => {
  const place = (key) => ({
    dataset: { lwBlock: key, lwEarly: "" }, children: ["zero", "one", "two"], shows: null,
    querySelector: (selector) => ({ content: selector }), replaceChildren(...shown) { this.shows = shown; },
  });
  const short = [["experiment.headline", true, ["short"]]];
  const choices = {
    ...draws(), "*": { early: [[short, [2, 0]]] }, top: { early: [[short, "0"]] }, own: { early: [[short, "own"]], is: [[[{ "visitor.visits": 2 }], "0"]] },
  };
  const places = () => ["*", "top", "own"].map(place);
  const of = (search) => {
    const all = places();
    settle({ choices, places: all, search });
    return all.map(({ shows, dataset }) => [shows, "lwDone" in dataset, "lwEarly" in dataset]);
  };
  assert.deepEqual(of("?leadwell_variant=headline:short"), [
    [["two", "zero"], true, false], [['template[data-lw-is="0"]'], true, false], [['template[data-lw-is="own"]'], true, false],
  ]);
  assert.deepEqual(of("?leadwell_variant=headline:control"), [[null, true, false], [null, true, false], [null, false, false]]);
});

test("texts say what the address and the draw say; what is drawn only later is left", () => {
  const { said, done } = settle({ choices: draws(), search: "?leadwell_variant=headline:short&name=Ada", tokens: ["query.name", "query.other", "experiment.headline", "experiment.later", "field.name"] });
  assert.deepEqual(said, ["Ada", "fallback", "short", "fallback", "fallback"]);
  assert.deepEqual(done, [true, true, true, false, false]);
});
