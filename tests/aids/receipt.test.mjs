// The receipt as a text, whatever stands in it, and the button that gives it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { aid } from './page.mjs';

const { default: receipt, document } = await aid('receipt');

const WORDS = {
  title: 'Your consent', controller: 'Acme GmbH', address: '1 Road, Berlin', contact: 'privacy@acme.example', privacy_url: 'https://acme.example/privacy',
  withdraw: 'Write to us to withdraw it at any time.', receivers: ['Acme CRM (name, e-mail)', 'Mailer Inc., US'],
  labels: { text: 'Words', state: 'State', granted: 'Given', pending: 'To be confirmed', denied: 'Refused', hash: 'Fingerprint', at: 'When', recipients: 'Who receives it', campaign: 'Campaign' }
};
const CONTEXT = {
  consent: [
    { purpose: 'contact', state: 'granted', text: 'Acme may write to me & call.', text_hash: 'sha256-abc', locale: 'en', at: '2026-03-01T09:30:00Z' },
    { purpose: 'marketing', state: 'pending', text: '소식을 받겠습니다.', text_hash: 'sha256-def', locale: 'ko', at: '2026-03-01T09:30:00Z' },
    { purpose: 'profiling', state: 'denied', text: 'Acme may profile me.', text_hash: 'sha256-ghi', locale: 'en', at: '2026-03-01T09:30:00Z' }
  ],
  campaign: { id: 'spring', version: 'sha256-xyz' }, lead_id: 'a1b2', at: '2026-03-01T09:30:00Z'
};

test('everything of every item is in it, and who receives it and how to withdraw', () => {
  const html = document(WORDS, CONTEXT);
  const wanted = [
    '<html lang="en">', 'Your consent', 'Acme GmbH', '1 Road, Berlin', '<a href="mailto:privacy@acme.example">', '<a href="https://acme.example/privacy"',
    'Acme may write to me &#38; call.', 'Given', 'sha256-abc', 'March 1, 2026', '2026-03-01T09:30:00Z', '<blockquote lang="ko" dir="auto">소식을 받겠습니다.',
    'To be confirmed', 'Refused', 'Acme CRM (name, e-mail)', 'Mailer Inc., US', 'Write to us to withdraw it at any time.', 'spring · sha256-xyz · a1b2'
  ];
  for (const text of wanted) assert.ok(html.includes(text), text);
});

test('the file loads nothing and runs nothing', () => {
  const html = document(WORDS, CONTEXT);
  assert.match(html, /default-src 'none'/);
  assert.doesNotMatch(html, /<script|<link|<img|<iframe|\son\w+=|@import|url\(/i);
});

// What a text is made of may not be part of what the file is made of: tags in their order, without the attributes' values.
const shape = html => html.match(/<[^>]*>/g).map(tag => tag.replace(/="[^"]*"/g, ''));
const filled = (value, text) => {
  if (typeof value == 'string') return text;
  if (Array.isArray(value)) return value.map(one => filled(one, text));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, text)]));
};

test('no hostile text changes what the file consists of', () => {
  const corpus = JSON.parse(readFileSync(new URL('../hostile/corpus/strings.json', import.meta.url), 'utf8'));
  const own = ['</style></title><img src=x onerror=hit(1)>', '--><!--', '</blockquote><form action=https://evil.example>', '\u202egnp.exe', '\u0000\ufffe'];
  const known = { contact: WORDS.contact, privacy_url: WORDS.privacy_url };
  const plain = shape(document({ ...filled(WORDS, 'plain'), ...known }, filled(CONTEXT, 'plain')));
  for (const text of [...corpus, ...own].filter(text => text)) {
    assert.deepEqual(shape(document({ ...filled(WORDS, text), ...known }, filled(CONTEXT, text))), plain, text);
  }
});

test('only web pages and mailboxes are linked', () => {
  const links = value => [...document({ contact: value, privacy_url: value }, {}).matchAll(/href="([^"]*)"/g)].map(([, address]) => address);
  const cases = [
    ['https://acme.example/?a="b', ['https://acme.example/?a=&#34;b']], ['a@b.example', ['mailto:a@b.example']], ['javascript:alert(1)', []],
    ['JavaScript:alert(1)//@x', []], ['data:text/html,<b>', []], ['a@b.example?bcc=c@d.example', []], ['https:evil', []], [' https://a.example', []], ['', []]
  ];
  for (const [value, expected] of cases) assert.deepEqual(links(value), expected, value);
});

test('what is missing or misshapen is left out, and nothing throws', () => {
  const cases = [
    [{}, {}], [{ receivers: 'none', labels: null }, { consent: 'none' }], [WORDS, { consent: [{}] }], [WORDS, { consent: [{ purpose: 'contact', state: 'constructor', at: 'yesterday', locale: 'x_!' }] }]
  ];
  for (const [words, context] of cases) {
    const html = document(words, context);
    assert.ok(html.startsWith('<!DOCTYPE html>') && html.endsWith('</html>\n'));
    assert.doesNotMatch(html, /undefined|null|\[object|Invalid|NaN/);
  }
  assert.match(document(WORDS, cases[3][1]), /<dd>constructor<\/dd>[^]*<dd>yesterday<\/dd>/);
});

// A button on a page, with what it made of a click.
function button(dataset) {
  const made = { clicks: 0 };
  const page = { baseURI: 'https://shop.example/offers/', createElement: () => made.link = { click: () => { made.clicks += 1 } } };
  return { element: Object.assign(new EventTarget(), { ownerDocument: page, hidden: true, dataset }), made };
}

const DATA = { lwReceipt: 'Acme GmbH', lwAddress: '1 Road', lwContact: 'privacy@acme.example', lwPrivacy: '/privacy', lwReceivers: 'crm.example mail.example' };
const LABELS = { en: { title: 'Your consent', withdraw: 'Write to {contact}.', recipients: 'Sent to' }, ko: { title: '동의' } };

test('the button appears, and each click saves the receipt under the day', async context => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const blobs = [];
  context.mock.method(URL, 'createObjectURL', blob => `blob:${blobs.push(blob)}`);
  const revoked = context.mock.method(URL, 'revokeObjectURL', () => { });
  const { default: published } = await aid('receipt', { '/*WORDS*/{}': JSON.stringify(LABELS) });
  const { element, made } = button(DATA);
  published(element, { ...CONTEXT, locale: 'en' });
  assert.equal(element.hidden, false);
  assert.equal(blobs.length, 0);
  element.dispatchEvent(new Event('click'));
  assert.equal(made.link.download, 'consent-2026-03-01.html');
  assert.equal(made.link.href, 'blob:1');
  assert.equal(made.clicks, 1);
  const saved = await blobs[0].text();
  for (const text of ['href="https://shop.example/privacy"', 'Write to privacy@acme.example.', 'mail.example', 'Your consent']) assert.ok(saved.includes(text), text);
  context.mock.timers.tick(10000);
  assert.equal(revoked.mock.callCount(), 1);
});

test('without words for it the button stays hidden', () => {
  const { element } = button(DATA);
  receipt(element, CONTEXT);
  assert.equal(element.hidden, true);
});
