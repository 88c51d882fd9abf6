// Writes data/mailboxes.bin: which domains are throw-away mailboxes and which are free ones, as a filter of a few kilobytes per look.
//
//   npm install --ignore-scripts disposable-email-domains free-email-domains     (anywhere; nothing of it is committed)
//   node scripts/data/mailboxes.mjs FOLDER_WITH_NODE_MODULES
//
// The file is 64 shards, one after the other; a visitor fetches only that of the address's domain. Each is
//
//   2 bytes     how many throw-away domains (D), little end first
//   2 bytes     how many free ones (F), little end first
//   3 bytes     D times: a fingerprint, great end first; ascending
//   3 bytes     F times: the same of free domains
//
// Shard and fingerprint are 6 and 24 bits of two hashes of the domain in small letters (`placeOf` in src/aids/email.js, and again in
// src/form/mailboxes.rs). A domain that is in both lists is a throw-away one, but for the mailboxes that email.js knows by name.
//
// It is a filter: of a million domains in no list, made to look like listed ones, 111 were taken for throw-away ones and 16 for free
// ones (0.011 % and 0.002 %). A domain of three labels is looked for with its parent, so that it has twice the chance. Each run
// prints its own figures. Last run: disposable-email-domains 1.0.62 and free-email-domains 1.12.6 (both MIT), whose install script
// would fetch a newer list from elsewhere.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync } from "node:zlib";
import { domainToASCII } from "node:url";

const [packages] = process.argv.slice(2);
if (!packages) throw new Error("say in which folder the packages are installed");
const installed = createRequire(new URL("x.js", `file://${packages}/`));
const aid = readFileSync(new URL("../../src/aids/email.js", import.meta.url), "utf8");
const { ALSO_REAL, WELL_KNOWN, kindIn, placeOf } = await import("data:text/javascript," + encodeURIComponent(aid));

const SHARDS = 64;
const TRIED = 1_000_000;

// As browsers hand domains over; what is no domain is left out.
const clean = (names) => names.map((name) => domainToASCII(name.trim().toLowerCase())).filter((name) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name));

const known = new Set([...WELL_KNOWN, ...ALSO_REAL]);
const listed = clean([...installed("disposable-email-domains/index.json"), ...installed("disposable-email-domains/wildcard.json")]);
const disposable = new Set(listed.filter((name) => !known.has(name)));
const free = new Set([...clean(installed("free-email-domains/domains.json")), ...known].filter((name) => !disposable.has(name)));

// No throw-away domain's fingerprint may be that of a mailbox that half the world has.
const keyOf = ({ shard, print }) => shard * 2 ** 24 + print;
const spared = new Set([...known].map((name) => keyOf(placeOf(name))));

const shardsOf = (names) => {
  const shards = Array.from({ length: SHARDS }, () => new Set());
  for (const name of names) {
    const place = placeOf(name);
    if (names === free || !spared.has(keyOf(place))) shards[place.shard].add(place.print);
  }
  return shards.map((prints) => [...prints].sort((a, b) => a - b));
};

const bytesOf = (disposable, free) => {
  const prints = [...disposable, ...free].flatMap((print) => [print >> 16, (print >> 8) & 255, print & 255]);
  return Uint8Array.from([disposable.length & 255, disposable.length >> 8, free.length & 255, free.length >> 8, ...prints]);
};

const [ofDisposable, ofFree] = [shardsOf(disposable), shardsOf(free)];
const shards = ofDisposable.map((prints, index) => bytesOf(prints, ofFree[index]));
const file = Buffer.concat(shards);
writeFileSync(new URL("../../data/mailboxes.bin", import.meta.url), file);

// Beginnings and ends of listed names, put together anew: as like the list as names that are not in it can be.
const strangers = function* () {
  const names = [...disposable], strangers = new Set();
  for (let step = 7919; strangers.size < TRIED; step += 2) {
    for (let i = 0; i < names.length && strangers.size < TRIED; i++) {
      const [a, b] = [names[i], names[(i * 31 + step) % names.length]];
      const name = a.slice(0, 1 + (step % 7)) + b.slice(Math.min(2, b.indexOf(".")));
      if (disposable.has(name) || free.has(name) || strangers.has(name)) continue;
      strangers.add(name);
      yield name;
    }
  }
};

const taken = { disposable: 0, free: 0, "": 0 };
for (const name of strangers()) {
  const { shard, print } = placeOf(name);
  taken[kindIn(shards[shard], print)]++;
}
const found = (name) => kindIn(shards[placeOf(name).shard], placeOf(name).print);
const missed = [...disposable].filter((name) => found(name) !== "disposable" && !spared.has(keyOf(placeOf(name))));
if (missed.length) throw new Error(`${missed.length} listed domains are not found, ${missed[0]} the first`);

const sizes = shards.map((shard) => shard.length);
console.log(`${disposable.size} throw-away and ${free.size} free domains; ${file.length} bytes, ${brotliCompressSync(file).length} as brotli`);
console.log(`a shard has ${Math.min(...sizes)} to ${Math.max(...sizes)} bytes; the first ${brotliCompressSync(shards[0]).length} as brotli`);
console.log(`of ${TRIED} domains in no list, ${taken.disposable} were taken for throw-away ones and ${taken.free} for free ones`);
