// Puts forms where a foreign page asks for them: `data-leadwell-form="ID"`. Each gets a place of its own, which `build.js`, published in
// front of this file, makes. The page's own content stays until the form is ready, and as long as somebody is typing into it.

const isChoice = (control) => control.type === "checkbox" || control.type === "radio";
const controlsOf = (form) => [...form.querySelectorAll("input, select, textarea")].filter((control) => control.name);

// What was typed into the place's own form goes along; what the visitor has typed into ours meanwhile is not overwritten.
export const carryOver = (place, form) => {
  for (const from of [...place.querySelectorAll("form")].flatMap(controlsOf)) {
    for (const to of controlsOf(form)) {
      if (to.name !== from.name) continue;
      if (isChoice(to)) {
        if (to.value === from.value) to.checked = isChoice(from) ? from.checked : true;
      } else if (to.localName === "select" || to.value === to.defaultValue) to.value = from.value;
    }
  }
};

export default async function attach(places, { base, styles, nonce, campaign, ask, forms, say }) {
  const fetched = await fetch(base + styles).catch(() => null);
  if (!fetched?.ok) return say("the styles could not be fetched: the page keeps its own content");
  const sheet = await fetched.text();
  const mount = async (place, drawn) => {
    if ("lwTaken" in place.dataset) return;
    const { host, inside } = rootWith(sheet + (drawn.styles ?? ""), nonce);
    set(host, drawn.attributes);
    // On the inner element, which the page's own styles for language and direction do not reach.
    set(inside, drawn.language);
    append(inside, drawn.nodes);
    const form = inside.querySelector("form");
    if (!form) return;
    carryOver(place, form);
    place.dataset.lwTaken = "";
    place.replaceChildren(host);
    await forms(inside);
  };
  await Promise.all(places.map(async (place) => {
    const id = place.getAttribute("data-leadwell-form");
    const context = ask("context", { form: id });
    if (!context) return say(`no form "${id}" in this campaign; known: ${ask("forms").join(", ")}`);
    const url = `${campaign.replace(/\/[^/]*$/, "")}/forms/${id}.${context.locale}.json`;
    const response = await fetch(url).catch(() => null);
    const drawn = response?.ok ? await response.json().catch(() => null) : null;
    if (!drawn) return say(`${url} could not be read: the page keeps its own content`);
    if (!place.querySelector(":focus")) return mount(place, drawn);
    // Content that somebody is typing into is not taken away.
    const leave = () => setTimeout(() => {
      // A window that loses the focus keeps it within, and so does the button that is being pressed.
      if (place.querySelector(":focus, :active")) return;
      for (const name of ["focusout", "pointerup"]) place.removeEventListener(name, leave);
      mount(place, drawn);
    });
    for (const name of ["focusout", "pointerup"]) place.addEventListener(name, leave);
  }));
}
