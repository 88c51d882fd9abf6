// Telephone numbers as people write them where they are: read as the country's own numbers, sent as E.164, shown with the country's
// code and in its groups on leaving. It knows how long numbers are, how they begin and what is dialled before them; it does not know
// whether one is in use. A text it cannot read stays exactly as it was typed, and the form's own rule judges it.

// Publishing puts data/telephone.json in.
const PLAN = /*TELEPHONE*/{};

const LONGEST = 60;
// E.164 allows so many digits with the calling code.
const MOST_DIGITS = 15;
// Without what is dialled before them, shorter ones are the number inside a town.
const FEWEST_WITHOUT_TRUNK = 9;
// Numbers at home have rarely more, whatever their plan allows.
const LONGEST_AT_HOME = 10;
const EXTENSION = / ?[,;]? ?(?:ext(?:ension)?|x|app|poste|durchwahl|dw|#|内線|内线|分机|내선|доб)\.? ?:? ?\d{1,7}$/iu;

const AREAS = ["Africa", "America", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

// The plan's texts, taken apart once.
const taken = new WeakMap();
const tables = (plan) => {
  if (!taken.has(plan)) taken.set(plan, { ...plansOf(String(plan.plans ?? "")), zones: zonesOf(String(plan.zones ?? "")) });
  return taken.get(plan);
};

const plansOf = (text) => {
  const byCode = new Map(), byCountry = new Map();
  for (const written of text.split(";").filter(Boolean)) {
    const words = written.split(" "), at = words.findIndex((word) => /\d/.test(word));
    const [code, span, trunk, first, rules = ""] = words.slice(at);
    const [least, most = least] = span.split("-").map(Number);
    const grouping = rules.split(",").map((rule) => {
      const [prefixes, sizes = prefixes] = rule.split(":");
      return { prefixes: rule.includes(":") ? prefixes.split("/") : [""], sizes: [...sizes].map(Number) };
    });
    const one = { code, least, most, trunk: trunk === "-" ? "" : trunk, first: first.replace("+", "123456789"), grouping };
    byCode.set(code, one);
    for (const country of words.slice(0, at)) byCountry.set(country, one);
  }
  return { byCode, byCountry };
};

const zonesOf = (text) => {
  const zones = new Map();
  let area = "", country = "";
  for (const word of text.split(" ").filter(Boolean)) {
    if (/^[A-Z]{2}$/.test(word)) country = word;
    else if (AREAS.includes(word)) area = word;
    else zones.set(`${area}/${word}`, country);
  }
  return zones;
};

const countryOfZone = (zone, zones) => {
  const parts = String(zone ?? "").split("/");
  return zones.get(parts.join("/")) ?? zones.get([...parts.slice(0, -1), "*"].join("/")) ?? "";
};

// The region a tag names, or with `likely` the one where most who read it live.
const region = (tag, likely) => {
  try {
    const locale = new Intl.Locale(String(tag).replaceAll("_", "-"));
    return (likely ? locale.maximize() : locale).region ?? "";
  } catch { return ""; }
};

// Whose numbers are typed without a code: the campaign's choice, the visitor's languages, clock, the form's language; empty if none tells.
export function countryOf({ chosen, languages = [], zone, locale }, plan) {
  const { byCountry, zones } = tables(plan);
  const guesses = [String(chosen ?? "").toUpperCase(), ...languages.map((tag) => region(tag, false)), countryOfZone(zone, zones), region(locale, true)];
  return guesses.find((country) => byCountry.has(country)) ?? "";
}

const plain = (text) => {
  const short = String(text ?? "").trim();
  if (short.length > LONGEST) return "";
  const digits = short.replace(/[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) % 16 % 10));
  return digits.replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "").replace(/[\uff0b\ufe62]/g, "+").replace(/[\uff08]/g, "(").replace(/[\uff09]/g, ")")
    .replace(/[\uff0d\u2010-\u2015\u2212\u30fc]/g, "-").replace(/[\uff03]/g, "#").replace(/[\uff0e\u00b7]/g, ".").replace(/\s+/gu, " ").replace(/^tel:\s*/i, "");
};

