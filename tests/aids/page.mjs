// A page for the aids to run on, with no more of the DOM than they touch; and the aids themselves.
import { readFileSync } from 'node:fs';

let loaded = 0;

// The aid as a module of its own: what it remembers for the page is forgotten with it. Node would take `.js` for another kind.
// `data` takes the place of marks, as publishing does it.
export function aid(name, data = {}) {
  let source = readFileSync(new URL(`../../src/aids/${name}.js`, import.meta.url), 'utf8');
  for (const [mark, value] of Object.entries(data)) source = source.replace(mark, () => value);
  return import('data:text/javascript,' + encodeURIComponent(`${source}\n// ${loaded += 1}`));
}

// Work that waits for promises is done.
export const settled = () => new Promise(resolve => setTimeout(resolve));

export class Element extends EventTarget {
  constructor(name, attributes = {}) {
    super();
    Object.assign(this, { localName: name, attributes: { ...attributes }, children: [], parent: null, value: '', hidden: false });
    Object.assign(this, { type: attributes.type, name: attributes.name });
  }

  getAttribute(name) { return this.attributes[name] ?? null; }
  setAttribute(name, value) { this.attributes[name] = value; }

  append(child) {
    child.remove();
    child.parent = this;
    this.children.push(child);
  }

  after(sibling) {
    sibling.parent = this.parent;
    this.parent.children.splice(this.parent.children.indexOf(this) + 1, 0, sibling);
  }

  remove() {
    if (this.parent) this.parent.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }

  contains(other) { return other === this || this.children.some(child => child.contains(other)); }
  get all() { return this.children.flatMap(child => [child, ...child.all]); }
  getRootNode() { return this.parent ? this.parent.getRootNode() : this; }

  querySelectorAll(selector) {
    const selected = {
      '[data-lw-captcha]': element => 'data-lw-captcha' in element.attributes,
      'input[type="hidden"]': element => element.localName == 'input' && element.type == 'hidden'
    }[selector];
    return this.all.filter(selected);
  }

  // Events of the DOM climb, those of Node do not.
  dispatchEvent(event) {
    const done = super.dispatchEvent(event);
    if (event.bubbles && this.parent) this.parent.dispatchEvent(new Event(event.type, event));
    return done;
  }
}

// A document and a window in the global scope, as a module sees them.
export function page() {
  const head = new Element('head');
  globalThis.document = { baseURI: 'https://shop.example/offers/', head, createElement: name => new Element(name) };
  globalThis.window = { customElements: { get: () => undefined } };
  return globalThis.window;
}
