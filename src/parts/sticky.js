// The call to action at the window's foot steps aside while what it leads to is on screen.
part("[data-lw-sticky]", (bar) => {
  const link = bar.querySelector("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (target) new IntersectionObserver(([entry]) => bar.classList.toggle("lw-aside", entry.isIntersecting)).observe(target);
});