// Whether the text ends in an extension, which E.164 has no place for.
export const hasExtension = (text) => EXTENSION.test(plain(text));

const fits = (national, { code, least, most, first }) =>
  national.length >= least && national.length <= most && first.includes(national[0]) && code.length + national.length <= MOST_DIGITS;

// After the code, what is dialled before a number at home is one digit too many, which people write all the same: +49 (0)30 …
const afterCode = (digits, one) => {
  const trimmed = one.trunk && digits.startsWith(one.trunk) ? digits.slice(one.trunk.length) : "";
  return [digits, trimmed].find((national) => fits(national, one)) ?? null;
};

const atHome = (digits, one) => {
  const { trunk } = one;
  if (trunk === "0") {
    if (digits.startsWith("0")) return fits(digits.slice(1), one) ? digits.slice(1) : null;
    return digits.length >= Math.min(FEWEST_WITHOUT_TRUNK, one.most) && fits(digits, one) ? digits : null;
  }
  return afterCode(digits, one);
};

// Some write the code without a plus. Where that and the number at home can both be meant, a long text is not guessed at.
const withoutPlus = (digits, one) => {
  const plain = atHome(digits, one), coded = digits.startsWith(one.code) ? afterCode(digits.slice(one.code.length), one) : null;
  return plain && coded && plain !== coded && digits.length > LONGEST_AT_HOME ? null : plain ?? coded;
};

// `+821012345678`, or null where the text is no number of the country nor one with a calling code.
export function e164(text, country, plan) {
  const { byCode, byCountry } = tables(plan);
  const written = plain(text).replace(EXTENSION, "");
  if (!/^\(?\+?[\d ()./-]+$/.test(written)) return null;
  const home = byCountry.get(String(country ?? "").toUpperCase());
  const digits = written.replace(/\D/g, "");
  const exit = written.includes("+") ? "" : ["00", ...(home?.code === "1" ? ["011"] : [])].find((exit) => digits.startsWith(exit));
  if (exit === undefined) {
    const national = home && withoutPlus(digits, home);
    return national ? `+${home.code}${national}` : null;
  }
  const abroad = digits.slice(exit.length);
  const one = [1, 2, 3].map((length) => byCode.get(abroad.slice(0, length))).find(Boolean);
  const national = one && afterCode(abroad.slice(one.code.length), one);
  return national ? `+${one.code}${national}` : null;
}

const split = (digits, sizes) => {
  let from = 0;
  return sizes.map((size) => digits.slice(from, from += size));
};

// `+82 10 1234 5678`. Where the plan has no groups for such a number, its digits stay together.
export function grouped(number, plan) {
  const digits = String(number).replace(/\D/g, "");
  const one = [1, 2, 3].map((length) => tables(plan).byCode.get(digits.slice(0, length))).find(Boolean);
  if (!one) return number;
  const national = digits.slice(one.code.length);
  const rules = one.grouping.filter(({ sizes }) => sizes.reduce((sum, size) => sum + size, 0) === national.length);
  const fitting = rules.flatMap(({ prefixes, sizes }) => prefixes.filter((prefix) => national.startsWith(prefix)).map((prefix) => ({ prefix, sizes })));
  const best = fitting.sort((a, b) => b.prefix.length - a.prefix.length)[0];
  return [`+${one.code}`, ...(best ? split(national, best.sizes) : [national])].join(" ");
}

const zoneHere = () => {
  try { return new Intl.DateTimeFormat().resolvedOptions().timeZone; } catch { return ""; }
};

export default function attach(form, { locale } = {}) {
  const { languages, language } = globalThis.navigator ?? {};
  const here = { languages: languages?.length ? [...languages] : [language].filter(Boolean), zone: zoneHere(), locale };
  const read = (control) => e164(control.value, countryOf({ chosen: control.dataset.lwTelephone, ...here }, PLAN), PLAN);
  keepAnswers(form, "input[data-lw-telephone]", read, (control, number) => hasExtension(control.value) ? control.value : grouped(number, PLAN));
}
