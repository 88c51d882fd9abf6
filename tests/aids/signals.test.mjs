// What consent tools of a page say, heard as they say it: Consent Mode as commands and as tag managers keep it, TCF as its API tells.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { aid, page, settled } from './page.mjs';

let window;
let attach;
let told;
beforeEach(async () => {
  window = page();
  told = [];
  globalThis.leadwell = (...call) => told.push(call);
  mock.timers.enable({ apis: ['setInterval'] });
  attach = (await aid('signals')).default;
});
afterEach(() => mock.timers.reset());

// What `gtag` pushes is an `arguments` object, not a list.
const command = (...call) => (function () { return arguments })(...call);
// A tool with TCF's API, that tells when it is made to.
const tool = (...said) => {
  const heard = [];
  window.__tcfapi = (name, version, then) => {
    assert.deepEqual([name, version], ['addEventListener', 2]);
    heard.push(then);
    for (const data of said) then(data, true);
  };
  return data => heard.forEach(then => then(data, true));
};
const consents = numbers => ({ consents: Object.fromEntries(numbers.map(number => [number, true])) });

for (const { name, region, layer, entries, tcf, expected } of JSON.parse(readFileSync(new URL('signals.json', import.meta.url), 'utf8'))) {
  test(name, async () => {
    if (layer) window.dataLayer = layer.map(entry => (Array.isArray(entry) ? command(...entry) : entry));
    if (entries) window.google_tag_data = { ics: { entries } };
    if (tcf) tool({ ...tcf, purpose: consents(tcf.purposes || []) });
    assert.deepEqual(await attach(region), { choices: {}, defaults: {}, ...expected });
    assert.deepEqual(told, [], 'what is said at first is not told twice');
  });
}

test('a later choice in the data layer is told once, within a second', async () => {
  window.dataLayer = [command('consent', 'default', { analytics_storage: 'denied' })];
  await attach();
  window.dataLayer.push(command('consent', 'update', { analytics_storage: 'granted' }), { event: 'consent_given' });
  mock.timers.tick(1000);
  mock.timers.tick(5000);
  assert.deepEqual(told, [['consent', { analytics: true }, 'page', { analytics: false }]]);
  window.dataLayer.push(command('consent', 'update', { analytics_storage: 'denied' }));
  mock.timers.tick(1000);
  assert.deepEqual(told.slice(1), [['consent', { analytics: false }, 'page', { analytics: false }]]);
});

test('defaults that come late are told as such, and so is a law that does not apply after all', async () => {
  window.dataLayer = [];
  await attach();
  window.dataLayer.push(command('consent', 'default', { analytics_storage: 'denied' }));
  mock.timers.tick(1000);
  assert.deepEqual(told, [['consent', {}, 'page', { analytics: false }]]);
  delete window.dataLayer;
});

test('a TCF tool that learns late that no law applies says nothing from then on', async () => {
  const says = tool({ gdprApplies: true, eventStatus: 'cmpuishown', purpose: consents([]) });
  await attach();
  says({ gdprApplies: false, eventStatus: 'tcloaded' });
  assert.deepEqual(told, [['consent', {}, 'page', {}]]);
});

test('a choice in a TCF tool is told when it is made', async () => {
  const says = tool({ gdprApplies: true, eventStatus: 'cmpuishown', purpose: consents([]) });
  assert.deepEqual((await attach()).defaults, { personalization: false, analytics: false, advertising: false });
  says({ gdprApplies: true, eventStatus: 'useractioncomplete', purpose: consents([1, 5, 6, 8, 9]) });
  assert.deepEqual(told, [['consent', { personalization: true, analytics: true, advertising: false }, 'page', {}]]);
});

test('a TCF tool that never answers has refused', async () => {
  window.__tcfapi = () => {};
  assert.deepEqual(await attach(), { choices: {}, defaults: { personalization: false, analytics: false, advertising: false } });
});

test('a page that throws in its data layer throws in nobody else', async () => {
  window.dataLayer = { push() {} };
  window.google_tag_data = { ics: null };
  assert.deepEqual(await attach(), { choices: {}, defaults: {} });
  await settled();
});
