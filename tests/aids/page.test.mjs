// The page around the runtime: calls that were kept and calls that come, how far a page was seen, and what goes along into a mounted form.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { aid, page } from './page.mjs';

let window;
let asked;
let said;
const ask = (what, about) => {
  asked.push([what, about]);
  if (about?.event === 'throws') throw new Error('a panic');
  return what === 'explain' ? { level: 'mql' } : null;
};
let takeOver;
let depth;
beforeEach(async () => {
  window = page();
  [asked, said] = [[], []];
  mock.method(console, 'warn', line => said.push(line));
  globalThis.document.dispatchEvent = () => true;
  globalThis.CustomEvent = class { constructor(name, init) { Object.assign(this, init, { name }) } };
  ({ takeOver, depth } = await aid('page'));
});

test('calls that were kept are answered in order, whoever kept them, and later ones as they come', async () => {
  const answers = [];
  const stub = function () { (stub.q = stub.q || []).push(arguments) };
  window.leadwell = stub;
  stub('track', 'first');
  stub.q.push({ a: ['explain'], r: answer => answers.push(answer) });
  const kept = stub.q;
  takeOver(ask);
  assert.deepEqual(asked, [['happened', { event: 'first', detail: {} }], ['explain', undefined]]);
  assert.deepEqual(await answers[0], { level: 'mql', popups: [] });
  kept.push(['track', 'second', { value: 7 }]);
  assert.equal(await stub.h(['outbox']), null);
  assert.deepEqual(asked.slice(2), [['happened', { event: 'second', detail: { value: 7 } }], ['outbox', undefined]]);
  assert.equal(kept.length, 0);
});

for (const [what, call, line] of [
  ['a name that is no command', ['tracks'], 'leadwell: no command "tracks"; known: track, identify, page, open, close, consent, forget, flush, explain, export, outbox'],
  ['a name that every object has', ['constructor'], 'leadwell: no command "constructor"; known: track, identify, page, open, close, consent, forget, flush, explain, export, outbox'],
  ['nothing', [], 'leadwell: no command "undefined"; known: track, identify, page, open, close, consent, forget, flush, explain, export, outbox'],
  ['an event without a name', ['track', ''], 'leadwell: track needs a name'],
  ['a user who is a list', ['identify', ['a@corp.example']], 'leadwell: identify needs an object such as { email: "…" }'],
  ['a choice that is a word', ['consent', 'yes'], 'leadwell: consent needs an object such as { personalization: true }'],
  ['what makes the runtime throw', ['track', 'throws'], 'leadwell: Error: a panic'],
]) {
  test(`${what} is told to the developer and throws nothing`, async () => {
    window.leadwell = () => {};
    takeOver(ask);
    assert.equal(await window.leadwell.h(call), null);
    assert.deepEqual(said, [line]);
  });
}

test('a page without the global is left alone', () => {
  window.leadwell = { q: [] };
  takeOver(ask);
  assert.deepEqual(window.leadwell, { q: [] });
});

for (const [whole, height, scrolled, wasRead, percent] of [
  [2000, 1000, 0, false, 50], [2000, 1000, 499, false, 74], [2000, 1000, 500, false, 75], [2000, 1000, 1000, false, 100],
  [2000, 1000, 1200, false, 100], [2000, 1000, -300, false, 35], [1001, 1000, 0, false, 0], [1001, 1000, 0, true, 100], [1002, 1000, 0, false, 99],
]) {
  test(`${scrolled} px down a page of ${whole} in a window of ${height}${wasRead ? ', read at a glance,' : ''} is ${percent} %`, () => {
    Object.assign(globalThis, { innerHeight: height, scrollY: scrolled });
    globalThis.document.documentElement = { scrollHeight: whole };
    assert.equal(depth(wasRead), percent);
  });
}

const control = (name, value, more = {}) => ({ localName: 'input', type: 'text', name, value, defaultValue: '', checked: false, ...more });
const form = (...controls) => ({ querySelectorAll: () => controls });

test('what was typed into the page\'s own form goes along into ours, but not over what was typed there', async () => {
  const { carryOver } = await aid('mount');
  const place = { querySelectorAll: () => [form(
    control('a', 'typed'), control('b', 'old'), control('c', '2', { localName: 'select' }), control('box', 'yes', { type: 'checkbox', checked: true }),
    control('pick', 'two', { type: 'radio', checked: true }), control('', 'nameless'), control('gone', 'x'),
  )] };
  const ours = [
    control('a', ''), control('b', 'typed here'), control('c', '1', { localName: 'select', type: 'select-one' }), control('box', 'yes', { type: 'checkbox' }),
    control('pick', 'one', { type: 'radio' }), control('pick', 'two', { type: 'radio' }),
  ];
  carryOver(place, form(...ours));
  assert.deepEqual(ours.map(({ value, checked }) => [value, checked]), [['typed', false], ['typed here', false], ['2', false], ['yes', true], ['one', false], ['two', true]]);
});
