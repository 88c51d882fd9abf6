// Makes leads of forms that a page already has, as the campaign's `capture` says. It listens and reads; it stops, changes and sends
// nothing of the page's, and the form goes where it went before. What is read is what `fields` and `consent` name (`mapped.js`, published
// in front of this file), at the moment of sending: the runtime has kept it before the page can go away.

// The same answers within so long are one submission, told twice.
const TWICE_MS = 10000;

// `over` ends it.
export default function attach({ ask, submit, about, say, tell, over }) {
  // A control may be named as a method or property of its form is, and then hides it.
  const fits = (one, selector) => { try { return Element.prototype.matches.call(one, selector); } catch {} };

  // By name, else by selector. What nobody sees is found only by who knows what it is called.
  const controls = (form, wanted) => {
    const all = [...Reflect.get(HTMLFormElement.prototype, "elements", form)].filter((one) => !fits(one, ":disabled"));
    const named = all.filter(({ name }) => name === wanted);
    return named[0] ? named : all.filter((one) => fits(one, wanted) && (one.type !== "hidden" || wanted.includes(one.name || one.id)));
  };

  let last = [], pressed;
  const capture = (form, now) => {
    const rule = about.find(({ selector, when }) => fits(form, selector) && !fits(form, "[data-lw-form]") && (!when || ask("holding", { conditions: [when] })[0]));
    if (!rule) return;
    const id = rule.as, answered = [], answers = { consent: [], consent_asked: [] };
    for (const [name, wanted, kind, means] of rule.fields) {
      const found = controls(form, wanted), answer = answerOf(found, kind, means);
      // Forms that check answers by themselves are told to be sent whatever these are.
      if (found.some((one) => fits(one, one.value ? ":invalid" : ":invalid, [aria-required=true]"))) return;
      if (answer) answered.push([name, answer]);
    }
    for (const [purpose, wanted] of rule.consent) {
      const box = controls(form, wanted).find(isBox);
      if (box) answers.consent_asked.push(purpose);
      // A box that was ticked from the start says nothing: agreeing is the visitor's own act.
      if (box?.checked && !box.defaultChecked) answers.consent.push(purpose);
    }
    const fields = (answers.fields = Object.fromEntries(answered)), said = JSON.stringify([id, answers]);
    if (!answered[0] || (last[0] === said && now - last[1] < TWICE_MS)) return;
    last = [said, now];
    if (tell("before-submit", { form: id, fields }) && submit({ form: id, answers, ...ask("context", { form: id }).ids, via: { kind: "capture", id } })) tell("submit", { form: id });
  };

  // A script that has the form sent by `form.submit()`, or reads it for a request of its own, tells no `submit`; but the form is read as
  // a whole then, `formdata`. Pages do that at other times too, so it counts only for whoever has just pressed the button and done
  // nothing since.
  const hear = ({ type, target, timeStamp }) => {
    const button = type === "click" && target.closest?.("button, input");
    if (type === "submit" || (type === "formdata" && target === pressed)) capture(target, timeStamp);
    pressed = button?.type === "submit" && button.form;
  };
  // In the window, on the way down: nobody can stop an event earlier.
  for (const name of ["submit", "formdata", "click", "input", "invalid"]) {
    window.addEventListener(name, (event) => { try { hear(event); } catch (error) { say(error); } }, { capture: true, signal: over });
  }
}
