// Ways out of a page, and ways that look like one: traces with a name each, as `attention.js` would sample them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { aid } from "./page.mjs";

const { exits } = await aid("exit");
const { version, exits: leaving, none } = JSON.parse(readFileSync(new URL("exit.json", import.meta.url), "utf8"));
assert.equal(version, 1, "exit.json: this test reads version 1 of its table");
assert.equal(new Set([...leaving, ...none].map(({ name }) => name)).size, leaving.length + none.length, "two traces have one name");

const ASKED = ["out", "scrolled", "shown"];
const told = (samples, about = () => {}) => {
  const detector = exits(0), answers = [];
  for (const [what, t, ...more] of samples) {
    const given = {
      pointer: ([x, y]) => ({ x, y, t }),
      out: ([x, y, over, rest]) => ({ x, y, t, to: null, over, buttons: 0, width: 1280, ...rest }),
      scrolled: ([y, rest]) => ({ y, t, height: 700, editing: false, ...rest }),
      hidden: ([rest]) => ({ t, editing: false, ...rest }),
    }[what]?.(more) ?? t;
    about(what, given);
    const answer = detector[what](given);
    if (ASKED.includes(what)) answers.push(answer);
  }
  return answers;
};

for (const { name, tells, samples } of [...leaving, ...none]) {
  test(`${leaving.some((one) => one.name === name) ? "leaves" : "stays"}: ${name}`, () => {
    const answers = told(samples);
    if (Array.isArray(tells)) assert.deepEqual(answers.filter((answer, index) => answer !== null || index === answers.length - 1), tells);
    // What is told is told once, by the last sample that could.
    else assert.deepEqual(answers, [...answers.slice(1).fill(null), tells ?? null]);
  });
}

test("a way out that is a little less of one is none", () => {
  const trace = leaving[0].samples, out = trace[trace.length - 1];
  assert.deepEqual(told(trace), ["pointer"]);
  const later = (ms) => trace.map(([what, t, ...more]) => [what, what === "out" ? t + ms : t, ...more]);
  assert.deepEqual(told(later(400)), [null], "slower");
  assert.deepEqual(told([...trace.slice(0, -1), [...out.slice(0, 3), 9, "html"]]), [null], "not over the edge");
  assert.deepEqual(told(trace.map(([what, t, ...more]) => [what, t - 4000, ...more])), [null], "sooner after the page came");
  assert.deepEqual(told([...trace.slice(0, -1), ["pressed", out[1] - 1500], out]), [null], "just after a click");
  assert.deepEqual(told([...trace.slice(0, -1), ["pressed", out[1] - 1501], out]), ["pointer"], "not just after a click");
});

test("samples of any kind and order throw nothing, and tell nothing but the three", () => {
  let seed = 7;
  const draw = (count) => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % count;
  const detector = exits(0), odd = [NaN, undefined, null, -1e9, 1e9, 0];
  for (let times = 0; times < 20000; times += 1) {
    const t = draw(5) ? times * 37 : odd[draw(6)], y = draw(4) ? draw(3000) - 100 : odd[draw(6)], x = draw(1400);
    const what = ["pointer", "out", "pressed", "touched", "scrolled", "hidden", "shown"][draw(7)];
    const given = ["pressed", "touched", "shown"].includes(what) ? t : { x, y, t, to: null, over: ["html", "a", "select", undefined][draw(4)], buttons: 0, width: 1280, height: 700, editing: false };
    const answer = detector[what](given);
    assert.ok(!answer || ["pointer", "scroll_up", "return"].includes(answer));
  }
});
