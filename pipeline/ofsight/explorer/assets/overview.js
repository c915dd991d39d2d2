// The overview: what there is, and how it lies over councils, themes, time and polarity.

const HEAT_COUNCILS = 25;

function showOverview(main, result) {
  const { findings } = result;
  main.replaceChildren(
    ...[
      h('h1', { class: 'unseen' }, 'Overview'),
      filterChips(),
      keyFigures(result),
      findings.length === 0
        ? emptyNote()
        : [polarityChart(findings), councilChart(findings), timeChart(findings)],
      ratingChart(),
    ]
      .flat()
      .filter(Boolean),
  );
  announce(`Overview of ${plural(findings.length, 'finding')}`);
}

function emptyNote() {
  return h(
    'div',
    { class: 'empty-note' },
    h(
      'p',
      {},
      isFiltered(route.filters) ? 'No finding passes these filters.' : 'These records hold no finding.',
    ),
    isFiltered(route.filters)
      ? h('button', { type: 'button', onclick: () => setFilters(noFilters()) }, 'Clear all filters')
      : null,
  );
}

function keyFigures({ findings }) {
  const articles = shownArticles({ ...route.filters }, { findings });
  const councils = new Set(findings.flatMap((finding) => data.findings.councils[finding]));
  const tally = new Map([...SIGNS.keys()].map((polarity) => [polarity, 0]));
  for (const finding of findings)
    tally.set(data.findings.polarity[finding], tally.get(data.findings.polarity[finding]) + 1);
  const dates = articles
    .map((article) => article.date)
    .filter(Boolean)
    .sort();
  const figure = (number, words) => h('div', {}, h('dt', {}, words), h('dd', {}, number));
  const span = dates.length ? `${dates[0].slice(0, 4)}–${dates.at(-1).slice(0, 4)}` : '–';
  return h(
    'dl',
    { class: 'figures' },
    figure(count.format(articles.length), 'Articles and reports'),
    figure(count.format(findings.length), 'Findings'),
    figure(count.format(councils.size), 'Councils'),
    figure(count.format(shownRatings(route.filters).length), 'Ratings'),
    figure(dates.length && span.slice(0, 4) === span.slice(5) ? span.slice(0, 4) : span, 'Years'),
    h(
      'div',
      { class: 'split' },
      h('dt', {}, 'Polarity'),
      h(
        'dd',
        {},
        [...tally]
          .filter(([, number]) => number)
          .map(([polarity, number]) =>
            h(
              'span',
              { class: `share ${polarity}` },
              polarityTag(polarity),
              ` ${count.format(number)} (${Math.round((100 * number) / findings.length)}%)`,
            ),
          ),
      ),
    ),
  );
}

/** Themes that occur, the most frequent first, with counts by polarity. */
function themeTally(findings) {
  const tally = new Map();
  for (const finding of findings) {
    for (const theme of data.findings.themes[finding]) {
      const row = tally.get(theme) ?? {
        theme: data.themeOrder[theme],
        weakness: 0,
        strength: 0,
        mixed: 0,
        neutral: 0,
        total: 0,
      };
      row[data.findings.polarity[finding]] += 1;
      row.total += 1;
      tally.set(theme, row);
    }
  }
  return [...tally.values()].sort(
    (one, other) => other.total - one.total || (one.theme < other.theme ? -1 : 1),
  );
}

function themeName(theme) {
  return label('themes', theme).name;
}

function openFindings(change) {
  go(formatRoute('findings', { filters: { ...route.filters, ...change } }));
}

function findingsLink(figure, change) {
  return h('a', { href: formatRoute('findings', { filters: { ...route.filters, ...change } }) }, figure);
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return Math.max(1, power * [1, 2, 5, 10].find((factor) => factor * power >= rough));
}

