// The rules of a form: which questions come, what an answer must be, what follows from answers, and what may be filled in from outside.
//
// Plain values in, plain values out: no page, no clock, no chance. The browser runs this file, and so does the native command, in an
// engine of its own, so that `leadwell check` plays a form as visitors meet it. In wasm the same rules weighed eleven kilobytes more.
//
// `form` is as the build publishes it: `steps` with `fields`, `consent`, `ask_new`. `holds(condition, fields)` is the one condition
// language, asked with the answers so far. What an author wrote is taken as `leadwell check` found it; what a visitor or an address
// says may be anything.

const own = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined);
const answered = (value) => (Array.isArray(value) ? value.length > 0 : typeof value === "string" && value.trim() !== "");
const trimmed = (value) => (typeof value === "string" ? value.trim() : value);
const options = (field, value) => (field.options ?? []).filter(({ id }) => [value].flat().includes(id));

export const fieldsOf = (form) => (form.steps ?? []).flatMap((step) => step.fields ?? []);

// The form as its answers make it: `path`, the steps that come; `asked`, by name the step and whether an answer is needed; `answers`,
// those that count, `{ fields, consent, consent_asked, kinds }`; and `fields`, the same beside what is known from other forms. `given` is what stands
// in the form, `known` what earlier forms told, `calculate` works out what follows from other answers (`calculation.js`).
export function follow(form, given, known, holds, calculate) {
  const course = { path: [], asked: {}, answers: { fields: {}, consent: [], consent_asked: [], kinds: given.kinds ?? {} }, fields: { ...known } };
  for (const { name } of fieldsOf(form)) delete course.fields[name];
  const is = (condition) => condition === undefined || condition === null || holds(condition, course.fields);
  const answer = ({ name }, value) => {
    if (answered(value)) course.answers.fields[name] = course.fields[name] = trimmed(value);
  };
  const agree = (purpose) => {
    course.answers.consent_asked.push(purpose);
    if ((given.consent ?? []).includes(purpose)) course.answers.consent.push(purpose);
  };
  let fresh = form.ask_new ?? Infinity, counted;
  const ask = (step, field) => {
    const { name, kind } = field;
    if (!is(field.when) || kind === "address") return;
    if (field.progressive) {
      if (answered(own(known, name))) return answer(field, known[name]);
      // The parts of an address are one question.
      const isCounted = field.part_of !== undefined && field.part_of === counted;
      if (!isCounted && fresh <= 0) return;
      if (!isCounted) fresh -= 1;
      counted = field.part_of;
    }
    if (kind === "hidden") return answer(field, field.calculate ? calculate?.(field, form, course) : own(given.fields, name));
    if (kind === "consent") agree(field.purpose);
    else answer(field, own(given.fields, name));
    course.asked[name] = [step, Boolean(field.required) || (field.required_when != null && is(field.required_when))];
  };
  const steps = form.steps ?? [];
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    let next = at + 1;
    if (is(step.when)) {
      course.path.push(at);
      for (const field of step.fields ?? []) ask(at, field);
      const jump = (step.next ?? []).find(({ when }) => is(when));
      if (jump?.to === "submit") break;
      // Only onwards: whatever else a file says, a form has an end.
      if (jump) next = Math.max(next, steps.findIndex(({ id }) => id === jump.to));
    }
    at = next;
  }
  for (const { purpose, placed } of form.consent ?? []) if (!placed) agree(purpose);
  return course;
}

