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
    // meanwhile, in its own words. Enter would send a form of which only a part was seen.
    const early = (event) => {
      if (goOn.hidden || "lwLive" in form.dataset) return;
      event.preventDefault();
      form.dataset.lwPressed = "";
      all("[name]:invalid:not([hidden] *)")[0]?.reportValidity();
      setTimeout(unfold, 4000);
    };
    fold(true);
    if (goOn) goOn.onclick = form.onsubmit = early;
    document.addEventListener("leadwell:unavailable", unfold);
  }
}
