// The list of articles and reports.

function articleColumns() {
  const councilsOf = (article) => mainCouncils(article).map(councilName);
  return [
    {
      key: 'date',
      title: 'Date',
      class: 'date',
      help: 'When it was published, or its inspection began',
      value: (article) => article.date,
      cell: (article) => day(article.date) || '–',
    },
    {
      key: 'title',
      title: 'Title',
      class: 'words',
      help: 'Title of the article or report',
      value: titleOf,
      cell: (article) => [
        h('a', { class: 'row-link', href: articleLink(article) }, h('bdi', {}, shown(titleOf(article)))),
        h(
          'div',
          { class: 'hint' },
          h('bdi', {}, article.id),
          article.publisher ? [' · ', h('bdi', {}, shown(article.publisher))] : null,
        ),
      ],
    },
    {
      key: 'kind',
      title: 'Kind',
      class: 'kind',
      help: 'News article, or the type of the inspection reported',
      value: kindWords,
      cell: (article) => kindWords(article) || '–',
    },
    {
      key: 'council',
      title: 'Councils',
      class: 'councils',
      help: 'Whom findings are about, the most frequent first',
      value: (article) => councilsOf(article).join('; '),
      cell: (article) => {
        const codes = mainCouncils(article);
        const more = codes.length - 2;
        return h(
          'ul',
          {},
          codes.slice(0, 2).map((code) => h('li', {}, councilTag(code))),
          more > 0
            ? h(
                'li',
                { class: 'hint', title: codes.slice(2).map(councilName).join(', ') },
                `and ${more} more`,
              )
            : null,
        );
      },
    },
    {
      key: 'findings',
      title: 'Findings',
      class: 'number',
      help: 'Number of findings',
      value: (article) => article.counts.findings,
      cell: (article) => count.format(article.counts.findings),
    },
    {
      key: 'weakness',
      title: 'Polarity',
      class: 'bar',
      help: 'Findings by polarity; sorted by the share of weaknesses',
      value: (article) =>
        article.counts.findings ? tallyOf(article).weakness / article.counts.findings : null,
      cell: polarityBar,
    },
    {
      key: 'judgements',
      title: 'Ratings',
      class: 'number',
      help: 'Number of judgements',
      value: (article) => article.counts.judgements,
      cell: (article) => count.format(article.counts.judgements),
    },
    {
      key: 'measures',
      title: 'Measures',
      class: 'number',
      help: 'Number of figures',
      value: (article) => article.counts.measures,
      cell: (article) => count.format(article.counts.measures),
    },
  ];
}

function tallyOf(article) {
  const tally = { weakness: 0, mixed: 0, neutral: 0, strength: 0 };
  for (const finding of findingsOf(article)) tally[data.findings.polarity[finding]] += 1;
  return tally;
}

/** Shares of the polarities as a bar, told in words as well. */
function polarityBar(article) {
  if (!article.counts.findings) return '–';
  const tally = Object.entries(tallyOf(article)).filter(([, number]) => number);
  const words = tally
    .map(([polarity, number]) => `${number} ${label('polarities', polarity).name.toLowerCase()}`)
    .join(', ');
  return h(
    'span',
    { class: 'stack', role: 'img', 'aria-label': words, title: words },
    tally.map(([polarity, number]) => {
      const part = h('span', { class: polarity }, `${SIGNS.get(polarity)}${number}`);
      part.style.flexGrow = number;
      return part;
    }),
  );
}

const councilsOfArticle = [];

/** Codes of the councils that an article's findings are about, the most frequent first; else the one inspected. */
function mainCouncils(article) {
  if (!councilsOfArticle[article.number]) {
    const sums = new Map();
    for (const finding of findingsOf(article))
      for (const council of data.findings.councils[finding]) sums.set(council, (sums.get(council) ?? 0) + 1);
    const codes = [...sums]
      .sort((one, other) => other[1] - one[1])
      .map(([number]) => data.councilOrder[number]);
    if (!codes.length && article.inspection?.council) codes.push(article.inspection.council);
    councilsOfArticle[article.number] = codes;
  }
  return councilsOfArticle[article.number];
}

function articleCsv() {
  return [
    { key: 'article', value: (article) => article.id },
    { key: 'published', value: (article) => article.published },
    { key: 'title', value: (article) => article.title },
    { key: 'kind', value: (article) => article.kind },
    { key: 'inspection_type', value: (article) => article.inspection?.type },
    { key: 'inspection_start', value: (article) => article.inspection?.start },
    { key: 'inspection_end', value: (article) => article.inspection?.end },
    {
      key: 'councils',
      value: (article) =>
        mainCouncils(article)
          .map((code) => names.councils.get(code)?.name ?? code)
          .join('; '),
    },
    { key: 'council_codes', value: (article) => mainCouncils(article).join('; ') },
    { key: 'publisher', value: (article) => article.publisher },
    { key: 'authors', value: (article) => article.authors.join('; ') },
    { key: 'url', value: (article) => article.url },
    ...COUNTS.map((key) => ({ key, value: (article) => article.counts[key] })),
    { key: 'path', value: (article) => article.path },
    { key: 'annotated_by', value: (article) => article.model },
  ];
}

function showArticles(main, result) {
  const articles = shownArticles(route.filters, result);
  const total = data.articles.length;
  const sort = articleSort();
  const columns = articleColumns();
  const words =
    articles.length === total
      ? plural(total, 'document')
      : `${count.format(articles.length)} of ${plural(total, 'document')}`;
  main.replaceChildren(
    ...[
      h(
        'div',
        { class: 'view-head' },
        h('h1', {}, 'Articles'),
        h('p', { class: 'tally' }, words),
        exportButton('articles.csv', articleCsv(), () => sortRows(articles, columns, sort)),
      ),
      filterChips(),
      textNotice(),
      articles.length === 0
        ? h(
            'div',
            { class: 'empty-note' },
            h('p', {}, 'No document passes these filters.'),
            h('button', { type: 'button', onclick: () => setFilters(noFilters()) }, 'Clear all filters'),
          )
        : makeTable({
            caption: `Articles and reports: ${words}`,
            columns,
            rows: articles,
            sort,
            page: Number(route.own.get('page') ?? 1),
            size: Number(route.own.get('size') ?? PAGE_SIZES[0]),
            onsort: (key) => setOwn({ sort: key, page: null }),
            onpage: (page, size) =>
              setOwn(
                { page: page > 1 ? page : null, size: size === PAGE_SIZES[0] ? null : size },
                { replace: false },
              ),
          }),
    ].filter(Boolean),
  );
  announce(words);
}

function articleSort() {
  return (route.view === 'articles' && route.own.get('sort')) || '-date';
}
