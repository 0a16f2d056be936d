/**
 * Makes elements. What comes from the cluster only ever becomes text or an attribute that runs nothing: there is no way
 * from here to markup, and the page's policy refuses one.
 */

/** @param properties attributes; `class`, `title`, `data-…`, `aria-…`; undefined and false are left out */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || (value === false && !name.startsWith('aria-'))) continue;
    if (name === 'onclick') made.addEventListener('click', value);
    else made.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false).map(asNode));
  return made;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/** What a status means, with a sign beside the colour. */
const meanings = {
  enabled: ['✓', 'served'],
  warning: ['!', 'with problems'],
  disabled: ['✕', 'not served'],
  ignored: ['–', 'not ours'],
  error: ['✕', 'error'],
};

/** @param words other words for what the status means here */
export function pill(status, words = {}) {
  const [sign, meaning] = meanings[status] ?? ['?', status];
  const text = words[status] ?? meaning;
  return element('span', { class: `pill ${status}` }, element('span', { 'aria-hidden': 'true' }, sign), ` ${text}`);
}

export function code(text) {
  return element('code', {}, text);
}

export function tag(text, title) {
  return element('span', { class: 'tag', title }, text);
}

/** A moment, in words that tell how far it is away. */
export function moment(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return element('span', { class: 'quiet' }, 'unknown');
  return element('time', { datetime: iso, title: date.toLocaleString() }, distance(date.getTime() - Date.now()));
}

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

function distance(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(seconds, 'second');
}
