// The filters beside the views: search, and a list of options with counts for each facet.

const FEW_OPTIONS = 8;
const MANY_THEMES = 24;
const MANY_OPTIONS = 24;

const sidebar = { search: null, lists: new Map(), clear: null };

function makeSidebar() {
  const search = h('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Search…',
    'aria-describedby': 'search-help',
    oninput: settled((event) => setFilters({ q: event.target.value.trim() }, { replace: true }), 200),
  });
  sidebar.search = search;
  sidebar.clear = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => setFilters(noFilters()) },
    'Clear all',
  );
  const open = h(
    'details',
    { class: 'filters', open: true },
    h('summary', {}, 'Filters'),
    h('div', { class: 'filters-head' }, h('h2', {}, 'Filters'), sidebar.clear),
    facets.filter((facet) => facet.options.length > 1).map(makeFacetList),
  );
  if (matchMedia('(max-width: 60rem)').matches) open.open = false;
  byId('side').replaceChildren(
    h(
      'div',
      { class: 'search', role: 'search' },
      h('label', { for: 'search' }, 'Search the words'),
      search,
      h(
        'p',
        { id: 'search-help', class: 'hint' },
        'All words must be there; "quote" those that stand together.',
      ),
    ),
    open,
  );
}

function makeFacetList(facet) {
  const id = `facet-${facet.key}`;
  const items = facet.options.map((option, number) => {
    const box = h('input', { type: 'checkbox', onchange: () => toggleFilter(facet.key, option.id) });
    const figure = h('span', { class: 'figure' });
    const name = facet.key === 'polarity' ? polarityTag(option.id) : h('bdi', { class: 'name' }, option.name);
    const item = h('li', {}, h('label', { title: option.help || option.name }, box, name, figure));
    return { option, number, item, box, figure, words: folded(`${option.name} ${option.id}`) };
  });
  const list = h('ul', { id });
  const more = h('button', { type: 'button', class: 'plain more', 'aria-controls': id });
  const state = { facet, items, list, more, all: false, narrowed: '' };
  more.addEventListener('click', () => {
    state.all = !state.all;
    arrange(state);
  });
  const narrow =
    facet.options.length > MANY_OPTIONS
      ? h('input', {
          type: 'search',
          class: 'narrow',
          'aria-label': `Find in: ${facet.title}`,
          placeholder: 'Find…',
          autocomplete: 'off',
          oninput: (event) => {
            state.narrowed = folded(event.target.value.trim());
            arrange(state);
          },
        })
      : null;
  sidebar.lists.set(facet.key, state);
  return h('fieldset', { 'data-facet': facet.key }, h('legend', {}, facet.title), narrow, list, more);
}

/** Put what is chosen, found or frequent into a list; the rest waits behind a button. */
function arrange(state) {
  const { items, list, more, narrowed, all, facet } = state;
  const ranked =
    facet.key === 'council'
      ? [...items].sort((one, other) => other.count - one.count || one.number - other.number)
      : items;
  const fitting = ranked.filter((each) => each.words.includes(narrowed));
  const few = facet.key === 'theme' ? MANY_THEMES : FEW_OPTIONS;
  const shownItems =
    all || narrowed || fitting.length <= few + 2
      ? fitting
      : fitting.filter((each, at) => each.box.checked || at < few);
  const focused = document.activeElement;
  list.replaceChildren(...shownItems.map((each) => each.item));
  if (focused && list.contains(focused)) focused.focus();
  const hidden = fitting.length - shownItems.length;
  more.hidden = !(hidden > 0 || (all && !narrowed && fitting.length > few + 2));
  more.textContent = hidden > 0 ? `Show ${hidden} more` : 'Show fewer';
  more.setAttribute('aria-expanded', String(all));
}

/** Show which options are chosen and how many findings each would give. */
function updateSidebar(result) {
  if (document.activeElement !== sidebar.search) sidebar.search.value = route.filters.q;
  sidebar.clear.hidden = !isFiltered(route.filters);
  facets.forEach((facet, at) => {
    const state = sidebar.lists.get(facet.key);
    if (!state) return;
    for (const each of state.items) {
      each.count = result.counts[at][each.number];
      each.box.checked = route.filters[facet.key].has(each.option.id);
      each.figure.textContent = count.format(each.count);
      each.item.classList.toggle('empty', each.count === 0 && !each.box.checked);
    }
    arrange(state);
  });
}

/** The filters that are on, each with a button that takes it off. */
function filterChips() {
  const chips = [];
  const chip = (title, name, onclick) =>
    h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'chip', onclick, 'aria-label': `Remove filter ${title}: ${name}` },
        h('span', { class: 'of' }, title),
        h('bdi', {}, name),
        h('span', { class: 'off', 'aria-hidden': 'true' }, '×'),
      ),
    );
  if (route.filters.q) chips.push(chip('Words', route.filters.q, () => setFilters({ q: '' })));
  for (const facet of facets) {
    for (const id of route.filters[facet.key]) {
      const option = facet.options[facet.numbers.get(id)];
      chips.push(chip(facet.title, option ? option.name : id, () => toggleFilter(facet.key, id)));
    }
  }
  return chips.length ? h('ul', { class: 'chips', 'aria-label': 'Filters that are on' }, chips) : null;
}
