// What a form gets of each vendor, with the vendors played by tables: their scripts, their widgets and all that goes wrong.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { aid, Element, page, settled } from './page.mjs';

let window;
let attach;
beforeEach(async () => {
  window = page();
  attach = (await aid('captcha')).default;
});

// A vendor with `render` and `reset`, as three of them are.
const rendering = global => ({
  leave(seen) {
    window[global] = {
      render(element, options) {
        Object.assign(seen, { element, options });
        return 7;
      },
      reset(id) { seen.resets.push(id) }
    };
  },
  solve: (seen, token) => seen.options.callback(token),
  expire: seen => seen.options['expired-callback'](),
  fail: seen => seen.options['error-callback']('network-error'),
  renewed: seen => seen.resets.length == 1 && seen.resets[0] == 7
});

const VENDORS = {
  turnstile: {
    ...rendering('turnstile'), field: 'cf-turnstile-response', inside: false,
    query: { render: 'explicit' }, asked: { sitekey: 'KEY', language: 'ko', 'response-field': false, 'refresh-expired': 'manual' }
  },
  hcaptcha: {
    ...rendering('hcaptcha'), field: 'h-captcha-response', inside: false,
    query: { render: 'explicit', recaptchacompat: 'off' }, asked: { sitekey: 'KEY', hl: 'ko' }
  },
  recaptcha: {
    ...rendering('grecaptcha'), field: 'g-recaptcha-response', inside: false,
    query: { render: 'explicit', hl: 'ko' }, asked: { sitekey: 'KEY' }
  },
  friendly_captcha: {
    field: 'frc-captcha-response', inside: true, module: true, asked: { sitekey: 'KEY', language: 'ko', startMode: 'auto', formFieldName: null },
    leave(seen) {
      window.frcaptcha = {
        createWidget(options) {
          Object.assign(seen, { element: options.element, options });
          return { reset() { seen.resets.push('widget') } };
        }
      };
    },
    solve: (seen, response) => seen.element.dispatchEvent(new CustomEvent('frc:widget.complete', { detail: { response } })),
    expire: seen => seen.element.dispatchEvent(new CustomEvent('frc:widget.expire')),
    fail: seen => seen.element.dispatchEvent(new CustomEvent('frc:widget.error')),
    renewed: seen => seen.resets.length == 1
  },
  altcha: {
    field: 'altcha', inside: false, module: true, asked: { challenge: 'https://altcha.example/challenge', language: 'ko', auto: 'onload', name: '' },
    leave(seen) {
      window.customElements.get = name => name == 'altcha-widget' ? Element : undefined;
      const create = document.createElement;
      document.createElement = name => {
        const element = create(name);
        if (name == 'altcha-widget') {
          Object.assign(seen, { widget: element, options: element.attributes });
          element.verify = () => seen.resets.push('widget');
        }
        return element;
      };
    },
    solve: (seen, payload) => say(seen, { state: 'verified', payload }),
    expire: seen => say(seen, { state: 'expired', payload: null }),
    fail: seen => say(seen, { state: 'error', payload: null }),
    renewed: seen => seen.resets.length == 1
  }
};
const say = (seen, detail) => seen.widget.dispatchEvent(new CustomEvent('statechange', { detail }));

// A form with a place for the vendor, in the document or in the shadow root of a host.
function formOf(vendor, shadow = false) {
  const place = new Element('div', {
    'data-lw-captcha': vendor, 'data-lw-site-key': 'KEY', 'data-lw-script': 'https://vendor.example/api.js?v=1', 'data-lw-language': 'ko',
    'data-lw-challenge': 'https://altcha.example/challenge'
  });
  const form = new Element('form');
  form.append(place);
  const root = new Element('#root');
  root.append(form);
  const host = new Element('leadwell-root');
  if (shadow) root.host = host;
  const changes = [];
  form.addEventListener('change', () => changes.push(field(form)?.value));
  return { form, place, host, changes };
}

const field = form => form.querySelectorAll('input[type="hidden"]')[0];
const scripts = () => document.head.children;

// The vendor's script arrives: it leaves its interface behind and calls who asked to be called.
async function arrive(script, vendor, seen) {
  vendor.leave(seen);
  const onload = new URL(script.src).searchParams.get('onload');
  if (onload) window[onload]();
  else script.onload();
  await settled();
}

async function shown(name, { shadow } = {}) {
  const stage = { ...formOf(name, shadow), seen: { resets: [] }, vendor: VENDORS[name] };
  attach(stage.form, { nonce: 'n0nce' });
  await settled();
  await arrive(scripts()[0], stage.vendor, stage.seen);
  return stage;
}

