// The consent receipt: what a visitor has just allowed, word for word, as a file to keep. It is made in the browser from the message
// that was sent, and no server hears of it.
//
// The file says only what the message and the campaign say. It is complete by itself, runs nothing and loads nothing.

// By language, as publishing fills them in.
const WORDS = /*WORDS*/{};
const STYLE = 'body{max-width:42em;margin:2em auto;padding:0 1em;font:1em/1.5 system-ui,sans-serif}blockquote{margin:1em 0;padding:.5em 1em;border-inline-start:.25em solid;white-space:pre-wrap}dt{font-weight:bold}dd{margin:0 0 .5em;overflow-wrap:anywhere}';

// Called once the form was sent. Without words for it the button stays hidden.
export default function receipt(button, context) {
  const page = button.ownerDocument;
  const labels = WORDS[context.locale] || Object.values(WORDS)[0];
  if (!labels) return;
  const { lwReceipt, lwAddress, lwContact, lwPrivacy, lwReceivers } = button.dataset;
  const words = {
    title: labels.title, controller: lwReceipt, address: lwAddress, contact: lwContact, privacy_url: absolute(lwPrivacy, page.baseURI),
    withdraw: (labels.withdraw || '').replace('{contact}', lwContact), receivers: (lwReceivers || '').split(' ').filter(Boolean), labels
  };
  button.hidden = false;
  button.addEventListener('click', () => save(page, document(words, context), 'consent-' + day(context.at) + '.html'));
}

// The file's text. `words` are the campaign's, in the visitor's language; `context` is of the message.
export function document(words, context) {
  const labels = words.labels || {};
  const items = list(context.consent);
  const locale = language(context.locale || (items[0] || {}).locale);
  const title = escaped(words.title);
  return [
    `<!DOCTYPE html>\n<html lang="${locale}">\n<head>\n<meta charset="utf-8">\n`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${title}</title>\n<style>${STYLE}</style>\n</head>\n`,
    `<body dir="auto">\n<h1>${title}</h1>\n${controller(words)}`,
    ...items.map(item => consentItem(item, labels, locale)),
    `<section>\n<dl>\n`,
    recipients(list(words.receivers), labels.recipients),
    row(labels.campaign, escaped(identity(context))),
    row(labels.at, moment(context.at, locale)),
    `</dl>\n${paragraph(words.withdraw)}</section>\n</body>\n</html>\n`
  ].join('');
}

function controller(words) {
  const lines = [escaped(words.controller), escaped(words.address), mail(words.contact), link(words.privacy_url)].filter(Boolean);
  return lines.length ? `<address>${lines.join('<br>')}</address>\n` : '';
}

// In a language of its own, since a page may show the words of another where a translation is missing.
function consentItem(item, labels, locale) {
  const states = { granted: labels.granted, pending: labels.pending, denied: labels.denied };
  const state = Object.prototype.hasOwnProperty.call(states, item.state) && states[item.state] || item.state;
  return [
    `<section>\n<h2>${escaped(item.purpose)}</h2>\n<dl>\n`,
    row(labels.text, item.text && `<blockquote lang="${language(item.locale)}" dir="auto">${escaped(item.text)}</blockquote>`),
    row(labels.state, escaped(state)),
    row(labels.at, moment(item.at, locale)),
    row(labels.hash, item.text_hash && `<code>${escaped(item.text_hash)}</code>`),
    `</dl>\n</section>\n`
  ].join('');
}

function recipients(names, label) {
  return row(label, names.length && `<ul>${names.map(name => `<li dir="auto">${escaped(name)}</li>`).join('')}</ul>`);
}

function identity({ campaign, lead_id }) {
  return [(campaign || {}).id, (campaign || {}).version, lead_id].filter(Boolean).join(' · ');
}

// `content` is markup already. What is not known has no row.
function row(label, content) {
  return content ? `<dt>${escaped(label)}</dt>\n<dd>${content}</dd>\n` : '';
}

function paragraph(text) {
  return text ? `<p>${escaped(text)}</p>\n` : '';
}

// For a reader in words, and exactly beside it; in UTC, so that two receipts of one moment say the same.
function moment(at, locale) {
  const date = instant(at);
  if (!date) return escaped(at);
  const readable = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' }).format(date);
  return `<time datetime="${date.toISOString()}">${escaped(readable)} UTC</time> <code>${escaped(at)}</code>`;
}

function mail(address) {
  return /^[^\s@:?&/]+@[^\s@:?&/]+$/.test(address || '') ? `<a href="mailto:${escaped(address)}">${escaped(address)}</a>` : escaped(address);
}

// Only where it leads to a web page: other schemes are told and not followed.
function link(url) {
  return /^https?:\/\//i.test(url || '') ? `<a href="${escaped(url)}" rel="noopener noreferrer">${escaped(url)}</a>` : escaped(url);
}

function escaped(text) {
  return String(text == null ? '' : text).replace(/[&<>"']/g, sign => '&#' + sign.charCodeAt(0) + ';');
}

// English where a locale is none that the browser can format in.
function language(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0] || 'en';
  } catch (error) {
    return 'en';
  }
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function absolute(url, base) {
  try {
    return url && new URL(url, base).href;
  } catch (error) {
    return url;
  }
}

function day(at) {
  return (instant(at) || new Date()).toISOString().slice(0, 10);
}

// As messages write it. `Date` by itself finds one in nearly any text.
function instant(at) {
  const date = new Date(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) ? at : NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function save(page, html, name) {
  const link = page.createElement('a');
  link.href = URL.createObjectURL(new Blob([html], { type: 'text/html;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
