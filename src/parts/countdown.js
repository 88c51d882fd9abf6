// What is left of the time; at zero the block's other words take its place. Nothing starts over.
part("[data-lw-countdown]", (block) => {
  const { lwAt, lwZone, lwEvergreen } = block.dataset;
  const [running, ended] = [block.querySelector(".lw-running"), block.querySelector(".lw-ended")];
  const timer = block.querySelector(".lw-timer");
  const show = (end) => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const figures = { days: Math.floor(left / 86400), hours: Math.floor(left / 3600) % 24, minutes: Math.floor(left / 60) % 60, seconds: left % 60 };
    for (const [unit, figure] of Object.entries(figures)) {
      block.querySelector(`[data-lw-unit=${unit}]`).textContent = String(figure).padStart(2, "0");
    }
    timer.hidden = false;
    running.hidden = left === 0;
    ended.hidden = left > 0;
    if (left > 0 && block.isConnected) setTimeout(show, 1000 - (Date.now() % 1000), end);
  };
  if (lwAt) {
    const end = instant(lwAt, lwZone);
    if (!Number.isNaN(end)) show(end);
    return;
  }
  // Counted from the visitor's first visit, which only the runtime knows; where it cannot run, from now.
  const since = () => show((Number(block.dataset.lwSince) || Date.now()) + lwEvergreen * 1000);
  if (block.dataset.lwSince) since();
  else for (const name of ["leadwell:ready", "leadwell:unavailable"]) document.addEventListener(name, since, { once: true });
});
