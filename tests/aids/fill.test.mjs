// Facts in hidden inputs of anybody's forms: before any script of the page reads them, and never in a field that people see.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Element, Form, aid, happen, host, input } from "./host.mjs";

const { default: attach } = await aid("fill");

let page, facts, said, over, asked;
const ask = (what, { names }) => {
  assert.equal(what, "filled");
  asked += 1;
  return names.map((name) => facts[name] ?? null);
};
const hidden = (fact, value = "") => input(fact.replace(".", "_"), value, { type: "hidden", "data-leadwell-fill": fact });
const start = () => attach({ ask, say: (line) => said.push(String(line)), over: over.signal });
beforeEach(() => {
  page = host();
  [facts, said, over, asked] = [{ "score.total": "20", level: "mql" }, [], new AbortController(), 0];
});

test("facts are there at once, and again whenever they change", () => {
  const [score, level] = [hidden("score.total"), hidden("level")];
  page.body.append(new Form({}, score, level));
  start();
  assert.deepEqual([score.value, level.value], ["20", "mql"]);
  facts["score.total"] = "35";
  for (const moment of ["score", "consent"]) happen(page.document, "leadwell:" + moment);
  assert.deepEqual([score.written, level.written], [["20", "35"], ["mql"]], "what is the same is not written anew");
});

test("a form that came later is filled when it is sent, before the page reads it", () => {
  start();
  assert.equal(asked, 0, "nobody is asked for nothing");
  const score = hidden("score.total"), form = page.body.append(new Form({}, score));
  let read;
  page.document.addEventListener("submit", () => { read = score.value; }, { capture: true });
  happen(form, "submit");
  assert.equal(read, "20");
});

test("what consent does not allow to be told is empty", () => {
  const score = hidden("score.total", "20");
  page.body.append(score);
  facts = {};
  start();
  assert.equal(score.value, "");
});

test("a field that people see is left alone, and said once", () => {
  const seen = input("total", "mine", { "data-leadwell-fill": "score.total" }), place = new Element("div", { type: "hidden", "data-leadwell-fill": "level" });
  page.body.append(seen);
  page.body.append(place);
  start();
  happen(page.document, "leadwell:score");
  assert.deepEqual([seen.value, seen.written, asked], ["mine", [], 0]);
  assert.deepEqual(said, ["score.total", "level"].map((fact) => `data-leadwell-fill="${fact}" is filled only in <input type="hidden">`));
});

test("when the visitor wants to be forgotten it is emptied, and nothing listens", () => {
  const score = hidden("score.total");
  page.body.append(score);
  start();
  facts = {};
  over.abort();
  assert.deepEqual([score.value, page.window.listening, page.document.listening], ["", 0, 0]);
});

test("what throws here throws in nobody else", () => {
  page.body.append(hidden("level"));
  attach({ ask: () => { throw new Error("a panic"); }, say: (line) => said.push(String(line)), over: over.signal });
  assert.deepEqual(said, ["Error: a panic"]);
});
