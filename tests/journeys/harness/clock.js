// Runs before a page's own scripts: a clock that a journey moves on. Time goes by as ever, and `__pass(seconds)` lets more of it go by at
// once: timers of a second and more that fall due meanwhile ring in their order. What has passed is kept for the next page of the tab.
// After `__stop()` no more of it goes by on that page than `__pass` lets, however busy the machine is.
(() => {
  const RealDate = Date, running = Date.now.bind(Date), later = setTimeout.bind(window), never = clearTimeout.bind(window);
  const KEY = '__passed', SHORT_MS = 1000;
  let passed = 0, waiting = [], stopped = null;
  const now = () => stopped ?? running();
  try { passed = Number(sessionStorage.getItem(KEY)) || 0; } catch {}
  const keep = () => { try { sessionStorage.setItem(KEY, passed); } catch {} };
  window.Date = class Date extends RealDate {
    constructor(...when) { if (when.length) super(...when); else super(now() + passed); }
    static now() { return now() + passed; }
  };
  const ring = one => {
    if (!waiting.includes(one)) return;
    waiting = waiting.filter(other => other !== one);
    never(one.id);
    one.act(...one.about);
  };
  window.setTimeout = (act, ms = 0, ...about) => {
    if (!(ms >= SHORT_MS)) return later(act, ms, ...about);
    const one = { act, about, due: now() + passed + ms };
    one.id = later(() => { if (stopped === null) ring(one); }, ms);
    waiting.push(one);
    return one.id;
  };
  window.clearTimeout = id => {
    waiting = waiting.filter(one => one.id !== id);
    never(id);
  };
  window.__stop = () => { stopped = now(); };
  window.__pass = seconds => {
    const until = now() + passed + seconds * 1000;
    for (;;) {
      const next = waiting.filter(({ due }) => due <= until).sort((one, other) => one.due - other.due)[0];
      if (!next) break;
      passed += Math.max(0, next.due - now() - passed);
      keep();
      ring(next);
    }
    passed += Math.max(0, until - now() - passed);
    keep();
  };
})();
