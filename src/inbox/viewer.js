// Shows times as the reader's clock does, and new leads as they come. Nothing here is needed to read the page.
(() => {
  const list = document.getElementById("leads");
  const live = document.getElementById("live");
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const localize = (root) => {
    for (const time of root.querySelectorAll("time")) time.textContent = format.format(new Date(time.dateTime));
  };
  localize(document);
  // The page of one lead, and older leads, stand still.
  if (!live) return;
  let tag = list.dataset.tag;
  let timer = 0;

  // XMLHttpRequest parses a page without any of the sinks that Trusted Types forbid.
  const load = () =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.responseType = "document";
      request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject());
      request.onerror = reject;
      request.open("GET", location.href);
      request.send();
    });

  // Rows that are already here stay as they are: open, focused, half selected.
  const merge = (page) => {
    const incoming = [...page.getElementById("leads").children];
    const first = list.firstElementChild;
    for (const row of incoming.filter((row) => !document.getElementById(row.id))) {
      localize(row);
      row.classList.add("arrived");
      list.insertBefore(document.adoptNode(row), first);
    }
    while (list.children.length > Number(list.dataset.shown)) list.lastElementChild.remove();
    for (const id of ["summary", "empty", "heads", "older"]) {
      document.getElementById(id).replaceChildren(...document.adoptNode(page.getElementById(id)).childNodes);
    }
    tag = page.getElementById("leads").dataset.tag;
  };

  const say = (state) => {
    if (live.className === state) return;
    live.className = state;
    live.textContent = live.dataset[state];
  };

  const poll = async () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", headers: { "If-None-Match": tag } });
        if (answer.status !== 304) merge(await load());
        say("live");
      } catch {
        say("offline");
      }
    }
    clearTimeout(timer);
    timer = setTimeout(poll, 2000);
  };

  document.addEventListener("visibilitychange", poll);
  poll();
})();
