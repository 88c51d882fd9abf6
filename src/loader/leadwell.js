// Leadwell's loader. It keeps calls made before the runtime is there, waits for an idle moment or the first sign of use, and
// imports the runtime. If anything is missing or refused, the page keeps its own forms and nothing throws.
(function (window, document) {
  var files = /*FILES*/{};
  var script = document.currentScript || document.querySelector('script[src*="/leadwell."]');
  var stub = window.leadwell;
  // A second tag on the page does nothing.
  if (!script || stub && stub.tag) return;

  var api = window.leadwell = function () {
    var call = arguments;
    if (api.h) return api.h(Array.prototype.slice.call(call));
    return typeof Promise == 'function' ? new Promise(function (resolve) { api.q.push({ a: call, r: resolve }) }) : void 0;
  };
  api.q = stub && stub.q || [];
  api.tag = script;

  var data = script.dataset;
  var base = script.src.replace(/[^/]*$/, '');
  // What helps with one thing in a form, when a visitor comes to it.
  var own = /*OWN*/{};
  api.load = function (name) { return own[name] ? Promise.resolve(own[name]()) : import(base + files.aids[name]) };
  // Where the page has a consent tool of its own, what it says counts; where that cannot be learned, it says no.
  api.said = function () {
    if (!(window.__tcfapi || window.google_tag_data || window.dataLayer)) return Promise.resolve();
    return api.load('signals').then(function (signals) { return signals.default(data.region) }).catch(function () {
      return { defaults: { personalization: false, analytics: false, advertising: false } };
    });
  };
  // Which sites are search engines, networks, shops: asked for at the first call, if somebody may come from one, and waited for half
  // a second from each.
  var sources;
  api.sources = function () {
    var from = document.referrer.split('/')[2];
    if (!sources && (from && from != location.host || /[?&]utm_/.test(location.search)))
      sources = fetch(base + files.sources).then(function (answer) { return answer.ok ? answer.text() : '' });
    return sources && Promise.race([sources, new Promise(function (enough) { setTimeout(enough, 500) })]).catch(function () { });
  };
  // The single-page app carries the runtime itself.
  api.styles = files.styles;
  if (data.site != null) return void api.sources();
  var signs = ['pointerdown', 'keydown', 'focusin'];
  var started;

  // A click that opens a popup is kept until there is somebody to open it; without, a link leads where it would.
  var pressed;
  function keep(event) {
    var opener = !api.h && event.target.closest && event.target.closest('[data-leadwell-open]');
    if (!opener) return;
    event.preventDefault();
    pressed = opener;
    api('open', opener.getAttribute('data-leadwell-open'));
  }
  document.addEventListener('click', keep);

  function unavailable(error) {
    document.removeEventListener('click', keep);
    if (pressed && pressed.href) location.assign(pressed.href);
    // What no policy lets run names itself so.
    if (error && error.name == 'CompileError') error = "script-src has to allow 'wasm-unsafe-eval'";
    // What is a sentence was written for whoever made the page.
    if (typeof error == 'string') console.warn('leadwell: ' + error);
    else if (data.debug != null) console.warn('leadwell: the runtime could not start', error);
    document.dispatchEvent(new CustomEvent('leadwell:unavailable'));
  }

  // Whoever needs it asks again, and handles its failure.
  function ahead(name) { if (files.aids[name]) api.load(name).catch(function () { }) }

  function start() {
    if (started) return;
    started = true;
    signs.forEach(function (sign) { document.removeEventListener(sign, start, true) });
    try {
      var campaign = new URL(data.campaign || 'runtime.json', data.campaign ? document.baseURI : base).href;
      var written = fetch(campaign).then(function (answer) {
        if (!answer.ok) throw campaign + ' was answered ' + answer.status;
        return answer.text();
      }, function () { throw campaign + ' could not be fetched' }).then(function (text) {
        try { return JSON.parse(text) } catch (error) { throw campaign + ' is not valid JSON' }
      });
      api.sources();
      var wasm = fetch(base + files.wasm, { integrity: files.integrity, credentials: 'omit', mode: 'cors' });
      // Whoever awaits them handles their failure; until then it is not an unhandled one.
      written.catch(function () { });
      var said = api.said();
      // A form's behaviour comes along with the runtime, not after it, and so does what works out answers.
      if (document.querySelector('[data-lw-form],[data-leadwell-form]'))
        ahead('form'), ahead('calculation');
      wasm.catch(function () { });
      ahead('popups');
      var behaviour = api.load('page');
      behaviour.catch(function () { });
      var options = {
        base: base, campaign: campaign, styles: files.styles, locale: data.locale,
        nonce: data.nonce || script.nonce, consent: data.consent, region: data.region, load: api.load
      };
      import(base + files.glue).then(function (glue) {
        return Promise.all([glue.default({ module_or_path: wasm }).then(api.sources), said, behaviour, written]).then(function (ready) {
          options.sources = ready[0];
          options.said = ready[1];
          return ready[2].default(glue.start(options, ready[3]), options);
        });
      }).catch(unavailable);
    } catch (error) { unavailable(error) }
  }

  function whenIdle() {
    window.requestIdleCallback ? requestIdleCallback(start, { timeout: 3000 }) : setTimeout(start, 200);
  }

  if (data.start == 'now') return start();
  signs.forEach(function (sign) { document.addEventListener(sign, start, true) });
  if (data.start == 'interaction') return;
  document.readyState == 'complete' ? whenIdle() : window.addEventListener('load', whenIdle, { once: true });
})(window, document);
