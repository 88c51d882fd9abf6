// As little of a page as the aids ask for: a form, its controls, the fields around them, and focus. Events travel from the form's
// capturing listeners to the control's and up again, as in a browser.

class Node extends EventTarget {
  #listeners = [];
  constructor(parent) {
    super();
    this.parent = parent;
  }
  addEventListener(name, act, capture) {
    this.#listeners.push({ name, act, capture: capture === true });
  }
  hear(event, capture) {
    for (const listener of this.#listeners) if (listener.name === event.type && listener.capture === capture) listener.act(event);
  }
  dispatchEvent(event) {
    const path = [];
    for (let node = this; node; node = node.parent) path.push(node);
    Object.defineProperty(event, "target", { value: this });
    for (const node of path.toReversed()) node.hear(event, true);
    for (const node of event.bubbles ? path : [this]) node.hear(event, false);
    return true;
  }
}

class Control extends Node {
  // Every time a script writes a value: what a caret would suffer from.
  written = [];
  // Changes of type while focused, likewise.
  disturbed = 0;
  #value = "";
  #type = "text";
  constructor(field, root, { type, value = "", dataset = {}, selectors, ...rest }) {
    super(field);
    Object.assign(this, { root, dataset, selectors, inputMode: "", placeholder: "", min: "", step: "", defaultValue: value, validity: { badInput: false } }, rest);
    this.#type = type;
    this.#value = value;
  }
  get value() { return this.#value; }
  set value(text) {
    this.written.push(text);
    this.#value = text;
  }
  get type() { return this.#type; }
  set type(type) {
    if (this.root.activeElement === this) this.disturbed++;
    this.#type = type;
  }
  matches(selector) { return this.selectors.includes(selector); }
  getRootNode() { return this.root; }
  closest() { return this.parent; }
  focus() { this.root.activeElement = this; }

  // What a visitor does.
  type_(text) {
    this.focus();
    this.#value = text;
    this.tell("input");
  }
  leave() {
    this.root.activeElement = null;
    this.tell("change");
    this.tell("focusout");
  }
  fill(text) {
    this.#value = text;
    this.tell("input");
    this.tell("change");
  }
  tell(name) { this.dispatchEvent(new Event(name, { bubbles: true })); }
}

/** A form with one control; `selectors` are those that fit it. */
export function page(control) {
  const root = { activeElement: null };
  const ownerDocument = new Node(null);
  const form = Object.assign(new Node(ownerDocument), { ownerDocument });
  const button = Object.assign(new Node(form), { textContent: "" });
  const place = { hidden: true, querySelector: () => button };
  const field = Object.assign(new Node(form), { querySelector: () => place });
  const input = new Control(field, root, control);
  form.querySelectorAll = (selector) => input.matches(selector) ? [input] : [];
  return { root, ownerDocument, form, place, button, input };
}
