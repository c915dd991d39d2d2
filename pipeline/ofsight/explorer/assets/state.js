// Where the reader is: the view and its filters stand in the address, so that every state is a link.

const FACET_KEYS = ['polarity', 'theme', 'council', 'source', 'year', 'kind', 'inspection'];
const VIEWS = [
  ['overview', 'Overview'],
  ['findings', 'Findings'],
  ['articles', 'Articles'],
  ['ratings', 'Ratings'],
];

/** Read an address: view, what it is of, filters, and what only this view minds. */
function parseRoute(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [view, ...rest] = path.split('/');
  const parameters = new URLSearchParams(query);
  const filters = { q: parameters.get('q') ?? '' };
  for (const key of FACET_KEYS) filters[key] = new Set(parameters.getAll(key));
  const own = new Map([...parameters].filter(([key]) => key !== 'q' && !FACET_KEYS.includes(key)));
  return { view, id: rest.length ? decoded(rest.join('/')) : null, filters, own };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Write an address; what is empty is left out. */
function formatRoute(view, { id = null, filters = null, own = {} } = {}) {
  const parameters = new URLSearchParams();
  if (filters) {
    if (filters.q) parameters.set('q', filters.q);
    for (const key of FACET_KEYS) for (const value of filters[key]) parameters.append(key, value);
  }
  for (const [key, value] of Object.entries(own)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(key, value);
  }
  const query = parameters.toString();
  return `#/${view}${id === null ? '' : `/${encodeURIComponent(id)}`}${query ? `?${query}` : ''}`;
}

let route = parseRoute('');

function articleLink(article, start = null, end = null) {
  return formatRoute('article', { id: article.id, filters: route.filters, own: { at: start, to: end } });
}

/** Change the filters and stay in the view; typing does not fill the browser's history. */
function setFilters(change, { replace = false } = {}) {
  const filters = { ...route.filters, ...change };
  const view = route.view === 'article' ? 'findings' : route.view;
  const own = Object.fromEntries([...route.own].filter(([key]) => key !== 'page'));
  go(formatRoute(view, { filters, own }), { replace });
}

function toggleFilter(key, value) {
  const chosen = new Set(route.filters[key]);
  if (!chosen.delete(value)) chosen.add(value);
  setFilters({ [key]: chosen });
}

function setOwn(change, { replace = true } = {}) {
  const own = { ...Object.fromEntries(route.own), ...change };
  go(formatRoute(route.view, { id: route.id, filters: route.filters, own }), { replace });
}

function noFilters() {
  return { q: '', ...Object.fromEntries(FACET_KEYS.map((key) => [key, new Set()])) };
}

function isFiltered(filters) {
  return filters.q !== '' || FACET_KEYS.some((key) => filters[key].size > 0);
}

function go(hash, { replace = false } = {}) {
  if (hash === location.hash) {
    followRoute();
  } else if (replace) {
    history.replaceState(null, '', hash);
    followRoute();
  } else {
    location.hash = hash;
  }
}
