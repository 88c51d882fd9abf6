// Writes data/telephone.json: what src/aids/telephone.js has to know of the world's numbering plans and time zones.
//
//   npm install --ignore-scripts libphonenumber-js     (anywhere; nothing of it is committed)
//   node scripts/data/telephone.mjs FOLDER_WITH_NODE_MODULES [ZONE.TAB]
//
// Numbering plans come from libphonenumber's metadata, the country of a time zone from tzdata's zone.tab. Both are texts of short
// words, since they compress best:
//
//   plans   plans of calling codes, `;` between them: `KR 82 5-10 0 12345678 RULES`. The countries with that code, the main one first;
//           the code; fewest and most digits of a national number; what is dialled before it inside the country, `-` for nothing;
//           the digits it may begin with, `+` for 1 to 9; and how it is grouped, `PREFIX/PREFIX:SIZES,SIZES`: the sizes add up to
//           the length they are for, the longest prefix that fits decides, and an empty one is for all others.
//   zones   `Asia KR Seoul VN Ho_Chi_Minh Saigon …`: an area, the countries in it and their zones. `*` is all zones of the area, and
//           `Indiana/*` all in that part of it.
//
// It is no judge of whether a number exists: only its length and first digit are known here. The metadata that could say more
// weighs twenty times as much. Last run: libphonenumber-js 1.13.16 (MIT, its metadata Apache-2.0); tzdata is in the public domain.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync } from "node:zlib";

const [packages, zoneTab = "/usr/share/zoneinfo/zone.tab"] = process.argv.slice(2);
if (!packages) throw new Error("say in which folder the packages are installed");
const installed = createRequire(new URL("x.js", `file://${packages}/`));
const metadata = installed("libphonenumber-js/metadata.max.json");
const { parsePhoneNumberFromString: parse } = installed("libphonenumber-js/max");

// Areas that lie in one country: one word for all their zones.
const WHOLE = ["Australia/*", "America/Argentina/*", "America/Indiana/*", "America/Kentucky/*", "America/North_Dakota/*"];
// Where numbers are grouped by their first two digits, since our forms speak the language; elsewhere by the first.
const CLOSELY = ["1", "7", "31", "32", "33", "34", "39", "41", "44", "48", "49", "51", "52", "54", "55", "56", "57", "65", "81", "82", "86", "351", "852", "886", "966", "971"];
// Where numbers have many lengths, only the usual ones are grouped by rules.
const USUAL = 3;
// Shorter than this, or longer than any mobile number, and valid in so few of all numbers drawn: services inside the country.
const SHORTEST = 8;
const RARE = 0.03;

// Numbers are drawn, not listed: for each beginning of two digits so many.
const DRAWN = 100;
const TYPES = { fixed: 0, mobile: 1, voip: 8 };

// The same numbers every time, so that a new list shows only what is new (mulberry32).
let state = 1;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
const digits = (count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join("");

const lengthsOf = (country, wanted = Object.values(TYPES)) => {
  const [, , , all, , , , , , , , types] = metadata.countries[country];
  const used = wanted.flatMap((type) => types?.[type]?.[0] ? types[type][1] ?? all : []);
  return used.length ? used : all;
};

const trunkOf = (country) => typeof metadata.countries[country][5] === "string" ? metadata.countries[country][5] : "-";

// `+82 10-1234-5678` as `244`; null where a group has more digits than one digit can say.
const sizesOf = (number) => {
  const sizes = number.formatInternational().split(/[^\d]+/).slice(2).map((group) => group.length);
  return sizes.every((size) => size > 0 && size < 10) ? sizes.join("") : null;
};

const most = (counts) => Object.entries(counts).sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))[0]?.[0];

