// Ratings of authorities over time: a letter in a square for each, so that no colour need be told.

const RATINGS = [
  ['outstanding', 'O', 'circle'],
  ['good', 'G', 'square'],
  ['adequate', 'A', 'square'],
  ['requires_improvement', 'RI', 'diamond-wide'],
  ['poor', 'P', 'pentagon'],
  ['inadequate', 'I', 'hexagon'],
];
const TIMELINE_COUNCILS = 25;
const TIMELINE_WIDTH = 640; // narrower screens scroll it

/** Ratings that the filters let through: by council, year and documents that tell them. */
function shownRatings(filters) {
  return data.ratings.filter((rating) => {
    if (filters.council.size && !filters.council.has(rating.council)) return false;
    if (filters.year.size && !filters.year.has(rating.first ? rating.first.slice(0, 4) : NONE)) return false;
    const articles = rating.tellings.map(([number]) => data.articles[number]);
    if (filters.kind.size && !articles.some((article) => filters.kind.has(article.kind ?? NONE)))
      return false;
    return (
      !filters.inspection.size || articles.some((article) => filters.inspection.has(inspectionOf(article)))
    );
  });
}

function ratingTimeline(ratings, all, width) {
  const byCouncil = Map.groupBy(
    ratings.filter((rating) => rating.first),
    (rating) => rating.council,
  );
  const ranked = [...byCouncil].sort(
    (one, other) =>
      other[1].length - one[1].length || councilName(one[0]).localeCompare(councilName(other[0])),
  );
  const chosen = all ? ranked : ranked.slice(0, TIMELINE_COUNCILS);
  chosen.sort((one, other) => councilName(other[0]).localeCompare(councilName(one[0])));
  const rows = new Map(chosen.map(([code], at) => [code, at]));
  const heights = new Map(chosen.flatMap(([, told]) => staggered(told)));
  const place = (rating) => rows.get(rating.council) + heights.get(rating);
  const line = { x: [], y: [] };
  for (const [code, told] of chosen) {
    for (const rating of told) {
      line.x.push(rating.first);
      line.y.push(rows.get(code));
    }
    line.x.push(null);
    line.y.push(null);
  }
  const traces = [
    {
      type: 'scatter',
      mode: 'lines',
      ...line,
      hoverinfo: 'skip',
      showlegend: false,
      line: { color: colour('line-strong'), width: 1.5 },
    },
  ];
  for (const [rating, letter, symbol] of RATINGS) {
    const those = chosen.flatMap(([, told]) => told).filter((each) => each.rating === rating);
    if (!those.length) continue;
    traces.push({
      type: 'scatter',
      mode: 'markers+text',
      name: label('ratings', rating).name,
      x: those.map((each) => each.first),
      y: those.map(place),
      text: those.map(() => letter),
      textfont: { color: colour(`rating-${rating}-ink`), size: 10 },
      marker: {
        symbol,
        size: symbol === 'diamond-wide' ? 24 : 19,
        color: colour(`rating-${rating}`),
        line: { color: colour('paper'), width: 1.5 },
      },
      customdata: those,
      hovertext: those.map((each) =>
        [
          `${chartText(councilName(each.council))}: ${chartText(label('ratings', each.rating).name)}`,
          `${chartText(label('areas', each.area).name)}, ${day(each.date)}`,
          `${plural(each.tellings.length, 'telling')}${each.contradicted ? '; another document contradicts it' : ''}`,
        ].join('<br>'),
      ),
      hovertemplate: '%{hovertext}<extra></extra>',
    });
  }
  const height = Math.max(180, 30 * chosen.length + 90);
  const layout = baseLayout(height);
  layout.yaxis = {
    ...layout.yaxis,
    tickvals: chosen.map((_, at) => at),
    ticktext: chosen.map(([code]) => chartText(cut(councilName(code), 34))),
    range: [-0.7, chosen.length - 0.3],
    showgrid: true,
  };
  layout.xaxis = { ...layout.xaxis, type: 'date', side: 'top' };
  layout.legend = { orientation: 'h', x: 0, y: 0, yref: 'container', yanchor: 'bottom', font: { size: 12 } };
  layout.margin = { ...layout.margin, t: 30, b: 36 };
  layout.hovermode = 'closest';
  if (width < TIMELINE_WIDTH) layout.width = TIMELINE_WIDTH;
  return {
    traces,
    layout,
    left: ranked.length - chosen.length,
    click: (point) => {
      const [number, start, end] = point.data.customdata[point.pointNumber].tellings[0];
      go(articleLink(data.articles[number], start, end));
    },
  };
}

const CLOSE = 120 * 24 * 3600 * 1000;

/** Marks that would lie on each other are put a little higher and lower: pairs of a rating and its height. */
function staggered(told) {
  const ordered = [...told].sort((one, other) =>
    one.first < other.first ? -1 : Number(one.first > other.first),
  );
  const pairs = [];
  let height = 0;
  ordered.forEach((rating, at) => {
    const near = (other) => other && Math.abs(new Date(other.first) - new Date(rating.first)) < CLOSE;
    if (near(ordered[at - 1])) height = -height || 0.24;
    else height = near(ordered[at + 1]) ? 0.24 : 0;
    pairs.push([rating, height]);
  });
  return pairs;
}

function ratingTable(ratings) {
  return {
    caption: 'Ratings by authority and date',
    head: ['Authority', 'Date', 'Area', 'Rating', 'Told by'],
    rows: ratings.map((each) => [
      councilName(each.council),
      day(each.date) || 'not dated',
      label('areas', each.area).name,
      ratingTag(each.rating),
      sourcesOf(each),
    ]),
  };
}

/** Links to the documents that tell of a rating, the first few by name. */
function sourcesOf(rating) {
  const few = rating.tellings
    .slice(0, 3)
    .map(([number, start, end]) =>
      h(
        'li',
        {},
        h(
          'a',
          { href: articleLink(data.articles[number], start, end) },
          h('bdi', {}, cut(shown(titleOf(data.articles[number])), 70)),
        ),
      ),
    );
  const more = rating.tellings.length - few.length;
  return h('ul', { class: 'sources' }, few, more > 0 ? h('li', { class: 'hint' }, `and ${more} more`) : null);
}
