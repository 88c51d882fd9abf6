// Controls whose text is not the answer as it is sent: keeps the answer beside the text, in `data-lw-value`, gone while the visitor
// edits and there again on leaving. Knows no kind of field; publishing puts it in front of those that use it.

const isFocused = (control) => control.getRootNode().activeElement === control;

function keepAnswers(form, selector, read, show) {
  const composing = new WeakSet();
  const settle = (control, left) => {
    const answer = read(control);
    if (answer === null) delete control.dataset.lwValue;
    else control.dataset.lwValue = answer;
    if (answer === null || !left || isFocused(control) || composing.has(control)) return;
    const shown = show(control, answer);
    if (shown !== control.value) control.value = shown;
  };
  const on = (name, act) => form.addEventListener(name, (event) => { if (event.target?.matches?.(selector)) act(event.target, event); }, true);
  on("compositionstart", (control) => composing.add(control));
  on("compositionend", (control) => {
    composing.delete(control);
    if (!isFocused(control)) settle(control, true);
  });
  on("input", (control) => {
    delete control.dataset.lwValue;
    // Filled in by the browser or a script: nobody is typing, and a change may never be told.
    if (!isFocused(control)) settle(control, false);
  });
  on("change", (control) => settle(control, true));
  on("focusout", (control) => settle(control, true));
  const settleAll = (left) => { for (const control of form.querySelectorAll(selector)) settle(control, left); };
  form.addEventListener("submit", () => settleAll(false), true);
  // The controls are emptied after this event.
  form.addEventListener("reset", () => setTimeout(settleAll, 0, true), true);
  settleAll(true);
}
