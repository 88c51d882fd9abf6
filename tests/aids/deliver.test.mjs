// What of sending can be told without a network: what a receiver asks for.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { aid, page } from './page.mjs';

const NOW = Date.UTC(2026, 10, 21, 18);
let askedFor;
beforeEach(async () => {
  page();
  ({ askedFor } = await aid('deliver'));
});

for (const [what, header, milliseconds] of [
  ['seconds', '120', 120000],
  ['seconds with spaces', ' 5 ', 5000],
  ['no time at all', '0', undefined],
  ['a date to come (RFC 9110)', 'Sat, 21 Nov 2026 18:01:30 GMT', 90000],
  ['a date gone by', 'Sat, 21 Nov 2026 17:00:00 GMT', undefined],
  ['fewer than none', '-5', undefined],
  ['a fraction, which the standard does not know', '1.5', undefined],
  ['words', 'in a while', undefined],
  ['nothing', '', undefined],
  ['a header that the page may not read', null, undefined],
]) {
  test(`a receiver that asks for ${what}`, () => {
    assert.equal(askedFor(header, NOW), milliseconds);
  });
}
