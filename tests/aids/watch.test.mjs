// The campaign's events, heard on a page that knows nothing of Leadwell: what is taken from what is told, and who goes on hearing it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { Control, Element, Form, aid, happen, host } from "./host.mjs";

const table = JSON.parse(readFileSync(new URL("watch.json", import.meta.url), "utf8"));
assert.equal(table.version, 1, "watch.json: this test reads version 1 of its table");
const { take, pushed } = await aid("take");
const { default: attach } = await aid("take", "watch");

// What `gtag` pushes is an `arguments` object, not a list.
const command = (...call) => (function () { return arguments; })(...call);

for (const [name, wanted, told, expected] of table.take) test(name, () => assert.deepEqual(take(wanted, told), expected));

for (const [name, entry, event, told] of table.pushed) {
  test(name, () => {
    const [found, tells] = pushed(entry?.arguments ? command(...entry.arguments) : entry);
    assert.equal(found ?? null, event);
    if (told === null || typeof told !== "object") return;
    // A parameter that is missing is no part of what is told.
    assert.deepEqual(JSON.parse(JSON.stringify(tells)), told);
  });
}

test("long texts are cut, and no sign in two", () => {
  assert.equal(take({ a: "a" }, { a: "x".repeat(501) }).a, "x".repeat(500));
  assert.equal(take({ a: "a" }, { a: "x".repeat(499) + "😀" }).a, "x".repeat(499));
});

test("numbers that are none, functions and symbols are not told", () => {
  assert.deepEqual(take({ a: "a", b: "b", c: "c", d: "d", e: "e" }, { a: NaN, b: Infinity, c: () => 1, d: Symbol("x"), e: 10n }), {});
});

test("what a page has added to every object is not its own", () => {
  Object.prototype.event = "hers";
  try {
    assert.equal(pushed({})[0], undefined);
    assert.deepEqual(take({ a: "event" }, {}), {});
  } finally {
    delete Object.prototype.event;
  }
});

let page, asked, said, moments, over;
beforeEach(() => {
  page = host();
  [asked, said, moments, over] = [[], [], [], new AbortController()];
});
const ask = (what, about) => {
  if (what === "holding") return [(about.event.value ?? 0) > 10];
  if (about.event === "throws") throw new Error("a panic");
  asked.push([about.event, about.detail]);
  return [];
};
const start = (...about) => attach({ ask, about, say: (line) => said.push(String(line)), heard: (listener) => moments.push(listener), over: over.signal });
const next = () => moments.forEach((moment) => moment());
const CART = { name: "add_to_cart", from: "data_layer", take: { value: "ecommerce.value" } };
const cart = (value) => ({ event: "add_to_cart", ecommerce: { value } });

test("what was pushed before is told, in order, and what comes as it comes", () => {
  window.dataLayer = [{ event: "gtm.js" }, cart(1), command("event", "add_to_cart", { value: 2 })];
  start(CART);
  assert.equal(window.dataLayer.push(cart(3), "text", null, { event: "other" }), 7);
  assert.deepEqual(asked, [1, 2, 3].map((value) => ["add_to_cart", { value }]));
  next();
  assert.equal(asked.length, 3, "looking again finds nothing new");
});

test("several events of one source are each told", () => {
  window.dataLayer = [];
  start(CART, { ...CART, name: "big_cart", event: "add_to_cart", where: { "event.value": { $gt: 10 } } }, { name: "signed_up", from: "data_layer", event: "sign_up" });
  window.dataLayer.push(cart(5));
  window.dataLayer.push(cart(50));
  window.dataLayer.push({ event: "sign_up", secret: 1 });
  assert.deepEqual(asked, [["add_to_cart", { value: 5 }], ["add_to_cart", { value: 50 }], ["big_cart", { value: 50 }], ["signed_up", {}]]);
});

