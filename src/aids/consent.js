// The choice about what this browser may keep, in a popup of kind `consent`: all, nothing, or purpose by purpose. What stands now is what
// the boxes show; nothing is ticked for anybody. It tells the runtime what was chosen, which keeps it, and then is done.

export default function attach(popup, { ask, close }) {
  const one = (selector) => popup.querySelector(selector), boxes = [...popup.querySelectorAll("[data-lw-purpose]")];
  const choose = (isGiven) => {
    ask("consent", { choices: Object.fromEntries(boxes.map((box) => [box.dataset.lwPurpose, isGiven(box)])) });
    close("consent");
  };
  const acts = {
    accept: () => choose(() => true),
    reject: () => choose(() => false),
    save: () => choose((box) => box.checked),
    choose: () => {
      one("[data-lw-choices]").hidden = false;
      one("[data-lw-consent=save]").hidden = false;
      one("[data-lw-consent=choose]").hidden = true;
      // The button that had the focus is gone.
      boxes[0].focus();
    },
  };
  for (const box of boxes) box.checked = ask("fact", { name: "consent." + box.dataset.lwPurpose }) === "granted";
  popup.addEventListener("click", ({ target }) => acts[target.closest("[data-lw-consent]")?.dataset.lwConsent]?.());
}
