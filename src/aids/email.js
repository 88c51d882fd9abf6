// Two things about an e-mail address: whether a well-known mailbox was meant but mistyped, which is offered and never forced; and,
// where a rule of the campaign asks, what kind of mailbox it is. For the kind the visitor's address stays in the browser: a shard of a
// filter is fetched, one of 64, and looked through here. It does not judge whether an address is valid for the form, and when the
// filter cannot be had it says nothing.

// What people mean when they mistype. Names of every language we speak; the first that fits is offered.
export const WELL_KNOWN = [
  "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "msn.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com",
  "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com",
  "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "yahoo.de", "hotmail.de", "outlook.de", "bluewin.ch",
  "yahoo.co.jp", "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp", "i.softbank.jp",
  "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "yahoo.fr", "hotmail.fr",
  "libero.it", "virgilio.it", "tiscali.it", "hotmail.it", "yahoo.it", "hotmail.es", "yahoo.es",
  "uol.com.br", "bol.com.br", "terra.com.br", "yahoo.com.br", "wp.pl", "onet.pl", "o2.pl", "interia.pl", "ziggo.nl", "kpnmail.nl", "hetnet.nl",
  "qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "comcast.net", "mail.ru", "yandex.ru",
];
// Real mailboxes that look like a slip of another.
export const ALSO_REAL = [
  "mail.com", "email.com", "ymail.com", "hotmail.co.kr", "yahoo.co.kr", "hanmail.com", "korea.com", "gmx.com", "gmx.fr", "gmx.us", "mac.com", "hey.com", "pm.me",
  "tutanota.com", "tuta.io", "tutamail.com", "yandex.com", "rocketmail.com", "fastmail.com", "zoho.com", "inbox.com", "inbox.ru", "list.ru", "bk.ru", "sina.cn", "yeah.net",
  "vp.pl", "op.pl", "onet.eu", "interia.eu", "online.de", "online.no", "arcor.de", "alice.it", "tin.it", "ig.com.br", "empal.com", "lycos.co.kr", "dreamwiz.com", "21cn.com", "duck.com",
  "mozmail.com", "privaterelay.appleid.com", "hotmail.com.br", "outlook.com.br", "outlook.kr", "outlook.jp", "hanmail2.net",
  "qmail.com", "prontomail.com",
];
const ROLES = ["info", "sales", "contact", "office", "admin", "support", "hello", "team", "marketing", "hr"];
// Endings that no registry has.
const ENDINGS = {
  con: "com", cmo: "com", comm: "com", coom: "com", ocm: "com", vom: "com", xom: "com", cim: "com", cpm: "com", conm: "com", comn: "com",
  ent: "net", nte: "net", nett: "net", ney: "net", ogr: "org", orgg: "org", rog: "org", kkr: "kr", krr: "kr", dee: "de", frr: "fr", jpp: "jp",
};
// Endings that a registry has and that stand where `.com` was meant, behind a well-known name.
const ALMOST_COM = ["co", "cm", "om", "cam"];
// In names this short, one letter more or less is another company.
const SHORT = 4;
const LONG = 9;

// The HTML standard's own: <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>.
const VALID = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
// As long as addresses can be (RFC 5321).
const LONGEST = 254;

// The parts of a valid address, the domain in small letters; null for anything else.
const parted = (address) => {
  const text = String(address ?? "").trim();
  if (text.length > LONGEST || !VALID.test(text)) return null;
  const [local, domain] = text.split("@");
  return { local, domain: domain.toLowerCase() };
};

// Letters to add, drop, replace or swap with their neighbour.
const distance = (a, b) => {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
};

const parts = (domain) => {
  const at = domain.indexOf(".");
  return at < 0 ? [domain, ""] : [domain.slice(0, at), domain.slice(at + 1)];
};
const isSwapped = (a, b) => a.length === b.length && distance(a, b) === 1 && [...a].sort().join() === [...b].sort().join();

