// All ratings: the timeline of one area, and the table of every judgement.

function ratingColumns() {
  return [
    {
      key: 'council',
      title: 'Authority',
      class: 'councils',
      help: 'The authority judged',
      value: (rating) => councilName(rating.council),
      cell: (rating) => councilTag(rating.council),
    },
    {
      key: 'date',
      title: 'Inspected',
      class: 'date',
      help: 'Days of the inspection, as exact as any document tells',
      value: (rating) => rating.first,
      cell: (rating) => day(rating.date) || 'not dated',
    },
    {
      key: 'area',
      title: 'Area',
      class: 'area',
      help: 'What was judged',
      value: (rating) => label('areas', rating.area).name,
      cell: (rating) => label('areas', rating.area).name,
    },
    {
      key: 'rating',
      title: 'Rating',
      class: 'narrow',
      help: 'The grade, from best to worst',
      value: (rating) => RATINGS.findIndex(([id]) => id === rating.rating),
      cell: (rating) => [
        ratingTag(rating.rating),
        rating.previous ? h('div', { class: 'hint' }, 'since replaced') : null,
      ],
    },
    {
      key: 'type',
      title: 'Inspection',
      class: 'kind',
      help: 'Type of the inspection, and its framework where the report is there',
      value: (rating) => (rating.type ? label('inspections', rating.type).name : ''),
      cell: (rating) => [
        rating.type ? label('inspections', rating.type).name : '–',
        rating.framework ? h('div', { class: 'hint' }, label('frameworks', rating.framework).name) : null,
      ],
    },
    {
      key: 'told',
      title: 'Told by',
      class: 'words',
      help: 'Documents that tell it, the report itself first',
      value: (rating) => rating.tellings.length,
      cell: toldBy,
    },
  ];
}

function toldBy(rating) {
  const list = h('div', {}, sourcesOf(rating));
  if (rating.contradicted) {
    const others = [
      ...new Set(rating.rivals.map(([, , , other]) => label('ratings', other).name.toLowerCase())),
    ].join(', ');
    const [number, start, end] = rating.rivals[0];
    list.append(
      h(
        'p',
        { class: 'contradicted' },
        h(
          'a',
          { href: articleLink(data.articles[number], start, end) },
          `Contradicted: another document says ${others}`,
        ),
      ),
    );
  }
  return list;
}

function ratingCsv() {
  return [
    { key: 'council', value: (rating) => names.councils.get(rating.council)?.name ?? rating.council },
    { key: 'council_code', value: (rating) => rating.council },
    { key: 'date', value: (rating) => rating.date },
    { key: 'area', value: (rating) => rating.area },
    { key: 'rating', value: (rating) => rating.rating },
    { key: 'previous', value: (rating) => rating.previous },
    { key: 'contradicted', value: (rating) => rating.contradicted },
    { key: 'inspection', value: (rating) => rating.type },
    { key: 'framework', value: (rating) => rating.framework },
    { key: 'documents', value: (rating) => new Set(rating.tellings.map(([number]) => number)).size },
    { key: 'document', value: (rating) => data.articles[rating.tellings[0][0]].id },
    { key: 'start', value: (rating) => rating.tellings[0][1] },
    { key: 'end', value: (rating) => rating.tellings[0][2] },
  ];
}

function showRatings(main) {
  const all = shownRatings(route.filters);
  const areas = labels('areas').filter(({ id }) => all.some((rating) => rating.area === id));
  const area = route.own.get('area') ?? '';
  const ratings = area ? all.filter((rating) => rating.area === area) : all;
  const charted = area ? ratings : ratings.filter((rating) => rating.area === 'overall');
  const everybody = route.own.get('authorities') === 'all';
  const councils = new Set(charted.filter((rating) => rating.first).map((rating) => rating.council)).size;
  const columns = ratingColumns();
  const sort = route.own.get('sort') ?? 'council';
  const words = plural(ratings.length, 'rating');
  main.replaceChildren(
    ...[
      h(
        'div',
        { class: 'view-head' },
        h('h1', {}, 'Ratings'),
        h('p', { class: 'tally' }, words),
        choice('Area', 'area', [['', 'All areas'], ...areas.map(({ id, name }) => [id, name])], area),
        exportButton('ratings.csv', ratingCsv(), () => sortRows(ratings, columns, sort)),
      ),
      filterChips(),
      h(
        'p',
        { class: 'hint about' },
        'Each judgement once, however many documents tell of it. Of the filters, council, year, document and inspection count here.',
      ),
      councils
        ? makeChart({
            title: area ? label('areas', area).name : 'Overall effectiveness',
            about: 'Ratings by authority and date of the inspection. A mark opens its evidence.',
            controls:
              councils > TIMELINE_COUNCILS
                ? [
                    choice(
                      'Authorities',
                      'authorities',
                      [
                        ['', `The ${TIMELINE_COUNCILS} with most ratings`],
                        ['all', `All ${count.format(councils)}`],
                      ],
                      everybody ? 'all' : '',
                    ),
                  ]
                : [],
            draw: (width) => ratingTimeline(charted, everybody, width),
            table: () => ratingTable(charted),
          })
        : null,
      ratings.length === 0
        ? h('div', { class: 'empty-note' }, h('p', {}, 'No rating passes these filters.'))
        : makeTable({
            caption: `Ratings: ${words}`,
            columns,
            rows: ratings,
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
