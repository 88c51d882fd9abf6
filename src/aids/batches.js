// Posts events in batches to a receiver of the campaign's own, as the inbox takes them at `/events`. Telemetry: what cannot be posted waits
// in memory, and is lost with the page. Leads go first: of the 64 KiB that requests which outlive their page share, `deliver.js` leaves
// free what a batch may take here, and where the page stays, nothing is taken of it.

// What is told together at most, and how long the first waits for more.
const MOST_EVENTS = 20;
const WAIT_MS = 10000;
// What outlives the page, in bytes: as much as leads never take. A receiver takes 64 KiB.
const PARTING_BYTES = 5000;
const MOST_BYTES = 60000;
// What waits where nothing can be posted.
const MOST_WAITING = 200;

const bytes = (text) => new TextEncoder().encode(text).length;

export default function attach({ url, campaign, over }) {
  let waiting = [], timer, isPosting = false, parted = -Infinity, spent = 0;
  // As many as fit, as they are written.
  const take = (most) => {
    const events = [];
    let room = most - 300;
    while (events.length < waiting.length && (room -= bytes(JSON.stringify(waiting[events.length])) + 1) >= 0) events.push(waiting[events.length]);
    return events;
  };
  const written = (events) => JSON.stringify({ version: 1, campaign, sent_at: new Date().toISOString(), events });
  const gone = (events) => { waiting = waiting.filter((event) => !events.includes(event)); };
  const fetched = (body, keepalive) => fetch(url, { method: "POST", mode: "no-cors", credentials: "omit", keepalive, headers: { "Content-Type": "text/plain;charset=UTF-8" }, body });
  const plan = () => { timer ??= setTimeout(post, WAIT_MS); };

  // While the page stays: an answer is not read, but whether the network took it is known.
  const post = async () => {
    if (isPosting) return;
    clearTimeout(timer);
    timer = undefined;
    const events = take(MOST_BYTES);
    if (!events.length) return;
    isPosting = true;
    try {
      await fetched(written(events), false);
      gone(events);
    } catch {}
    isPosting = false;
    if (waiting.length) plan();
  };
  // The page goes, or nobody looks at it. What left just now may have its share still; what is on its way without one may not arrive, and
  // goes again: a receiver knows an event by its id.
  const part = () => {
    if (Date.now() - parted > WAIT_MS) spent = 0;
    const events = take(PARTING_BYTES - spent);
    if (!events.length) return;
    const body = written(events);
    parted = Date.now();
    spent += bytes(body);
    try {
      if (navigator.sendBeacon?.(url, new Blob([body], { type: "text/plain;charset=UTF-8" }))) gone(events);
      else fetched(body, true).then(() => gone(events), () => {});
    } catch {}
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) part(); }, { signal: over });
  window.addEventListener("pagehide", part, { signal: over });
  const drop = () => {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  };
  over.addEventListener("abort", drop);

  return {
    drop,
    made: ({ id, at, page, source, device, experiments, visitor }, name, params) => ({
      id, name, at: new Date(at).toISOString(), page: page.path, locale: page.locale, channel: source.last?.channel, source: source.last?.source,
      device: device?.kind, arms: Object.fromEntries(Object.entries(experiments ?? {}).filter(([, arm]) => arm)), visitor: visitor?.id, params,
    }),
    add(event) {
      // What no batch has room for would keep all others.
      if (bytes(JSON.stringify(event)) > MOST_BYTES / 2) return;
      waiting.push(event);
      if (waiting.length > MOST_WAITING) waiting.shift();
      if (waiting.length % MOST_EVENTS) plan();
      else post();
    },
  };
}
