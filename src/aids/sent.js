// What follows a submission: what was drawn for this outcome, blocks that open, links that carry answers, another address. Asked for when
// a form is begun; without it the visitor reads that the form was sent, and that is all.

// Tells whether more than that was drawn for what became of it.
export default function arrange({ outcome, receipt }, way, { written, after, help, ...context }) {
  const all = (selector, root) => [...root.querySelectorAll(":scope > " + selector)];
  const actions = written.then?.[outcome ?? -1]?.do ?? [];
  const [drawn] = after && outcome !== null ? all(`[data-lw-outcome="${outcome}"]`, after) : [];
  if (drawn) {
    for (const link of all("[data-lw-carry]", drawn)) carry(link, way.fields);
    drawn.hidden = !drawn.hasChildNodes();
    for (const button of all("[data-lw-calendar]", drawn)) help("calendar", button);
  }
  if (after) for (const button of all("[data-lw-receipt]", after)) help("receipt", button, receipt);
  for (const { reveal: block } of actions) if (block) context.reveal(block);
  const { redirect } = actions.find((action) => action.redirect) ?? {};
  if (redirect) {
    const address = addressed(redirect, (fact) => own(way.fields, fact.replace(/^field\./, "")));
    location.href = address.startsWith("/") ? new URL(localized(address, context), new URL(context.data, location.href)) : address;
  }
  return drawn?.hidden === false;
}

// Pages of the site are read in the visitor's language, files are as they are.
const localized = (address, { locale, defaultLocale }) => {
  const [, path, rest] = address.match(/^\/([^?#]*)([^]*)$/), isFile = /\.[^/]*$/.test(path);
  return isFile ? path + rest : (locale === defaultLocale ? "" : locale + "/") + path.replace(/([^/])$/, "$1/") + rest;
};

// Adds the answers that a link carries, and no others, to its address.
const carry = (link, answers) => {
  const address = new URL(link.href);
  for (const pair of link.dataset.lwCarry.split(" ")) {
    const [parameter, name] = pair.split("=");
    if (typeof answers?.[name] === "string") address.searchParams.set(parameter, answers[name]);
  }
  link.href = address.href;
};

// An address with answers in it, `https://shop.example/start?plan={{field.plan|basic}}`, each as one encoded part.
export const addressed = (template, fact) =>
  template.replace(/\{\{\s*([^|}]+?)\s*(?:\|([^}]*))?\}\}/g, (_, name, fallback = "") => { const value = fact(name); return value === undefined ? fallback : encodeURIComponent(value); });
