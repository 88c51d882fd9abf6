// Which popup shows when. Plain values in, plain values out: no page, no clock, no chance; those come in as arguments. Published in front of
// `popups.js`, and run natively by the tests inside a campaign. It opens nothing, tells nobody and keeps nothing but `page`.
//
// `popups`: the rules as published, in the order in which they are asked, `{ id, kind, stands, trigger: [[trigger…]…], cancel: [trigger…],
// when?, from?, until?, days?, hours?, sample?, every, stop: { seen?, submitted?, dismissed? }, group? }`. Any list of `trigger` whose members
// have all fired is enough. What `stands` by itself (inline, teaser, consent, privacy) neither counts for the limits nor waits.
//
// `page`: what is known of this page view, plain JSON, made by `begin` and changed in place by `heard`, `reached`, `shown`, `closedOn`
// and `withdrawn`:
//   { popups: { ID: { times, spent, shown } },   times: how often each trigger happened, as lists in the order of `trigger`, and one more, that
//                                                of `cancel`; nothing is counted beyond what fires; spent: what never happens anew (see
//                                                STATES) had its turn; shown: how often it was shown on this page
//     shown,                                     how many were shown on this page, of those that do not stand by themselves
//     open: [[ID, stands]…],                     now on screen
//     groups: [[GROUP, ID]…] }                   who took a group on this page
//
// `now`, for `reached` and `waits`: `{ delay, time_on_site, pages, stage, tags, hash }`: seconds since this page opened, engaged seconds on
// the site, page views of the visitor so far, the stage, the tags, and the address's `#part` ("" for none).
//
// `state`, for `next` and `account`: `{ may, chosen, history, visit, submitted, now, local: { minutes, weekday }, limits, draw(id),
// holds(condition, event) }`. may: consent allows targeting; chosen: the visitor has said yes or no already; history: the record's,
// `{ ID: { seen, dismissed, submitted, at, visit, here } }`, with all that do not stand by themselves together under "*"
// (`visitor/popups.rs`); visit: its number; submitted: when a form was sent last; now: milliseconds; local: the visitor's clock, minutes
// since midnight and 1 to 7 from Monday; limits: `{ page?, session?, gap?, after_submit? }`; draw: 0 to 1, the same for a visitor and an
// id each time. Other times and durations are seconds. What is not known of a visitor is null or left out; what a rule does not say is left out.

// After so long without a sign a visit is over.
const VISIT_SECONDS = 1800;

const least = (wanted, told) => wanted == null || told >= wanted;

// Triggers that are so or not, instead of happening: told by `reached`, and by no event of the same name.
const STATES = {
  __proto__: null,
  load: () => true,
  delay: ({ seconds }, now) => least(seconds, now.delay),
  time_on_site: ({ seconds }, now) => least(seconds, now.time_on_site),
  pages: ({ count }, now) => least(count, now.pages),
  // Facts alone say when.
  score: ({ where }) => where != null,
  stage: ({ id }, now) => id != null && now.stage === id,
  tag: ({ id }, now) => (now.tags ?? []).includes(id),
  hash: ({ hash }, now) => (hash ? now.hash === hash : Boolean(now.hash)),
};
const isState = ({ on }) => on in STATES;
const needed = (trigger) => (isState(trigger) ? 1 : trigger.count || 1);
const lists = ({ trigger, cancel }) => [...(trigger ?? []), cancel ?? []];
const meets = ({ where }, event, holds) => where == null || Boolean(holds(where, event));

// A new page view. What is open from the page `before` it, in the same document, stays open, and keeps its group.
export const begin = (popups, before) => {
  const open = before ? before.open : [], isOpen = ([, id]) => open.some(([other]) => other === id);
  return {
    popups: Object.fromEntries(popups.map((popup) => [popup.id, { times: lists(popup).map((list) => list.map(() => 0)), spent: false, shown: 0 }])),
    shown: 0,
    open: [...open],
    groups: before ? before.groups.filter(isOpen) : [],
  };
};

