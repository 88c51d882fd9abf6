// Makes what was drawn natively on a page that is not ours: one element with one open shadow root and its own styles; nothing goes into
// the document's head. No markup is ever parsed, so that Trusted Types have nothing to refuse. In front of those that put something up.
const SVG = "http://www.w3.org/2000/svg";

// Appends texts, and elements as `[tag, { attribute: value }, [nodes]]`.
const append = (parent, nodes) => {
  for (const node of nodes) {
    if (typeof node === "string") {
      parent.append(node);
      continue;
    }
    const [tag, attributes, children] = node;
    const element = tag.startsWith("svg:") ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
    set(element, Object.entries(attributes));
    append(element, children);
    parent.append(element);
  }
};

const set = (element, attributes) => {
  for (const [name, value] of attributes) element.setAttribute(name, value);
};

// A shadow root with these styles in it. `nonce` serves browsers without constructable style sheets under a strict policy.
const rootWith = (styles, nonce) => {
  const host = document.createElement("leadwell-root");
  const shadow = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    // Adopted sheets are no inline styles: a policy without `unsafe-inline` lets them pass.
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    if (nonce) style.setAttribute("nonce", nonce);
    style.textContent = styles;
    shadow.append(style);
  }
  const inside = document.createElement("div");
  inside.className = "lw";
  shadow.append(inside);
  return { host, inside };
};
