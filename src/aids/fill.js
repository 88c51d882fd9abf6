// Puts facts into hidden inputs of anybody's forms: `<input type="hidden" data-leadwell-fill="score.total">`. At the moment of sending,
// and before, since scripts of the page read values when they like. What a lead would leave out without consent is empty here too; that
// is the runtime's word. Fields that people see are theirs.
const MOMENTS = ["score", "stage", "level", "tag", "consent", "identified", "submit"];

// `over` ends it.
export default function attach({ ask, say, over }) {
  const options = { capture: true, signal: over };
  const told = new WeakSet();
  const refuse = (input) => {
    if (!told.has(input)) say(`data-leadwell-fill="${input.getAttribute("data-leadwell-fill")}" is filled only in <input type="hidden">`);
    told.add(input);
  };
  const fill = () => {
    try {
      const marked = [...document.querySelectorAll("[data-leadwell-fill]")];
      const inputs = marked.filter((input) => (input.localName === "input" && input.type === "hidden") || refuse(input));
      if (!inputs.length) return;
      const facts = ask("filled", { names: inputs.map((input) => input.getAttribute("data-leadwell-fill")) });
      // Whoever watches the page for changes hears only of those.
      inputs.forEach((input, index) => { if (input.value !== (facts[index] ?? "")) input.value = facts[index] ?? ""; });
    } catch (error) {
      say(error);
    }
  };
  // In the window, on the way down: before any script of the page reads the form.
  window.addEventListener("submit", fill, options);
  for (const moment of MOMENTS) document.addEventListener("leadwell:" + moment, fill, options);
  // What is known is over, too, when the visitor wants to be forgotten.
  over.addEventListener("abort", fill);
  fill();
}
