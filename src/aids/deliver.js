// Sends what the runtime has in its outbox, and tells it what came of each attempt. When, where to and what is said are the runtime's; here
// are the network, one sender among all tabs, and the timer of the next pass. Published in front of `page.js`: a lead that was submitted
// needs nothing that has to be fetched first.

// How long a receiver may take.
const TIMEOUT_MS = 10000;
// Bodies of requests that outlive their page share 64 KiB; what finds no room goes without that.
const KEEPALIVE_BYTES = 60000;
// Where no lock can be had, the sender has its name written down for so long, and writes it anew before that is over.
const LEASE = "leadwell:lease";
const LEASE_MS = 15000;
// What has failed just now would meet the same: nothing mends so soon.
const FRESH_MS = 1000;
// Longer than it takes until what another tab has written is seen here.
const LEASE_SETTLES_MS = 100;

const sleep = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

// Milliseconds that a receiver asks for (RFC 9110: seconds or a date); nothing where it does not, or where the page may not read it.
export const askedFor = (header, now) => {
  if (!header) return;
  const asked = /^\s*\d+\s*$/.test(header) ? header * 1000 : Date.parse(header) - now;
  return asked > 0 ? asked : undefined;
};

// What browsers do not tell of an answer that leads elsewhere.
const REDIRECTED = 302;

// Bytes that are on their way and outlive the page.
let lasting = 0;

// What fills shapes, once one was asked for.
let shapes;

// A request with its body as it is sent: a text, or a form's fields. Nothing where it takes a shape that was not fetched.
const shaped = (request, { ask, ack }) => {
  const { url, shape, encode, body, created_ms } = request;
  if (!shape) return request;
  if (!shapes) return;
  const filled = shapes.fill(shape, body, { ack, created_ms });
  // Pages patch how lists are written as JSON: the runtime has its own way.
  return { ...request, url: url.replace("{ack}", encodeURIComponent(ack)), body: encode ? shapes.pairs(filled) : ask("text", filled) };
};

// A form as the browser writes it, or the text as it stands; and how long it may be on the wire.
export const written = ({ encode, body }) => {
  const bytes = (text) => new TextEncoder().encode(text).length;
  if (!encode) return [body, bytes(body)];
  const form = encode === "multipart" ? new FormData() : new URLSearchParams();
  for (const [name, value] of body) form.append(name, value);
  // Letters of other alphabets are written as three each, or there is a line around every field.
  return [form, bytes(body.flat().join("")) * 3 + body.length * 150];
};

const send = async (request, signal) => {
  const { url, mode, type, headers, redirects } = request, [body, bytes] = written(request);
  const keepalive = lasting + bytes <= KEEPALIVE_BYTES, counted = keepalive ? bytes : 0;
  lasting += counted;
  try {
    // Browsers follow most redirects without the body, and the page at the end may well say yes.
    const redirect = mode === "cors" && !redirects ? "manual" : "follow";
    const response = await fetch(url, { method: "POST", mode: mode.replace("_", "-"), credentials: "omit", redirect, keepalive, headers: { ...(type && { "Content-Type": type }), ...headers }, body, signal });
    // An unread body keeps its share of what may be in flight.
    return [response, await response.text().catch(() => "")];
  } finally {
    lasting -= counted;
  }
};

// Whether the network is there: our own page of returns answers.
const reached = (ack) => fetch(ack, { mode: "no-cors", cache: "no-store" }).then(() => true, () => false);

// What came of it, as the runtime is told: `{ status, said, asked }`, `{ blind: true }`, or nothing where nothing came back, but for
// `{ reached: true }` where the network is there and a receiver may have taken it without letting anybody read its answer.
const post = async (due, about) => {
  const { ack, load } = about;
  let timer;
  try {
    if (due.shape) shapes ??= (await load("shapes")).default;
    const request = shaped(due, about);
    if (request.mode === "iframe" || request.mode === "vendor") return await (await load("posts")).default(request, { ack, reached });
    const abort = new AbortController();
    timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    const [response, said] = await send(request, abort.signal);
    if (request.mode === "no_cors") return { blind: true };
    return { status: response.status || REDIRECTED, said, asked: askedFor(response.headers.get("retry-after"), Date.now()) };
  } catch {
    return due.unsure && await reached(ack) ? { reached: true } : {};
  } finally {
    clearTimeout(timer);
  }
};

// Does the work, unless another tab is at it. Promises the milliseconds after which to try again, nothing where it was done.
const leased = async (work) => {
  const mine = Math.random(), now = Date.now();
  const write = () => localStorage.setItem(LEASE, JSON.stringify([mine, Date.now() + LEASE_MS]));
  const read = () => JSON.parse(localStorage.getItem(LEASE)) ?? [];
  let renewing;
  try {
    const [, until] = read();
    // A clock that was set back would have it last for as long.
    if (until > now && until <= now + LEASE_MS) return until - now;
    write();
    await sleep(LEASE_SETTLES_MS);
    if (read()[0] !== mine) return LEASE_MS;
    renewing = setInterval(write, LEASE_MS / 3);
  } catch {}
  // Without storage there is nothing to share: what is in memory is this tab's alone.
  await work();
  clearInterval(renewing);
  try { localStorage.removeItem(LEASE); } catch {}
};

// Where locks are to be had, the browser takes one back from a tab that is gone.
const alone = async (work) => {
  let done;
  const once = () => done ??= work();
  if (!navigator.locks?.request) return leased(once);
  try { await navigator.locks.request("leadwell:sender", once); } catch {}
  // A browser that refuses one: receivers know a message by its id.
  await once();
};

// `send(hurries)` makes a pass and promises its end; `hurries` where something has happened that may have mended the network. `part` is for
// when the page goes: what waits is sent once more, and stays. `keep(id)` notes when a message came, by a clock that nobody sets. `about` are
// the address of `ack.html` and `load`, which fetches an aid.
const delivering = (ask, given) => {
  const about = { ...given, ask };
  const busy = new Map(), born = new Map();
  let timer, passedAt = -Infinity;
  const due = (tried, hurries) => {
    const lived = Object.fromEntries([...born].map(([id, at]) => [id, performance.now() - at]));
    return ask("due", { tried, busy: [...busy.keys()], lived, hurries });
  };
  // Each attempt once, to each destination one after the other: one that is slow, or fails, keeps no other waiting.
  const pass = async (hurries) => {
    const tried = [];
    for (;;) {
      for (const request of due(tried, hurries)) {
        const { id, destination } = request;
        tried.push(id + " " + destination);
        busy.set(destination, post(request, about).then((came) => {
          busy.delete(destination);
          ask("answered", { id, destination, ...came });
        }));
      }
      if (!busy.size) return;
      await Promise.race(busy.values());
    }
  };
  const again = async (hurries) => {
    const late = await alone(() => pass(hurries && performance.now() - passedAt > FRESH_MS));
    passedAt = performance.now();
    clearTimeout(timer);
    const pause = late ?? ask("pause");
    if (pause !== null) timer = setTimeout(again, pause);
  };
  return {
    send: again,
    // Who cannot know a message by its id would have it twice.
    part: () => {
      for (const request of due([], true)) {
        const ready = request.mode === "cors" && shaped(request, about);
        if (ready) send(ready).catch(() => {});
      }
    },
    keep: (id) => { born.set(id, performance.now()); },
  };
};

