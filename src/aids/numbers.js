// Numbers and dates as people write them where they live. The markup draws native controls, which speak the browser's language
// rather than the form's; here they become lines of text whose answer is read in the form's language and shown in it on leaving.
// Never touches what a visitor is typing, and leaves what it cannot read exactly as it was typed. What is too large, too small or
// too late is not judged here. On touch screens the native date picker stays: nothing is better there.

const LONGEST = 60;
// JavaScript's numbers hold so many digits; longer ones are shown as they are sent.
const EXACT = 15;

// A tag that Intl accepts.
const usable = (locale) => {
  try { return Intl.getCanonicalLocales(String(locale).replaceAll("_", "-"))[0] ?? "en"; } catch { return "en"; }
};

// Where the ten digits of a script begin: Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Thai, Lao, Burmese, Khmer, full-width.
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xe50, 0xed0, 0x1040, 0x17e0, 0xff10];
const plainDigit = (letter) => {
  const code = letter.charCodeAt(0), zero = ZEROS.find((zero) => code >= zero && code < zero + 10);
  return zero ? String(code - zero) : letter;
};

// One way of writing for each digit, sign and space; marks of direction go. Empty for texts too long to be an answer.
const plain = (text) => {
  const short = String(text ?? "").trim();
  if (short.length > LONGEST) return "";
  const signs = short.replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "").replace(/\p{Nd}/gu, plainDigit);
  return signs.replace(/[\uff0d\u2010-\u2015\u2212\ufe63]/g, "-").replace(/[\uff0b\ufe62]/g, "+").replace(/[\uff0e\u3002]/g, ".").replace(/[\uff0c\u3001\u060c]/g, ",")
    .replace(/[\uff0f\u2044]/g, "/").replace(/[\u2018\u2019\uff07\u02bc]/g, "'").replace(/\s+/gu, " ").trim();
};

const writing = (locale) => {
  const parts = new Intl.NumberFormat(usable(locale)).formatToParts(123456789.5);
  const sign = (type) => plain((parts.find((part) => part.type === type)?.value ?? "").replace("\u066b", ".").replace("\u066c", ","));
  // India counts in hundreds of thousands: 12,34,567.
  const pairs = parts.filter((part) => part.type === "integer").some((part) => part.value.length === 2);
  return { decimal: sign("decimal") === "," ? "," : ".", group: sign("group"), pairs };
};

// The digits of `1.234.567`, or null where the groups are none: `1.5`, `0.500`, `12.34.567` outside of India.
const ungrouped = (text, groups, pairs) => {
  if (/^\d+$/.test(text)) return text;
  const sign = text.match(/\D/)?.[0];
  if (!groups.includes(sign)) return null;
  const [first, ...rest] = text.split(sign);
  const threes = rest.every((group) => /^\d{3}$/.test(group));
  const mixed = pairs && /^\d{3}$/.test(rest.at(-1)) && rest.slice(0, -1).every((group) => /^\d\d$/.test(group));
  return /^[1-9]\d{0,2}$/.test(first) && (threes || mixed) ? first + rest.join("") : null;
};

const readAs = (text, decimal, groups, pairs) => {
  const [whole, fraction = "", ...more] = text.split(decimal);
  if (more.length || !/^\d*$/.test(fraction)) return null;
  const integer = ungrouped(whole || (fraction && "0"), groups, pairs);
  if (integer === null) return null;
  const shown = fraction.replace(/0+$/, "");
  return integer.replace(/^0+(?=\d)/, "") + (shown && "." + shown);
};

// A number as programs write it, `-1234.5`, or null. The locale's own reading goes first, then that of its neighbours: what is no
// well-formed group in German, `1.5`, was meant as a fraction.
export function parseNumber(text, locale) {
  const { decimal, group, pairs } = writing(locale);
  const other = decimal === "," ? "." : ",";
  const [, sign, body] = plain(String(text ?? "").replaceAll("\u066b", decimal).replaceAll("\u066c", other)).match(/^([+-]?) ?(.*)$/u);
  const own = readAs(body, decimal, [group === other ? other : " ", " ", "'"], pairs);
  const number = own ?? readAs(body, other, [decimal, " ", "'"], pairs) ?? readAs(body, decimal, [other], pairs);
  return number && (sign === "-" && /[1-9]/.test(number) ? "-" + number : number);
}

