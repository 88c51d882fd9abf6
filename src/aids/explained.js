// Why each popup is or is not shown, for `leadwell("explain")`: every rule with its figures, and the facts that its conditions read. Loaded
// when somebody asks. It works nothing out itself: `account` is that of `showing.js`.

// The facts that a condition names, wherever it stands; what is of the event is of no use afterwards.
const factNames = (condition) => typeof condition !== "object" || condition === null ? []
  : Object.entries(condition).flatMap(([name, below]) => [.../^(?!event\.)[a-z_]+(\.\w+)+$/.test(name) ? [name] : [], ...factNames(below)]);
const valueAt = (facts, name) => name.split(".").reduce((value, part) => value?.[part], facts) ?? null;

export default function attach({ popups, page, open, account, state, facts }) {
  return popups.map((popup) => {
    const rules = account(popup, page, state), { id, kind, when, trigger, cancel } = popup;
    const read = [...new Set(factNames([when, trigger, cancel]))];
    return { id, kind, open: open.has(id), shows: rules.every(({ holds }) => holds), rules, facts: Object.fromEntries(read.map((name) => [name, valueAt(facts, name)])) };
  });
}
