// Runs once at the end of a page, before it is painted: of a form with steps the first is shown, and what is asked only sometimes
// waits. The runtime takes it from there; where it does not come, everything is unfolded again.
{
  for (const form of document.querySelectorAll("form[data-lw-folds]")) {
    const all = (selector) => [...form.querySelectorAll(selector)];
    const [goOn] = all("[data-lw-go-on]");
    const folded = all("[data-lw-when]");
    if (goOn) folded.push(...all("[data-lw-step]").slice(1), ...all("[data-lw-last], [data-lw-submit]"));
    const fold = (is) => {
      if ("lwLive" in form.dataset) return;
      for (const element of folded) element.hidden = is;
      for (const element of all("[data-lw-go-on], [data-lw-progress]")) element.hidden = !is;
      if (goOn) form.noValidate = is;
    };
    const unfold = () => fold(false);
    // Whoever goes on before the runtime is there goes on when it is, or sees the whole form after a while. What is missing the browser says
    // meanwhile, in its own words.
    const early = () => {
      form.dataset.lwPressed = "";
      form.querySelector("[name]:invalid:not([hidden] *)")?.reportValidity();
      setTimeout(unfold, 4000);
    };
    fold(true);
    goOn?.addEventListener("click", early, { once: true });
    // Enter would send a form of which only a part was seen.
    if (goOn) form.addEventListener("submit", (event) => { if (!goOn.hidden && !("lwLive" in form.dataset)) { event.preventDefault(); early(); } });
    document.addEventListener("leadwell:unavailable", unfold);
  }
}
