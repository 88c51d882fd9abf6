// Proof that a visitor is no script, by the vendor the campaign names. It asks when the form is touched for the first time, shows the
// vendor's widget in its place, and keeps the token in a hidden input of the form.
//
// It never holds a form up: where the vendor's script is blocked, fails or gives no widget, the place goes and the form sends without a
// token. What a missing token means is the receiver's to decide, and so is whether a token is good: only a server can tell.

// After so many failures in a row a widget is only in the way. One by itself may be the network's, and vendors try again.
const PATIENCE = 3;
// Between a script's arrival and its call.
const LONGEST_START_MS = 15000;

// How each vendor is spoken to, as its own documentation has it (November 2026):
// `field` the input its servers know · `api` what its script leaves behind · `query` what its script's address asks for ·
// `module` whether the script is one · `inside` whether it works in a shadow root · `show` draws the widget into an element, and
// gives what makes it ask anew.
//
// Not inside, and so in the light DOM of the host behind a slot: reCAPTCHA, whose frames search the document for each other and spin
// for ever; ALTCHA, whose style sheet goes into the document's head; Turnstile and hCaptcha, which promise nothing there (hCaptcha's
// own web component stays out of shadow roots). Friendly Captcha touches nothing but the element it is given.
const VENDORS = {
  turnstile: {
    field: 'cf-turnstile-response',
    api: () => usable(window.turnstile),
    query: onload => ({ render: 'explicit', onload }),
    // It says itself when the token expires, so that it is not renewed twice.
    show: (api, place, settings, tell) => checkbox(api, place, settings, tell, {
      language: settings.language || 'auto', 'response-field': false, 'refresh-expired': 'manual', 'unsupported-callback': tell.gone
    })
  },
  hcaptcha: {
    field: 'h-captcha-response',
    api: () => usable(window.hcaptcha),
    // Without posing as reCAPTCHA, which the page may have too.
    query: onload => ({ render: 'explicit', onload, recaptchacompat: 'off' }),
    show: (api, place, settings, tell) => checkbox(api, place, settings, tell, settings.language ? { hl: settings.language } : {})
  },
  recaptcha: {
    field: 'g-recaptcha-response',
    api: () => usable(window.grecaptcha),
    query: (onload, settings) => ({ render: 'explicit', onload, hl: settings.language }),
    show: (api, place, settings, tell) => checkbox(api, place, settings, tell, {})
  },
  friendly_captcha: {
    field: 'frc-captcha-response',
    api: () => window.frcaptcha,
    module: true,
    inside: true,
    show: friendly
  },
  altcha: {
    field: 'altcha',
    api: () => window.customElements.get('altcha-widget'),
    module: true,
    show: altcha
  }
};

// Scripts under way or there, by address: each is loaded once for the page, and one that was refused stays refused.
const scripts = new Map();
const attached = new WeakSet();
let count = 0;

export default function attach(form, context) {
  const places = Array.from(form.querySelectorAll('[data-lw-captcha]'));
  return Promise.all(places.map(place => attachOne(form, place, context && context.nonce)));
}

async function attachOne(form, place, nonce) {
  const settings = settingsOf(place);
  const vendor = Object.prototype.hasOwnProperty.call(VENDORS, settings.vendor) && VENDORS[settings.vendor];
  if (!vendor || attached.has(place)) return;
  attached.add(place);
  const field = hiddenInput(form, place, vendor.field);
  const room = roomFor(place, vendor);
  const tell = teller(field, room);
  try {
    const again = vendor.show(await load(vendor, settings, nonce), room.element, settings, tell);
    form.addEventListener('lw:again', () => {
      tell.expired();
      again();
    });
  } catch (error) {
    tell.gone();
  }
}

function settingsOf(place) {
  const read = name => place.getAttribute('data-lw-' + name) || '';
  return {
    vendor: read('captcha'), siteKey: read('site-key'), script: read('script'), language: read('language'), challenge: read('challenge')
  };
}

// The input may have been drawn with the form; vendors' own inputs are no hidden ones or stand inside the place.
function hiddenInput(form, place, name) {
  const drawn = Array.from(form.querySelectorAll('input[type="hidden"]')).find(input => input.name == name && !place.contains(input));
  const input = drawn || document.createElement('input');
  if (!drawn) {
    input.type = 'hidden';
    input.name = name;
    place.after(input);
  }
  // Sent along, and neither an answer nor kept.
  input.setAttribute('data-lw-proof', '');
  return input;
}

