// In front of `src/parts/privacy.js`, makes an aid of it for a popup: what it says comes with the popup, in the visitor's language, and
// not in here, so that what a campaign says changes no file that a tag has pinned.
const parts = [];
const part = (selector, attach) => parts.push([selector, attach]);

export default function attach(root) {
  const block = root.querySelector("[data-lw-known]");
  KNOWN = JSON.parse(block.dataset.lwKnown);
  for (const [, act] of parts) act(block);
}
