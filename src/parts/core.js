// What blocks do by themselves on a page, without the runtime. Each part names the elements it is for; a page carries only the
// parts of its own blocks. The single-page app and the runtime say `leadwell:drawn` when there are new elements.
const parts = [];
const part = (selector, attach) => parts.push([selector, attach]);
const done = new WeakSet();
const attachAll = () => {
  for (const [selector, attach] of parts) {
    for (const element of document.querySelectorAll(selector)) {
      if (done.has(element)) continue;
      done.add(element);
      // One block's trouble is not another's.
      try { attach(element); } catch {}
    }
  }
};
const tell = (name, detail) => { if (typeof leadwell === "function") leadwell("track", name, detail); };