// Counts what `fits`; tells whether a trigger or a cancellation fired that had not.
const mark = (page, popups, fits) => {
  let isNew = false;
  for (const popup of popups) {
    const all = lists(popup), { times } = page.popups[popup.id];
    all.forEach((list, at) => list.forEach((trigger, place) => {
      if (times[at][place] >= needed(trigger) || !fits(trigger, at < all.length - 1 && popup.id)) return;
      times[at][place] += 1;
      if (times[at][place] >= needed(trigger)) isNew = true;
    }));
  }
  return isNew;
};

// An event: `detail` is what conditions read as `event.*`; for a click also `matched`, those selectors of `popups` that it matched. `id` is
// the event's `id`, or the form or popup it is about. Nothing that a popup does sets itself off.
export const heard = (page, popups, event, detail, holds) => {
  const text = typeof detail.text === "string" && detail.text.trim().replace(/\s+/g, " ");
  return mark(page, popups, (trigger, own) =>
    trigger.on === event && !isState(trigger) && detail.popup !== own &&
    (trigger.id == null || [detail.id, detail.form, detail.popup].includes(trigger.id)) &&
    (trigger.text == null || text === trigger.text) &&
    (trigger.selector == null || [].concat(detail.matched).includes(trigger.selector)) &&
    least(trigger.percent, detail.percent) && least(trigger.seconds, detail.seconds) &&
    meets(trigger, detail, holds));
};

// How things are: to be told at the start, whenever one of `waits` is over, and whenever facts may have changed.
export const reached = (page, popups, now, holds) => mark(page, popups, (trigger) => isState(trigger) && STATES[trigger.on](trigger, now) && meets(trigger, {}, holds));

// The next moments at which time alone may set something off, `{ delay, time_on_site }`, each in the seconds of `now`; Infinity for none.
export const waits = (popups, now) => {
  const next = (on) => Math.min(...popups.flatMap((popup) => lists(popup).flat()).filter((one) => one.on === on && one.seconds > now[on]).map((one) => one.seconds));
  return { delay: next("delay"), time_on_site: next("time_on_site") };
};

// A clock that was set back has seen no time go by, so that nothing comes sooner for it.
const since = ({ now }, at) => (at == null ? Infinity : now / 1000 - at);

// Hours that run over midnight are those of the day on which they begin.
const isOpenAt = ({ days, hours }, { minutes, weekday }) => {
  const on = (day) => !days || days.includes(day);
  const begins = ([start, end]) => minutes >= start && (minutes < end || end <= start) && on(weekday);
  const goesOn = ([start, end]) => end <= start && minutes < end && on(weekday > 1 ? weekday - 1 : 7);
  return hours ? hours.some((one) => begins(one) || goesOn(one)) : on(weekday);
};

// A limit for all, which what stands by itself is not under.
const under = (popup, limit, shown) => ({ holds: popup.stands || !least(limit, shown) || limit == null, shown, limit });
const after = (popup, limit, state, at) => ({ holds: popup.stands || least(limit, since(state, at)), at, limit });
const past = (state, id) => state.history?.[id] ?? {};

