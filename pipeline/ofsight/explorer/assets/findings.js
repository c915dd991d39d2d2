// The table of findings.

function findingColumns() {
  const { findings } = data;
  const article = articleOf;
  const councils = (finding) => findings.councils[finding].map((number) => data.councilOrder[number]);
  const themes = (finding) => findings.themes[finding].map((number) => data.themeOrder[number]);
  const sorted = [...SIGNS.keys()];
  const terms = searchTerms(route.filters.q);
  return [
    {
      key: 'date',
      title: 'Date',
      class: 'date',
      help: 'When the document was published, or its inspection began',
      value: (finding) => article(finding).date,
      cell: (finding) => day(article(finding).date) || '–',
    },
    {
      key: 'council',
      title: 'Council',
      class: 'councils',
      help: 'Whom the finding is about',
      value: (finding) => councils(finding).map(councilName).join('; '),
      cell: (finding) =>
        h(
          'ul',
          {},
          councils(finding).map((code) => h('li', {}, councilTag(code))),
        ),
    },
    {
      key: 'polarity',
      title: 'Polarity',
      class: 'narrow',
      help: 'What is said about the state of things',
      value: (finding) => sorted.indexOf(findings.polarity[finding]),
      cell: (finding) => polarityTag(findings.polarity[finding]),
    },
    {
      key: 'finding',
      title: 'Finding',
      class: 'words',
      help: 'The sentence; it opens its article there',
      value: findingWords,
      cell: (finding) => {
        const words = findingWords(finding);
        return h(
          'a',
          {
            class: 'row-link',
            href: articleLink(article(finding), findings.start[finding], findings.end[finding]),
          },
          words
            ? highlighted(words, terms)
            : `Characters ${findings.start[finding]}–${findings.end[finding]} (the text is not on this page)`,
        );
      },
    },
    {
      key: 'theme',
      title: 'Themes',
      class: 'themes',
      help: 'Every theme that fits',
      value: (finding) => themes(finding).map(themeName).join('; '),
      cell: (finding) =>
        h(
          'ul',
          { class: 'tags' },
          themes(finding).map((theme, at) =>
            h('li', {}, themeTag(theme, findings.themeScores[finding]?.[at])),
          ),
        ),
    },
    {
      key: 'source',
      title: 'Whose words',
      class: 'narrow',
      help: 'Whose assertion it is',
      value: (finding) => label('sources', findings.source[finding]).name,
      cell: (finding) => sourceTag(findings.source[finding]),
    },
    {
      key: 'document',
      title: 'Document',
      class: 'document',
      help: 'The article or report',
      value: (finding) => titleOf(article(finding)),
      cell: (finding) => [
        h('bdi', {}, cut(shown(titleOf(article(finding))), 70)),
        h('div', { class: 'hint' }, h('bdi', {}, kindWords(article(finding)))),
      ],
    },
    {
      key: 'score',
      title: 'Score',
      class: 'number',
      help: 'How sure the model is that it is a finding, 0 to 1; none in gold',
      value: (finding) => findings.score[finding],
      cell: (finding) => (findings.score[finding] === null ? '–' : findings.score[finding].toFixed(2)),
    },
  ].filter(({ key }) => key !== 'score' || findings.score.some((score) => score !== null));
}

/** What a document is, in few words. */
function kindWords(article) {
  if (article.inspection) return label('inspections', article.inspection.type).name;
  return article.kind ? label('kinds', article.kind).name : '';
}

/** The columns of the file: labels as the records have them, so that it can be joined with other exports. */
function findingCsv() {
  const { findings } = data;
  const of = (column) => (finding) => findings[column][finding];
  const councils = (finding) => findings.councils[finding].map((number) => data.councilOrder[number]);
  return [
    { key: 'article', value: (finding) => articleOf(finding).id },
    { key: 'published', value: (finding) => articleOf(finding).published },
    { key: 'finding', value: findingWords },
    { key: 'polarity', value: of('polarity') },
    { key: 'source', value: of('source') },
    {
      key: 'themes',
      value: (finding) => findings.themes[finding].map((number) => data.themeOrder[number]).join('; '),
    },
    {
      key: 'councils',
      value: (finding) =>
        councils(finding)
          .map((code) => names.councils.get(code)?.name ?? code)
          .join('; '),
    },
    { key: 'council_codes', value: (finding) => councils(finding).join('; ') },
    { key: 'score', value: of('score') },
    { key: 'title', value: (finding) => articleOf(finding).title },
    { key: 'kind', value: (finding) => articleOf(finding).kind },
    { key: 'inspection_type', value: (finding) => articleOf(finding).inspection?.type },
    { key: 'inspection_start', value: (finding) => articleOf(finding).inspection?.start },
    { key: 'start', value: of('start') },
    { key: 'end', value: of('end') },
  ];
}

function showFindings(main, result) {
  const { findings } = result;
  const total = data.findings.article.length;
  const sort = route.own.get('sort') ?? '-date';
  const columns = findingColumns();
  const rows = () => sortRows(findings, columns, sort);
  const words =
    findings.length === total
      ? plural(total, 'finding')
      : `${count.format(findings.length)} of ${plural(total, 'finding')}`;
  main.replaceChildren(
    ...[
      h(
        'div',
        { class: 'view-head' },
        h('h1', {}, 'Findings'),
        h('p', { class: 'tally' }, words),
        exportButton('findings.csv', findingCsv(), rows),
      ),
      filterChips(),
      textNotice(),
      findings.length === 0
        ? emptyNote()
        : makeTable({
            caption: `Findings: ${words}`,
            columns,
            rows: findings,
            sort,
            page: Number(route.own.get('page') ?? 1),
            size: Number(route.own.get('size') ?? PAGE_SIZES[0]),
            onsort: (key) => setOwn({ sort: key, page: null }),
            onpage: (page, size) => {
              setOwn(
                { page: page > 1 ? page : null, size: size === PAGE_SIZES[0] ? null : size },
                { replace: false },
              );
            },
          }),
    ].filter(Boolean),
  );
  announce(words);
}

/** Say so where texts are not on the page: stand-off records hold offsets and labels only. */
function textNotice() {
  const without = data.articles.filter((article) => !article.hasText).length;
  if (!without) return null;
  const which =
    without === data.articles.length
      ? 'None of these records holds its text'
      : `${plural(without, 'record')} of ${count.format(data.articles.length)} hold no text`;
  return h(
    'p',
    { class: 'notice' },
    `${which} (stand-off): offsets and labels are shown, sentences are not. Make the page with --texts FOLDER to put the texts back.`,
  );
}