function polarityChart(findings) {
  const tally = themeTally(findings);
  const rows = [...tally].reverse();
  const sides = [
    ['strength', 1],
    ['neutral', 1],
    ['mixed', -1],
    ['weakness', -1],
  ];
  const order = ['mixed', 'weakness', 'neutral', 'strength'];
  return makeChart({
    title: 'Themes and polarity',
    about:
      'Findings of each theme: weaknesses and mixed ones to the left, strengths and neutral ones to the right. A bar opens its findings.',
    draw: () => {
      const layout = baseLayout(Math.max(200, 23 * rows.length + 76));
      const most = Math.max(
        ...rows.map((row) => Math.max(row.weakness + row.mixed, row.strength + row.neutral)),
      );
      const step = niceStep(most / 5);
      const ticks = [];
      for (let tick = -Math.ceil(most / step) * step; tick <= most + step; tick += step) ticks.push(tick);
      layout.barmode = 'relative';
      layout.bargap = 0.3;
      layout.xaxis = {
        ...layout.xaxis,
        tickvals: ticks,
        ticktext: ticks.map((tick) => count.format(Math.abs(tick))),
        zeroline: true,
        zerolinecolor: colour('muted'),
      };
      layout.yaxis = {
        ...layout.yaxis,
        tickvals: rows.map((_, at) => at),
        ticktext: rows.map((row) => chartText(cut(themeName(row.theme), 34))),
        showgrid: false,
      };
      layout.legend = {
        orientation: 'h',
        x: 0,
        y: 1,
        yanchor: 'bottom',
        traceorder: 'normal',
        itemclick: false,
        itemdoubleclick: false,
      };
      layout.margin = { ...layout.margin, t: 32 };
      const traces = order.map((polarity) => {
        const sign = new Map(sides).get(polarity);
        return {
          type: 'bar',
          orientation: 'h',
          name: `${SIGNS.get(polarity)} ${label('polarities', polarity).name}`,
          y: rows.map((_, at) => at),
          x: rows.map((row) => sign * row[polarity]),
          marker: {
            color: colour(polarity),
            pattern: {
              shape: polarity === 'mixed' ? '/' : '',
              size: 6,
              solidity: 0.3,
              bgcolor: colour(polarity),
              fgcolor: colour('paper'),
            },
          },
          hovertext: rows.map(
            (row) =>
              `${chartText(themeName(row.theme))}: ${plural(row[polarity], 'finding')}, ${label('polarities', polarity).name.toLowerCase()}`,
          ),
          hovertemplate: '%{hovertext}<extra></extra>',
          customdata: rows.map((row) => [row.theme, polarity]),
          legendrank: 1000 + [...SIGNS.keys()].indexOf(polarity),
        };
      });
      return {
        traces,
        layout,
        click: ({ customdata: [theme, polarity] }) =>
          openFindings({ theme: new Set([theme]), polarity: new Set([polarity]) }),
      };
    },
    table: () => ({
      caption: 'Findings by theme and polarity',
      head: ['Theme', ...[...SIGNS.keys()].map((polarity) => label('polarities', polarity).name), 'All'],
      rows: tally.map((row) => [
        themeName(row.theme),
        ...[...SIGNS.keys()].map((polarity) =>
          row[polarity]
            ? findingsLink(count.format(row[polarity]), {
                theme: new Set([row.theme]),
                polarity: new Set([polarity]),
              })
            : '0',
        ),
        count.format(row.total),
      ]),
    }),
  });
}

function councilChart(findings) {
  const sums = new Map();
  for (const finding of findings)
    for (const council of data.findings.councils[finding]) sums.set(council, (sums.get(council) ?? 0) + 1);
  if (!sums.size) return null;
  const ranked = [...sums].map(([number, sum]) => ({
    id: data.councilOrder[number],
    number,
    sum,
    name: councilName(data.councilOrder[number]),
  }));
  ranked.sort((one, other) => other.sum - one.sum || one.name.localeCompare(other.name));
  const all = route.own.get('councils') === 'all';
  const columns = all ? ranked : ranked.slice(0, HEAT_COUNCILS);
  const numbers = new Map(columns.map(({ id, number }) => [id, number]));
  const cells = crossTally(findings, (finding) => data.findings.councils[finding]);
  const left = ranked.length - HEAT_COUNCILS;
  return heatMap({
    title: 'Themes by council',
    measureKey: 'heat',
    measure: route.own.get('heat') ?? 'count',
    about: 'The councils with most findings first.',
    themes: themeTally(findings).map(({ theme }) => theme),
    columns,
    cell: (theme, id) => cells(theme, numbers.get(id)),
    change: (theme, council) => ({ theme: new Set([theme]), council: new Set([council]) }),
    controls:
      left > 0
        ? [
            choice(
              'Councils',
              'councils',
              [
                ['', `The ${HEAT_COUNCILS} with most findings`],
                ['all', `All ${count.format(ranked.length)}`],
              ],
              all ? 'all' : '',
            ),
          ]
        : [],
  });
}

/** Every year from the first to the last, those without a finding too. */
function yearsBetween(years) {
  const [first, last] = [Number(years[0]), Number(years.at(-1))];
  if (!years.length || last - first > 60) return years;
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at).padStart(4, '0'));
}

function timeChart(findings) {
  const dated = findings.map((finding) => yearOf(articleOf(finding))).filter((year) => year !== NONE);
  const years = yearsBetween([...new Set(dated)].sort());
  if (!years.length) return null;
  const cells = crossTally(findings, (finding) => [yearOf(articleOf(finding))]);
  const undated = findings.filter((finding) => yearOf(articleOf(finding)) === NONE).length;
  return heatMap({
    title: 'Themes over time',
    measureKey: 'time',
    measure: route.own.get('time') ?? 'count',
    about: 'By the year of publication, of a report without one the year of its inspection.',
    themes: themeTally(findings).map(({ theme }) => theme),
    columns: years.map((year) => ({ id: year, name: year })),
    cell: cells,
    change: (theme, year) => ({ theme: new Set([theme]), year: new Set([year]) }),
    notes: undated
      ? [
          `${plural(undated, 'finding')} of documents without a date ${undated === 1 ? 'is' : 'are'} left out.`,
        ]
      : [],
  });
}

function ratingChart() {
  const ratings = shownRatings(route.filters).filter((rating) => rating.area === 'overall');
  if (!ratings.some((rating) => rating.first)) return null;
  const all = route.own.get('authorities') === 'all';
  const councils = new Set(ratings.filter((rating) => rating.first).map((rating) => rating.council)).size;
  const undated = ratings.filter((rating) => !rating.first).length;
  return makeChart({
    title: 'Ratings over time',
    about:
      'Overall effectiveness, each judgement once however many documents tell of it. A mark opens its evidence; the view Ratings has all areas.',
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
              all ? 'all' : '',
            ),
          ]
        : [],
    draw: (width) => ratingTimeline(ratings, all, width),
    table: () => ratingTable(ratings),
    notes: undated
      ? [`${plural(undated, 'rating')} without a date ${undated === 1 ? 'is' : 'are'} in the table only.`]
      : [],
  });
}