// Every rule, in the order in which they are told: whether it `holds`, and what explains it. What asks the runtime comes last.
const RULES = {
  consent: (popup, page, state) => ({ holds: popup.kind === "privacy" || Boolean(popup.kind === "consent" ? !state.chosen : state.may) }),
  trigger: (popup, page, state, { times, spent }) => {
    const fired = (list, at) => list.every((one, place) => times[at][place] >= needed(one)) && !(spent && list.every(isState));
    return { holds: lists(popup).slice(0, -1).some(fired), times, spent };
  },
  cancel: (popup, page, state, { times }) => ({ holds: !lists(popup).pop().some((one, place) => times[times.length - 1][place] >= needed(one)) }),
  schedule: (popup, page, { now, local }) => ({ holds: !(now < popup.from || now >= (popup.until ?? Infinity)) && isOpenAt(popup, local), now, local }),
  sample: (popup, page, state) => {
    const drawn = popup.sample == null ? -1 : state.draw(popup.id);
    return { holds: drawn < (popup.sample ?? 1), drawn };
  },
  frequency: ({ id, every }, page, state, own) => {
    const { at, visit } = past(state, id), ago = since(state, at);
    // What was merely kept as dismissed names no visit.
    const isNewVisit = visit == null ? ago >= VISIT_SECONDS : visit !== state.visit;
    return { holds: every === "always" || (every === "page" ? !own.shown : every >= 0 ? ago >= every : isNewVisit), at, visit };
  },
  stop: ({ id, stop }, page, state) => {
    const known = past(state, id);
    return { holds: !Object.keys(stop ?? {}).some((what) => known[what] >= stop[what]), ...known };
  },
  page_limit: (popup, page, { limits }) => under(popup, limits.page, page.shown),
  session_limit: (popup, page, state) => under(popup, state.limits.session, past(state, "*").visit === state.visit ? past(state, "*").here : 0),
  gap: (popup, page, state) => after(popup, state.limits.gap, state, past(state, "*").at),
  after_submit: (popup, page, state) => after(popup, state.limits.after_submit, state, state.submitted),
  group: ({ id, group }, page) => ({ holds: group == null || !page.groups.some(([taken, by]) => taken === group && by !== id) }),
  busy: (popup, page) => ({ holds: !page.open.some(([id, stands]) => id === popup.id || !(popup.stands || stands)), open: page.open }),
  when: (popup, page, state) => ({ holds: meets({ where: popup.when }, {}, state.holds) }),
};
const ALL = Object.keys(RULES);
const judge = (popup, page, state) => (rule) => ({ rule, ...RULES[rule](popup, page, state, page.popups[popup.id]) });

// Every rule for one popup, `[{ rule, holds, …what explains it }]`.
export const account = (popup, page, state) => ALL.map(judge(popup, page, state));

// The one to show now, or null. To be asked again after `shown`: what stands by itself waits for nobody. `missed` is told of those that
// would have been shown now, but for their `when`, which is asked last.
export const next = (popups, page, state, missed) =>
  popups.find((popup) => ALL.every((rule) => judge(popup, page, state)(rule).holds || (rule === "when" && missed?.(popup), false))) ?? null;

// Its place is taken: to be told as soon as it is chosen, and of what was opened by hand as well, for which no rule is asked.
export const shown = (page, { id, stands, group }) => {
  page.popups[id].shown += 1;
  page.shown += stands ? 0 : 1;
  page.open.push([id, Boolean(stands)]);
  if (group != null) page.groups.push([group, id]);
};

const without = (list, id, place) => list.filter((one) => one[place] !== id);

// It is gone. To show again on this page, something has to happen again.
export const closedOn = (page, popup) => {
  const own = page.popups[popup.id];
  page.open = without(page.open, popup.id, 0);
  own.spent = true;
  own.times = lists(popup).map((list, at) => list.map((one, place) => (isState(one) || at === own.times.length - 1 ? own.times[at][place] : 0)));
};

// Its place was taken and it never came: nothing counts, and it may be chosen again. Where it shall not be, `closedOn` comes after this.
export const withdrawn = (page, { id, stands }) => {
  const own = page.popups[id];
  // It may have been taken on the page before.
  if (own.shown > 0) {
    own.shown -= 1;
    page.shown -= stands ? 0 : 1;
  }
  page.open = without(page.open, id, 0);
  if (!own.shown) page.groups = without(page.groups, id, 1);
};

// The record's history with what the browser keeps of dismissals without consent, `{ ID: [times, at] }`, under "*" as well where it does not
// stand by itself. The greater number counts, since both count the same.
export const withClosed = (history, closed) => {
  const all = { ...history };
  for (const [id, [times, at]] of Object.entries(closed ?? {})) {
    const known = all[id] ?? {}, most = (what) => Math.max(known[what] ?? 0, times);
    all[id] = { ...known, seen: most("seen"), dismissed: most("dismissed"), at: Math.max(known.at ?? at, at) };
  }
  return all;
};
