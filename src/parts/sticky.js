// The call to action at the window's foot steps aside while its target, another button that leads there, or a form is on screen.
part("[data-lw-sticky]", (bar) => {
  const link = bar.querySelector("a");
  const target = link.hash && document.getElementById(link.hash.slice(1));
  const buttons = [...document.querySelectorAll("main a.lw-button")].filter((other) => other !== link && other.href === link.href);
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    bar.classList.toggle("lw-aside", seen.size > 0);
  });
  for (const element of [...buttons, ...document.querySelectorAll("form[data-lw-form]")]) watch.observe(element);
  if (target) watch.observe(target);
});
