// Keys for those who work without a mouse, or faster without one.

const KEYS = [
  ['/', 'Search'],
  ['1 2 3 4', 'Overview, findings, articles, ratings'],
  ['j  k', 'Next and previous finding, or row of a table'],
  ['Enter', 'Open the row, or the card, in focus'],
  ['e  w', 'Next and previous mark in a text: findings, entities, quotations'],
  ['n  p', 'Next and previous article'],
  ['u', 'From an article back to the list'],
  ['t', 'Light or dark'],
  ['?', 'This help'],
  ['Esc', 'Close, or leave the search'],
];

function makeHelp() {
  const off = h('input', {
    type: 'checkbox',
    checked: remembered('keys') === 'off',
    onchange: (event) => remember('keys', event.target.checked ? 'off' : null),
  });
  const dialog = h(
    'dialog',
    { id: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys and signs'),
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, 'Keys'),
      h(
        'tbody',
        {},
        KEYS.map(([keys, does]) =>
          h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row' },
              keys.split(/\s+/).map((key) => [h('kbd', {}, key), ' ']),
            ),
            h('td', {}, does),
          ),
        ),
      ),
    ),
    h('h3', {}, 'Polarity of a finding'),
    h(
      'ul',
      { class: 'signs' },
      labels('polarities').map(({ id, help }) => h('li', {}, polarityTag(id), `: ${help}`)),
    ),
    meanings('Themes', 'themes'),
    meanings('Entities', 'entities'),
    h(
      'p',
      { class: 'hint' },
      'The address of the page holds the view, the filters and the place: copy it to share what you see with somebody who has this file. Nothing is sent anywhere.',
    ),
    h('p', {}, h('label', {}, off, ' Switch the single keys off (for speech input)')),
    h(
      'form',
      { method: 'dialog' },
      h(
        'button',
        {
          autofocus: true,
          onclick: (event) => {
            event.preventDefault();
            dialog.close();
          },
        },
        'Close',
      ),
    ),
  );
  document.body.append(dialog);
  return dialog;
}

/** What the codebook says of a set of labels, to be opened. */
function meanings(title, group) {
  const rows = labels(group).map(({ id, name, help }) => [
    h('dt', {}, h('bdi', {}, name)),
    h('dd', {}, help || h('bdi', {}, id)),
  ]);
  return h('details', { class: 'meanings' }, h('summary', {}, title), h('dl', {}, rows));
}

function stepRow(direction) {
  const links = [...document.querySelectorAll('#main .row-link')];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next =
    links[
      at < 0
        ? direction > 0
          ? 0
          : links.length - 1
        : Math.min(Math.max(at + direction, 0), links.length - 1)
    ];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function stepFinding(direction) {
  if (route.view === 'article' && marked?.step) marked.step(['finding'], direction);
  else stepRow(direction);
}

/** The search stands beside what can be searched: from elsewhere the way leads to the findings. */
function goToSearch() {
  if (route.view === 'article' || route.view === 'ratings') {
    afterShowing = () => byId('search').focus();
    go(formatRoute('findings', { filters: route.filters }));
  } else {
    byId('search').focus();
  }
}

const ACTIONS = new Map([
  ['/', goToSearch],
  ['?', () => byId('help').showModal()],
  ['j', () => stepFinding(1)],
  ['k', () => stepFinding(-1)],
  ['e', () => marked?.step?.(MARKED, 1)],
  ['w', () => marked?.step?.(MARKED, -1)],
  ['n', () => document.querySelector('.step[rel=next]')?.click()],
  ['p', () => document.querySelector('.step[rel=prev]')?.click()],
  ['u', () => route.view === 'article' && go(formatRoute('articles', { filters: route.filters }))],
  ['t', () => switchColours()],
  ...VIEWS.map(([view], at) => [String(at + 1), () => go(formatRoute(view, { filters: route.filters }))]),
]);

function onKey(event) {
  if (event.key === 'Escape') {
    hideTip();
    if (document.activeElement === byId('search')) byId('search').blur();
    return;
  }
  const typing = event.target.closest?.('input:not([type=checkbox]), select, textarea, dialog');
  if (
    typing ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented ||
    remembered('keys') === 'off'
  )
    return;
  const inText = event.target.closest?.('.text .mark');
  const key = inText && event.key === 'ArrowDown' ? 'j' : inText && event.key === 'ArrowUp' ? 'k' : event.key;
  const action = ACTIONS.get(key);
  if (!action) return;
  event.preventDefault();
  action();
}