// How far `domain` is from the one it may have meant; Infinity where it is a name of its own.
const slip = (domain, known) => {
  const [name, ending] = parts(domain), [knownName, knownEnding] = parts(known);
  if (name === knownName) return knownEnding === "com" && ALMOST_COM.includes(ending) || ending === "" ? 1 : Infinity;
  if (ending !== knownEnding) {
    const joined = domain === known.replaceAll(".", "");
    return joined ? 1 : Infinity;
  }
  if (knownName.length <= SHORT) return isSwapped(name, knownName) ? 1 : Infinity;
  const away = distance(name, knownName);
  return away <= (knownName.length < LONG ? 1 : 2) ? away : Infinity;
};

// The address that was probably meant, or null. Nothing that exists as a well-known mailbox is corrected.
export function suggestion(address) {
  const given = parted(address);
  if (!given || isReal(given.domain)) return null;
  const { local, domain } = given;
  const labels = domain.split("."), last = labels.at(-1);
  const mended = labels.length > 1 && Object.hasOwn(ENDINGS, last) ? [...labels.slice(0, -1), ENDINGS[last]].join(".") : domain;
  const nearest = isReal(mended) ? mended : WELL_KNOWN.map((known) => [slip(mended, known), known]).sort(([a], [b]) => a - b)[0];
  const meant = typeof nearest === "string" ? nearest : nearest[0] < Infinity ? nearest[1] : mended;
  return meant === domain ? null : `${local}@${meant}`;
}
const isReal = (domain) => WELL_KNOWN.includes(domain) || ALSO_REAL.includes(domain);

const fnv = (text, seed) => {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // FNV leaves its high bits little stirred for short texts.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

// Where a domain stands in data/mailboxes.bin: one of 64 shards, and 24 bits inside it. scripts/data/mailboxes.mjs and
// src/form/mailboxes.rs do the same.
export const placeOf = (domain) => ({ shard: fnv(domain, 0x811c9dc5) >>> 26, print: fnv(domain, 0x9747b28c) >>> 8 });

// Second levels that are nobody's own: `co.uk`, `or.kr`.
const SHARED = ["ac", "co", "com", "edu", "go", "gov", "my", "ne", "net", "or", "org", "web"];
// Listed domains have so many labels; a longer one is looked for as it stands, and its ends of this length.
const LABELS = 3;

// The domains a throw-away mailbox may be listed under: the domain and what it lies in, as far as somebody owns it.
export const lookups = (domain) => {
  const labels = domain.split(".");
  const isOwned = (index) => labels.length - index <= LABELS && !(labels.length - index === 2 && SHARED.includes(labels[index]));
  return labels.slice(0, -1).flatMap((_, index) => index === 0 || isOwned(index) ? [labels.slice(index).join(".")] : []);
};

// A shard is two counts of two bytes, little end first, and so many numbers of three bytes, great end first and in order.
const includes = (bytes, from, count, print) => {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1, at = from + middle * 3;
    const found = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    if (found === print) return true;
    if (found < print) low = middle + 1;
    else high = middle;
  }
  return false;
};

// `disposable`, `free` or "" for a number in the bytes of its shard; bytes that are no shard hold nothing.
export function kindIn(bytes, print) {
  if (bytes.length < 4) return "";
  const disposable = bytes[0] | (bytes[1] << 8), free = bytes[2] | (bytes[3] << 8);
  if (bytes.length !== 4 + (disposable + free) * 3) return "";
  if (includes(bytes, 4, disposable, print)) return "disposable";
  return includes(bytes, 4 + disposable * 3, free, print) ? "free" : "";
}

// What the filter says of a domain: `disposable` also below a listed domain, `free` only for the domain itself; "" for all others.
// `shardAt` gives the bytes of a shard, or a promise of them.
export async function kindOfDomain(domain, shardAt) {
  if (domain.length > LONGEST) return "";
  if (isReal(domain)) return "free";
  for (const name of lookups(domain)) {
    const { shard, print } = placeOf(name);
    const kind = kindIn(await shardAt(shard), print);
    if (kind === "disposable" || (kind === "free" && name === domain)) return kind;
  }
  return "";
}

// `disposable`, `free`, `role` or `business` for a valid address, else "".
export async function kindOf(address, shardAt) {
  const given = parted(address);
  if (!given?.domain.includes(".")) return "";
  const kind = await kindOfDomain(given.domain, shardAt);
  return kind || (ROLES.includes(given.local.toLowerCase()) ? "role" : "business");
}