test("the same object pushed twice is two events", () => {
  window.dataLayer = [];
  start(CART);
  const entry = cart(4);
  window.dataLayer.push(entry);
  window.dataLayer.push(entry);
  assert.equal(asked.length, 2);
});

test("whoever wrapped push before, and whoever wraps it after, goes on hearing", () => {
  const before = [], after = [];
  const layer = (window.dataLayer = []);
  layer.push = function (...entries) { before.push(...entries); return Array.prototype.push.apply(this, entries) + 100; };
  start(CART);
  const ours = layer.push;
  layer.push = (...entries) => { after.push(...entries); return ours.apply(layer, entries); };
  assert.equal(layer.push(cart(1)), 101);
  assert.deepEqual([before.length, after.length, asked.length], [1, 1, 1]);
});

test("a wrapper that pushes copies makes no second event", () => {
  const layer = (window.dataLayer = []);
  layer.push = (entry) => Array.prototype.push.call(layer, { ...entry, at: 1 });
  start(CART);
  layer.push(cart(1));
  next();
  assert.equal(asked.length, 1);
});

test("what a tag manager pushes while it answers is told once too", () => {
  const layer = (window.dataLayer = []);
  layer.push = function (entry) {
    const length = Array.prototype.push.call(this, entry);
    if (entry.ecommerce?.value === 1) layer.push(cart(2));
    return length;
  };
  start(CART);
  layer.push(cart(1));
  next();
  assert.deepEqual(asked.map(([, { value }]) => value).sort(), [1, 2]);
});

test("a list that takes the place of another is found at the next moment, and nothing is told twice", () => {
  window.dataLayer = [cart(1)];
  start(CART);
  window.dataLayer = [...window.dataLayer, cart(2)];
  next();
  window.dataLayer.push(cart(3));
  assert.deepEqual(asked.map(([, { value }]) => value), [1, 2, 3]);
});

test("a push that calls nobody does not hide what it pushes", () => {
  const layer = (window.dataLayer = []);
  start(CART);
  layer.push = Array.prototype.push.bind(layer);
  layer.push(cart(1));
  next();
  assert.equal(asked.length, 1);
});

test("a data layer that comes late is found, and none is made", () => {
  start(CART);
  next();
  assert.equal("dataLayer" in window, false);
  window.dataLayer = [cart(1)];
  happen(window, "pagehide");
  assert.equal(asked.length, 1);
});

test("a data layer under another name, and one that keeps no list", () => {
  window.layer = [cart(1)];
  const kept = [];
  window.dataLayer = { push: (entry) => kept.push(entry) };
  start({ ...CART, on: "layer" }, { ...CART, name: "bought", event: "purchase" });
  window.dataLayer.push({ event: "purchase", ecommerce: { value: 9 } });
  window.dataLayer.push(cart(2));
  assert.deepEqual(asked, [["add_to_cart", { value: 1 }], ["bought", { value: 9 }]]);
  assert.equal(kept.length, 2);
});

test("a list that nobody may change is read all the same", () => {
  window.dataLayer = Object.freeze([cart(1)]);
  start(CART);
  assert.deepEqual([asked.length, said], [1, []]);
});

test("what throws in the page throws there, and what throws here does not", () => {
  const layer = (window.dataLayer = []);
  layer.push = () => { throw new Error("theirs"); };
  start({ name: "throws", from: "data_layer" });
  assert.throws(() => layer.push({ event: "throws" }), /theirs/);
  assert.deepEqual(said, ["Error: a panic"]);
  const bad = Object.defineProperty({}, "event", { get() { throw new Error("a getter"); }, enumerable: true });
  window.dataLayer = [bad];
  next();
  assert.deepEqual(said[1], "Error: a getter");
});

test("events that make each other come to an end", () => {
  window.dataLayer = [];
  let rounds = 0;
  attach({ ask: () => { rounds += 1; window.dataLayer.push(cart(rounds)); }, about: [CART], say: (line) => said.push(line) });
  window.dataLayer.push(cart(0));
  assert.deepEqual([rounds, said], [5, []]);
});

