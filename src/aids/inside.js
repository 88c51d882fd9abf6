// What happens inside a popup, whatever its kind and wherever it stands: its buttons, its coupon, its first question, and the behaviour of
// forms and blocks in it. It reads the marks of `view/popup.rs` alone, knows no rule, and leaves closing to `leave(reason)`. Published in
// front of `popup.js` and `slot.js`, behind `build.js`.

// The buttons that end it, by their marks, and the reason each gives.
const ENDS = { close: "button", decline: "decline", no: "no", opens: "opened", cta: "cta" };

// With these the visitor said no.
const DISMISSALS = ["button", "escape", "overlay", "decline", "no"];

// The drawn popup in a shadow root of its own, not on the page yet.
const draw = ({ attributes, language, styles = "", nodes }, { sheet, nonce }) => {
  const { host, inside } = rootWith(sheet + styles, nonce);
  set(host, attributes);
  set(inside, language);
  append(inside, nodes);
  return { host, inside, popup: inside.querySelector("[data-lw-popup]") };
};

// Done when everything in it has its behaviour, so that nothing grows under the visitor's eyes.
const enliven = (popup, { ask, load, forms }, leave) => {
  const all = (selector) => [...popup.querySelectorAll(selector)];
  // Forms see to their own.
  const tokens = all("[data-lw-token]").filter((token) => !token.closest("form, [data-lw-success]")), since = all("[data-lw-evergreen]");
  if (tokens.length + since.length) {
    const told = ask("settle", { facts: tokens.map(({ dataset }) => dataset.lwToken), choices: [] });
    tokens.forEach((token, index) => { token.textContent = told.facts[index] ?? token.textContent; });
    for (const { dataset } of since) dataset.lwSince = told.since;
  }
  popup.addEventListener("click", ({ target }) => {
    const at = (mark) => target.closest(`[data-lw-${mark}]`);
    if (at("yes")) {
      popup.querySelector("[data-lw-question]").hidden = true;
      const rest = popup.querySelector("[data-lw-answer]");
      rest.hidden = false;
      // The button that had the focus is gone.
      rest.focus({ preventScroll: true });
    }
    if (at("copy")) copy(at("copy"));
    for (const mark in ENDS) if (at(mark)) return leave(ENDS[mark]);
  });
  const help = (aid) => load(aid).then((module) => module.default(popup, { ask, hold, close: leave })).catch((error) => console.warn("leadwell:", aid, error));
  return Promise.all([forms(popup), ...(popup.dataset.lwAids?.split(" ") ?? []).map(help)]);
};

// Whether its form was sent, or is on its way: whoever goes then has not said no.
const isSent = (popup) => popup.querySelector("[data-lw-success]:not([hidden]), [data-lw-submit][aria-disabled=true]") !== null;

const toldOf = (popup, reason) => (isSent(popup) && (reason === "after" || DISMISSALS.includes(reason)) ? "submitted" : reason);

// Where the clipboard is not to be had, the code is selected, for the old way and for the visitor's own keys.
const copy = async (button) => {
  const [code, said] = ["code", "[role=status]"].map((selector) => button.parentNode.querySelector(selector));
  try {
    await navigator.clipboard.writeText(button.dataset.lwCopy);
  } catch {
    getSelection().selectAllChildren(code);
    if (!document.execCommand("copy")) return;
  }
  button.textContent = said.textContent = button.dataset.lwSaid;
};

// Sets one style of an element that is not ours, and gives back what was there; what the page has set since then stays.
// Of several for one element the last is given back first.
const hold = (element, property, value) => {
  const { style } = element, wasStyled = element.hasAttribute("style");
  const [before, priority] = [style.getPropertyValue(property), style.getPropertyPriority(property)];
  style.setProperty(property, value, "important");
  const set = style.getPropertyValue(property);
  return () => {
    if (style.getPropertyValue(property) === set) style.setProperty(property, before, priority);
    // Asked for, since an attribute that was never read cannot be removed in Chromium.
    if (!wasStyled && !element.getAttribute("style")) element.removeAttribute("style");
  };
};
