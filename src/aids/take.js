// What something on the page tells, as the campaign asked for it: texts, numbers and flags, by name. Plain values in, plain values out.
// Only what is named is read, and only what an object has itself: never what it inherits, never a whole object.
const LONGEST = 500;

const has = (object, key) => (typeof object === "object" && object !== null && Object.hasOwn(object, key) ? object[key] : undefined);

// Tag managers write keys with dots in them, `gtm.elementId`: a path that is a key is that key.
const at = (told, path) => has(told, path) ?? path.split(".").reduce((object, key) => has(object, key), told);

// Not half of a sign that takes two units.
const plain = (value) => (typeof value === "string" ? value.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "") : typeof value === "boolean" || Number.isFinite(value) ? value : undefined);

// `wanted` says under which name what is taken, and by which path: `{ value: "ecommerce.value", first: "items.0.id" }`.
export const take = (wanted, told) =>
  Object.fromEntries(Object.entries(wanted ?? {}).map(([name, path]) => [name, plain(at(told, path))]).filter(([, value]) => value !== undefined));

// The name of what was pushed into a data layer, and what it tells. `gtag("event", name, parameters)` pushes its arguments: these stand
// for `ecommerce` too, so that one path serves both ways in which shops tell the same.
export const pushed = (entry) => (has(entry, 0) === "event" ? [has(entry, 1), { ecommerce: has(entry, 2), ...has(entry, 2) }] : [has(entry, "event"), entry]);
