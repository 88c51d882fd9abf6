// Whether somebody is about to leave, told from samples of what pointer, finger and window do. Plain values in, plain values out: no page and
// no clock; `attention.js` takes the samples. Where it cannot be sure it says nothing: a visitor who is asked to stay while they choose
// from a list or follow a link is lost, and one who is not asked has merely left.
//
// `exits(t)` begins at the moment a page is there. Times are milliseconds of one clock; places are those of the window, in CSS pixels.
//   pointer({ x, y, t })                             where the mouse is, now and then; what has just begun to move is told at once
//   out({ x, y, t, to, over, buttons, width })       it left an element: `to` the element it came to, null for none; `over` the tag it left
//   pressed(t)                                       something was clicked, or chosen by a key
//   touched(t)                                       a finger was put down
//   scrolled({ y, t, height, editing })              how far the page is scrolled, in a window so high; `editing`: somebody is in a field
//   hidden({ t, editing }), shown(t)                 the tab was left, and is seen again
// `out`, `scrolled` and `shown` answer how somebody leaves, `"pointer"`, `"scroll_up"` or `"return"`, or null.

// Pointers cross a page while it opens: on their way back from the address that was typed, or from the tab that was chosen.
const ARM_MS = 3000;
// Nobody has looked at a page in which the pointer was for less, since it came in last.
const STAY_MS = 1000;
// Below what sites put at their heads. Who was never lower came from above and goes back there.
const LOW_PX = 150;
// Browsers tell the last place inside as well as the first outside.
const EDGE_PX = 8;
// So far in so short a time, 300 px a second, is a way somewhere else. Drifting to the edge of the tabs while reading is slower, and who
// rests at the head of the page first has not come this far.
const RISE_PX = 90;
const LOOK_BACK_MS = 300;
// The way back and the cross that closes are in corners: twice as far aside as up is still upwards.
const ASIDE_PER_UP = 2;
// What somebody clicked on does what it does: another page, another tab, a jump within this one.
const PRESS_MS = 1500;
// Lists of choices and of what browsers fill in, and other people's pages, lie above the page: the pointer is over them, not gone.
const COVERED = ["select", "option", "optgroup", "input", "textarea", "datalist", "iframe", "frame", "object", "embed", "video"];

// Who has read has been here for a while, and well into the second window.
const READ_MS = 8000;
const READ_WINDOWS = 1.5;
// A whole window upwards in this time shows nothing that could be read on the way: it is for what lies above the page.
const FLICK_MS = 600;
// A page that jumps (to its top, to where it was before) is there at once; what a finger moves passes by, seen at least so often.
const FLICK_STEPS = 3;
// So long a flick runs on after the finger; what moves later is moved by the page.
const RUN_ON_MS = 2000;
// Less is a look at a message, or at the code that the page asked for.
const AWAY_MS = 20000;

const NEVER = -Infinity;

export const exits = (start) => {
  let [trail, cameIn, wasLow] = [[], null, false];
  let [path, deepest] = [[], 0];
  let [pressedAt, touchedAt, left] = [NEVER, NEVER, null];
  // Time that runs backwards was no time.
  const isWithin = (now, then, span) => now >= then && now - then <= span;
  const recent = (samples, now, span) => samples.filter(({ t }) => isWithin(now, t, span));

  const leaves = ({ x, y, t, to, over, buttons, width }) => {
    if (to !== null || buttons || COVERED.includes(over) || y > EDGE_PX || x < 0 || x > width) return false;
    if (!wasLow || cameIn === null || t - start < ARM_MS || t - cameIn < STAY_MS || isWithin(t, pressedAt, PRESS_MS)) return false;
    const lowest = recent(trail, t, LOOK_BACK_MS).reduce((low, one) => (low && low.y >= one.y ? low : one), null);
    if (!lowest) return false;
    const rise = lowest.y - y;
    return rise >= RISE_PX && Math.abs(x - lowest.x) <= rise * ASIDE_PER_UP;
  };

  return {
    pointer({ x, y, t }) {
      cameIn = cameIn ?? t;
      wasLow = wasLow || y >= LOW_PX;
      trail = [...recent(trail, t, LOOK_BACK_MS), { x, y, t }];
    },
    out(sample) {
      const isExit = leaves(sample);
      // From one element to another is not out; a button held outside comes back.
      if (sample.to === null && !COVERED.includes(sample.over)) [trail, cameIn, wasLow] = [[], null, false];
      return isExit ? "pointer" : null;
    },
    pressed(t) { pressedAt = t; },
    touched(t) { touchedAt = t; },
    scrolled({ y, t, height, editing }) {
      deepest = Math.max(deepest, y);
      const before = path[path.length - 1];
      // Only what goes on upwards is one flick.
      path = before && y < before.y ? [...recent(path, t, FLICK_MS), { y, t }] : [{ y, t }];
      const isFlick = path.length > FLICK_STEPS && path[0].y - y >= height;
      const isMeant = !editing && t - start >= READ_MS && deepest >= height * READ_WINDOWS && isWithin(t, touchedAt, RUN_ON_MS) && !isWithin(t, pressedAt, PRESS_MS);
      if (!isFlick || !isMeant) return null;
      [path, deepest] = [[], y];
      return "scroll_up";
    },
    // Only of those who touch: elsewhere tabs are changed all day. Keyboards hide with the field, and forms send people for codes.
    hidden({ t, editing }) { left = !editing && touchedAt > NEVER && t - start >= READ_MS && !isWithin(t, pressedAt, PRESS_MS) ? t : null; },
    shown(t) {
      const isReturn = left !== null && t - left >= AWAY_MS;
      // Where the mouse was before says nothing of now.
      [trail, cameIn, path, left] = [[], null, [], null];
      return isReturn ? "return" : null;
    },
  };
};
