// Forms that a page already has, made leads of: what their controls answer, when they count as sent, and that they go where they went.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { Control, Element, Form, aid, happen, host, input } from "./host.mjs";

const table = JSON.parse(readFileSync(new URL("mapped.json", import.meta.url), "utf8"));
assert.equal(table.version, 1, "mapped.json: this test reads version 1 of its table");
// The ids of options first, then their labels, as the build writes them.
const MEANS = table.options.map(([id, word]) => [word, id]);
const { answerOf } = await aid("mapped");
const { default: attach } = await aid("mapped", "capture");

for (const [name, controls, kind, expected] of table.answers) {
  test(name, () => {
    const those = controls.map(({ label, ...rest }) => ({ type: "text", name: "", value: "", autocomplete: "", labels: label ? [{ textContent: label }] : [], ...rest }));
    assert.deepEqual(answerOf(those, kind, MEANS) ?? null, expected);
  });
}

test("a text of any length is cut, and words that every object has are no options", () => {
  assert.equal(answerOf([{ type: "textarea", value: "x".repeat(9000) }], "textarea").length, 4000);
  for (const value of ["constructor", "__proto__", "toString"]) assert.equal(answerOf([{ type: "text", value }], "select", MEANS), value);
});

const RULE = { selector: "form.theirs", as: "demo", fields: [["email", "[name=email]", "email"], ["company_size", "size", "select", MEANS]], consent: [["marketing", "news"]] };
let page, asked, told, said, over, refusing, holding;
const ask = (what) => {
  if (what === "holding") return [holding];
  assert.equal(what, "context");
  return { locale: "en", ids: { message: `m${asked.length}`, lead: `l${asked.length}` } };
};
const submit = (about) => {
  asked.push(about);
  return true;
};
const tell = (name, detail) => {
  told.push([name, detail]);
  return name !== refusing;
};
const start = (...about) => attach({ ask, submit, about: about.length ? about : [RULE], say: (line) => said.push(String(line)), tell, over: over.signal });
const theirs = (...more) => new Form({ class: "theirs" }, input("email", "ada@corp.example", { type: "email" }), input("size", "51 to 200"), input("csrf", "t0ken", { type: "hidden" }), ...more);
const put = (form) => page.body.append(form);
beforeEach(() => {
  page = host();
  [asked, told, said, over, refusing, holding] = [[], [], [], new AbortController(), "", true];
});

test("a form that is sent is a lead, with what is named and nothing else", () => {
  const form = put(theirs(input("password", "secret", { type: "password" }), input("news", "on", { type: "checkbox", checked: true })));
  start();
  assert.equal(happen(form, "submit"), true, "and goes where it went");
  assert.deepEqual(asked, [{
    form: "demo", answers: { fields: { email: "ada@corp.example", company_size: "51-200" }, consent: ["marketing"], consent_asked: ["marketing"] },
    message: "m0", lead: "l0", via: { kind: "capture", id: "demo" },
  }]);
  assert.deepEqual(told, [["before-submit", { form: "demo", fields: { email: "ada@corp.example", company_size: "51-200" } }], ["submit", { form: "demo" }]]);
});

test("a script that takes the form over and stops the event does not hide it", () => {
  const form = put(theirs());
  start();
  page.document.addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, { capture: true });
  assert.equal(happen(form, "submit"), false);
  assert.equal(asked.length, 1);
});

test("a form that came later is covered, one that nobody named is not", () => {
  start();
  happen(put(new Form({ class: "other" }, input("email", "a@b.example"))), "submit");
  happen(put(theirs()), "submit");
  assert.equal(asked.length, 1);
});

test("a form of ours is not, whatever the selector says", () => {
  const form = put(theirs());
  form.attributes["data-lw-form"] = "demo";
  start();
  happen(form, "submit");
  assert.deepEqual(asked, []);
});

test("the same answers within ten seconds are one submission", () => {
  const form = put(theirs());
  start();
  for (const at of [0, 9999, 10000, 19999]) happen(form, "submit", at);
  assert.equal(asked.length, 2);
  form.elements[0].value = "grace@corp.example";
  happen(form, "submit", 20001);
  assert.deepEqual(asked.map(({ answers }) => answers.fields.email), ["ada@corp.example", "ada@corp.example", "grace@corp.example"]);
});

test("answers that the browser or the page itself would refuse are not taken", () => {
  const form = put(theirs()), [email] = form.elements;
  start();
  email.own.invalid = true;
  happen(form, "submit");
  email.own.invalid = false;
  email.value = "";
  email.attributes["aria-required"] = "true";
  happen(form, "submit");
  assert.deepEqual(asked, []);
  email.value = "ada@corp.example";
  happen(form, "submit");
  assert.equal(asked.length, 1);
});

test("what was not mapped may be as it likes", () => {
  const form = put(theirs(input("other", "", {}, { invalid: true })));
  start();
  happen(form, "submit");
  assert.equal(asked.length, 1);
});

