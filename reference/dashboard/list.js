import { element } from './elements.js';

/** Rows that are open, by view and key: a list that is shown anew keeps them, and the focus. */
const open = new Set();

/**
 * Shows items as a table. A column is `{ title, cell(item) }`; `more(item)` gives what a row opens to, and
 * `notes(item)` what stands below it in any case.
 */
export function showList(place, { view, items }) {
  const focused = document.activeElement?.id;
  place.replaceChildren(items.length === 0 ? nothing(view) : table(view, items));
  if (focused) document.getElementById(focused)?.focus();
}

function nothing(view) {
  return element('p', { class: 'empty' }, view.empty ?? 'There is nothing here.');
}

function table(view, items) {
  const head = element(
    'tr',
    {},
    view.columns.map(({ title }) => element('th', { scope: 'col' }, title)),
    view.more && element('th', { scope: 'col' }, element('span', { class: 'hidden' }, 'More')),
  );
  return element(
    'table',
    {},
    element('caption', { class: 'hidden' }, view.title),
    element('thead', {}, head),
    items.map((item, index) => rows(view, item, index)),
  );
}

/** What belongs to one item is a body of its own. */
function rows(view, item, index) {
  const key = `${view.name} ${view.key(item)}`;
  const id = `row-${index}`;
  const [first, ...others] = view.columns;
  const notes = view.notes?.(item) ?? [];
  const width = view.columns.length + (view.more ? 1 : 0);
  const detail = element('tr', { class: 'more', id: `${id}-more`, hidden: !open.has(key) });
  const fill = () => detail.replaceChildren(element('td', { colspan: width }, view.more(item)));
  if (open.has(key)) fill();
  const toggle = (event) => {
    const opening = detail.hidden;
    if (opening) open.add(key);
    else open.delete(key);
    detail.hidden = !opening;
    if (opening) fill();
    event.currentTarget.setAttribute('aria-expanded', String(opening));
  };
  return element(
    'tbody',
    { class: item.status ?? item.severity },
    element(
      'tr',
      {},
      element('th', { scope: 'row', 'data-title': first.title }, first.cell(item)),
      others.map(({ title, cell }) => element('td', { 'data-title': title }, cell(item))),
      view.more && element('td', { class: 'toggle' }, opener(id, open.has(key), view.key(item), toggle)),
    ),
    notes.length > 0 && element('tr', { class: 'notes' }, element('td', { colspan: width }, notes)),
    view.more && detail,
  );
}

function opener(id, expanded, name, onclick) {
  return element(
    'button',
    {
      id,
      type: 'button',
      class: 'plain',
      'aria-expanded': expanded,
      'aria-controls': `${id}-more`,
      'aria-label': `More about ${name}`,
      onclick,
    },
    element('span', { 'aria-hidden': 'true', class: 'chevron' }, '›'),
  );
}
