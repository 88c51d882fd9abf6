// An entry for the visitor's own calendar (RFC 5545), made here: no server hears of it. Beside it, links to calendars on the web whose
// addresses are made when they are followed, since the session may be chosen until then. It reads what the button says, and the
// session chosen in the form before it.

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
const stamp = (time) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");

// No line longer than 75 bytes; the rest goes on in lines that begin with a space.
const folded = (line) => {
  let out = "", length = 0;
  for (const character of line) {
    const bytes = new TextEncoder().encode(character).length;
    if (length + bytes > 74) { out += "\r\n "; length = 1; }
    out += character;
    length += bytes;
  }
  return out;
};

const WEB = {
  google: (from, to, { lwCalendar: text, lwText: details = "", lwPlace: location = "" }) =>
    "https://calendar.google.com/calendar/render?" + new URLSearchParams({ action: "TEMPLATE", text, dates: `${stamp(from)}/${stamp(to)}`, details, location }),
  outlook: (from, to, { lwCalendar: subject, lwText: body = "", lwPlace: location = "" }) =>
    "https://outlook.live.com/calendar/0/deeplink/compose?" + new URLSearchParams({ rru: "addevent", subject, startdt: new Date(from).toISOString(), enddt: new Date(to).toISOString(), body, location }),
};

const entry = (from, { lwCalendar: title, lwText: text, lwPlace: place, lwMinutes: minutes }) => [
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Leadwell//EN", "BEGIN:VEVENT", `UID:${from}-${location.host}`, `DTSTAMP:${stamp(Date.now())}`,
  `DTSTART:${stamp(from)}`, `DTEND:${stamp(from + minutes * 60000)}`, "SUMMARY:" + escaped(title), ...(text ? ["DESCRIPTION:" + escaped(text)] : []),
  ...(place ? ["LOCATION:" + escaped(place)] : []), "END:VEVENT", "END:VCALENDAR", "",
].map(folded).join("\r\n");

export default function attach(button, { ask }) {
  const start = () => {
    const { lwFrom, lwAt, lwZone } = button.dataset;
    if (lwAt) return instant(lwAt, lwZone);
    const form = button.closest("[data-lw-success]")?.previousElementSibling;
    const chosen = form?.querySelector(`[name="${CSS.escape(lwFrom ?? "")}"]:checked`);
    return chosen?.dataset.lwAt ? instant(chosen.dataset.lwAt, chosen.dataset.lwZone) : NaN;
  };
  for (const pair of (button.dataset.lwLinks ?? "").split("|").reverse()) {
    const [name, words] = pair.split("=");
    if (!WEB[name]) continue;
    const link = document.createElement("a");
    Object.assign(link, { className: "lw-button lw-quiet", target: "_blank", rel: "noopener", href: "#", textContent: words });
    link.addEventListener("click", (event) => {
      const from = start();
      if (Number.isNaN(from)) event.preventDefault();
      else link.href = WEB[name](from, from + button.dataset.lwMinutes * 60000, button.dataset);
    });
    button.after(link);
  }
  button.addEventListener("click", () => {
    const from = start();
    if (Number.isNaN(from)) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([entry(from, button.dataset)], { type: "text/calendar" }));
    link.download = "event.ics";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    ask("happened", { event: "file_download", detail: { file: "event.ics" } });
  });
  button.hidden = false;
}
