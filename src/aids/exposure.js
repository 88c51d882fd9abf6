// Tells which experiments somebody was exposed to: what depends on them was really seen, half of it, or as much of it as reaches the
// middle of the window. Whether that counts, and is news, `page.js` asks the runtime.
const SHOWN = "[data-lw-tested]";
// Of blocks that were not settled before the first paint and were on screen then, everybody sees the same.
const UNDECIDED = "[data-lw-block]:not([data-lw-done], [data-lw-judged])";

export default function attach({ expose, over }) {
  const seen = (entries) => {
    for (const { target, isIntersecting } of entries) {
      // An observer tells how things are when it begins.
      if (!isIntersecting) continue;
      for (const observer of observers) observer.unobserve(target);
      target.dataset.lwTested.split(" ").forEach(expose);
    }
  };
  const observers = [{ threshold: 0.5 }, { rootMargin: "-50% 0px" }].map((how) => new IntersectionObserver(seen, how));
  const watch = () => {
    for (const element of document.querySelectorAll(SHOWN)) if (!element.matches(UNDECIDED)) for (const observer of observers) observer.observe(element);
  };
  document.addEventListener("leadwell:drawn", watch, { signal: over });
  over.addEventListener("abort", () => observers.forEach((observer) => observer.disconnect()));
  watch();
}
