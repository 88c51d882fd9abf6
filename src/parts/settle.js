// Runs once at the end of a page, before it is painted: what the address alone decides is put in its place.
(() => {
  const page = document.documentElement, query = new URLSearchParams(location.search);
  // Of a name given twice the last counts, as for the runtime.
  const last = (name) => query.getAll(name).pop() ?? null;
  const all = (selector) => document.querySelectorAll(selector);
  const fact = (name) => name === "locale" ? page.lang : name === "page.path" ? page.dataset.lwPage : last(name.slice(6));
  const operators = { $exists: (is, what) => what === (is !== null), $in: (is, what) => what.includes(is), $nin: (is, what) => !what.includes(is), $eq: (is, what) => is === what, $ne: (is, what) => is !== what };
  const fits = (is, wanted) => typeof wanted === "string" ? String(is) === wanted : Object.entries(wanted).every(([how, what]) => operators[how](is, what));
  const holds = (when) => Object.entries(when).every(([name, wanted]) => fits(fact(name), wanted));
  const choices = JSON.parse(document.getElementById("lw-choices")?.textContent ?? "{}");
  for (const place of all("[data-lw-early]")) {
    const { early, is } = choices[place.dataset.lwBlock];
    const chosen = is.slice(0, early).find(([conditions]) => conditions.every(holds));
    if (chosen) place.replaceChildren(place.querySelector(`template[data-lw-is="${chosen[1]}"]`).content);
    if (chosen || early === is.length) place.dataset.lwDone = "";
    place.removeAttribute("data-lw-early");
  }
  for (const token of all("[data-lw-token^='query.']")) {
    token.textContent = last(token.dataset.lwToken.slice(6))?.slice(0, 200) || token.textContent;
    token.dataset.lwDone = "";
  }
  for (const button of all("[data-lw-dismiss]")) {
    try { if (sessionStorage.getItem("leadwell:closed:" + button.dataset.lwDismiss)) button.closest("aside").remove(); } catch { break; }
  }
})();