const EMAIL = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
// Phones write the first letter large.
const WEB_ADDRESS = /^https?:\/\/[^\s/?#.]+(\.[^\s/?#.]+)+([/?#]\S*)?$/i;
const formats = {
  email: (text) => EMAIL.test(text),
  tel: (text) => /^[-+0-9. ()/#x]*$/.test(text) && text.replace(/\D/g, "").length >= 5,
  url: (text) => WEB_ADDRESS.test(text),
  number: (text, { decimals = 99 }) => /^-?\d+(\.\d+)?$/.test(text) && (text.split(".")[1] ?? "").length <= decimals,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDay(...text.split("-").map(Number)),
  time: (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
  country: (text) => /^[A-Z]{2}$/.test(text),
  select: (id, field) => options(field, id).length === 1,
  radio: (id, field) => options(field, id).length === 1,
  checkbox_group: (ids, field) => Array.isArray(ids) && ids.every((id) => options(field, id).length === 1),
  rating: (text, field) => isOnScale(text, 1, field.max ?? 5),
  nps: (text) => isOnScale(text, 0, 10),
  scale: (text, field) => isOnScale(text, field.min ?? 1, field.max ?? 5),
};
const isOnScale = (text, first, last) => /^\d+$/.test(text) && Number(text) >= first && Number(text) <= last;
const isDay = (year, month, day) => month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

// Everything that cannot be accepted, in the order of the form: the field's name and the key of the sentence that says so. `today` is
// the visitor's date, `2026-12-31`; `kindOf(address)` tells what is known of a mailbox where the form itself was told nothing.
export function faults(form, course, today, kindOf) {
  const found = [];
  for (const field of fieldsOf(form)) {
    const asked = own(course.asked, field.name);
    if (!asked) continue;
    const answer = field.kind === "consent" ? course.answers.consent.includes(field.purpose) || undefined : own(course.answers.fields, field.name);
    const key = answer === undefined ? asked[1] && "required" : field.kind !== "consent" && fault(field, answer, course, today, kindOf);
    if (key) found.push([field.name, key]);
  }
  for (const { purpose, placed, required } of form.consent ?? []) {
    if (required && !placed && !course.answers.consent.includes(purpose)) found.push(["consent." + purpose, "required"]);
  }
  return found;
}

function fault(field, answer, course, today, kindOf) {
  const { kind, min, max } = field;
  const length = typeof answer === "string" ? answer.length : 0, count = [answer].flat().length;
  const below = (bound) => (kind === "number" ? Number(answer) < bound : answer < (bound === "today" ? today : bound));
  const above = (bound) => (kind === "number" ? Number(answer) > bound : answer > (bound === "today" ? today : bound));
  const isBounded = kind === "number" || kind === "date" || kind === "time";
  const mailbox = () => own(course.answers.kinds, field.name) ?? kindOf(answer);
  const all = [
    ["max_length", () => length > (field.max_length ?? Infinity)],
    ["min_length", () => length < (field.min_length ?? 0)],
    ["format", () => formats[kind] !== undefined && !formats[kind](answer, field)],
    ["business_only", () => field.business_only && ["free", "disposable"].includes(mailbox())],
    ["min", () => isBounded && min !== undefined && below(min)],
    ["max", () => isBounded && max !== undefined && above(max)],
    ["at_least", () => count < (field.at_least ?? 0)],
    ["at_most", () => count > (field.at_most ?? Infinity)],
    // As HTML's `pattern`: the whole answer, not a part of it.
    ["pattern", () => field.pattern !== undefined && !matches(`^(?:${field.pattern})$`, answer)],
  ];
  return all.find(([, is]) => is())?.[0];
}

const matches = (pattern, text) => { try { return new RegExp(pattern, "u").test(text); } catch { return true; } };

// An answer as people read it, for tokens such as `{{field.size}}`: the label of what was chosen, else the text.
export function said(form, course, fact, label) {
  const name = fact.replace(/^field\./, ""), answer = own(course.fields, name);
  const field = fieldsOf(form).find((one) => one.name === name);
  const chosen = field ? options(field, answer) : [];
  if (chosen.length) return chosen.map((option) => label(option.label)).join(", ");
  return answer === undefined ? undefined : String(answer);
}

// What fills a form's fields from `given`, by the parameter each allows: by the id or the label of an option, cut to the field's length,
// without signs that nobody sees. Never consent.
export function prefilled(form, given) {
  const filled = {};
  for (const field of fieldsOf(form)) {
    const told = field.prefill === undefined ? undefined : own(given, field.prefill);
    const value = ["string", "number", "boolean"].includes(typeof told) ? valueFor(field, String(told)) : undefined;
    if (answered(value)) filled[field.name] = value;
  }
  return filled;
}

function valueFor(field, text) {
  const option = (wanted) => {
    const all = field.options ?? [], low = wanted.trim().toLowerCase();
    const labels = ({ label }) => (typeof label === "string" ? [label] : Object.values(label ?? {}));
    return (all.find(({ id }) => id === wanted.trim()) ?? all.find((one) => labels(one).some((label) => label.toLowerCase() === low)))?.id;
  };
  switch (field.kind) {
    case "consent": case "address": return undefined;
    case "select": case "radio": return option(text);
    case "checkbox_group": return text.slice(0, 2000).split(",").map(option).filter((id) => id !== undefined);
    case "checkbox": return ["true", "1"].includes(text) ? "true" : undefined;
    default: return whole(cleaned(text.slice(0, 20000), field.kind === "textarea").slice(0, field.max_length ?? 200));
  }
}

// Not half of a sign that takes two units.
const whole = (text) => text.replace(/[\ud800-\udbff]$/, "");

// Control characters, signs without width, and those that turn the direction of text; line breaks stay where there are lines.
const cleaned = (text, lines) => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "").replace(/\n/g, lines ? "\n" : "");

// Signs that a program filled the form in. They are told beside the lead and block nothing: a person may look like a program. `noticed`:
// `trap` (the field nobody sees), `took` (milliseconds since the first focus), `inputs`, `driven` (the browser says so).
export function signals(form, course, noticed) {
  const { fields } = course.answers, { took } = noticed;
  const written = fieldsOf(form).filter(({ kind }) => ["text", "email", "name", "textarea", "company"].includes(kind)).some(({ name }) => own(fields, name));
  const names = fieldsOf(form).filter(({ kind }) => kind === "name").map(({ name }) => own(fields, name) ?? "");
  return [
    ["honeypot", Boolean(noticed.trap)],
    // Nobody reads and fills in a form in less.
    ["too_fast", written && !(took >= 1500)],
    // Of somebody who types; pasting and autofill put in many letters at once.
    ["pace", noticed.inputs > 20 && noticed.inputs / (took / 1000) > 25],
    ["link_in_name", names.some((name) => /https?:|www\.|:\/\//i.test(name))],
    ["headless", Boolean(noticed.driven)],
  ].filter(([, is]) => is).map(([name]) => name);
}

// Sentences by field from the body of a refusal, in the shapes that are in use: an object of messages by field, a list of objects that
// name a field and a message, and problem details (RFC 9457) with pointers.
export function objections(body) {
  const found = {};
  let errors;
  try {
    const read = JSON.parse(body);
    errors = read?.errors ?? read?.field_errors ?? read?.["invalid-params"];
  } catch {}
  const add = (field, said) => {
    const name = typeof field === "string" ? field.split(/[/.]/).pop() : "", sentence = [said].flat()[0];
    if (name && typeof sentence === "string" && sentence) found[name] = sentence.slice(0, 300);
  };
  const first = (object, keys) => keys.map((key) => own(object, key)).find((value) => typeof value === "string");
  if (Array.isArray(errors)) for (const one of errors) add(first(one, ["field", "name", "param", "path", "pointer", "in"]), first(one, ["message", "detail", "msg", "reason", "error"]));
  else if (errors && typeof errors === "object") for (const [field, said] of Object.entries(errors)) add(field, said);
  return found;
}