test("off again, the data layer is as it was", () => {
  const layer = (window.dataLayer = []);
  start(CART)();
  assert.equal(Object.hasOwn(layer, "push"), false);
  layer.push(cart(1));
  const theirs = (layer.push = function (...entries) { return Array.prototype.push.apply(this, entries); });
  start(CART);
  over.abort();
  assert.equal(layer.push, theirs);
  layer.push(cart(2));
  next();
  assert.deepEqual(asked, [["add_to_cart", { value: 1 }]], "told when the second began, and nothing after it ended");
});

test("off again below somebody else's wrapper, it only passes on", () => {
  const layer = (window.dataLayer = []);
  start(CART);
  const ours = layer.push;
  layer.push = (...entries) => ours.apply(layer, entries);
  over.abort();
  assert.equal(layer.push(cart(1)), 1);
  assert.deepEqual(asked, []);
});

test("a click counts on the element or anything in it, before the page can stop it", () => {
  const icon = new Element("svg", {}, "★"), button = new Element("a", { id: "yearly", class: "plan", href: "/buy", "data-plan-name": "Yearly" }, " Buy ", icon);
  page.body.append(button);
  page.body.addEventListener("click", (event) => event.stopPropagation(), { capture: true });
  start({ name: "yearly", from: "click", selector: "#yearly" }, { name: "plan", from: "click", selector: "a.plan", take: { plan: "data.planName", text: "text", url: "url", id: "id" } });
  happen(icon, "click");
  happen(page.body, "click");
  assert.deepEqual(asked, [["yearly", {}], ["plan", { plan: "Yearly", text: "Buy ★", url: "/buy", id: "yearly" }]]);
});

test("a form whose control is called as a method is does not get in the way", () => {
  const button = new Control("button", {}), form = new Form({}, button);
  Object.defineProperty(form, "matches", { value: button });
  page.body.append(form);
  start({ name: "anywhere", from: "click", selector: "body" });
  happen(button, "click");
  assert.deepEqual([asked.length, said], [1, []]);
});

test("a selector that is none is said once, and the others work", () => {
  const button = new Element("button", { id: "a" });
  page.body.append(button);
  start({ name: "broken", from: "click", selector: "#a[" }, { name: "fine", from: "click", selector: "#a" });
  happen(button, "click");
  happen(button, "click");
  assert.deepEqual(asked.map(([name]) => name), ["fine", "fine"]);
  assert.deepEqual(said, ['the selector of the event "broken" cannot be read: #a[']);
});

test("events of the DOM are heard at the document, the window or an element, climbing or not", () => {
  const shop = new Element("div", { class: "shop" });
  page.body.append(shop);
  start({ name: "quoted", from: "dom", event: "shop:quote", take: { total: "total" } }, { name: "in_shop", from: "dom", event: "shop:quote", selector: ".shop" });
  for (const target of [page.document, page.window, shop]) happen(target, "shop:quote", 0, { bubbles: false, detail: { total: 3, who: "a@b.example" } });
  assert.deepEqual(asked, [["quoted", { total: 3 }], ["quoted", { total: 3 }], ["quoted", { total: 3 }], ["in_shop", {}]]);
});

test("an event without a name of its own is called as in the campaign, and one without detail tells nothing", () => {
  start({ name: "signup", from: "dom", take: { a: "a" } });
  happen(page.document, "signup");
  assert.deepEqual(asked, [["signup", {}]]);
});

test("after off, and when all is over, nothing listens", () => {
  const rules = [CART, { name: "c", from: "click", selector: "a" }, { name: "d", from: "dom" }];
  start(...rules)();
  assert.deepEqual([page.window.listening, page.document.listening], [0, 0]);
  start(...rules);
  assert.deepEqual([page.window.listening, page.document.listening], [3, 1]);
  over.abort();
  assert.deepEqual([page.window.listening, page.document.listening], [0, 0]);
});