for (const name of Object.keys(VENDORS)) {
  const expected = VENDORS[name];

  test(`${name}: the script is asked for once, with the nonce, and draws nothing by itself`, async () => {
    const { form, seen } = await shown(name);
    const [script] = scripts();
    const address = new URL(script.src);
    assert.equal(address.origin + address.pathname, 'https://vendor.example/api.js');
    const query = Object.fromEntries(address.searchParams);
    delete query.onload;
    assert.deepEqual(query, { v: '1', ...expected.query });
    assert.equal(script.nonce, 'n0nce');
    assert.equal(script.type, expected.module ? 'module' : undefined);
    for (const [option, value] of Object.entries(expected.asked)) assert.equal(seen.options[option], value, option);
    await attach(form, {});
    await attach(formOf(name).form, {});
    assert.equal(scripts().length, 1);
  });

  test(`${name}: the token stands in the form, goes when it expires, and another is asked for`, async () => {
    const { form, changes, seen, vendor } = await shown(name);
    assert.equal(field(form).name, vendor.field);
    vendor.solve(seen, 'token 1');
    assert.equal(field(form).value, 'token 1');
    vendor.expire(seen);
    assert.equal(field(form).value, '');
    assert.ok(vendor.renewed(seen));
    vendor.solve(seen, 'token 2');
    assert.deepEqual(changes, ['token 1', '', 'token 2']);
  });

  test(`${name}: a failure or two are the vendor's to mend; after the third its place goes`, async () => {
    const { form, place, seen, vendor } = await shown(name);
    vendor.fail(seen);
    vendor.fail(seen);
    vendor.solve(seen, 'token');
    vendor.fail(seen);
    vendor.fail(seen);
    assert.ok(form.contains(place));
    vendor.fail(seen);
    assert.ok(!form.contains(place));
    vendor.solve(seen, 'late');
    assert.equal(field(form).value, '');
  });

  test(`${name}: a script that is refused takes only its place along`, async () => {
    const { form, place } = formOf(name);
    const attached = attach(form, {});
    await settled();
    scripts()[0].onerror();
    await attached;
    assert.ok(!form.contains(place));
    const later = formOf(name);
    await attach(later.form, {});
    assert.ok(!later.form.contains(later.place));
  });

  test(`${name}: a script that leaves nothing behind, and a widget that cannot be drawn`, async () => {
    for (const leave of [() => { }, () => { window.turnstile = window.hcaptcha = window.grecaptcha = { render() { throw new Error() } } }]) {
      window = page();
      attach = (await aid('captcha')).default;
      const { form, place } = formOf(name);
      const attached = attach(form, {});
      await settled();
      await arrive(scripts()[0], { leave }, {});
      await attached;
      assert.ok(!form.contains(place));
    }
  });

  test(`${name}: in a shadow root the widget is ${expected.inside ? 'in the form' : 'in the light DOM, behind a slot'}`, async () => {
    const { form, place, host, seen, vendor } = await shown(name, { shadow: true });
    const element = seen.element || seen.widget.parent;
    if (expected.inside) {
      assert.ok(place.contains(element) && host.children.length == 0);
    } else {
      assert.deepEqual(host.children, [element]);
      assert.equal(place.children[0].localName, 'slot');
      assert.equal(place.children[0].name, element.slot);
    }
    vendor.solve(seen, 'token');
    assert.equal(field(form).value, 'token');
    for (let time = 0; time < 3; time += 1) vendor.fail(seen);
    assert.ok(!form.contains(place) && host.children.length == 0);
  });

  test(`${name}: a page that has the vendor already gets no second script`, async () => {
    const { form } = formOf(name);
    const seen = { resets: [] };
    expected.leave(seen);
    await attach(form, {});
    assert.equal(scripts().length, 0);
    expected.solve(seen, 'token');
    assert.equal(field(form).value, 'token');
  });
}

test('an empty script in the place of a vendor’s never calls, and takes its place along', async context => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { form, place } = formOf('recaptcha');
  const attached = attach(form, {});
  scripts()[0].onload();
  context.mock.timers.tick(15000);
  await attached;
  assert.ok(!form.contains(place));
});

test('an input drawn with the form is the one that is filled', async () => {
  const { form } = formOf('turnstile');
  const drawn = new Element('input', { type: 'hidden', name: 'cf-turnstile-response' });
  form.append(drawn);
  const seen = { resets: [] };
  VENDORS.turnstile.leave(seen);
  await attach(form, {});
  seen.options.callback('token');
  assert.deepEqual(form.querySelectorAll('input[type="hidden"]'), [drawn]);
  assert.equal(drawn.value, 'token');
});

test('what is not a vendor, or not a token, does nothing', async () => {
  for (const name of ['', 'another', 'constructor', '__proto__']) {
    const { form, place } = formOf(name);
    await attach(form);
    assert.ok(form.contains(place) && !field(form), name);
  }
  const { form } = formOf('turnstile');
  const seen = { resets: [] };
  VENDORS.turnstile.leave(seen);
  await attach(form, {});
  for (const token of [undefined, null, {}, 7]) {
    seen.options.callback(token);
    assert.equal(field(form).value, '');
  }
});
