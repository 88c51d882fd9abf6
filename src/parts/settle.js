// Runs once at the end of a page, before it is painted: what the address, the device and a draw decide is put in its place. What is to be
// known of it, `src/publish/choices.rs` writes down in few words.
{
  const page = document.documentElement, query = new URLSearchParams(location.search), all = (selector) => document.querySelectorAll(selector);
  const choices = JSON.parse(document.getElementById("lw-choices")?.text ?? "{}");
  const facts = {
    locale: page.lang, "page.path": page.dataset.lwPage,
    "device.kind": matchMedia("(pointer: coarse)").matches ? innerWidth < 768 ? "mobile" : "tablet" : "desktop",
  };
  // Of a name given twice the last counts, as for the runtime.
  for (const [name, value] of query) facts["query." + name] = value;
  const holds = (when) => when.every(([name, is, values]) => values.includes(facts[name] ?? null) === is);
  // No block is called so: which experiments are drawn, and by whom.
  const [draws, keep, key, cookie] = choices["&"] ?? [];
  if (draws) {
    let id;
    try {
      // As it stands in JSON, and in a cookie, which has other signs for some.
      const [, own, seen] = /\Wid\W+([-\w]+).*?last_seen\W+([-:\w]+)/.exec(document.cookie.split(cookie)[1] || localStorage.getItem(key));
      if (new Date() - new Date(seen) < keep) id = own;
    } catch {}
    // Nobody is known: drawn for this page view, and the runtime goes on with the same id. By way of a blob, since pages that are not
    // served safely have no `crypto.randomUUID`.
    page.dataset.lwVisitor = id ??= URL.createObjectURL(new Blob()).slice(-36);
    const fnv = (text) => [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(), 16777619), 2166136261) >>> 0;
    const draw = (seed) => fnv(fnv(seed + id) + "") % 1e4 / 1e4;
    const forced = (facts["query.leadwell_variant"] ?? "").split(",");
    for (const [name, holdout, when, arms] of draws) {
      const drawn = draw(name), takesPart = draw(name + ":holdout") >= holdout && holds(when);
      facts["experiment." + name] = (arms.find(([arm]) => forced.includes(name + ":" + arm))
        ?? arms.find(([, from, to]) => takesPart && drawn >= from && drawn < to))?.[0];
    }
  }
  for (const place of all("[data-lw-early]")) {
    const { early, is } = choices[place.dataset.lwBlock], how = early.find(([when]) => holds(when))?.[1];
    // Of a whole page, which of its blocks stand in which order; of a block, which template stands in its place.
    if (how) place.replaceChildren(...how.map?.((at) => place.children[at]) ?? [place.querySelector(`template[data-lw-is="${how}"]`).content]);
    if (how || !is) place.dataset.lwDone = "";
    delete place.dataset.lwEarly;
  }
  for (const token of all("[data-lw-token]")) {
    const name = token.dataset.lwToken, said = facts[name];
    if (said) token.textContent = said.slice(0, 200);
    if (said || name[0] === "q") token.dataset.lwDone = "";
  }
  try {
    for (const button of all("[data-lw-dismiss]")) if (sessionStorage.getItem("leadwell:closed:" + button.dataset.lwDismiss)) button.closest("aside").remove();
  } catch {}
}
