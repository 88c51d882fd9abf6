// The call to action at the window's foot steps aside while its target, or another button that leads there, is on screen.
part("[data-lw-sticky]", (bar) => {
  const link = bar.querySelector("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  const others = [...document.querySelectorAll("main a.lw-button")].filter((other) => other !== link && other.hash === link.hash);
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    bar.classList.toggle("lw-aside", seen.size > 0);
  });
  [target, ...others].forEach((element) => watch.observe(element));
});
