// What a form does to the page: shows its steps and questions as they come, says what is wrong beside the field, and takes the reader
// to what follows. It decides nothing: `rules.js`, which is published in front of this file, knows which questions come and which
// answers are right, and `context.ask` asks the runtime who the visitor is and what became of a submission. It works on the markup of
// `view::form` wherever that stands, and replaces no control that somebody may be typing into. What follows from letters comes when the
// writing pauses: it would keep the next letter waiting.

const PAUSE_MS = 400;
// Longer than from letter to letter, shorter than anybody looks up.
const LULL_MS = 200;
// Nobody who has sent a form waits longer to read that it was.
const PATIENCE_MS = 1000;

export default async function attach(form, context) {
  const { ask, ids } = context;
  // A field may be named as a property of its form is, and then hides it: so attributes and queries.
  const id = form.getAttribute("data-lw-form");
  const written = ask("form", { form: id });
  if (!written) return;
  // Until it can, the form is as good as it was without scripts.
  const calculate = fieldsOf(written).some((field) => field.calculate) ? (await context.load("calculation")).default : undefined;
  let visitor = ask("visitor");
  const after = form.nextElementSibling?.matches("[data-lw-success]") ? form.nextElementSibling : null;
  const all = (selector, root = form) => [...root.querySelectorAll(selector)];
  const one = (selector, root = form) => root.querySelector(selector);
  const fields = all("[data-lw-field]");
  const steps = all("[data-lw-step]");
  const tokens = [...all("[data-lw-token]"), ...(after ? all("[data-lw-token]", after) : [])];
  const turns = steps.length > 1 || tokens.length > 0 || one("[data-lw-when], [data-lw-optional-when]") !== null;
  const say = (key) => form.getAttribute("data-lw-say-" + key) ?? "";
  const field = (name) => fields.find((element) => element.dataset.lwField === name);
  const controls = (root) => all("input, select, textarea", root);
  const fallbacks = new Map(tokens.map((token) => [token, token.textContent]));

  const label = (texts) => (typeof texts === "string" ? texts : texts[context.locale] ?? texts[context.defaultLocale] ?? Object.values(texts)[0]);
  // Of consent texts, where no build has made them. Only where the browser has the means: on pages that came by https.
  const hashes = {};
  for (const { purpose, text, text_hash: known } of written.consent ?? []) {
    if (!known) sri(label(text)).then((hash) => { hashes[purpose] = hash; }, () => {});
  }

  let step = 0, phase = "editing", begun = null, inputs = 0, last = "", timer = null, partial = false, unsettled = null;
  // What is wrong, by field: the sentence on screen; of those only the receiver could know, the names.
  let errors = new Map(), refused = new Set();
  const touched = new Set();

  // What stands in the form now.
  const given = () => {
    const found = { fields: {}, consent: [], kinds: {} };
    for (const control of controls(form)) {
      const { name, type, dataset } = control;
      if (!name || name.startsWith("_") || dataset.lwProof !== undefined || ((type === "checkbox" || type === "radio") && !control.checked)) continue;
      const value = dataset.lwValue || control.value;
      if (name.startsWith("consent.")) found.consent.push(name.slice(8));
      else if (type === "checkbox" && isGroup(name)) define(found.fields, name, [...(found.fields[name] ?? []), value]);
      else define(found.fields, name, value);
      if (dataset.lwKind) define(found.kinds, name, dataset.lwKind);
    }
    return found;
  };
  const isGroup = (name) => field(name)?.matches("fieldset") === true;
  const holds = (condition, answers) => ask("holds", { condition, fields: answers });
  const course = () => follow(written, given(), visitor.known ?? {}, holds, calculate);
  const faultsOf = (way) => faults(written, way, visitor.today, (address) => ask("kind", { address }));
  // What questions, calculations and texts follow from. Most of what is typed is not in it, and turns nothing.
  const followed = JSON.stringify([
    written.steps.map(({ when, next }) => [when, next]),
    fieldsOf(written).map(({ when, required_when: needed, calculate }) => [when, needed, calculate]),
    tokens.map(({ dataset }) => dataset.lwToken),
  ]);
  // A fact as the visitor reads it: numbers in their own way of writing.
  let numbers;
  const toldOf = (way, fact) => {
    if (!fact.startsWith("field.")) return ask("fact", { name: fact });
    const text = said(written, way, fact, label), asked = fieldsOf(written).find(({ name }) => name === fact.slice(6));
    const isNumber = asked && (asked.kind === "number" || asked.calculate) && text && Number.isFinite(Number(text));
    if (asked?.kind === "country" && text) return one("select", field(asked.name))?.selectedOptions[0]?.textContent;
    return isNumber ? (numbers ??= new Intl.NumberFormat(context.locale)).format(Number(text)) : text;
  };

  // Shows the form as its answers make it.
  const turn = (way = course()) => {
    const { path, asked } = way;
    // A step that no longer comes is left for the one before it.
    step = path.filter((index) => index <= step).pop() ?? path[0] ?? 0;
    const isLast = path[path.length - 1] === step;
    if (steps.length > 1) {
      steps.forEach((element, index) => set(element, "hidden", index !== step));
      const goesOn = one("[data-lw-go-on]");
      goesOn.dataset.lwUsual ??= goesOn.textContent;
      text(goesOn, steps[step].dataset.lwNext ?? goesOn.dataset.lwUsual);
      set(goesOn, "hidden", isLast);
      set(one("[data-lw-back]"), "hidden", path[0] === step);
      for (const element of all("[data-lw-last], [data-lw-submit]")) set(element, "hidden", !isLast);
      set(one("[data-lw-progress]"), "hidden", false);
      text(one("[data-lw-step-of]"), say("step").replace("{step}", place(way)).replace("{steps}", path.length));
      const bar = one("progress");
      set(bar, "max", path.length);
      set(bar, "value", place(way));
    }
    for (const element of fields) {
      const is = asked[element.dataset.lwField];
      if (element.matches("[data-lw-when]")) set(element, "hidden", !is);
      if (!is || element.dataset.lwField.startsWith("consent.")) continue;
      if (element.matches("[data-lw-optional-when]")) for (const mark of all(".lw-optional", element)) set(mark, "hidden", is[1]);
      // Of several boxes none is needed by itself.
      for (const control of controls(element)) if (control.type !== "checkbox" || !isGroup(control.name)) set(control, "required", is[1]);
    }
    for (const token of tokens) text(token, toldOf(way, token.dataset.lwToken) || fallbacks.get(token));
    return way;
  };
  const place = (way) => way.path.filter((index) => index <= step).length;

  const sentence = (name, key) => field(name)?.getAttribute("data-lw-say-" + key)?.replace("{today}", new Date().toLocaleDateString(context.locale)) ?? say("check");

  const show = (found, isRefusal = false) => {
    errors = found;
    for (const element of fields) {
      const said = errors.get(element.dataset.lwField);
      for (const control of controls(element)) {
        if (said) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
      const line = one(":scope > .lw-error", element);
      if (!line) continue;
      text(line, said ?? "");
      set(line, "hidden", !said);
    }
    summarize(isRefusal);
  };

  // Several errors are listed above the form too; one alone has the focus already.
  const summarize = (isRefusal) => {
    const box = one("[data-lw-summary]");
    const wanted = box.hidden ? isRefusal && errors.size > 1 : errors.size > 0;
    box.hidden = !wanted;
    box.replaceChildren();
    if (!wanted) return;
    const list = document.createElement("ul");
    for (const [name, said] of errors) {
      const link = document.createElement("a");
      link.href = "#" + (controls(field(name) ?? form)[0]?.id ?? "");
      link.dataset.lwTo = name;
      const title = titleOf(name);
      link.textContent = title + (/[.?!:]$/.test(title) ? " " : ": ") + said;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    const heading = document.createElement("p");
    heading.textContent = say("check");
    box.append(heading, list);
  };

  // A label as it stands in the form, without what is said beside it.
  const titleOf = (name) => {
    const element = field(name) && (one("[data-lw-consent-text]", field(name)) ?? one(".lw-label", field(name)));
    return element ? [...element.childNodes].filter((node) => !node.matches?.(".lw-optional")).map((node) => node.textContent).join("").trim() : name;
  };

  // The first control of a field; a group is reached by what is chosen in it, or by its first choice.
  const focus = (name) => {
    const found = field(name) ? controls(field(name)) : [];
    (found.find((control) => control.checked) ?? found[0])?.focus();
  };

  // Shows what is wrong, and takes the visitor to the first of it.
  const refuse = (found, way) => {
    const [first] = found.keys();
    if (way?.asked[first]) { step = way.asked[first][0]; turn(way); }
    context.tell("form-invalid", { form: id, fields: [...found.keys()] });
    ask("happened", { event: "form_error", detail: { form: id, step: place(way), field: first } });
    show(found, true);
    const root = form.getRootNode(), before = root.activeElement;
    focus(first);
    // What had the focus already is not read out again.
    if (root.activeElement === before) speak(found.get(first));
  };
  const wrong = (way) => new Map(faultsOf(way).map(([name, key]) => [name, sentence(name, key)]));

  const started = () => {
    if (begun !== null) return;
    begun = Date.now();
    ask("happened", { event: "form_start", detail: { form: id } });
    context.tell("form-start", { form: id });
    following().catch(() => {});
    for (const aid of (form.getAttribute("data-lw-aids") ?? "").split(" ")) if (aid) help(aid, form);
    if (one("[data-lw-captcha]")) help("captcha", form);
  };
  const help = (aid, element, more) => context.load(aid).then((module) => module.default(element, { ...context, ...more })).catch((error) => console.warn("leadwell:", aid, error));

  // Whether anything on the page follows from a control. From most of what is written nothing does.
  const matters = (control) => errors.size > 0 || (turns && (isPicked(control) || followed.includes(control.name)));
  const changed = (control, then = settle) => {
    refused.delete(control.name);
    if (matters(control)) then();
  };
  const entered = (control) => changed(control, isPicked(control) ? settle : settleSoon);
  const settleSoon = () => {
    clearTimeout(unsettled);
    unsettled = setTimeout(() => calmly(catchUp), LULL_MS);
  };
  const catchUp = () => { if (unsettled) settle(); };

  // Errors on screen go as soon as they are mended; none appears while typing.
  const settle = () => {
    clearTimeout(unsettled);
    unsettled = null;
    const way = course();
    if (turns) turn(way);
    if (!errors.size) return;
    const found = wrong(way);
    const still = [...errors].filter(([name]) => found.has(name) || refused.has(name)).map(([name, sentence]) => [name, found.get(name) ?? sentence]);
    if (still.length < errors.size || still.some(([name, sentence]) => errors.get(name) !== sentence)) show(new Map(still));
  };

  // Leaving a field that was filled in tells what is wrong with it; an empty one is left in peace until submitting.
  const left = (name) => {
    const said = name && phase === "editing" && !errors.has(name) && given().fields[name]?.length ? wrong(course()).get(name) : undefined;
    if (said) show(new Map([...errors, [name, said]]));
  };

  const move = (to) => {
    step = to;
    show(new Map());
    const way = turn();
    keep();
    ask("happened", { event: "form_step", detail: { form: id, step: place(way) } });
    context.tell("form-step", { form: id, step: place(way) });
    // Its group is read out with its title, and Tab goes on from there.
    steps[step].focus();
  };

  // The answers of the steps so far: what stands in later ones was not given yet.
  const upTo = (last, answers) => {
    const names = new Set(written.steps.slice(0, last + 1).flatMap((one) => one.fields ?? []).map(({ name }) => name));
    const fields = Object.fromEntries(Object.entries(answers.fields).filter(([name]) => names.has(name)));
    const placed = (purpose) => names.has("consent." + purpose);
    return { ...answers, fields, consent: answers.consent.filter(placed), consent_asked: answers.consent_asked.filter(placed) };
  };

  const goOn = () => {
    look();
    const way = course();
    const here = new Map([...wrong(way)].filter(([name]) => way.asked[name]?.[0] <= step));
    if (here.size) return refuse(here, way);
    if (written.partial?.after_step === step + 1 && !partial) partial = ask("partial", { form: id, answers: upTo(step, way.answers), lead: ids.lead });
    const next = way.path.find((index) => index > step);
    if (next !== undefined) move(next);
    else turn(way);
  };

  const submit = () => {
    if (phase === "sending" || phase === "done") return;
    look();
    const way = course();
    if (way.path[way.path.length - 1] !== step) return goOn();
    const found = wrong(way);
    if (found.size) return refuse(found, way);
    show(new Map());
    const { answers } = way;
    if (!context.tell("before-submit", { form: id, fields: answers.fields })) return;
    const noticed = { trap: one("[name=_trap]")?.value, inputs, driven: visitor.driven };
    if (begun !== null) noticed.took = Date.now() - begun;
    // Entered and kept by the runtime before this returns.
    const proof = Object.fromEntries(all("[data-lw-proof]").map(({ name, value }) => [name, value]).filter(([, value]) => value));
    const everything = { form: id, answers: { ...answers, hashes }, proof, ...ids, via: context.via, test: context.test, signals: signals(written, way, noticed) };
    if (context.submit(everything, (became) => finish(became, way))) {
      status("sending");
      forget();
      context.tell("submit", { form: id });
    }
  };

  const status = (now) => {
    phase = now;
    // Not `disabled`: that would lose the focus of whoever pressed it.
    one("[data-lw-submit]").setAttribute("aria-disabled", String(now === "sending"));
    speak(now === "sending" || now === "not_sent" ? say(now) : "");
  };
  const speak = (said) => {
    const line = one("[data-lw-status]");
    text(line, said);
    line.hidden = !said;
  };

  const finish = (became, way) => {
    const reasons = Object.entries(objections(became.refusal)), said = reasons.filter(([name]) => way.asked[name] && field(name));
    if (became.state === "not_sent") {
      keep();
      // What a captcha's vendor vouched for once is worth nothing a second time.
      form.dispatchEvent(new Event("lw:again"));
    }
    if (became.state === "not_sent" && said.length) {
      status("editing");
      refused = new Set(said.map(([name]) => name));
      refuse(new Map(said), way);
    } else if (became.state === "not_sent") {
      status("not_sent");
      // Its reason, where the receiver gave one that belongs to no question.
      if (reasons.length) speak(say("not_sent") + " " + reasons[0][1]);
    } else {
      status("done");
      thank(became, way);
    }
  };

  // What follows a submission is asked for when the form is begun, so that it is there when it is needed; a form goes without it.
  let sent;
  const following = () => sent ??= context.load("sent");

  // Shows what waits behind the form in its place, and takes the reader there: to plain words first where the rest is late.
  const thank = (became, way) => {
    turn(way);
    const show = (drawn) => {
      if (!after) return;
      if (!drawn) text(one(":scope > .lw-success-text", after), say(became.state === "arrived" ? "thanks" : "saved"));
      after.hidden = false;
      form.toggleAttribute("hidden", true);
      after.focus();
    };
    const late = setTimeout(show, PATIENCE_MS);
    following().then((sent) => sent.default(became, way, { ...context, written, after, help })).catch(() => {}).then((drawn) => {
      clearTimeout(late);
      show(drawn);
    });
  };

  // Answers that outlive the page until the form is sent, where the visitor agreed to personalization. Consent is asked for anew.
  const key = `leadwell:draft:${context.campaign}:${id}`;
  const keep = () => {
    if (!visitor.keeps || !written.resume || phase === "sending" || phase === "done") return;
    const { fields: answers } = given();
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), step, fields: answers })); } catch {}
  };
  const keepSoon = () => { timer ??= setTimeout(() => { timer = null; keep(); }, PAUSE_MS); };
  const forget = () => { try { localStorage.removeItem(key); } catch {} };
  const restore = () => {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      if (!draft || !visitor.keeps || !written.resume) return;
      if (!(Date.now() - draft.at < context.keepDays * 864e5)) return forget();
      fill(draft.fields);
      // Consent is asked for anew, and nobody is taken past what is still to be answered.
      const way = course(), open = faultsOf(way).map(([name]) => way.asked[name]?.[0] ?? Infinity);
      step = Math.min(Number.isInteger(draft.step) ? draft.step : 0, ...open);
    } catch {}
  };

  // Puts answers into controls that nobody has touched.
  const fill = (answers) => {
    for (const [name, answer] of Object.entries(answers ?? {})) {
      const same = controls(form).filter((control) => control.name === name), values = [answer].flat().map(String);
      if (touched.has(name) || name.startsWith("consent.") || name.startsWith("_") || same.some(isChosen)) continue;
      const isKnown = (control) => control.options ? [...control.options].some(({ value }) => values.includes(value)) : values.includes(control.value);
      if (same.some((control) => isChoice(control) || control.options) && !same.some(isKnown)) continue;
      for (const control of same) {
        if (control === form.getRootNode().activeElement) continue;
        if (isChoice(control)) control.checked = values.includes(control.value);
        else if (control.type.startsWith("select") || control.value === (control.defaultValue ?? "")) control.value = values[0] ?? "";
        else continue;
        control.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };
  // Who the visitor is now. What earlier forms told is settled when this one is begun: its own answers, once they were sent, are not
  // to be asked no more when they come back refused.
  const look = () => {
    const now = ask("visitor");
    visitor = begun === null ? now : { ...now, known: visitor.known };
  };
  const prefill = () => { look(); fill(prefilled(written, visitor.given)); turn(); };

  // The page goes away, or the form from the page, begun and not sent.
  const abandoned = () => {
    if (begun === null || phase === "sending" || phase === "done") return;
    const way = course();
    keep();
    ask("happened", { event: "form_abandon", detail: { form: id, step: place(way), field: last } });
  };

  // While a pointer is down nothing moves: the button under it would slip away, and the press with it.
  let isPressed = false;
  const waiting = [], calmly = (act) => { if (isPressed) waiting.push(act); else act(); };
  const released = () => setTimeout(() => { isPressed = false; for (const act of waiting.splice(0)) act(); });

  restore();
  prefill();

  // From here on we say what is wrong, beside the field and in the visitor's language.
  form.noValidate = true;
  const listen = (event, act) => form.addEventListener(event, act);
  listen("focusin", ({ target }) => { last = target.name || last; started(); });
  listen("input", ({ target }) => { started(); inputs += 1; last = target.name || last; touched.add(target.name); entered(target); keepSoon(); });
  // Whoever goes on sooner goes to what is asked by then. What is judged is judged by what stands in the form.
  listen("keydown", ({ key }) => { if (key === "Tab" || key === "Enter") catchUp(); });
  // Some tools that fill forms in tell of a change alone.
  listen("change", ({ target }) => { if (begun !== null) calmly(() => { changed(target); left(target.name); }); });
  listen("focusout", ({ target }) => calmly(() => left(target.name)));
  listen("lw:kind", () => { if (errors.size) settle(); });
  listen("submit", (event) => { event.preventDefault(); submit(); });
  listen("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    // The second click of a double one meant the button that was there.
    if (event.detail > 1 && at("[data-lw-go-on], [data-lw-submit]")) event.preventDefault();
    else if (at("[data-lw-go-on]")) goOn();
    else if (at("[data-lw-back]")) { const way = course(); move(way.path.filter((index) => index < step).pop() ?? step); }
    else if (at("[data-lw-to]")) { event.preventDefault(); focus(at("[data-lw-to]").dataset.lwTo); }
  });
  // A form that the single-page app has taken away listens no more.
  const over = new AbortController(), elsewhere = (target, event, act) => target.addEventListener(event, act, { signal: over.signal });
  elsewhere(window, "pagehide", abandoned);
  elsewhere(document, "leadwell:identified", prefill);
  elsewhere(document, "leadwell:consent", () => { look(); if (begun !== null) keep(); });
  elsewhere(document, "leadwell:forgotten", () => { clearTimeout(timer); timer = begun = null; });
  // What another form was told need not be asked here.
  elsewhere(document, "leadwell:submit", () => { if (begun === null && phase === "editing") prefill(); });
  elsewhere(document, "pointerdown", () => { isPressed = true; });
  for (const end of ["pointerup", "pointercancel"]) elsewhere(document, end, released);
  elsewhere(document, "leadwell:drawn", () => { if (!form.isConnected) { abandoned(); over.abort(); } });

  // On our own pages a part of the page has done it.
  if (form.getRootNode() !== document && one("time[data-lw-zone]")) help("times", form);
  if (one(":focus")) started();
  if (form.hasAttribute("data-lw-pressed")) goOn();
}

const isChoice = ({ type }) => type === "checkbox" || type === "radio";
const isPicked = (control) => isChoice(control) || control.options !== undefined;
// Whether somebody has chosen otherwise than it was drawn.
const isChosen = (control) => isChoice(control) ? control.checked !== control.defaultChecked
  : control.options !== undefined && [...control.options].some((option) => option.selected && !option.defaultSelected && option.value);
// What is set anew is laid out anew, even to what it was.
const set = (element, property, value) => { if (element[property] !== value) element[property] = value; };
const text = (element, said) => { if (element && element.textContent !== said) element.textContent = said; };
// Defined, not assigned: a name such as `__proto__` is a name like any other.
const define = (object, name, value) => Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
const sri = async (text) => "sha256-" + btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))));
