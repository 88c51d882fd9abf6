// One popup on the page, of the kinds that lie over it: modal, fullscreen, slide_in, bar, teaser, consent, privacy. The browser does what it
// can: `dialog` traps the focus and gives it back, `popover` lies over everything without taking it. It decides nothing about when and
// what; it keeps the manners: the page is given back as it was, and what is no dialog takes neither focus nor Tab nor Escape from it.
//
// `drawn`: `popups/ID.LOCALE.json`, whose nodes are one element (`view/popup.rs`; `inside.js` has the marks within the card):
//   dialog.lw-popup.lw-modal.lw-size-md[data-lw-popup=ID data-lw-kind=modal part=overlay aria-labelledby]     or, of what is no dialog,
//   div.lw-popup.lw-slide_in.lw-at-bottom_end[… role=region popover=manual]                                  and in either
//     div.lw-popup-card[part=dialog tabindex=-1]
//       button.lw-popup-close[data-lw-close part=close aria-label] · div.lw-popup-picture · div.lw-popup-body
// `[data-lw-shown]` is on it while it is open, `[data-lw-minimise="label"]` on what becomes a button when it is dismissed, and
// `[data-lw-aids="bar countdown"]` names the aids without which it is not shown.
//
// `context`: `{ rule: { id, escape, overlay, after }, sheet, nonce, forms, load, ask, tell, closed, minimised }`. `closed(reason)` is called
// once each time it was open. A popup that is a button now is given back by the next call for its id, with all that was typed into it;
// `minimised` begins as the button. One that is made ahead is there, unseen, until `due` promises true, or false where it is not wanted.
// Null where it is not, or where a dialog of the page is open: that one comes first.

// How those are opened again that are buttons now, by id.
const buttons = new Map();

const root = document.documentElement;

// `:is` forgives what a browser does not know.
const isBusy = () => document.fullscreenElement
  || [...document.querySelectorAll(":is(:modal, [aria-modal=true])")].some((other) => other.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true);

// The page does not scroll, and keeps the room of its scroll bar. Whatever scrolls the window now goes on to be what would: if `body` lent
// its overflow to the window and lost it to `html`, what is sticky in it would leave its place.
const lock = () => {
  const { overflowY, scrollbarGutter, paddingRight } = getComputedStyle(root), bar = innerWidth - root.clientWidth;
  const lends = overflowY === "visible" && getComputedStyle(document.body).overflowY !== "visible";
  const held = [hold(lends ? document.body : root, "overflow-y", "hidden")];
  if (bar > 0 && !scrollbarGutter) held.push(hold(root, "padding-right", parseFloat(paddingRight) + bar + "px"));
  if (bar > 0 && scrollbarGutter === "auto") held.push(hold(root, "scrollbar-gutter", "stable"));
  return held;
};

// Made ahead, it is laid out once where nobody sees it, with fonts and all: what is left then is to show it.
const unseen = async ({ style }, due = true) => {
  if (due !== true) Object.assign(style, { display: "grid", visibility: "hidden" });
  const isWanted = await due;
  Object.assign(style, { display: "", visibility: "" });
  return isWanted;
};

