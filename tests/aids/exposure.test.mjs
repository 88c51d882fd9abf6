// Who was exposed to an experiment: what depends on it was seen, or would have been, and nothing else counts.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { aid } from "./page.mjs";

let observers, elements, asked, over;
class Observer {
  constructor(seen, how) {
    Object.assign(this, { seen, how, watched: new Set() });
    observers.push(this);
  }
  observe(element) { this.watched.add(element); }
  unobserve(element) { this.watched.delete(element); }
  disconnect() { this.watched.clear(); }
  tells(element, isIntersecting) { if (this.watched.has(element)) this.seen([{ target: element, isIntersecting }]); }
}
const element = (names, undecided = false) => ({ dataset: { lwTested: names }, matches: () => undecided });

beforeEach(async () => {
  [observers, elements, asked, over] = [[], [], [], new AbortController()];
  globalThis.IntersectionObserver = Observer;
  globalThis.document = Object.assign(new EventTarget(), { querySelectorAll: () => elements });
});
const start = async () => (await aid("exposure")).default({ expose: (experiment) => asked.push(experiment), over: over.signal });

test("half of a block, or what reaches the middle of the window, is seen, once", async () => {
  const [small, tall, far] = elements = [element("headline"), element("headline price"), element("price")];
  await start();
  const [half, middle] = observers;
  assert.deepEqual([half.how, middle.how], [{ threshold: 0.5 }, { rootMargin: "-50% 0px" }]);
  for (const observer of observers) for (const each of elements) observer.tells(each, false);
  assert.deepEqual(asked, []);
  half.tells(small, true);
  middle.tells(small, true);
  middle.tells(tall, true);
  assert.deepEqual(asked, ["headline", "headline", "price"]);
  assert.ok(half.watched.has(far) && !half.watched.has(small));
});

test("a block that was on screen before it could be settled shows everybody the same", async () => {
  elements = [element("headline", true)];
  await start();
  assert.equal(observers[0].watched.size, 0);
});

test("what is drawn later is watched too, and nothing after somebody is forgotten", async () => {
  await start();
  elements = [element("headline")];
  document.dispatchEvent(new Event("leadwell:drawn"));
  assert.equal(observers[1].watched.size, 1);
  over.abort();
  observers[1].tells(elements[0], true);
  document.dispatchEvent(new Event("leadwell:drawn"));
  assert.deepEqual([asked, observers[1].watched.size], [[], 0]);
});
