// The aids against their tables of cases, and as a visitor meets them. `node --test tests/aids/`; nothing is fetched or installed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { page } from "./controls.mjs";

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const table = (name) => {
  const { version, ...rest } = JSON.parse(read(`tests/aids/${name}.json`));
  assert.equal(version, 1, `${name}.json: this test reads version 1 of its table`);
  return rest;
};

const plan = JSON.parse(read("data/telephone.json"));
const PARTS = { numbers: ["keep_answers", "numbers"], telephone: ["keep_answers", "telephone"] };
const source = (name) => (PARTS[name] ?? [name]).map((part) => read(`src/aids/${part}.js`)).join("");
// As publishing sends them: with what they lean on and their data, without lines of comment and indentation.
const published = (name) => {
  const lines = source(name).replace("/*TELEPHONE*/{}", JSON.stringify(plan)).split("\n").map((line) => line.trim());
  return lines.filter((line) => line && !line.startsWith("//")).join("\n");
};
const aid = (name) => import("data:text/javascript," + encodeURIComponent(published(name)));
const [numbers, telephone, email] = await Promise.all(["numbers", "telephone", "email"].map(aid));

const LOCALES = ["en", "en-GB", "en-IN", "ar", "ar-EG", "de", "de-CH", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt-BR", "zh-Hans", "hi", "fa", "sv"];

const each = (cases, run) => {
  const names = new Set();
  for (const [name, ...rest] of cases) {
    assert.ok(!names.has(name), `two cases are named "${name}"`);
    names.add(name);
    test(name, () => run(...rest));
  }
};

each(table("numbers").cases, (text, locale, number) => assert.equal(numbers.parseNumber(text, locale), number));

const dates = table("dates");
each(dates.cases, (text, locale, iso) => assert.equal(numbers.parseDate(text, locale, dates.common.today), iso));

const telephones = table("telephones");
each(telephones.cases, (text, country, number, shown) => {
  assert.equal(telephone.e164(text, country, plan), number);
  if (shown) assert.equal(telephone.grouped(number, plan), shown);
  else assert.ok(number === null || telephone.hasExtension(text));
});
each(telephones.countries, (known, country) => assert.equal(telephone.countryOf(known, plan), country));

const emails = table("emails");
each(emails.cases, (address, meant) => assert.equal(email.suggestion(address), meant && address.replace(/@.*/, "") + "@" + meant.split("@")[1]));

const filter = readFileSync(new URL("../../data/mailboxes.bin", import.meta.url));
const shards = [];
for (let from = 0; from < filter.length;) {
  const to = from + 4 + 3 * (filter.readUInt16LE(from) + filter.readUInt16LE(from + 2));
  shards.push(new Uint8Array(filter.subarray(from, to)));
  from = to;
}
each(table("mailboxes").cases, async (domain, kind) => assert.equal(await email.kindOfDomain(domain, (shard) => shards[shard]), kind ?? ""));
each(emails.kinds, async (address, kind) => assert.equal(await email.kindOf(address, (shard) => shards[shard]), kind));

test("what is shown is read as the same number, in every language", () => {
  const given = ["0", "5", "-5", "1998", "12345", "-1234567.5", "1234.5", "0.125", "0.001", "123456789012345", "1234567890123456.125", "9".repeat(30)];
  for (const locale of LOCALES) for (const number of given) assert.equal(numbers.parseNumber(numbers.formatNumber(number, locale), locale), number, locale);
});

test("what is shown is read as the same date, in every language", () => {
  for (const locale of LOCALES) {
    for (let day = Date.UTC(1931, 0, 1); day < Date.UTC(2044, 0, 1); day += 86400000 * 97) {
      const iso = new Date(day).toISOString().slice(0, 10);
      assert.equal(numbers.parseDate(numbers.formatDate(iso, locale), locale, "2026-11-22"), iso, locale);
    }
  }
});

test("what is shown is read as the same telephone number, in every plan", () => {
  for (const one of plan.plans.split(";")) {
    const words = one.split(" "), at = words.findIndex((word) => /\d/.test(word));
    const [code, span, , first] = words.slice(at), [least, most = least] = span.split("-").map(Number);
    for (let length = least; length <= Math.min(most, 15 - code.length); length++) {
      for (const begin of first.replace("+", "123456789")) {
        const number = `+${code}${begin}${"2345678912345".slice(0, length - 1)}`;
        assert.equal(telephone.e164(number, "", plan), number);
        assert.equal(telephone.e164(telephone.grouped(number, plan), "KR", plan), number);
      }
    }
  }
});

test("hostile texts are read as nothing, and nothing throws", async () => {
  const texts = [null, undefined, 5, {}, "\0", "\ud800", "1".repeat(1e6), "1,".repeat(1e5), "(".repeat(1e5), "a@" + "a.".repeat(1e5), "<img src=x onerror=alert(1)>", "__proto__", "a@__proto__", "٪", "x123"];
  for (const text of texts) {
    for (const locale of ["en", "", null, "x", "ko-KR-u-nu-hanidec"]) {
      assert.ok(["string", "object"].includes(typeof numbers.parseNumber(text, locale)));
      assert.equal(numbers.parseDate(text, locale, "2026-11-22"), null);
      assert.equal(telephone.e164(text, locale, plan), null);
    }
    assert.equal(email.suggestion(text), null);
    assert.equal(await email.kindOf(text, () => new Uint8Array([1, 2, 3, 4, 5])), "");
  }
  for (const bytes of [[], [1], [255, 255, 255, 255], [1, 0, 0, 0]]) assert.equal(email.kindIn(new Uint8Array(bytes), 0), "");
});

const NUMBER = { type: "number", selectors: ["input[data-lw-number]"] };
const DATE = { type: "date", selectors: ["input[data-lw-date]"] };
const TELEPHONE = { type: "tel", selectors: ["input[data-lw-telephone]"], dataset: { lwTelephone: "KR" } };
const EMAIL = { type: "email", selectors: ["input[type=email]"] };
const german = { locale: "de", data: "https://cdn.example/data/" };
const coarse = (is) => { globalThis.matchMedia = () => ({ matches: is }); };
coarse(false);

test("a number that is there already is shown in the form's language", () => {
  const { form, input } = page({ ...NUMBER, value: "12345.50", step: "0.5" });
  numbers.default(form, german);
  assert.deepEqual([input.type, input.inputMode, input.value, input.dataset.lwValue], ["text", "decimal", "12.345,5", "12345.5"]);
});

test("whole numbers ask for a keyboard of digits, those below zero for one with a minus", () => {
  const modes = [{ step: "1", min: "0" }, { step: "any" }, { step: "1", min: "-5" }].map((rest) => {
    const { form, input } = page({ ...NUMBER, ...rest });
    numbers.default(form, german);
    return input.inputMode;
  });
  assert.deepEqual(modes, ["numeric", "decimal", ""]);
});

test("a number somebody is typing stays native until it is left", () => {
  const { form, input } = page({ ...NUMBER, value: "5" });
  input.focus();
  numbers.default(form, german);
  input.type_("1234567.5");
  assert.deepEqual([input.type, input.disturbed, input.written, input.dataset.lwValue], ["number", 0, [], undefined]);
  input.leave();
  assert.deepEqual([input.type, input.disturbed, input.value, input.dataset.lwValue], ["text", 0, "1.234.567,5", "1234567.5"]);
});

test("what a native control could not read is not lost by a change of its type", () => {
  const { form, input } = page({ ...NUMBER, validity: { badInput: true } });
  numbers.default(form, german);
  input.leave();
  assert.deepEqual([input.type, input.written], ["number", []]);
  input.validity.badInput = false;
  input.type_("7");
  input.leave();
  assert.deepEqual([input.type, input.value, input.dataset.lwValue], ["text", "7", "7"]);
});

test("typing never meets a value written by a script, and the answer is gone meanwhile", () => {
  const { form, input } = page({ ...NUMBER, value: "5" });
  numbers.default(form, german);
  input.written.length = 0;
  for (const text of ["1", "12", "12.", "12.3", "12.34", "12.345"]) {
    input.type_(text);
    assert.equal(input.dataset.lwValue, undefined);
  }
  assert.deepEqual(input.written, []);
  input.leave();
  assert.deepEqual([input.value, input.dataset.lwValue], ["12.345", "12345"]);
});

test("a text that cannot be read stays as it was typed, without an answer", () => {
  for (const [attach, control] of [[numbers, NUMBER], [numbers, DATE], [telephone, TELEPHONE]]) {
    const { form, input } = page(control);
    attach.default(form, german);
    input.written.length = 0;
    input.type_(" ab 12 cd ");
    input.leave();
    assert.deepEqual([input.value, input.written, input.dataset.lwValue], [" ab 12 cd ", [], undefined]);
  }
});

test("the aid's answer is there before the form's own listeners look", () => {
  const { form, input } = page(TELEPHONE);
  const seen = [];
  for (const name of ["input", "change", "focusout"]) form.addEventListener(name, () => seen.push([name, input.dataset.lwValue]));
  telephone.default(form, german);
  input.type_("010-1234-5678");
  input.leave();
  assert.deepEqual(seen, [["input", undefined], ["change", "+821012345678"], ["focusout", "+821012345678"]]);
  assert.equal(input.value, "+82 10 1234 5678");
});

test("sending while the caret is in a control reads it and leaves it in peace", () => {
  const { form, input } = page(TELEPHONE);
  telephone.default(form, german);
  input.type_("01012345678");
  form.dispatchEvent(new Event("submit"));
  assert.deepEqual([input.value, input.written, input.dataset.lwValue], ["01012345678", [], "+821012345678"]);
});

test("a composition is not disturbed, and read when it ends", () => {
  const { form, input, root } = page(DATE);
  numbers.default(form, { locale: "ko" });
  input.written.length = 0;
  input.focus();
  input.tell("compositionstart");
  input.type_("2026년 12월 31일");
  input.tell("change");
  root.activeElement = null;
  input.tell("focusout");
  assert.deepEqual(input.written, []);
  input.tell("compositionend");
  assert.deepEqual([input.value, input.dataset.lwValue], ["2026. 12. 31.", "2026-12-31"]);
});

test("leaving the window is not leaving the control", () => {
  const { form, input } = page(TELEPHONE);
  telephone.default(form, german);
  input.type_("01012345678");
  input.tell("focusout");
  assert.deepEqual([input.value, input.dataset.lwValue], ["01012345678", "+821012345678"]);
});

test("what the browser fills in without focus is read at once", () => {
  const { form, input } = page(TELEPHONE);
  telephone.default(form, german);
  input.fill("010 1234 5678");
  assert.deepEqual([input.value, input.dataset.lwValue], ["+82 10 1234 5678", "+821012345678"]);
  const other = page(TELEPHONE);
  telephone.default(other.form, german);
  other.input.value = "010 1234 5678";
  other.input.tell("input");
  assert.equal(other.input.dataset.lwValue, "+821012345678", "a filler that tells no change");
});

test("a number with an extension is sent without it and shown with it", () => {
  const { form, input } = page(TELEPHONE);
  telephone.default(form, german);
  input.type_("02-1234-5678 #5");
  input.leave();
  assert.deepEqual([input.value, input.dataset.lwValue], ["02-1234-5678 #5", "+82212345678"]);
});

test("emptying a control takes its answer away", () => {
  const { form, input } = page({ ...TELEPHONE, dataset: { lwTelephone: "KR" }, value: "010-1234-5678" });
  telephone.default(form, german);
  assert.equal(input.dataset.lwValue, "+821012345678");
  input.type_("");
  input.leave();
  assert.deepEqual([input.value, input.dataset.lwValue], ["", undefined]);
});

test("a date is a line of text with an example where there is a mouse, and native under a finger", () => {
  const fine = page({ ...DATE, value: "2026-12-31" });
  numbers.default(fine.form, german);
  assert.deepEqual([fine.input.type, fine.input.value, fine.input.dataset.lwValue], ["text", "31.12.2026", "2026-12-31"]);
  assert.match(fine.input.placeholder, /^31\.12\.\d{4}$/);
  const own = page({ ...DATE, placeholder: "When?" });
  numbers.default(own.form, german);
  assert.equal(own.input.placeholder, "When?");
  coarse(true);
  const touch = page({ ...DATE, value: "2026-12-31" });
  numbers.default(touch.form, german);
  coarse(false);
  assert.deepEqual([touch.input.type, touch.input.value, touch.input.dataset.lwValue], ["date", "2026-12-31", undefined]);
});

test("a language whose dates cannot be read back keeps native controls", () => {
  const { form, input } = page({ ...DATE, value: "2026-12-31" });
  numbers.default(form, { locale: "bg" });
  assert.deepEqual([input.type, input.value], ["date", "2026-12-31"]);
});

test("a form that is reset shows what it was drawn with", async () => {
  const { form, input } = page({ ...NUMBER, value: "1.234" });
  numbers.default(form, german);
  input.type_("7");
  input.leave();
  form.dispatchEvent(new Event("reset"));
  input.value = input.defaultValue;
  await wait(5);
  assert.deepEqual([input.value, input.dataset.lwValue], ["1,234", "1.234"]);
});

test("a better address is offered on leaving, and taken by a click", async () => {
  const { form, input, place, button, root } = page(EMAIL);
  const seen = [];
  for (const name of ["input", "change"]) form.addEventListener(name, () => seen.push([name, input.value]));
  email.default(form, german);
  input.type_("anna@gmial.com");
  assert.equal(place.hidden, true);
  input.leave();
  assert.deepEqual([place.hidden, button.textContent, input.value, root.activeElement], [false, "anna@gmail.com", "anna@gmial.com", null]);
  seen.length = 0;
  button.dispatchEvent(new Event("click", { bubbles: true }));
  assert.deepEqual([place.hidden, input.value, root.activeElement], [true, "anna@gmail.com", input]);
  assert.deepEqual(seen, [["input", "anna@gmail.com"], ["change", "anna@gmail.com"]]);
});

test("an offer goes when the text changes or is right", () => {
  const { form, input, place } = page({ ...EMAIL, value: "anna@gmial.com" });
  email.default(form, german);
  assert.equal(place.hidden, false, "one that was there already is looked at too");
  input.type_("anna@gmial.co");
  assert.equal(place.hidden, true);
  input.type_("anna@corp.example");
  input.leave();
  assert.equal(place.hidden, true);
});

test("an offer waits until the pointer is released, so that the button pressed stays under it", async () => {
  const { form, input, place, ownerDocument } = page(EMAIL);
  email.default(form, german);
  input.type_("anna@gmial.com");
  ownerDocument.dispatchEvent(new Event("pointerdown"));
  input.leave();
  assert.equal(place.hidden, true);
  ownerDocument.dispatchEvent(new Event("pointerup"));
  await wait(5);
  assert.equal(place.hidden, false);
});

test("nothing is offered while the caret is in the control", () => {
  const { form, input, place } = page({ ...EMAIL, value: "anna@gmial.com" });
  input.focus();
  email.default(form, german);
  input.tell("change");
  assert.equal(place.hidden, true);
});

const KIND = { ...EMAIL, selectors: [...EMAIL.selectors, "input[type=email][data-lw-kind]"] };
const served = (asked, fails = () => false) => {
  globalThis.fetch = async (address) => {
    asked.push(address);
    if (fails()) throw new TypeError("no network");
    const bytes = shards[Number(address.match(/mail-(\d\d)\.bin$/)[1])];
    return { ok: true, arrayBuffer: async () => bytes.slice().buffer };
  };
};

test("the kind of mailbox is told soon after typing and asked for once", async () => {
  const asked = [], told = [];
  served(asked);
  const { form, input } = page({ ...KIND, dataset: { lwKind: "" } });
  form.addEventListener("lw:kind", () => told.push(input.dataset.lwKind));
  email.default(form, german);
  input.type_("info@corp");
  input.type_("info@yopmail.com");
  assert.deepEqual([asked, input.dataset.lwKind], [[], ""]);
  await wait(450);
  assert.deepEqual([told, input.dataset.lwKind, asked.length], [["disposable"], "disposable", 1]);
  assert.match(asked[0], /^https:\/\/cdn\.example\/data\/mail-\d\d\.bin$/);
  input.leave();
  await wait(5);
  assert.deepEqual([told.length, asked.length], [1, 1]);
  input.type_("anna@gmail.com");
  assert.equal(input.dataset.lwKind, "", "unknown again while it is typed");
  input.leave();
  await wait(5);
  assert.deepEqual([told, asked.length], [["disposable", "free"], 1]);
});

test("without a network the kind stays unknown, and is asked for again on leaving", async () => {
  const asked = [], told = [];
  let down = true;
  served(asked, () => down);
  const { form, input } = page({ ...KIND, dataset: { lwKind: "" } });
  form.addEventListener("lw:kind", () => told.push(input.dataset.lwKind));
  email.default(form, german);
  input.type_("anna@corp.example");
  input.leave();
  await wait(5);
  assert.deepEqual([told, input.dataset.lwKind], [[], ""]);
  down = false;
  input.leave();
  await wait(5);
  assert.deepEqual([told, input.dataset.lwKind], [["business"], "business"]);
});

test("nothing is fetched for a control without a rule that asks", async () => {
  const asked = [];
  served(asked);
  const { form, input } = page(EMAIL);
  email.default(form, german);
  input.type_("anna@corp.example");
  input.leave();
  await wait(5);
  assert.deepEqual(asked, []);
});
