'use strict';

(() => {
  const filter = document.getElementById('filter');
  const none = document.getElementById('none');
  const statements = [...document.querySelectorAll('.statement')].map((element) => ({
    element,
    document: element.closest('.document').dataset.document,
    text: undefined,
  }));

  /** Read when it is first searched for: a page may hold thousands of scenarios. */
  const textOf = (statement) => {
    statement.text ??= [
      statement.element.id,
      ...[...statement.element.querySelectorAll('.text, .name, .rule, .place')].map((part) => part.textContent),
    ]
      .join('\n')
      .toLowerCase();
    return statement.text;
  };

  const apply = () => {
    const words = filter.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdict = filter.verdict.value;
    const level = filter.level.value;
    const from = filter.document.value;
    let shown = 0;
    for (const statement of statements) {
      const { element } = statement;
      const matches =
        (verdict === '' || element.dataset.verdict === verdict) &&
        (level === '' || element.dataset.level === level) &&
        (from === '' || statement.document === from) &&
        words.every((word) => textOf(statement).includes(word));
      element.hidden = !matches;
      shown += matches ? 1 : 0;
    }
    for (const group of document.querySelectorAll('.section, .document')) {
      group.hidden = group.querySelector('.statement:not([hidden])') === null;
    }
    filter.shown.value = shown === statements.length ? '' : `${shown} of ${statements.length} shown`;
    none.hidden = shown > 0;
  };

  /** Opens the statement that the address names, and takes the filter away where it hides it. */
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target === null) {
      return;
    }
    if (target.closest('[hidden]') !== null) {
      filter.reset();
      apply();
    }
    if (target.matches('.statement')) {
      target.open = true;
    }
    target.scrollIntoView();
  };

  filter.hidden = false;
  filter.addEventListener('input', apply);
  filter.addEventListener('submit', (event) => event.preventDefault());
  // The fields have their new values only once the event is over.
  filter.addEventListener('reset', () => setTimeout(apply));
  window.addEventListener('hashchange', reveal);
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input, select, textarea');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      filter.search.focus();
    }
  });
  // A browser may have kept what was typed before the page was loaded again.
  apply();
  reveal();
})();
