// The page of one article: its text, and beside it what was found.

const LAYERS = [
  ['findings', 'Findings'],
  ['entities', 'Entities'],
  ['names', 'Entity names'],
  ['quotations', 'Quotations'],
  ['blocks', 'Block names'],
];
const layersShown = new Set(['findings', 'entities', 'names', 'quotations']);
let marked = null;

function showArticle(main, result) {
  const article = data.byId.get(route.id);
  if (!article) {
    marked = null;
    main.replaceChildren(
      h('h1', {}, 'No such document'),
      h('p', {}, 'This page holds no document called ', h('bdi', {}, shown(route.id ?? '')), '.'),
      h('p', {}, h('a', { href: formatRoute('articles', { filters: route.filters }) }, 'All articles')),
    );
    return;
  }
  if (!marked || marked.article !== article || !main.contains(marked.root)) {
    drawArticle(main, article, result);
    window.scrollTo(0, 0);
  }
  const at = route.own.get('at');
  if (at !== undefined) goToEvidence(Number(at), Number(route.own.get('to') ?? 0));
}

function drawArticle(main, article, result) {
  const around = sortRows(shownArticles(route.filters, result), articleColumns(), articleSort());
  const place = around.indexOf(article);
  const neighbour = (step, words, key) => {
    const other = place < 0 ? null : around[place + step];
    return other
      ? h(
          'a',
          {
            href: articleLink(other),
            class: 'step',
            rel: step > 0 ? 'next' : 'prev',
            title: `${titleOf(other)} (${key})`,
          },
          words,
        )
      : h('span', { class: 'step off' }, words);
  };
  const sections = [
    factSection('findings', 'Findings', findingCards(article)),
    factSection('judgements', 'Ratings', judgementCards(article)),
    factSection('measures', 'Measures', measureCards(article)),
    factSection('roles', 'Roles', roleCards(article)),
    factSection('quotations', 'Quotations', quotationCards(article), { open: false }),
    documentDetails(article),
  ].filter(Boolean);
  const panel = h(
    'aside',
    { class: 'panel', 'aria-label': 'What was found' },
    panelJumps(sections),
    sections,
  );
  panel.addEventListener('click', followCard);
  marked = article.text
    ? new MarkedText(article)
    : { article, root: h('div', { class: 'text' }), stops: [], current: null };
  if (!article.text)
    marked.root.append(
      h(
        'p',
        { class: 'notice' },
        'This record is stand-off: it holds offsets and labels, not the text. Make the page with --texts FOLDER, the folder with the documents, to see them in their place.',
      ),
    );
  describeSpeakers();
  watchMarks(marked.root);
  const byline = [
    kindWords(article),
    day(article.date),
    article.publisher && shown(article.publisher),
  ].filter(Boolean);
  main.replaceChildren(
    h(
      'div',
      { class: 'article-head' },
      h(
        'nav',
        { class: 'steps', 'aria-label': 'Articles' },
        h(
          'a',
          { href: formatRoute('articles', { filters: route.filters }), title: 'All articles (u)' },
          '↑ Articles',
        ),
        neighbour(-1, '‹ Previous', 'p'),
        neighbour(1, 'Next ›', 'n'),
        place >= 0
          ? h('span', { class: 'hint' }, `${count.format(place + 1)} of ${count.format(around.length)}`)
          : null,
      ),
      h('h1', {}, h('bdi', {}, shown(titleOf(article)))),
      h(
        'p',
        { class: 'byline' },
        byline.map((words, at) => [at ? ' · ' : null, h('bdi', {}, words)]),
        article.url ? [byline.length ? ' · ' : null, webLink(article.url, 'original')] : null,
      ),
      article.text ? legend() : null,
    ),
    h('div', { class: 'reading' }, marked.root, panel),
  );
  showLayers();
}

/** Buttons that lead to the sections of the panel, for findings can be many. */
function panelJumps(sections) {
  return h(
    'div',
    { class: 'jumps', role: 'group', 'aria-label': 'Sections' },
    sections.map((section) =>
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          onclick: () => {
            section.open = true;
            section.scrollIntoView({ block: 'start', behavior: calm() ? 'auto' : 'smooth' });
            section.querySelector('summary').focus({ preventScroll: true });
          },
        },
        section.querySelector('h2').textContent,
      ),
    ),
  );
}

function legend() {
  return h(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'What is marked' },
    LAYERS.map(([key, words]) =>
      h(
        'label',
        { class: `toggle ${key}` },
        h('input', {
          type: 'checkbox',
          checked: layersShown.has(key),
          onchange: (event) => {
            if (event.target.checked) layersShown.add(key);
            else layersShown.delete(key);
            showLayers();
          },
        }),
        h('span', {}, words),
      ),
    ),
    h(
      'span',
      { class: 'key' },
      [...SIGNS.keys()].map((polarity) => polarityTag(polarity)),
    ),
  );
}

