// What the page's own consent tool says, in Leadwell's words: Google Consent Mode v2, as commands in the data layer or as tag managers
// keep it, and IAB TCF v2. Loaded before the runtime, and only where a page has such a tool. It reads; it sets and patches nothing.
const MODE = {
  personalization: ["personalization_storage"],
  analytics: ["analytics_storage"],
  advertising: ["ad_storage", "ad_user_data", "ad_personalization"],
};
// The purposes of TCF v2.2 that each takes: 1 to store at all, then profiles for content, measuring and statistics, advertising.
const TCF = { personalization: [1, 5, 6], analytics: [1, 8, 9], advertising: [1, 3, 4, 7] };
const EVERY_MS = 1000;
// A tool that has been asked answers at once, or will tell later.
const PATIENCE_MS = 300;

// Granted where every part is, refused where one is, else nothing.
const join = (parts) => (parts.some((part) => part === false) ? false : parts.every((part) => part === true) ? true : undefined);

// How closely a default is meant for here: the letters of the closest region; 0 where it names none, -1 where it is for elsewhere. Where
// nobody knows the region, what is refused anywhere is refused here.
const closeness = (regions, region, state) => {
  if (!regions) return 0;
  if (!region) return state === "denied" ? 9 : -1;
  return Math.max(-1, ...[].concat(regions).filter((known) => known === region || region.startsWith(known + "-")).map((known) => known.length));
};

// The state of each type of storage as commands left it, `{ default, update }`; of defaults the one closest to the tag's region counts.
const commanded = (layer, region) => {
  const types = {};
  for (const entry of Array.isArray(layer) ? layer : []) {
    if (!entry || entry[0] !== "consent" || !["default", "update"].includes(entry[1])) continue;
    const { region: regions, ...states } = entry[2] || {};
    for (const [type, state] of Object.entries(states)) {
      if (state !== "granted" && state !== "denied") continue;
      const known = (types[type] = types[type] || { close: 0 });
      if (entry[1] === "default") {
        const close = closeness(regions, region, state);
        if (close < known.close) continue;
        known.close = close;
      }
      known[entry[1]] = state === "granted";
    }
  }
  return types;
};

const ofMode = (region) => {
  const types = commanded(window.dataLayer, region);
  const entries = (window.google_tag_data && window.google_tag_data.ics && window.google_tag_data.ics.entries) || {};
  for (const [type, { default: initial, update } = {}] of Object.entries(entries)) {
    types[type] = types[type] || {};
    // Google knows where somebody is.
    if (typeof initial === "boolean") types[type].default = initial;
    if (typeof update === "boolean") types[type].update = update;
  }
  const said = { choices: {}, defaults: {} };
  for (const [purpose, needed] of Object.entries(MODE)) {
    const state = (which) => join(needed.filter((type) => types[type]).map((type) => types[type][which]));
    const known = needed.some((type) => types[type]);
    if (known && state("update") !== undefined) said.choices[purpose] = state("update");
    if (known && state("default") !== undefined) said.defaults[purpose] = state("default");
  }
  return said;
};

const ofTcf = (data) => {
  const said = { choices: {}, defaults: {} };
  if (!data || data.gdprApplies === false) return said;
  const chosen = data.eventStatus === "tcloaded" || data.eventStatus === "useractioncomplete";
  const consents = (data.purpose && data.purpose.consents) || {};
  for (const [purpose, needed] of Object.entries(TCF)) {
    if (chosen) said.choices[purpose] = needed.every((number) => consents[number] === true);
    else said.defaults[purpose] = false;
  }
  return said;
};

// Where both tools speak, a refusal counts.
const both = (one, other) => {
  const joined = {};
  for (const purpose of new Set([...Object.keys(one), ...Object.keys(other)])) {
    joined[purpose] = one[purpose] !== false && other[purpose] !== false;
  }
  return joined;
};

// Promises what is said now, `{ choices, defaults }`; what changes later is told to the runtime.
export default function attach(region) {
  let tcf;
  const now = () => {
    const [mode, framework] = [ofMode(region), ofTcf(tcf)];
    return { choices: both(mode.choices, framework.choices), defaults: both(mode.defaults, framework.defaults) };
  };
  let told;
  const tell = () => {
    const said = now(), text = JSON.stringify(said);
    if (told !== undefined && text !== told) leadwell("consent", said.choices, "page", said.defaults);
    told = text;
  };
  const asked = new Promise((resolve) => {
    if (typeof window.__tcfapi !== "function") return resolve();
    setTimeout(resolve, PATIENCE_MS);
    // Until it answers, it has refused: a page with such a tool has asked nobody yet.
    tcf = {};
    window.__tcfapi("addEventListener", 2, (data, ok) => {
      if (ok) tcf = data;
      resolve();
      if (told !== undefined) tell();
    });
  });
  return asked.then(() => {
    tell();
    setInterval(() => document.hidden || tell(), EVERY_MS);
    return now();
  });
}
