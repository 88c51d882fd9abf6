// Room for a bar at an edge of the window, while it is there: what is scrolled to stands clear of it, and where it pushes, nothing lies under
// it. Padding of the document disturbs least: no box of the page becomes another's container. What is fixed at that edge moves along; where
// somebody reads, nothing moves. `hold` is that of `inside.js`.

export default function attach(bar, { hold }) {
  const root = document.documentElement, edge = bar.matches(".lw-at-bottom") ? "bottom" : "top", pushes = "lwPush" in bar.dataset;
  let held = [], height = 0, padding, fixed;
  const look = () => {
    padding = parseFloat(getComputedStyle(root)["padding-" + edge]);
    fixed = document.elementsFromPoint(innerWidth / 2, edge === "top" ? 0 : innerHeight - 1).filter((element) => {
      const style = getComputedStyle(element);
      return element !== bar.getRootNode().host && /fixed|sticky/.test(style.position) && style[edge] === "0px";
    });
  };
  const makeRoom = () => {
    const now = bar.offsetHeight, by = now - height;
    if (!by) return;
    if (!height) look();
    for (const back of held.reverse()) back();
    held = [];
    height = now;
    const give = (element, property, length) => held.push(hold(element, property, length + "px"));
    if (now) give(root, "scroll-padding-" + edge, now);
    if (!pushes) return;
    if (now) give(root, "padding-" + edge, padding + now);
    if (now) for (const element of fixed) give(element, edge, now);
    if (edge === "top" && scrollY > 0) scrollBy({ top: by, behavior: "instant" });
  };
  // Of no height is what was closed or taken away. Not at once, since more room may mean a scroll bar, and another width.
  new ResizeObserver(() => requestAnimationFrame(makeRoom)).observe(bar);
}