// Groups begin at five digits, so that a year stays a year.
export function formatNumber(canonical, locale) {
  const digits = canonical.replace(/\D/g, "");
  if (digits.length > EXACT || !/^-?\d+(\.\d+)?$/.test(canonical)) return canonical;
  const useGrouping = canonical.replace("-", "").split(".")[0].length > 4;
  return new Intl.NumberFormat(usable(locale), { maximumFractionDigits: 20, useGrouping }).format(Number(canonical));
}

const dates = (locale, styles) => new Intl.DateTimeFormat(usable(locale), { calendar: "gregory", timeZone: "UTC", ...styles });
const NUMERIC = { year: "numeric", month: "numeric", day: "numeric" };
const utc = (year, month, day) => new Date(Date.UTC(year, month - 1, day));

// `dmy`, `mdy` or `ymd`; a few languages have others.
const orderOf = (locale) => dates(locale, NUMERIC).formatToParts(utc(2026, 12, 31)).map(({ type }) => ({ year: "y", month: "m", day: "d" })[type] ?? "").join("");

// Of a year's last two digits the latest that is at most 20 years ahead.
const fullYear = (digits, today) => {
  if (digits.length !== 2) return Number(digits);
  const latest = Number(String(today).slice(0, 4)) + 20;
  return latest - ((latest - Number(digits)) % 100);
};

// The date as ISO 8601 writes it, or null where the calendar has none.
const isoOf = (digits, order, today) => {
  const at = (part) => digits[order.indexOf(part)] ?? "";
  if (!/^(\d\d|\d{4})$/.test(at("y")) || !/^\d\d?$/.test(at("m")) || !/^\d\d?$/.test(at("d"))) return null;
  const [year, month, day] = [fullYear(at("y"), today), Number(at("m")), Number(at("d"))];
  const date = utc(year, month, day);
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
};

const cut = (digits, order, yearDigits) => {
  let rest = digits;
  return [...order].map((part) => {
    const length = part === "y" ? yearDigits : 2, piece = rest.slice(0, length);
    rest = rest.slice(length);
    return piece;
  });
};

// `31122026`: the locale's order, then ISO's, in years that somebody alive may mean.
const fromDigits = (digits, order, today) => {
  const years = digits.length === 8 ? 4 : 2;
  const read = (order) => isoOf(cut(digits, order, years), order, today);
  const near = (iso) => (iso >= "1850" && iso < "2200" ? iso : null);
  return near(read(order) ?? "") ?? (years === 4 ? near(read("ymd") ?? "") : null);
};

// Three numbers: a year of four digits says where it stands. Where the locale's order gives no date, the only other one may.
const fromNumbers = (numbers, order, today) => {
  if (numbers[0].length === 4) return isoOf(numbers, "ymd", today);
  if (order[0] !== "y") return isoOf(numbers, order, today) ?? (order[2] === "y" ? isoOf(numbers, order[1] + order[0] + "y", today) : null);
  if (numbers[2].length !== 4) return isoOf(numbers, order, today);
  const both = [isoOf(numbers, "dmy", today), isoOf(numbers, "mdy", today)].filter(Boolean);
  return both[0] === both.at(-1) ? both[0] ?? null : both.length === 1 ? both[0] : null;
};

// Names of months without accents, points and case.
const bare = (name) => name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[.,]/g, " ").replace(/\s+/gu, " ").trim();
const monthNames = (locale, month) => [locale, "en"].flatMap((locale) => ["long", "short"].flatMap((style) => {
  const date = utc(2026, month, 15);
  const within = dates(locale, { day: "numeric", month: style, year: "numeric" }).formatToParts(date).find(({ type }) => type === "month")?.value ?? "";
  return [bare(within), bare(dates(locale, { month: style }).format(date))];
}));

// The month that `name` is a name of, or the first three letters or more of one month only; null otherwise.
const monthOf = (name, locale) => {
  const months = Array.from({ length: 12 }, (_, index) => [index + 1, monthNames(locale, index + 1)]);
  const exact = months.find(([, names]) => names.includes(name));
  if (exact) return exact[0];
  const begun = months.filter(([, names]) => name.length > 2 && names.some((known) => known.startsWith(name)));
  return begun.length === 1 ? begun[0][0] : null;
};

