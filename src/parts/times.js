// Times in the visitor's own zone and language; in an agenda the day stands once, above its first session.
part("time[data-lw-zone]", (element) => {
  const time = instant(element.getAttribute("datetime"), element.dataset.lwZone);
  if (Number.isNaN(time)) return;
  const written = (styles) => new Intl.DateTimeFormat(element.closest("[lang]")?.lang, styles).format(time);
  const day = element.dataset.lwDay = written({ dateStyle: "long" });
  const before = element.matches(".lw-session-at") && element.closest("li").previousElementSibling?.querySelector("time").dataset.lwDay;
  element.textContent = written(before === day ? { timeStyle: "short" } : { dateStyle: "long", timeStyle: "short" });
  element.setAttribute("datetime", new Date(time).toISOString());
});
part("[data-lw-your-time]", (element) => {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) element.textContent = element.dataset.lwYourTime.replace("{zone}", zone.replaceAll("_", " "));
});
