// Start: read the records, make the frame, and follow the address.

const SHOW = {
  overview: showOverview,
  findings: showFindings,
  articles: showArticles,
  article: showArticle,
  ratings: showRatings,
};

/** The view at the beginning: the only article there is, or the overview. */
function firstHash() {
  return data.articles.length === 1 ? formatRoute('article', { id: data.articles[0].id }) : '#/overview';
}

// Where the reader was in each list: who comes back from an article goes on there.
const places = new Map();
let shownHash = null;

function followRoute() {
  const before = route;
  const focused = document.activeElement;
  places.set(shownHash, {
    top: window.scrollY,
    link: focused?.classList.contains('row-link') ? focused.getAttribute('href') : null,
  });
  route = parseRoute(location.hash || firstHash());
  if (!SHOW[route.view]) route = parseRoute(firstHash());
  showRoute(before.view !== route.view);
}

let showing = 0;
let afterShowing = null;

async function showRoute(isNewView) {
  const main = byId('main');
  const mine = (showing += 1);
  hideTip();
  drawViews();
  // The overview needs no texts, unless they are searched.
  if (!data.complete && (route.view !== 'overview' || route.filters.q)) {
    main.replaceChildren(h('p', { class: 'wait' }, 'Reading the texts…'));
    await texts;
    if (mine !== showing) return;
  }
  const result = applyFilters(route.filters);
  document.body.dataset.view = route.view;
  document.title = [viewTitle(), pageTitle].filter(Boolean).join(' – ');
  updateSidebar(result);
  if (route.view !== 'article') {
    marked = null;
  }
  forgetCharts();
  const kept = keptFocus();
  SHOW[route.view](main, result);
  if (isNewView) {
    if (started && !byId('side').contains(document.activeElement)) main.focus({ preventScroll: true });
    if (route.view !== 'article') returnToPlace(main);
  } else {
    restoreFocus(kept);
  }
  shownHash = location.hash;
  afterShowing?.();
  afterShowing = null;
  started = true;
  document.body.dataset.ready = route.view;
}

function returnToPlace(main) {
  const place = places.get(location.hash);
  window.scrollTo(0, place?.top ?? 0);
  if (!place?.link) return;
  const links = [...main.querySelectorAll('.row-link')];
  links.find((link) => link.getAttribute('href') === place.link)?.focus({ preventScroll: true });
}

/** Remember which control of the view had the focus: it is made anew with the view. */
function keptFocus() {
  const focused = document.activeElement;
  const main = byId('main');
  if (!focused || !main.contains(focused) || focused === main) return null;
  const controls = [...main.querySelectorAll('button, select, input, summary')];
  return {
    tag: focused.tagName,
    words: focused.textContent.replace(/[↑↓]/g, ''),
    name: focused.getAttribute('aria-label'),
    at: controls.indexOf(focused),
  };
}

function restoreFocus(kept) {
  const main = byId('main');
  if (!kept || kept.at < 0 || main.contains(document.activeElement)) return;
  const like = [...main.querySelectorAll('button, select, input, summary')].filter(
    (each) =>
      each.tagName === kept.tag &&
      each.textContent.replace(/[↑↓]/g, '') === kept.words &&
      each.getAttribute('aria-label') === kept.name,
  );
  (like[0] ?? main).focus({ preventScroll: true });
}

function viewTitle() {
  if (route.view === 'article') {
    const article = data.byId.get(route.id);
    return article ? shown(oneLine(titleOf(article))) : '';
  }
  return VIEWS.find(([view]) => view === route.view)?.[1];
}

function drawViews() {
  byId('views').replaceChildren(
    h(
      'ul',
      {},
      VIEWS.map(([view, words]) => {
        const here = view === route.view || (view === 'articles' && route.view === 'article');
        return h(
          'li',
          {},
          h(
            'a',
            { href: formatRoute(view, { filters: route.filters }), 'aria-current': here ? 'page' : null },
            words,
          ),
        );
      }),
    ),
  );
}

function isDark() {
  const chosen = document.documentElement.dataset.colours;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function switchColours() {
  useColours(isDark() ? 'light' : 'dark');
  remember('colours', document.documentElement.dataset.colours);
}

function useColours(colours) {
  if (colours === 'light' || colours === 'dark') document.documentElement.dataset.colours = colours;
  byId('colours').textContent = isDark() ? 'Light' : 'Dark';
  byId('colours').setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  redrawCharts();
}

function makeTools() {
  const help = makeHelp();
  byId('tools').append(
    h('button', { type: 'button', id: 'colours', title: 'Light or dark (t)', onclick: switchColours }),
    h(
      'button',
      {
        type: 'button',
        title: 'Keys and signs (?)',
        'aria-label': 'Help: keys and signs',
        onclick: () => help.showModal(),
      },
      '?',
    ),
  );
  useColours(remembered('colours'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => useColours(null));
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('main').focus();
  });
}

let texts = null;
let started = false;
const pageTitle = document.title;

async function start() {
  try {
    await readIndex();
    makeFacets();
    makeSidebar();
    makeTools();
    texts = readBodies();
    window.addEventListener('hashchange', followRoute);
    document.addEventListener('keydown', onKey);
    followRoute();
    await texts;
    document.body.dataset.complete = 'true';
  } catch (error) {
    byId('main').replaceChildren(
      h(
        'p',
        { class: 'notice' },
        `This page cannot be shown: ${error.message}. A browser of 2024 or later is needed; if it is one, the file is damaged: make it again with ofsight view.`,
      ),
    );
    throw error;
  }
}

start();
