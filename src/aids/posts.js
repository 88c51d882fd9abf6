// Ways to post a lead that are not `fetch`: a form in a hidden frame, whose receiver sends the browser on to our `ack.html`, and a vendor's
// own script that the host page carries. Fetched when a campaign's destination asks for one. Each promises what came of it, in the words
// of `deliver.js`.

// How long a receiver may take to send the frame back, and how long after its frame has loaded something else.
const PATIENCE_MS = 10000;
const LOADED_MS = 2000;

const hidden = (tag, attributes) => {
  const element = document.createElement(tag);
  element.hidden = true;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

// Tells what a message from the frame means; nothing where it means nothing.
export const heard = ({ origin, data }, { url, ack }) => {
  const from = (address) => origin === new URL(address, location.href).origin;
  if (from(ack) && data?.leadwell === "ack") return data.ok ? { blind: true, acked: true } : { refused: true };
  // Mautic tells its parent what it has to say.
  if (from(url) && data) return { status: 200, said: typeof data === "string" ? data : JSON.stringify(data) };
};

const inFrame = ({ url, encode, body }, { ack, reached }) => new Promise((done) => {
  const name = "leadwell-" + Math.random().toString(36).slice(2), over = new AbortController();
  const frame = hidden("iframe", { name, title: "", "aria-hidden": "true", tabindex: "-1" });
  const form = hidden("form", { method: "post", action: url, target: name, "accept-charset": "utf-8" });
  if (encode === "multipart") form.setAttribute("enctype", "multipart/form-data");
  for (const [field, value] of body) form.append(hidden("input", { type: "hidden", name: field, value }));
  let timer;
  const end = (came) => {
    clearTimeout(timer);
    over.abort();
    frame.remove();
    form.remove();
    done(came);
  };
  // A browser without a network loads a page of its own into the frame: only with one can anything have arrived.
  const settle = () => { reached(ack).then((is) => end(is ? { blind: true } : {})); };
  const wait = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(settle, milliseconds);
  };
  addEventListener("message", (event) => {
    const came = event.source === frame.contentWindow && heard(event, { url, ack });
    if (came) end(came);
  }, { signal: over.signal });
  // A page whose policy forbids it: nothing was sent, and another page may send it. One that is reported only has been sent.
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) => {
    if (disposition !== "report" && /^(form-action|frame-src|child-src)/.test(effectiveDirective) && url.startsWith(blockedURI.replace(/^(https?:\/\/[^/]+).*/, "$1"))) end({});
  }, { signal: over.signal });
  document.body.append(frame, form);
  frame.addEventListener("load", () => { wait(LOADED_MS); }, { signal: over.signal });
  // A field of that name stands in the form's own place.
  HTMLFormElement.prototype.submit.call(form);
  wait(PATIENCE_MS);
});

// Marketo's Forms 2.0. What its form has is filled in, what it has not goes along hidden.
const byMarketo = ({ params, body }) => new Promise((done) => {
  const vendor = window.MktoForms2;
  // It may be on the next page.
  if (!vendor) return done({});
  setTimeout(() => { done({}); }, PATIENCE_MS);
  vendor.loadForm(params.base, params.munchkin, Number(params.form_id), (form) => {
    const known = form.vals(), fields = Object.entries(Object.fromEntries(body));
    form.vals(Object.fromEntries(fields.filter(([name]) => name in known)));
    form.addHiddenFields(Object.fromEntries(fields.filter(([name]) => !(name in known))));
    form.onValidate((isValid) => { if (!isValid) done({ refused: true }); });
    form.onSuccess(() => {
      done({ status: 200, said: "" });
      // Otherwise it would lead the visitor away.
      return false;
    });
    form.submit();
  });
});

export default (request, about) => (request.mode === "vendor" ? byMarketo(request) : inFrame(request, about));