const isFocused = (control) => control.getRootNode().activeElement === control;

// One request for a shard, however often it is looked into; a failed one may be tried again.
const shardsAt = (data) => {
  const asked = new Map();
  return (shard) => {
    if (!asked.has(shard)) {
      const bytes = fetch(`${data}mail-${String(shard).padStart(2, "0")}.bin`, { credentials: "omit" }).then(async (response) => {
        if (!response.ok) throw new Error(String(response.status));
        return new Uint8Array(await response.arrayBuffer());
      });
      asked.set(shard, bytes);
      bytes.catch(() => asked.delete(shard));
    }
    return asked.get(shard);
  };
};

// Keeps `data-lw-kind` beside what is typed; empty while it is not known.
function keepKind(form, on, selector, data) {
  const shardAt = shardsAt(data), waiting = new WeakMap();
  const tell = async (control) => {
    clearTimeout(waiting.get(control));
    waiting.delete(control);
    const address = control.value;
    const kind = await kindOf(address, shardAt).catch(() => "");
    if (control.value !== address || control.dataset.lwKind === kind) return;
    control.dataset.lwKind = kind;
    control.dispatchEvent(new CustomEvent("lw:kind", { bubbles: true }));
  };
  // Looks again after a pause instead of waiting anew at every key, which would cost every key.
  const later = (control) => {
    const seen = control.value;
    waiting.set(control, setTimeout(() => { control.value === seen ? tell(control) : later(control); }, 200));
  };
  on(selector, "input", (control) => {
    if (control.dataset.lwKind) control.dataset.lwKind = "";
    if (!waiting.has(control)) later(control);
  });
  on(selector, "change", tell);
  on(selector, "focusout", tell);
  for (const control of form.querySelectorAll(selector)) isFocused(control) ? later(control) : tell(control);
}

// The offer beside a control, or nothing where the markup has none.
const offerOf = (control) => {
  const place = control.closest("[data-lw-field]")?.querySelector("[data-lw-suggestion]");
  const button = place?.querySelector(".lw-suggested");
  return button && { place, button };
};

function offerSuggestions(form, on, selector) {
  const listening = new WeakSet(), offered = new Set();
  let pressed = false, held = [];
  const hide = (control) => {
    // At most keys there is nothing to look for.
    const offer = offered.delete(control) && offerOf(control);
    if (offer) offer.place.hidden = true;
  };
  const take = (control, { button }) => {
    control.value = button.textContent;
    hide(control);
    for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
    control.focus();
  };
  const offer = (control) => {
    const better = isFocused(control) ? null : suggestion(control.value), found = offerOf(control);
    if (!found) return;
    if (!better) return hide(control);
    if (!listening.has(found.button)) found.button.addEventListener("click", () => take(control, found));
    listening.add(found.button);
    // Words first, then the place: whoever listens is told once.
    if (found.button.textContent !== better) found.button.textContent = better;
    if (found.place.hidden) found.place.hidden = false;
    offered.add(control);
  };
  // A line that appears between pressing and letting go would move the button from under the pointer.
  const whenReleased = (control) => pressed ? held.push(control) : offer(control);
  const page = form.ownerDocument;
  page.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const name of ["pointerup", "pointercancel"]) {
    page.addEventListener(name, () => {
      pressed = false;
      // After the click that this was part of.
      setTimeout(() => { for (const control of held.splice(0)) offer(control); });
    }, true);
  }
  on(selector, "input", hide);
  on(selector, "change", whenReleased);
  on(selector, "focusout", whenReleased);
  form.addEventListener("reset", () => { for (const control of form.querySelectorAll(selector)) hide(control); }, true);
  for (const control of form.querySelectorAll(selector)) offer(control);
}

export default function attach(form, { data } = {}) {
  const on = (selector, name, act) => form.addEventListener(name, (event) => { if (event.target?.matches?.(selector)) act(event.target); }, true);
  offerSuggestions(form, on, "input[type=email]");
  keepKind(form, on, "input[type=email][data-lw-kind]", data);
}
