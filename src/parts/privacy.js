// What this browser holds of its visitor, in plain words, with switches for what they allow and a button that erases it. The runtime
// knows everything (`leadwell("export")`) and does everything; what is here decides only how it is said. Where the runtime cannot
// start, what it kept earlier is shown and erased from here. It works on any element, on a page or in a popup.
const KNOWN = /*KNOWN*/{};
const DAY = 86400000;
const RESERVED = ["personalization", "analytics", "advertising"];
// What a visitor should know, of what `export` gives: whether it is kept, and lists of names with what stands behind them. Pure.
const known = (given, { words, fields, options, purposes }, locale) => {
  const { visitor = {}, explanation = {}, outbox = [], stored = {} } = given;
  const date = (at, styles = { dateStyle: "long" }) => {
    const time = new Date(at);
    try { return Number.isNaN(time.getTime()) ? "" : new Intl.DateTimeFormat(locale, styles).format(time); } catch { return ""; }
  };
  const number = (value, styles) => new Intl.NumberFormat(locale, styles).format(value);
  // An id that somebody wrote for a program: `price_list`.
  const named = (id) => String(id).replaceAll("_", " ").replace(/^./u, (letter) => letter.toLocaleUpperCase(locale));
  const entry = (list, key) => Object.hasOwn(list, key) ? list[key] : undefined;
  const answer = (name, value) => {
    if (value !== null && typeof value === "object") return Object.values(value).map((one) => answer(name, one)).join(", ");
    return entry(entry(options, name) ?? {}, value) ?? (value === "true" ? "✓" : String(value));
  };
  const way = (channel) =>
    channel === "direct" ? words.direct : /^paid|^display|^cross|^audio/.test(channel) ? words.ad : /assistant/.test(channel) ? words.assistant
      : /search/.test(channel) ? words.search : /social/.test(channel) ? words.social : /video/.test(channel) ? words.video
        : channel === "email" ? words.email : words.link;
  const came = ({ channel = "", source, campaign, at }) =>
    [[way(channel), source, campaign && words.campaign.replace("{name}", () => campaign)].filter(Boolean).join(" · "), date(at)];
  const time = (seconds) => number(seconds < 60 ? seconds : Math.round(seconds / 60), { style: "unit", unit: seconds < 60 ? "second" : "minute", unitDisplay: "long" });

  const visits = [];
  if (visitor.visits > 0) {
    visits.push([words.since, date(visitor.first_seen, { dateStyle: "long", timeStyle: "short" })], [words.visits, number(visitor.visits)], [words.pages, number(visitor.pages)]);
    if (visitor.seconds > 0) visits.push([words.time, time(visitor.seconds)]);
    if (visitor.first) visits.push([words.first, ...came(visitor.first)]);
    if (visitor.last && visitor.last.at !== visitor.first?.at) visits.push([words.last, ...came(visitor.last)]);
  }
  for (const [name, value] of Object.entries(visitor.user ?? {})) visits.push([named(name), answer(name, value), words.account]);

  const score = explanation.score ?? {}, rows = (score.explanation ?? []).filter((row) => row.points !== 0);
  const signed = (points) => number(points, { signDisplay: "exceptZero" });
  const dimensions = [...new Set(rows.map((row) => row.dimension))].map((dimension) => ({
    name: named(dimension), points: number(score[dimension] ?? 0),
    rows: rows.filter((row) => row.dimension === dimension).map(({ rule, of, points, count }) =>
      [rule === "cap" ? words.limit + (of ? ` (${named(of)})` : "") : named(rule), rule === "cap" ? "" : number(count) + " ×", signed(points)])
  }));
  const results = [];
  if (rows.length) {
    if (explanation.stage) results.push([words.stage, named(explanation.stage)]);
    if (explanation.level && explanation.level !== "none") results.push([words.level, explanation.level.replace(/^.ql$/, (level) => level.toUpperCase()).replace(/^[^A-Z]+$/, named)]);
  }
  const tags = explanation.tags ?? visitor.tags ?? [];
  if (tags.length) results.push([words.tags, tags.map(named).join(", ")]);

  const lead = visitor.lead ?? {};
  const sent = (visitor.submitted ?? []).map((form) => [named(form), form === lead.form ? date(lead.consent?.[0]?.at) : ""]);
  const waiting = outbox.map(({ message = {}, created_ms }) => [named(message.form ?? message.type ?? ""), date(message.at ?? created_ms)]);
  const answers = Object.entries(visitor.answers ?? {}).map(([name, value]) => [entry(fields, name) || named(name), answer(name, value)]);
  const agreed = Object.entries(visitor.agreed ?? {}).filter(([purpose]) => !RESERVED.includes(purpose)).map(([purpose, state]) =>
    ({ purpose, name: entry(purposes, purpose) || named(purpose), state: entry(words, state) ?? String(state), stands: state !== "denied" }));

  const until = date(Date.parse(visitor.last_seen) + KNOWN.days * DAY);
  const own = "leadwell:visitor:" + KNOWN.campaign, draft = `leadwell:draft:${KNOWN.campaign}:`;
  const kept = (start) => Object.keys(stored).filter((key) => key.startsWith(start) && key !== own).map((key) => named(key.slice(start.length)));
  if (kept(draft).length) answers.push([words.drafts, kept(draft).join(", ")]);
  const state = own in stored && until ? words.until.replace("{date}", until) : visits.length + answers.length + sent.length ? words.memory : words.nothing;
  return { state, visits, dimensions, results, sent, waiting, answers, agreed, others: kept("leadwell:visitor:") };
};
// What the runtime would do, where it cannot start: localStorage, or the one cookie of subdomains that share a visitor. Neither may be there.
const alone = () => {
  const swapped = (text) => text.replace(/["',!]/g, (letter) => ({ '"': "'", "'": '"', ",": "!", "!": "," })[letter]);
  const cookie = (key) => "leadwell_" + key.slice(9).replace(":", "_");
  const written = (text, age) => `${text}; Domain=${KNOWN.share}; Path=/; SameSite=Lax; Max-Age=${age}`;
  const all = () => {
    const found = {};
    try { for (const key of Object.keys(localStorage)) if (key.startsWith("leadwell:")) found[key] = localStorage.getItem(key); } catch {}
    if (KNOWN.share) {
      for (const key of ["leadwell:visitor:" + KNOWN.campaign, "leadwell:consent"]) {
        const text = document.cookie.split("; ").find((one) => one.startsWith(cookie(key) + "="))?.slice(cookie(key).length + 1);
        try { if (text) found[key] = swapped(decodeURIComponent(text)); } catch {}
      }
    }
    for (const [key, text] of Object.entries(found)) try { found[key] = JSON.parse(text); } catch {}
    return found;
  };
  return {
    export: () => {
      const stored = all(), { choices = {} } = stored["leadwell:consent"] ?? {};
      return {
        visitor: stored["leadwell:visitor:" + KNOWN.campaign] ?? {}, stored,
        consent: Object.fromEntries(Object.entries(choices ?? {}).map(([purpose, is]) => [purpose, is ? "granted" : "denied"])),
        outbox: Object.keys(stored).filter((key) => key.startsWith("leadwell:outbox:")).map((key) => stored[key])
      };
    },
    // A lead on its way stays, since its visitor sent it, and so does what they chose.
    forget: () => {
      for (const key of Object.keys(all())) {
        if (key === "leadwell:consent" || key.startsWith("leadwell:outbox:")) continue;
        if (KNOWN.share) document.cookie = written(cookie(key) + "=", 0);
        try { localStorage.removeItem(key); } catch {}
      }
    },
    consent: (choice) => {
      const choices = { ...all()["leadwell:consent"]?.choices, ...choice };
      const text = JSON.stringify({ v: 1, choices, at: new Date().toISOString().replace(/\.\d+/, "") });
      if (KNOWN.share) document.cookie = written("leadwell_consent=" + encodeURIComponent(swapped(text)), KNOWN.days * 86400);
      else try { localStorage.setItem("leadwell:consent", text); } catch {}
    }
  };
};
let privacies = 0;
part("[data-lw-privacy]", (block) => {
  const locale = block.closest("[lang]")?.lang || document.documentElement.lang;
  const names = KNOWN.in[locale] ?? Object.values(KNOWN.in)[0], { words } = names;
  const contact = block.querySelector("a[href^='mailto:']")?.textContent;
  const [key, over, root] = [privacies += 1, new AbortController(), block.getRootNode()];
  let stead;
  const ask = async (command, detail) => {
    if (stead) return stead[command](detail);
    const answer = await leadwell(command, detail);
    // What subdomains share is in no localStorage.
    if (command === "export" && KNOWN.share) Object.assign(answer.stored, alone().export().stored);
    return answer;
  };

  const make = (name, styled, ...children) => {
    const element = document.createElement(name);
    if (styled) element.className = styled;
    element.append(...children.filter((child) => child !== "" && child));
    return element;
  };
  const button = (label, styled, act) => {
    const element = make("button", styled, label);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };
  // Says what was done, and takes the focus where what had it is gone.
  const note = () => {
    const element = make("div", "lw-known-note");
    element.setAttribute("role", "status");
    element.tabIndex = -1;
    return element;
  };
  const group = (title, ...children) => make("div", "lw-known-part", make("h3", "lw-known-title", title), ...children);
  const list = (rows) => make("dl", "lw-known-list", ...rows.map(([name, value, more]) =>
    make("div", "", make("dt", "", name), make("dd", "", value, more && make("span", "lw-known-more", more)))));
  const lines = (rows) => make("ul", "lw-known-lines", ...rows.map(([name, more]) => make("li", "", name, more && make("span", "lw-known-more", more))));
  const table = ({ name, points, rows }) => {
    const head = make("thead", "", make("tr", "", ...[words.reason, words.times, words.points].map((title) => {
      const cell = make("th", "", title);
      cell.scope = "col";
      return cell;
    })));
    const sums = make("caption", "", make("span", "", name), make("strong", "", points));
    return make("table", "lw-known-points", sums, head, make("tbody", "", ...rows.map((cells) => make("tr", "", ...cells.map((cell) => make("td", "", cell))))));
  };

  const state = make("p", "lw-known-state");
  const failed = make("p", "lw-known-more", words.unavailable);
  failed.hidden = true;
  const chosen = note(), taken = note(), erased = note();
  const switches = RESERVED.map((purpose) => {
    const box = make("input", "lw-known-switch"), about = make("p", "lw-known-more", words[purpose + "_text"]);
    Object.assign(box, { type: "checkbox", id: `lw-known-${key}-${purpose}` });
    box.setAttribute("role", "switch");
    about.id = box.id + "-about";
    box.setAttribute("aria-describedby", about.id);
    const label = make("label", "", words[purpose]);
    label.htmlFor = box.id;
    box.addEventListener("change", async () => {
      const wanted = box.checked;
      await ask("consent", { [purpose]: wanted });
      await redraw();
      // Another refusal may stand against it.
      chosen.textContent = box.checked === wanted ? words.saved : words.refused;
    });
    return { purpose, box, row: make("div", "lw-known-choice", make("div", "", label, about), box) };
  });
  const choices = group(words.choices, ...switches.map(({ row }) => row), chosen);

  // Kept from drawing to drawing, so that none is lost under a finger.
  const buttons = new Map();
  const takeBack = (purpose, name) => {
    if (!buttons.has(purpose)) {
      const back = button(words.take_back, "lw-button lw-quiet lw-small", async () => {
        await ask("consent", { [purpose]: false });
        await redraw();
        taken.textContent = words.taken_back;
        taken.focus();
      });
      back.setAttribute("aria-label", `${words.take_back}: ${name}`);
      buttons.set(purpose, back);
    }
    return buttons.get(purpose);
  };
  const agreements = group(words.agreed, make("p", "lw-known-more", words.agreed_text));
  const agreement = ({ purpose, name, state, stands }) =>
    make("li", "", make("div", "", name, make("span", "lw-known-more", state)), stands && !stead && takeBack(purpose, name));

  const lists = make("div", "lw-known-lists");
  let now;
  const save = button(words.download, "lw-button lw-quiet", async () => {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(await ask("export"), null, 2)], { type: "application/json" }));
    link.download = `${KNOWN.campaign}-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(URL.revokeObjectURL, 10000, link.href);
  });
  const erase = button(words.erase, "lw-button", () => { turn(true); no.focus(); });
  const no = button(words.no, "lw-button lw-quiet", () => { turn(false); erase.focus(); });
  const yes = button(words.yes, "lw-button lw-danger", async () => {
    const { sent } = now;
    await ask("forget");
    await ask("consent", { personalization: false });
    await redraw();
    turn(false);
    // Said below, with what it came to.
    limits.hidden = true;
    erased.replaceChildren(make("p", "", make("strong", "", words.erased)), ...reach(), ...(sent.length ? [make("p", "", words.sent), lines(sent)] : []),
      ...(now.others.length ? [make("p", "", words.others.replace("{names}", () => now.others.join(", ")))] : []));
    erased.focus();
  });
  const sure = make("p", "lw-known-sure", words.sure), asked = make("div", "lw-known-asked", sure, make("div", "lw-calls", yes, no)), offered = make("div", "lw-calls", erase, save);
  sure.id = `lw-known-${key}-sure`;
  asked.setAttribute("role", "group");
  asked.setAttribute("aria-labelledby", sure.id);
  const turn = (asks) => {
    [asked.hidden, offered.hidden, limits.hidden] = [!asks, asks, false];
    erased.replaceChildren();
  };
  asked.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); no.click(); } });
  // What no button here can do.
  const reach = () => {
    const [before, after = ""] = words.write.split("{contact}");
    const mail = make("a", "", contact);
    mail.href = "mailto:" + contact;
    return [make("p", "", words.reach), ...(contact ? [make("p", "", before, mail, after)] : [])];
  };
  const limits = make("div", "lw-known-limits", make("p", "", words.erase_text), ...reach());
  const end = group(words.erase_title, limits, erased, offered, asked);
  turn(false);

  let drawn;
  const draw = (given) => {
    const focused = root.activeElement;
    for (const { purpose, box } of switches) box.checked = given.consent?.[purpose] === "granted";
    now = known(given, names, locale);
    const news = JSON.stringify([now, !stead]);
    if (news === drawn) return;
    drawn = news;
    state.textContent = now.state;
    failed.hidden = !stead;
    const { visits, dimensions, results, sent, waiting, answers, agreed } = now;
    const shown = [];
    if (visits.length) shown.push(group(words.title, list(visits)));
    if (visits.length && !stead) {
      shown.push(group(words.score, make("p", "lw-known-more", words.score_text), ...dimensions.map(table), dimensions.length ? "" : make("p", "", words.no_points), results.length && list(results)));
    }
    if (answers.length) shown.push(group(words.answers, list(answers)));
    agreements.querySelector("ul")?.remove();
    if (agreed.length) {
      agreements.append(make("ul", "lw-known-lines", ...agreed.map(agreement)), taken);
      shown.push(agreements);
    }
    if (sent.length) shown.push(group(words.sent, lines(sent)));
    if (waiting.length) shown.push(group(words.waiting, make("p", "lw-known-more", words.waiting_text), lines(waiting)));
    lists.replaceChildren(...shown);
    if (focused?.isConnected && block.contains(focused) && root.activeElement !== focused) focused.focus({ preventScroll: true });
    if ("lwLive" in block.dataset) return;
    block.dataset.lwLive = "";
    block.querySelector("[data-lw-without]").hidden = true;
    block.append(group(words.here, state, failed), choices, lists, end);
  };
  const redraw = async () => {
    const given = await ask("export");
    // Storage holds what others may have written: of what is no record, nothing is told but that it is there, in the file.
    try { draw(given); } catch { draw({ ...given, visitor: {}, explanation: {}, outbox: [] }); }
  };
  const listen = (name, then) => document.addEventListener("leadwell:" + name, () => (block.isConnected ? then() : over.abort()), { signal: over.signal });
  for (const name of ["ready", "consent", "score", "lead", "submit", "forgotten", "identified"]) listen(name, redraw);
  const unavailable = () => {
    // One form may be without its behaviour where the runtime is there.
    if (window.leadwell?.h) return redraw();
    stead = alone();
    redraw();
  };
  listen("unavailable", unavailable);
  // Where not even the loader came, nobody will say so.
  const missing = () => { if (typeof leadwell !== "function") unavailable(); };
  if (document.readyState === "complete") missing();
  else addEventListener("load", missing, { once: true });
  if (typeof leadwell === "function") redraw();
});