// Where the widget goes, and how everything of it is taken away again.
function roomFor(place, vendor) {
  const element = document.createElement('div');
  const host = place.getRootNode().host;
  if (!host || vendor.inside) {
    place.append(element);
    return { element, remove: () => place.remove() };
  }
  const slot = document.createElement('slot');
  slot.name = element.slot = 'lw-captcha-' + ++count;
  place.append(slot);
  host.append(element);
  return { element, remove: () => { place.remove(); element.remove() } };
}

// What a vendor may tell of its widget.
function teller(field, room) {
  let failures = 0;
  let over = false;
  const put = token => {
    if (over || field.value == token) return;
    field.value = token;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const tell = {
    solved(token) {
      failures = 0;
      put(typeof token == 'string' ? token : '');
    },
    expired: () => put(''),
    failed() {
      put('');
      failures += 1;
      if (failures >= PATIENCE) tell.gone();
    },
    gone() {
      put('');
      over = true;
      room.remove();
    }
  };
  return tell;
}

// The vendor's interface, from its script unless the page has it already.
async function load(vendor, settings, nonce) {
  if (vendor.api()) return vendor.api();
  const address = new URL(settings.script, document.baseURI);
  if (!scripts.has(address.href)) scripts.set(address.href, fetchScript(vendor, settings, new URL(address), nonce));
  await scripts.get(address.href);
  const api = vendor.api();
  if (!api) throw new Error('the script left nothing behind');
  return api;
}

// Vendors with a callback of their own are ready only when they call it; the others when the script has run. Blockers put empty scripts
// in the place of some, which never call.
function fetchScript(vendor, settings, address, nonce) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    if (vendor.query) {
      const name = 'leadwellCaptcha' + ++count;
      window[name] = () => {
        delete window[name];
        resolve();
      };
      Object.entries(vendor.query(name, settings)).forEach(([key, value]) => value && address.searchParams.set(key, value));
      script.onload = () => setTimeout(() => reject(new Error('the script never called')), LONGEST_START_MS);
    } else {
      script.onload = () => resolve();
    }
    script.onerror = () => reject(new Error('the script was refused'));
    if (vendor.module) script.type = 'module';
    if (nonce) script.nonce = nonce;
    script.async = true;
    script.src = address.href;
    document.head.append(script);
  });
}

function usable(api) {
  return api && typeof api.render == 'function' ? api : undefined;
}

// Turnstile, hCaptcha and reCAPTCHA have one manner of widget, with few words of their own.
function checkbox(api, place, settings, tell, own) {
  const id = api.render(place, {
    sitekey: settings.siteKey,
    callback: tell.solved,
    'expired-callback': () => {
      tell.expired();
      api.reset(id);
    },
    // Turnstile asks whether somebody has taken care of it; else it complains in the console.
    'error-callback': () => {
      tell.failed();
      return true;
    },
    ...own
  });
  return () => api.reset(id);
}

// It starts at once, since the form is being filled in; in a shadow root it would not notice by itself.
function friendly(api, place, settings, tell) {
  const widget = api.createWidget({
    element: place, sitekey: settings.siteKey, language: settings.language || undefined, startMode: 'auto', formFieldName: null
  });
  place.addEventListener('frc:widget.complete', event => tell.solved(event.detail.response));
  place.addEventListener('frc:widget.expire', () => {
    tell.expired();
    widget.reset();
  });
  place.addEventListener('frc:widget.error', tell.failed);
  return () => widget.reset();
}

// An element that brings an input along: without a name, that one is never sent beside ours. Version 3 reads `challenge`, version 2
// `challengeurl`.
function altcha(api, place, settings, tell) {
  const widget = document.createElement('altcha-widget');
  const attributes = { challenge: settings.challenge, challengeurl: settings.challenge, language: settings.language, auto: 'onload', name: '' };
  Object.entries(attributes).forEach(([name, value]) => (value || name == 'name') && widget.setAttribute(name, value));
  widget.addEventListener('statechange', event => {
    const { state, payload } = event.detail;
    if (state == 'verified') tell.solved(payload);
    if (state == 'error') tell.failed();
    if (state == 'expired') {
      tell.expired();
      widget.verify();
    }
  });
  place.append(widget);
  return () => widget.reset?.();
}