function showLayers() {
  for (const [key] of LAYERS) marked.root.classList.toggle(`with-${key}`, layersShown.has(key));
}

function describeSpeakers() {
  for (const span of marked.stops) {
    if (span.kind === 'quotation' && span.speaker) {
      span.speakerText = shown(oneLine(marked.article.text.slice(...span.speaker)));
      marked.prepare(span);
    }
  }
}

/** A card goes to its evidence, also when the address already says so. */
function followCard(event) {
  const card = event.target.closest('a.card');
  if (!card || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (card.getAttribute('href') === location.hash) {
    event.preventDefault();
    goToEvidence(Number(card.dataset.start), Number(card.dataset.end));
  }
}

function goToEvidence(start, end) {
  if (!marked?.segments) return;
  marked.flash(start, end);
  const finding = marked.stops.find((span) => span.kind === 'finding' && span.start === start);
  if (finding) {
    marked.current = finding;
    showCurrentCard(finding);
  }
}

function showCurrentCard(span) {
  for (const card of document.querySelectorAll('.panel .card.current')) card.classList.remove('current');
  if (span.kind !== 'finding') return;
  const card = document.querySelector(`#findings .card[data-start="${span.start}"][data-end="${span.end}"]`);
  if (!card) return;
  card.classList.add('current');
  const panel = card.closest('.panel');
  if (panel.scrollHeight > panel.clientHeight) {
    const [box, frame] = [card.getBoundingClientRect(), panel.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom)
      panel.scrollTop += box.top - frame.top - frame.height / 3;
  }
}

// The box at a mark: shown for the pointer and for the focus, taken away with Escape.
const tip = { element: null, timer: 0 };

function watchMarks(root) {
  root.addEventListener('mouseover', (event) => {
    const element = event.target.closest('.mark');
    if (element) showTip(element);
  });
  root.addEventListener('mouseout', () => hideTipSoon());
  root.addEventListener('click', (event) => {
    const element = event.target.closest('.mark');
    if (element) showTip(element);
  });
  root.addEventListener('focusin', (event) => {
    const { span } = event.target;
    if (!span) return;
    marked.current = span;
    for (const each of root.querySelectorAll('.here')) each.classList.remove('here');
    for (const each of marked.elements.get(span)) each.classList.add('here');
    showCurrentCard(span);
    showTip(event.target);
  });
  root.addEventListener('focusout', () => hideTipSoon());
}

/** All marks around a place, the innermost first. */
function spansAround(element) {
  const found = [];
  for (let each = element; each && each !== marked.root; each = each.parentElement) {
    if (
      each.span &&
      layersShown.has({ finding: 'findings', entity: 'entities', quotation: 'quotations' }[each.span.kind])
    )
      found.push(each.span);
  }
  return found;
}

function showTip(element) {
  clearTimeout(tip.timer);
  const spans = spansAround(element);
  if (!spans.length) return;
  tip.element?.remove();
  tip.element = h(
    'div',
    {
      class: 'tip',
      id: 'tip',
      role: 'tooltip',
      onmouseenter: () => clearTimeout(tip.timer),
      onmouseleave: () => hideTipSoon(),
    },
    spans.map((span) => {
      const {
        head: [what, value],
        rows,
      } = spanDetails(span);
      return h(
        'div',
        { class: `tip-part ${span.kind}` },
        h('p', { class: 'tip-head' }, h('span', { class: 'what' }, what), h('bdi', {}, shown(value))),
        h(
          'dl',
          {},
          rows
            .filter(([, words]) => words)
            .map(([name, words]) => [h('dt', {}, name), h('dd', {}, h('bdi', {}, shown(words)))]),
        ),
      );
    }),
  );
  document.body.append(tip.element);
  const line = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const { width, height } = tip.element.getBoundingClientRect();
  const left = Math.min(Math.max(8, line.left), document.documentElement.clientWidth - width - 8);
  const above = line.top - height - 8;
  tip.element.style.left = `${left + window.scrollX}px`;
  tip.element.style.top = `${(above > 60 ? above : line.bottom + 8) + window.scrollY}px`;
}

function hideTip() {
  clearTimeout(tip.timer);
  tip.element?.remove();
  tip.element = null;
}

function hideTipSoon() {
  clearTimeout(tip.timer);
  tip.timer = setTimeout(hideTip, 180);
}