export default async function attach(drawn, context) {
  const { rule, tell } = context, reopen = buttons.get(rule.id);
  if (isBusy()) return null;
  if (reopen) return reopen(context);
  const { host, inside, popup } = draw(drawn, context), [card] = popup.children, label = popup.dataset.lwMinimise;
  const isModal = popup.localName === "dialog", over = new AbortController();
  const focused = () => inside.getRootNode().activeElement, focus = (element) => element?.focus({ preventScroll: true });
  let { closed } = context, isOpen, isTouched, wasPressed, before, teaser, timer, held = [];

  const show = () => {
    isOpen = true;
    popup.toggleAttribute("data-lw-shown", true);
    if (isModal) {
      // Not the button that closes: whoever is typing would press it.
      card.autofocus = true;
      popup.showModal();
      // The page may have to be laid out anew for it: not before the popup is to be seen.
      requestAnimationFrame(() => setTimeout(() => { if (isOpen && !held.length) held = lock(); }));
    } else popup.showPopover?.();
    size.observe(popup);
    isTouched = false;
    wait();
    return { host, close: leave };
  };
  const wait = () => {
    if (rule.after) timer = setTimeout(() => {
      if (document.hidden || card.matches(":hover")) wait();
      else if (!isTouched) leave("after");
    }, rule.after * 1000);
  };

  const leave = (reason = "call") => {
    if (!isOpen) return teaser && end();
    const told = toldOf(popup, reason), hadFocus = focused();
    isOpen = false;
    clearTimeout(timer);
    size.disconnect();
    for (const back of held.splice(0).reverse()) back();
    popup.removeAttribute("data-lw-shown");
    // What was removed with it open is closed already.
    try { isModal ? popup.close() : popup.hidePopover?.(); } catch {}
    if (label && DISMISSALS.includes(told)) minimise();
    else end();
    if (hadFocus && !isModal) focus(teaser ? teaser.querySelector("button") : before);
    closed(told);
  };
  const end = () => {
    over.abort();
    buttons.delete(rule.id);
    teaser?.remove();
    // What is to be seen of it fades; it is closed.
    Promise.allSettled(popup.getAnimations().map(({ finished }) => finished)).then(() => {
      host.remove();
      // Forms that are gone take their listeners along.
      tell("drawn");
    });
  };

  const minimise = () => {
    const corner = popup.className.match(/lw-at-\w+_\w+/) ?? "lw-at-bottom_end";
    const button = ["button", { type: "button", class: "lw-teaser-open", part: "teaser", "data-leadwell-open": rule.id }, [label]];
    append(inside, [["div", { class: "lw-popup lw-teaser " + corner, popover: "manual", "data-lw-shown": "" }, [["div", { class: "lw-popup-card" }, [button]]]]]);
    teaser = inside.lastChild;
    teaser.showPopover?.();
    buttons.set(rule.id, (given) => {
      const hadFocus = focused();
      ({ closed } = given);
      buttons.delete(rule.id);
      teaser = teaser.remove();
      const view = show();
      if (hadFocus && !isModal) focus(card);
      return view;
    });
    return { host, close: leave };
  };

  // Tells of its removal by anybody: what is not on the page has no size.
  const size = new ResizeObserver(() => { if (!host.isConnected) leave("elsewhere"); });
  const listen = (name, act) => popup.addEventListener(name, act), mayGo = (way) => rule[way] || isSent(popup);
  listen("pointerdown", ({ target }) => { isTouched = true; wasPressed = target === popup; });
  listen("click", ({ target }) => { if (isModal && target === popup && wasPressed && mayGo("overlay")) leave("overlay"); });
  // Escape in a dialog. A field for files has an event of the same name.
  listen("cancel", (event) => {
    if (event.target !== popup) return;
    event.preventDefault();
    if (mayGo("escape")) leave("escape");
  });
  // Browsers close a dialog that does not listen.
  listen("close", () => { if (!popup.open) leave("escape"); });
  listen("keydown", (event) => {
    isTouched = true;
    if (isModal || event.key !== "Escape" || event.isComposing || event.defaultPrevented || !mayGo("escape")) return;
    event.stopPropagation();
    leave("escape");
  });
  listen("focusin", ({ relatedTarget }) => {
    isTouched = true;
    if (!popup.contains(relatedTarget)) before = relatedTarget;
  });
  const on = (target, name, act) => target?.addEventListener(name, act, { signal: over.signal });
  // What a keyboard on the screen covers is no room, and the field in use stays in sight. Pinching is something else.
  on(window.visualViewport, "resize", () => {
    const { height, scale } = visualViewport;
    popup.style.setProperty("--lw-covered", (scale > 1 ? 0 : Math.max(0, innerHeight - height)) + "px");
    focused()?.scrollIntoView({ block: "nearest" });
  });
  on(document, "leadwell:forgotten", () => leave());

  // Out of the page's flow, whatever its layout, and not to be seen until all is there.
  host.className = "lw-over";
  document.body.append(host);
  try {
    await enliven(popup, context, leave);
    if (await unseen(popup, context.due) && !isBusy()) return context.minimised ? minimise() : show();
    end();
    return null;
  } catch (error) {
    closed = () => {};
    isOpen = true;
    leave();
    throw error;
  }
}