test("a form in which nothing is answered is no lead, and neither is what is disabled", () => {
  const form = put(new Form({ class: "theirs" }, input("email", " "), input("size", "51 to 200", {}, { disabled: true })));
  start();
  happen(form, "submit");
  assert.deepEqual([asked, told, said], [[], [], []]);
});

test("controls are found by name, whatever signs it has, else by selector", () => {
  const form = put(new Form({ class: "theirs" }, input("form_fields[email]", "a@b.example"), input("0-1/company", "Corp"), input("x", "y", { class: "last" }), input("plain", "", { type: "hidden", value: "h" })));
  const fields = [["email", "form_fields[email]"], ["company", "0-1/company"], ["last", "form.theirs input.last"], ["gone", "input.gone"], ["bad", "input[["], ["hidden", "input[name=plain]"]];
  start({ ...RULE, fields, consent: [] });
  happen(form, "submit");
  assert.deepEqual(asked[0].answers.fields, { email: "a@b.example", company: "Corp", last: "y", hidden: "h" });
});

test("a hidden token is not found by a selector that does not name it", () => {
  const form = put(new Form({ class: "theirs" }, input("csrf", "t0ken", { type: "hidden" }), input("email", "a@b.example")));
  start({ ...RULE, fields: [["token", "input[type=hidden]"], ["email", "input"]], consent: [] });
  happen(form, "submit");
  assert.deepEqual(asked[0].answers.fields, { email: "a@b.example" });
});

for (const [what, box, consent, askedFor] of [
  ["a box that was ticked from the start", { checked: true, isDefault: true }, [], ["marketing"]],
  ["a box that is not ticked", {}, [], ["marketing"]],
  ["a box that was ticked", { checked: true }, ["marketing"], ["marketing"]],
  ["no box", null, [], []],
]) {
  test(`${what} says ${consent.length ? "yes" : askedFor.length ? "no" : "nothing"}`, () => {
    const control = box && input("news", "on", { type: "checkbox", checked: box.checked });
    if (box) control.defaultChecked = box.isDefault === true;
    const form = put(theirs(...(box ? [control] : [])));
    start();
    happen(form, "submit");
    assert.deepEqual([asked[0].answers.consent, asked[0].answers.consent_asked], [consent, askedFor]);
  });
}

test("the first rule that fits and holds takes the form", () => {
  const form = put(theirs());
  holding = false;
  start({ ...RULE, as: "never", when: { "page.path": "/x" } }, RULE, { ...RULE, as: "later" });
  happen(form, "submit");
  assert.deepEqual(asked.map(({ form }) => form), ["demo"]);
});

test("the page may keep a form from being taken", () => {
  const form = put(theirs());
  refusing = "before-submit";
  start();
  happen(form, "submit");
  assert.deepEqual([asked.length, told.map(([name]) => name)], [0, ["before-submit"]]);
});

test("controls that are called as properties of the form are do not get in the way", () => {
  const form = put(theirs(input("matches", "a"), input("elements", "b")));
  for (const name of ["matches", "elements"]) Object.defineProperty(form, name, { value: form.all.find((one) => one.name === name) });
  start();
  happen(form, "submit");
  assert.deepEqual([asked.length, said], [1, []]);
});

test("what throws here throws in nobody else", () => {
  const form = put(theirs());
  attach({ ask: () => { throw new Error("a panic"); }, about: [{ ...RULE, when: {} }], say: (line) => said.push(String(line)), tell, over: over.signal });
  happen(form, "submit");
  assert.deepEqual(said, ["Error: a panic"]);
});

// A button that opens a captcha, whose script then sends the form by `form.submit()`: no `submit` is told, but the form is read.
const sentByScript = (form) => happen(form, "formdata", 500, { cancelable: false });
const withButton = () => {
  const icon = new Element("span"), button = new Control("button");
  button.append(icon);
  return [put(theirs(button)), icon];
};

test("a form that a script has sent after the button was pressed is taken once", () => {
  const [form, icon] = withButton();
  start();
  happen(icon, "click");
  assert.deepEqual(asked, []);
  sentByScript(form);
  sentByScript(form);
  assert.equal(asked.length, 1);
});

test("a form that is sent as usual is not taken again when it is read", () => {
  const [form, icon] = withButton();
  start();
  happen(icon, "click", 1);
  happen(form, "submit", 2);
  sentByScript(form);
  assert.equal(asked.length, 1);
});

for (const [what, between] of [
  ["nobody pressed the button", null],
  ["the browser refused an answer", (form) => happen(form.elements[0], "invalid", 2, { bubbles: false })],
  ["somebody went on writing", (form) => happen(form.elements[0], "input", 2)],
  ["somebody pressed something else", () => happen(page.body, "click", 2)],
]) {
  test(`a form that a script reads is not taken where ${what}`, () => {
    const [form, icon] = withButton();
    start();
    if (between) {
      happen(icon, "click");
      between(form);
    }
    sentByScript(form);
    assert.deepEqual(asked, []);
  });
}

test("when all is over, nothing listens", () => {
  const form = put(theirs());
  start();
  over.abort();
  happen(form, "submit");
  assert.deepEqual([asked.length, page.window.listening], [0, 0]);
});
