// Somebody else's page, with forms and a data layer of its own: as much of the DOM as `watch`, `capture` and `fill` touch. Events go down
// from the window to where they are told and up again, and may be stopped on the way, as in a browser.
import { readFileSync } from "node:fs";

let loaded = 0;

/** An aid as publishing makes it: with what stands in front of it. */
export const aid = (...parts) => {
  const source = parts.map((part) => readFileSync(new URL(`../../src/aids/${part}.js`, import.meta.url), "utf8")).join("");
  return import("data:text/javascript," + encodeURIComponent(`${source}\n// ${loaded += 1}`));
};

class Target {
  #listeners = [];
  parent = null;

  addEventListener(name, act, options = {}) {
    const listener = { name, act, capture: options === true || Boolean(options.capture) };
    if (options.signal?.aborted) return;
    this.#listeners.push(listener);
    options.signal?.addEventListener("abort", () => { this.#listeners = this.#listeners.filter((one) => one !== listener); });
  }

  get listening() { return this.#listeners.length; }

  hear(event, capture) {
    for (const { name, act, capture: down } of [...this.#listeners]) if (name === event.type && down === capture && !event.halted) act.call(this, event);
  }

  dispatchEvent(event) {
    const path = [];
    for (let one = this; one; one = one.parent) path.push(one);
    const [stop, stopAtOnce] = ["stopPropagation", "stopImmediatePropagation"];
    Object.defineProperties(event, {
      target: { value: this }, composedPath: { value: () => path }, [stop]: { value: () => { event.stopped = true; } },
      [stopAtOnce]: { value: () => { event.stopped = event.halted = true; } },
    });
    for (const one of path.toReversed()) if (!event.stopped) one.hear(event, true);
    for (const one of event.bubbles ? path : [this]) if (!event.stopped) one.hear(event, false);
    return !event.defaultPrevented;
  }
}

const PIECE = /^(?:([a-z]+)|\.([\w-]+)|#([\w-]+)|\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]|:(disabled|invalid|checked))/;

// One element against `input.wide[name=email]:invalid`; a selector that is none throws, as in a browser.
const fitsCompound = (element, compound) => {
  let rest = compound, fits = rest !== "";
  while (rest) {
    const found = rest.match(PIECE);
    if (!found) throw new SyntaxError(`'${compound}' is not a valid selector`);
    const [piece, tag, kind, id, attribute, value, state] = found;
    rest = rest.slice(piece.length);
    if (tag) fits &&= element.localName === tag;
    if (kind) fits &&= element.attributes.class?.split(" ").includes(kind) === true;
    if (id) fits &&= element.attributes.id === id;
    if (attribute) fits &&= attribute in element.attributes && (value === undefined || element.attributes[attribute] === value);
    if (state) fits &&= Boolean(element.own?.[state]);
  }
  if (compound === "") throw new SyntaxError("an empty selector");
  return fits;
};

const fitsComplex = (element, complex) => {
  const compounds = complex.trim().split(/\s+/), last = compounds.pop();
  if (!fitsCompound(element, last)) return false;
  if (!compounds.length) return true;
  for (let around = element.parent; around instanceof Element; around = around.parent) if (fitsComplex(around, compounds.join(" "))) return true;
  return false;
};

export class Element extends Target {
  constructor(localName, attributes = {}, ...children) {
    super();
    Object.assign(this, { localName, attributes: { ...attributes }, children: [], own: {} });
    for (const child of children) this.append(child);
  }

  append(child) {
    if (typeof child !== "string") child.parent = this;
    this.children.push(child);
    return child;
  }

  get id() { return this.attributes.id ?? ""; }
  get textContent() { return this.children.map((child) => child.textContent ?? child).join(""); }
  get all() { return this.children.flatMap((child) => (child.all ? [child, ...child.all] : [])); }
  get dataset() {
    const camel = (name) => name.slice(5).replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    return Object.fromEntries(Object.entries(this.attributes).filter(([name]) => name.startsWith("data-")).map(([name, value]) => [camel(name), value]));
  }

  getAttribute(name) { return this.attributes[name] ?? null; }
  matches(selector) { return selector.split(",").map((one) => fitsComplex(this, one)).includes(true); }
  closest(selector) { return this.matches(selector) ? this : this.parent?.closest?.(selector) ?? null; }
}

export class Form extends Element {
  constructor(attributes, ...children) {
    super("form", attributes, ...children);
    for (const control of this.all) if (control instanceof Control) control.form = this;
  }

  get elements() { return this.all.filter((one) => one instanceof Control); }
}

/** A control, its state in `own`: `disabled`, `invalid`. */
export class Control extends Element {
  form = null;
  #value;
  /** Every time that a script writes the value. */
  written = [];

  constructor(localName, { value = "", checked = false, ...attributes } = {}, own = {}) {
    super(localName, attributes);
    this.own = own;
    this.#value = value;
    const type = attributes.type ?? { input: "text", button: "submit", select: "select-one", textarea: "textarea" }[localName];
    Object.assign(this, { type, name: attributes.name ?? "", autocomplete: attributes.autocomplete ?? "", checked, defaultChecked: false, labels: [] });
  }

  get value() { return this.#value; }
  set value(text) {
    this.written.push(text);
    this.#value = text;
  }
}

export const input = (name, value, attributes, own) => new Control("input", { name, value, ...attributes }, own);

/** A page with this in its body; `tell` does to the document what the runtime does. */
export function host(...children) {
  const window = Object.assign(new Target(), { parent: null });
  const document = Object.assign(new Target(), { parent: window, createElement: (name) => new Element(name) });
  const body = new Element("body", {}, ...children);
  body.parent = document;
  document.querySelectorAll = (selector) => body.all.filter((one) => one.matches(selector));
  Object.assign(globalThis, { window, document, Element, HTMLFormElement: Form });
  return { window, document, body };
}

/** An event at a time, in milliseconds since the page was opened. */
export const happen = (target, name, at = 0, init = {}) => {
  const event = Object.defineProperty(new Event(name, { bubbles: true, cancelable: true, ...init }), "timeStamp", { value: at });
  return target.dispatchEvent(Object.assign(event, "detail" in init ? { detail: init.detail } : {}));
};
