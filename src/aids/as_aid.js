// In front of a part of a page (`src/parts/`), makes an aid of it: what the part does to a page of ours, done below an element of any.
const parts = [];
const part = (selector, attach) => parts.push([selector, attach]);

export default function attach(root) {
  for (const [selector, act] of parts) for (const element of root.querySelectorAll(selector)) act(element);
}
