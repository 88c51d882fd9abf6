// The shape that a receiver takes, filled from a message. Shapes are made natively, of a connector's row and what an author mapped
// (`src/campaign/connector/`): tokens are parsed there, so that nothing is parsed here and nothing is decided. Fetched when a destination
// has one; the command runs the same file.
//
//   "text", 5, true, ""                                   as they stand
//   { "$say": ["Score ", ["score.total", "none"]] }       words, and facts with what stands there where one is missing
//   { "$fact": "tags" }                                   a fact as it stands; with "$join": ";" as a text, a list with that between
//   { "$fact": "field.size", "$values": { "1-10": "small" }, "$else": … }
//   { "$fact": "field.topics", "$has": "a" }              that entry, where the list has it; "$values" may say it otherwise
//   { "$fact": "field.topics", "$repeat": true }          a list whose key a form has once for each entry
//   { "$first": […, …] }                                  the first of several that is there
//   { "$message": true }                                  all of it
//   any other object, any list                            of shapes
//
// What is empty is left out, as receivers want it: a key, an item of a list, and an item that is an object as soon as one of its keys is.

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (object, key) => (Object.hasOwn(Object(object), key) ? object[key] : undefined);
const at = (facts, path) => path.split(".").reduce((found, key) => own(found, key), facts);

// A fact as receivers read it; nothing where there is none, where it is empty, or where it has parts and so no text.
const textOf = (fact, between = ", ") => {
  const text = Array.isArray(fact) ? fact.map((one) => textOf(one, between)).filter((one) => one !== undefined).join(between) : fact;
  return text === undefined || text === null || text === "" || isPlain(text) ? undefined : String(text);
};

const ofConsent = (message, key) => Object.fromEntries((message.consent ?? []).map((item) => [item.purpose, item[key]]));

// What tokens name: the keys of the message, and besides `field.NAME`, `consent.PURPOSE` (its state), `consent_text.PURPOSE` (the words
// agreed to), `locale`, and of the source the last touch's, as conditions have it, with `first.…`.
const factsOf = (message, besides) => ({
  ...besides,
  ...message,
  message,
  field: message.fields,
  consent: ofConsent(message, "state"),
  consent_text: ofConsent(message, "text"),
  locale: message.page?.locale,
  source: message.source?.last,
  first: message.source?.first,
});

const said = (parts, facts) => {
  // Words alone say nothing of anybody.
  let isThere = false;
  const told = parts.map((part) => {
    if (!Array.isArray(part)) return part;
    const fact = textOf(at(facts, part[0])) ?? part[1];
    isThere ||= fact !== "";
    return fact;
  });
  return isThere ? told.join("") : undefined;
};

const ofFact = ({ $repeat, $has, ...shape }, found, facts) => {
  const list = [found ?? []].flat();
  // A list within a list is what `pairs` repeats: no fact is one.
  if ($repeat) return list.length ? [list.map((one) => ofFact(shape, one, facts)).filter((one) => one !== undefined)] : undefined;
  if ($has !== undefined) return list.includes($has) ? ofFact(shape, $has, facts) : undefined;
  if (shape.$values) return filled(own(shape.$values, textOf(found)) ?? shape.$else, facts);
  const text = textOf(found, shape.$join);
  if (text !== undefined) return shape.$join === undefined ? found : text;
  // What has parts may be sent as it is, but not as a text.
  return isPlain(found) && shape.$join === undefined ? found : undefined;
};

const isWhole = (shape, value) => !isPlain(shape) || !isPlain(value) || Object.keys(shape).every((key) => key.startsWith("$") || Object.hasOwn(value, key));

const filled = (shape, facts) => {
  if (Array.isArray(shape)) {
    const items = shape.map((item) => [item, filled(item, facts)]).filter(([item, value]) => value !== undefined && isWhole(item, value));
    return items.length ? items.map(([, value]) => value) : undefined;
  }
  if (!isPlain(shape)) return shape ?? undefined;
  if (shape.$say) return said(shape.$say, facts);
  if (shape.$fact) return ofFact(shape, at(facts, shape.$fact), facts);
  if (shape.$first) return shape.$first.map((one) => filled(one, facts)).find((one) => one !== undefined);
  if (shape.$message) return facts.message;
  const entries = Object.entries(shape).map(([key, value]) => [key, filled(value, facts)]).filter(([, value]) => value !== undefined);
  return entries.length ? Object.fromEntries(entries) : undefined;
};

// A shape filled from a message. `besides` are facts that are not the message's: `ack` (the address of the page that posts in a frame
// return to) and `created_ms` (when it was made).
export const fill = (shape, message, besides) => filled(shape, factsOf(message, besides)) ?? {};

// The body of a form, flat as a form is: each key with its value as a text, and a key that repeats once for each.
export const pairs = (body) => Object.entries(body)
  .flatMap(([key, value]) => (Array.isArray(value?.[0]) ? value[0] : [value]).map((one) => [key, one === "" ? "" : textOf(one)]))
  .filter(([, text]) => text !== undefined);

export default { fill, pairs };