const added = (many) => many.reduce((sum, counts) => {
  for (const [key, times] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + times;
  return sum;
}, {});

// How numbers of one length are grouped, by their first two digits.
const drawn = (code, length) => {
  const found = {};
  for (let start = 0; start < 100; start++) {
    const prefix = String(start).padStart(2, "0");
    for (let i = 0; i < DRAWN; i++) {
      const number = parse("+" + code + prefix + digits(length - 2));
      if (number?.countryCallingCode !== code || number.nationalNumber.length !== length || !number.isValid()) continue;
      const sizes = sizesOf(number);
      if (!sizes) continue;
      found[prefix] ??= {};
      found[prefix][sizes] = (found[prefix][sizes] ?? 0) + 1;
    }
  }
  return found;
};

const total = (found) => Object.values(added(Object.values(found))).reduce((sum, times) => sum + times, 0);

// The fewest rules that group every drawn beginning as most of its numbers are.
const rulesOf = (found, closely) => {
  const all = most(added(Object.values(found)));
  if (!all) return [];
  const rules = { [all]: [""] };
  for (let first = 0; first < 10; first++) {
    const inside = Object.entries(found).filter(([prefix]) => prefix[0] === String(first));
    const usual = most(added(inside.map(([, counts]) => counts)));
    if (!usual) continue;
    if (usual !== all) (rules[usual] ??= []).push(String(first));
    for (const [prefix, counts] of closely ? inside : []) if (most(counts) !== usual) (rules[most(counts)] ??= []).push(prefix);
  }
  return Object.entries(rules).map(([sizes, prefixes]) => (prefixes[0] === "" && prefixes.length === 1 ? "" : prefixes.join("/") + ":") + sizes);
};

const planOf = (code) => {
  const countries = metadata.country_calling_codes[code];
  const lengths = [...new Set(countries.flatMap((country) => lengthsOf(country)))].sort((a, b) => a - b);
  const every = lengths.map((length) => ({ length, found: drawn(code, length) })).map((one) => ({ ...one, times: total(one.found) }));
  const fewest = Math.min(RARE * 100 * DRAWN, Math.max(...every.map(({ times }) => times)));
  const mobile = new Set(countries.flatMap((country) => lengthsOf(country, [TYPES.mobile])));
  const isUsual = (length) => mobile.has(length) || (length >= SHORTEST && length <= Math.max(...mobile));
  const real = every.filter(({ length, times }) => times >= fewest || isUsual(length));
  const begins = [...new Set(real.flatMap(({ found }) => Object.keys(found)).map((prefix) => prefix[0]))].sort().join("").replace("123456789", "+");
  const usual = real.toSorted((a, b) => mobile.has(b.length) - mobile.has(a.length) || b.times - a.times).slice(0, USUAL);
  const rules = usual.flatMap(({ found }) => rulesOf(found, CLOSELY.includes(code)));
  const span = [...new Set([real[0].length, real.at(-1).length])].join("-");
  return [...countries, code, span, trunkOf(countries[0]), begins || "+", rules.join(",")].join(" ");
};

// Browsers call some zones by older names than tzdata does; Node's Intl has the same ones.
const asBrowsersSay = (zone) => {
  try { return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone; } catch { return zone; }
};

const zones = () => {
  const lines = readFileSync(zoneTab, "utf8").split("\n").filter((line) => /^[A-Z]{2}\t/.test(line)).map((line) => line.split("\t"));
  const areas = {};
  for (const [country, , official] of lines) {
    for (const zone of [official, asBrowsersSay(official)]) {
      const [area, ...place] = (WHOLE.find((whole) => zone.startsWith(whole.slice(0, -1))) ?? zone).split("/");
      const inArea = (areas[area] ??= {});
      if (area !== "Antarctica" && place.length) (inArea[country] ??= new Set()).add(place.join("/"));
    }
  }
  const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  const countries = (inArea) => sorted(inArea).map(([country, places]) => [country, ...[...places].sort()].join(" "));
  return sorted(areas).filter(([area]) => area !== "Antarctica").map(([area, inArea]) => [area, ...countries(inArea)].join(" ")).join(" ");
};

const codes = Object.keys(metadata.country_calling_codes).sort();
const data = { plans: codes.map(planOf).join(";"), zones: zones() };
const text = JSON.stringify(data);
writeFileSync(new URL("../../data/telephone.json", import.meta.url), text + "\n");
for (const [name, part] of Object.entries({ ...data, all: text })) {
  console.log(`${name}: ${part.length} characters, ${brotliCompressSync(part).length} bytes as brotli`);
}
