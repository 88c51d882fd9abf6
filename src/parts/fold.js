// Runs once at the end of a page, before it is painted: of a form with steps the first is shown, and what is asked only sometimes
// waits. The runtime takes it from there; where it cannot start, everything is unfolded again.
(() => {
  for (const form of document.querySelectorAll("form[data-lw-folds]")) {
    const all = (selector) => [...form.querySelectorAll(selector)];
    const [goOn] = all("[data-lw-go-on]"), [bar] = all("[data-lw-progress]");
    const folded = all("[data-lw-when]");
    if (goOn) folded.push(...all("[data-lw-step]").slice(1), ...all("[data-lw-last], [data-lw-submit]"));
    const fold = (is) => {
      for (const element of folded) element.hidden = is;
      for (const element of goOn ? [goOn, bar] : []) element.hidden = !is;
    };
    const early = () => { form.dataset.lwPressed = ""; };
    fold(true);
    goOn?.addEventListener("click", early, { once: true });
    document.addEventListener("leadwell:unavailable", () => fold(false), { once: true });
  }
})();
