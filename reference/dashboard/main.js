/** Shows what the address behind `#` asks for, and keeps it up to date for as long as somebody looks. */
import { read } from './api.js';
import { element } from './elements.js';
import { showList } from './list.js';
import { showOverview } from './overview.js';
import { startTheme } from './theme.js';
import { views } from './views.js';

const interval = 5_000;
const longestInterval = 60_000;
const perPage = 100;

const place = (id) => document.getElementById(id);

/** `#/ingresses?search=…&status=…&page=…`: so that a list can be linked to, and the browser's back button works. */
function wanted() {
  const [name, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parameters = new URLSearchParams(query);
  const view = views.find((candidate) => candidate.name === name) ?? views[0];
  const page = Math.max(1, Number.parseInt(parameters.get('page') ?? '1', 10) || 1);
  return { view, search: parameters.get('search') ?? '', status: parameters.get('status') ?? '', page };
}

function addressOf({ view, search, status, page }) {
  const given = { search, status, page: page > 1 ? String(page) : '' };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''));
  return `#/${view.name}${query.size > 0 ? `?${query}` : ''}`;
}

let shown;
let failures = 0;
let timer;
/** Counts up with each look, so that an answer that comes late shows nothing. */
let latest = 0;

async function refresh() {
  clearTimeout(timer);
  const look = ++latest;
  const request = wanted();
  const query = new URLSearchParams({ per_page: perPage, page: request.page, search: request.search, status: request.status });
  const path = `${request.view.path}?${query}`;
  try {
    const [overview, list] = await Promise.all([read('overview'), read(path)]);
    if (look !== latest) return;
    failures = 0;
    tell('good', 'Live');
    if (overview.changed || shown === undefined) showOverview(place('summary'), overview.document);
    if (list.changed || shown !== path) {
      showList(place('list'), { view: request.view, items: list.document });
      showPages(request, list.total);
    }
    shown = path;
    place('list').setAttribute('aria-busy', 'false');
  } catch (error) {
    if (look !== latest) return;
    failures++;
    tell('lost', `No answer: ${error.message}`);
  }
  const wait = Math.min(interval * 2 ** failures, longestInterval);
  if (!document.hidden) timer = setTimeout(refresh, wait);
}

function tell(state, text) {
  const live = place('live');
  if (live.textContent === text) return;
  live.className = `live ${state}`;
  live.textContent = text;
}

function showPages(request, total) {
  const count = place('count');
  const text = `${total} ${total === 1 ? 'entry' : 'entries'}`;
  if (count.textContent !== text) count.textContent = text;
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (page, words) =>
    page >= 1 && page <= last
      ? element('a', { href: addressOf({ ...request, page }) }, words)
      : element('span', { class: 'quiet', 'aria-disabled': 'true' }, words);
  const parts = [link(request.page - 1, '‹ Previous'), `Page ${request.page} of ${last}`, link(request.page + 1, 'Next ›')];
  place('pages').replaceChildren(...(last > 1 ? parts : []));
}

/** Everything that follows from the address alone. */
function showFrame() {
  const { view, search, status } = wanted();
  document.title = `${view.title} · ingress-reference`;
  place('title').textContent = view.title;
  place('explanation').textContent = view.explanation;
  place('views').replaceChildren(
    ...views.map(({ name, title }) =>
      element('a', { href: `#/${name}`, 'aria-current': name === view.name ? 'page' : undefined }, title),
    ),
  );
  if (document.activeElement !== place('search')) place('search').value = search;
  place('status').replaceChildren(...view.statuses.map(([value, text]) => element('option', { value }, text)));
  place('status').value = status;
  place('status').closest('label').hidden = view.statuses.length < 2;
  // What stands there is of another view until this one's has come.
  place('list').setAttribute('aria-busy', 'true');
}

let typing;

function filterChanged() {
  const { view } = wanted();
  const address = addressOf({ view, search: place('search').value.trim(), status: place('status').value, page: 1 });
  if (address !== location.hash) location.replace(address);
}

place('filter').addEventListener('submit', (event) => {
  event.preventDefault();
  filterChanged();
});
place('search').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(filterChanged, 250);
});
place('status').addEventListener('change', filterChanged);
document.addEventListener('keydown', (event) => {
  const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== '/' || field || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  place('search').focus();
});
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  place('content').focus();
});
addEventListener('hashchange', () => {
  showFrame();
  refresh();
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});

startTheme(place('theme'));
showFrame();
refresh();
read('version').then(
  ({ document: version }) => {
    place('version').textContent = version.Version;
  },
  () => {},
);