// `31st of December 2026`, `Dec 31, 2026`, `31 de diciembre de 2026`.
const fromNames = (text, locale, today) => {
  const numbers = text.match(/\d+/g) ?? [];
  const words = bare(text.replace(/(\d)(st|nd|rd|th|er|º|ª)(?!\p{L})/giu, "$1").replace(/\d+/g, " ").replace(/[-/]/g, " ")).split(" ");
  const month = numbers.length === 2 && monthOf(words.filter((word) => !["de", "del", "of", "the", "le", "den", "el"].includes(word)).join(" "), locale);
  if (!month) return null;
  const [first, second] = numbers;
  return first.length === 4 ? isoOf([first, String(month), second], "ymd", today) : isoOf([first, String(month), second], "dmy", today);
};

// A date as ISO 8601 writes it, `2026-12-31`, or null. `today`, in the same form, decides the century of two digits.
export function parseDate(text, locale, today) {
  const written = plain(text), order = orderOf(locale);
  if (/^(\d{6}|\d{8})$/.test(written)) return fromDigits(written, order, today);
  const signs = written.match(/^(\d{2}|\d{4}) ?[년年] ?(\d\d?) ?[월月] ?(\d\d?) ?[일日号號]?$/u);
  if (signs) return isoOf(signs.slice(1), "ymd", today);
  const numbers = written.match(/^(\d+) ?([-./, ]) ?(\d+) ?\2 ?(\d+)[. ]*$/);
  if (numbers) return fromNumbers([numbers[1], numbers[3], numbers[4]], order, today);
  return fromNames(written, locale, today);
}

export function formatDate(iso, locale) {
  const date = new Date(iso + "T00:00:00Z");
  return Number.isNaN(date.getTime()) ? iso : dates(locale, NUMERIC).format(date);
}

const todayHere = () => {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
};

const KINDS = [{
  selector: "input[data-lw-number]", native: "number", samples: ["-1234567.5", "0.125"],
  // Native controls write with a point, whatever the language.
  drawn: (value) => parseNumber(value, "en"), parse: parseNumber, format: formatNumber,
  // Keyboards of telephones have no minus among the digits.
  prepare: (control) => {
    if (!control.inputMode && !(Number(control.min) < 0)) control.inputMode = /^\d+$/.test(control.step) ? "numeric" : "decimal";
  },
}, {
  selector: "input[data-lw-date]", native: "date", samples: ["2026-12-31", "2026-02-01"],
  drawn: (value) => parseDate(value, "en", todayHere()), parse: (text, locale) => parseDate(text, locale, todayHere()), format: formatDate,
  prepare: (control, locale) => { control.placeholder ||= formatDate(new Date().getFullYear() + "-12-31", locale); },
}];

function speak(form, locale, { selector, native, drawn, parse, format, prepare }) {
  const controls = () => form.querySelectorAll(selector);
  const adopt = (control) => {
    const answer = drawn(control.value);
    if (control.type === native) control.type = "text";
    prepare(control, locale);
    if (answer !== null) control.value = format(answer, locale);
  };
  // Changing the type under a caret moves it, and loses what the browser could not read.
  const adoptReady = (control) => {
    if (control.type === native && !isFocused(control) && !control.validity?.badInput) adopt(control);
  };
  for (const control of controls()) adoptReady(control);
  form.addEventListener("focusout", ({ target }) => { if (target?.matches?.(selector)) adoptReady(target); }, true);
  // What a form is reset to is as it was drawn.
  form.addEventListener("reset", () => setTimeout(() => { for (const control of controls()) if (control.type !== native) adopt(control); }), true);
  keepAnswers(form, selector, (control) => control.type === native ? null : parse(control.value, locale), (control, answer) => format(answer, locale));
}

export default function attach(form, { locale } = {}) {
  const touch = globalThis.matchMedia?.("(pointer: coarse)").matches;
  for (const kind of KINDS) {
    // Where our own writing could not be read back, the native control serves better.
    const isRead = kind.samples.every((sample) => kind.parse(kind.format(sample, locale), locale) === sample);
    if (isRead && !(touch && kind.native === "date")) speak(form, locale, kind);
  }
}
