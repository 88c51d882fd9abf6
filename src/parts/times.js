// Times in the visitor's own zone and language.
part("time[data-lw-zone]", (element) => {
  const time = instant(element.getAttribute("datetime"), element.dataset.lwZone);
  if (Number.isNaN(time)) return;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  element.textContent = format.format(time);
  element.setAttribute("datetime", new Date(time).toISOString());
});
part("[data-lw-your-time]", (element) => {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) element.textContent = element.dataset.lwYourTime.replace("{zone}", zone.replaceAll("_", " "));
});
