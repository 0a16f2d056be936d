import { element } from './elements.js';

const cards = [
  ['Ingresses', 'ingresses', (overview) => overview.ingresses],
  ['Routers', 'routers', (overview) => overview.http.routers],
  ['Services', 'services', (overview) => overview.http.services],
  ['Middlewares', 'middlewares', (overview) => overview.http.middlewares],
];

/** How many there are of each, and how many of them have something wrong. */
export function showOverview(place, overview) {
  place.replaceChildren(...cards.map(([title, view, counts]) => card(title, view, counts(overview))));
}

function card(title, view, { total, warnings, errors, ignored = 0 }) {
  const good = total - warnings - errors - ignored;
  const parts = [
    ['enabled', good, 'fine'],
    ['warning', warnings, 'with problems'],
    ['disabled', errors, 'not in force'],
    ['ignored', ignored, 'not ours'],
  ].filter(([, count]) => count > 0);
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' }, parts.map(([status, count]) => portion(status, count)));
  const words = parts.map(([status, count, meaning]) =>
    element('span', { class: `part ${status}` }, element('i', { 'aria-hidden': 'true' }), `${count} ${meaning}`),
  );
  return element(
    'a',
    { class: 'card', href: `#/${view}` },
    element('span', { class: 'quiet' }, title),
    element('strong', {}, total),
    bar,
    element('span', { class: 'parts' }, words.length > 0 ? words : 'none'),
  );
}

function portion(status, count) {
  const made = element('span', { class: status });
  made.style.flexGrow = count;
  return made;
}
