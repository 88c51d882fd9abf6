// What controls of somebody else's form answer, in the words of the campaign's form. Plain values in, plain values out; a control is
// anything with a control's properties. What nobody may hear of is no answer, whoever names it.
const LONGEST = 4000;
// By type and by what browsers fill in: passwords, files, buttons, payment cards, codes for one time.
const SECRET = /^(password|file|submit|button|image|reset)|cc-|-password|one-time/;

const isBox = ({ type }) => type === "checkbox" || type === "radio";
const plain = (text) => String(text ?? "").trim();
const low = (text) => plain(text).toLowerCase();

// The answer that these controls give to a field of ours of a kind, a text or a list of texts; nothing where they give none. Of several
// controls only boxes that go together are read together. `means` are the field's options as `[word, id]`, ids before labels: forms
// write the one or the other.
export const answerOf = (controls, kind, means = []) => {
  const kept = controls.filter(({ type, autocomplete }) => !SECRET.test(type + " " + autocomplete));
  // Beside a box a hidden control of the same name often says that it is not ticked.
  const shown = kept.filter(({ type }) => type !== "hidden"), those = shown[0] ? shown : kept;
  const chosen = those.filter((one, index) => (isBox(one) ? one.checked && one.name === those[0].name : !index)).flatMap((one) => [...(one.selectedOptions ?? [one])]);
  const said = chosen.map(({ value, text, labels }) => {
    const words = [value, text ?? labels?.[0]?.textContent].map(low);
    return means.find(([word]) => words.includes(low(word)))?.[1] ?? plain(value).slice(0, LONGEST);
  }).filter(Boolean);
  return said[0] && (kind === "checkbox" ? "true" : kind === "checkbox_group" ? said : said.join(", "));
};
