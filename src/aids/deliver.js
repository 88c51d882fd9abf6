// Sends what the runtime has in its outbox, and tells it what came of each attempt. When, where to and what is said are the runtime's; here
// are the network, one sender among all tabs, and the timer of the next pass. Published in front of `page.js`: a lead that was submitted
// needs nothing that has to be fetched first.

// How long a receiver may take.
const TIMEOUT_MS = 10000;
// Bodies of requests that outlive their page share 64 KiB; a larger one must go without that.
const LARGEST_KEEPALIVE = 60000;

// What came of it, as the runtime is told: `{ status, said }`, `{ blind: true }`, or nothing where nothing came back.
const post = async ({ url, mode, type, body }) => {
  const over = new AbortController(), timer = setTimeout(() => over.abort(), TIMEOUT_MS);
  try {
    const keepalive = new TextEncoder().encode(body).length < LARGEST_KEEPALIVE;
    const response = await fetch(url, { method: "POST", mode, credentials: "omit", keepalive, headers: { "Content-Type": type }, body, signal: over.signal });
    // An unread body keeps its share of what may be in flight.
    return mode === "no-cors" ? { blind: true } : { status: response.status, said: await response.text().catch(() => "") };
  } catch {
    return {};
  } finally {
    clearTimeout(timer);
  }
};

// Where the browser has no locks, or refuses one, the work is done at once: receivers know a message by its id.
const alone = async (work) => {
  let done;
  const once = () => done ??= work();
  try { await navigator.locks.request("leadwell:sender", once); } catch {}
  return once();
};

// `send()` makes a pass, and promises its end.
const delivering = (ask) => {
  let timer;
  // Each attempt once, to each destination one after the other: one that is slow, or fails, keeps no other waiting.
  const pass = async () => {
    const tried = [], busy = new Map();
    for (;;) {
      for (const request of ask("due", { tried, busy: [...busy.keys()] })) {
        const { id, destination } = request;
        tried.push(id + " " + destination);
        busy.set(destination, post(request).then((came) => {
          busy.delete(destination);
          ask("answered", { id, destination, ...came });
        }));
      }
      if (!busy.size) return;
      await Promise.race(busy.values());
    }
  };
  return async function send() {
    await alone(pass);
    clearTimeout(timer);
    const pause = ask("pause");
    if (pause !== null) timer = setTimeout(send, pause);
  };
};

