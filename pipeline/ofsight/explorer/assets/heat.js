// Heat maps of themes against a second property of findings, with their figures in the cells.

/** Counts, and counts of weaknesses, by theme and a second property of findings. */
function crossTally(findings, keysOf) {
  const cells = new Map();
  for (const finding of findings) {
    for (const key of keysOf(finding)) {
      for (const theme of data.findings.themes[finding]) {
        const name = `${theme} ${key}`;
        const cell = cells.get(name) ?? { total: 0, weakness: 0 };
        cell.total += 1;
        cell.weakness += data.findings.polarity[finding] === 'weakness';
        cells.set(name, cell);
      }
    }
  }
  return (theme, key) => cells.get(`${data.themeOrder.indexOf(theme)} ${key}`) ?? { total: 0, weakness: 0 };
}

const MEASURES = [
  ['count', 'Number of findings'],
  ['share', 'Share that are weaknesses'],
];

/** The figures in the cells, each in the colour that is read best there. */
function cellFigures(cells, words, inkOf) {
  const filled = cells
    .flatMap((row, y) => row.map((cell, x) => ({ x, y, cell })))
    .filter(({ cell }) => words(cell));
  return {
    type: 'scatter',
    mode: 'text',
    x: filled.map(({ x }) => x),
    y: filled.map(({ y }) => y),
    text: filled.map(({ cell }) => words(cell)),
    textfont: { size: 11, color: filled.map(({ cell }) => inkOf(cell)) },
    hoverinfo: 'skip',
    showlegend: false,
    cliponaxis: false,
  };
}

/** A heat map with its figures in the cells: columns are { id, name }, change(theme, id) the filters of a cell. */
function heatMap({
  title,
  about,
  measure,
  measureKey,
  themes,
  columns,
  cell,
  change,
  controls = [],
  notes = [],
  rowHeight = 24,
}) {
  const share = measure === 'share';
  const value = ({ total, weakness }) => (share ? (total ? weakness / total : null) : total || null);
  const words = ({ total, weakness }) =>
    share ? (total ? `${Math.round((100 * weakness) / total)}%` : '') : total ? count.format(total) : '';
  const colours = share
    ? 'Blue: few are weaknesses; orange: most are.'
    : 'The stronger the colour, the more.';
  return makeChart({
    title,
    about: `${about} ${colours} A cell opens its findings.`,
    notes,
    controls: [...controls, choice('Show', measureKey, MEASURES, measure)],
    draw: (width) => {
      const rows = [...themes].reverse();
      const longest = Math.max(...columns.map(({ name }) => Math.min(name.length, 26)));
      const figured = columns.length <= 60;
      const slanted = longest > 6 && columns.length > 6;
      const layout = baseLayout(rowHeight * rows.length + (slanted ? 6 * longest : 28) + 24);
      // Narrow screens scroll it, so that its figures stay legible.
      const needed = columns.length * (figured ? 27 : 17) + 240;
      if (needed > width) layout.width = needed;
      layout.xaxis = {
        ...layout.xaxis,
        side: 'top',
        range: [-0.5, columns.length - 0.5],
        tickvals: columns.map((_, at) => at),
        ticktext: columns.map(({ name }) => chartText(cut(name, 26))),
        showgrid: false,
        tickangle: slanted ? -50 : 0,
      };
      layout.yaxis = {
        ...layout.yaxis,
        tickvals: rows.map((_, at) => at),
        range: [-0.5, rows.length - 0.5],
        ticktext: rows.map((theme) => chartText(cut(themeName(theme), 34))),
        showgrid: false,
      };
      const cells = rows.map((theme) => columns.map(({ id }) => cell(theme, id)));
      const most = share ? 1 : Math.max(1, ...cells.flat().map(value));
      const scale = share ? shareScale() : countScale();
      const trace = {
        type: 'heatmap',
        x: columns.map((_, at) => at),
        y: rows.map((_, at) => at),
        z: cells.map((row) => row.map(value)),
        hovertext: cells.map((row, y) =>
          row.map((each, x) => {
            const weaknesses = `${count.format(each.weakness)} of them ${each.weakness === 1 ? 'a weakness' : 'weaknesses'}`;
            return `${chartText(columns[x].name)}<br>${chartText(themeName(rows[y]))}: ${plural(each.total, 'finding')}, ${weaknesses}`;
          }),
        ),
        hovertemplate: '%{hovertext}<extra></extra>',
        hoverongaps: false,
        colorscale: scale,
        zmin: 0,
        zmax: most,
        showscale: false,
        xgap: 2,
        ygap: 2,
      };
      const traces = figured
        ? [trace, cellFigures(cells, words, (cell) => readableOn(scaleColour(scale, value(cell) / most)))]
        : [trace];
      return { traces, layout, click: ({ x, y }) => openFindings(change(rows[y], columns[x].id)) };
    },
    table: () => ({
      caption: `${title}: ${share ? 'weaknesses as a share of findings' : 'number of findings'}`,
      head: ['Theme', ...columns.map(({ name }) => name)],
      rows: themes.map((theme) => [
        themeName(theme),
        ...columns.map(({ id }) => {
          const figure = words(cell(theme, id));
          return figure ? findingsLink(figure, change(theme, id)) : share ? '–' : '0';
        }),
      ]),
    }),
  });
}
