// Charts with the library plotly.js, which is read when the first one is drawn. Each has its table.

let library = null;

function loadLibrary() {
  library ??= (async () => {
    const source = await unpack(byId('library'));
    // The page's policy knows this source by its hash; anything else would not run.
    const script = h('script');
    script.textContent = source;
    document.head.append(script);
    if (!window.Plotly) throw new Error('the charting library did not start');
    return window.Plotly;
  })();
  return library;
}

/** The library reads a kind of markup, and formulas, in every label: nothing of ours may be taken for it. */
function chartText(words) {
  return oneLine(String(words))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('$', '&#36;');
}

function cut(words, length) {
  return words.length > length ? `${words.slice(0, length - 1)}…` : words;
}

/** A colour of the style sheet as it is now, light or dark. */
function colour(name) {
  const probe = h('span', { hidden: true });
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function baseLayout(height) {
  const ink = colour('muted');
  const axis = {
    automargin: true,
    ticks: '',
    gridcolor: colour('line'),
    linecolor: colour('line'),
    zeroline: false,
    fixedrange: true,
    tickfont: { color: ink, size: 12 },
    title: { font: { color: ink, size: 12 } },
  };
  return {
    height,
    margin: { l: 8, r: 12, t: 8, b: 8 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'system-ui, sans-serif', size: 12, color: colour('ink') },
    hoverlabel: {
      bgcolor: colour('ink'),
      bordercolor: colour('ink'),
      font: { color: colour('paper'), size: 12 },
      align: 'left',
    },
    dragmode: false,
    xaxis: axis,
    yaxis: structuredClone(axis),
  };
}

const CHART_OPTIONS = { displayModeBar: false, responsive: true };
const drawn = new Set();

/**
 * A chart with its heading, controls and table.
 *
 * draw() gives { traces, layout, click }; table() gives { caption, head, rows } (texts, numbers or elements).
 */
function makeChart({ title, about, controls = [], draw, table, notes = [] }) {
  const plot = h('div', {
    class: 'plot',
    role: 'img',
    'aria-label': `${title}. ${about} The table below has its figures.`,
  });
  const details = h('details', { class: 'as-table' }, h('summary', {}, 'Show as a table'));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(plainTable(table()));
  });
  const figure = h(
    'figure',
    { class: 'chart' },
    h(
      'div',
      { class: 'chart-head' },
      h('figcaption', {}, h('h2', {}, title), h('p', { class: 'hint' }, about)),
      h('div', { class: 'controls' }, controls),
    ),
    h('div', { class: 'plot-frame', role: 'region', 'aria-label': title }, plot),
    notes.map((note) => h('p', { class: 'hint' }, note)),
    details,
  );
  const chart = {
    plot,
    draw: () =>
      drawChart(plot, draw).catch((error) => {
        plot.dataset.drawn = 'false';
        plot.textContent = `The chart cannot be drawn (${error.message}); the table below has its figures.`;
        console.error(error);
      }),
  };
  drawn.add(chart);
  chart.draw();
  return figure;
}

async function drawChart(plot, draw) {
  const Plotly = await loadLibrary();
  if (!plot.isConnected) return;
  const frame = plot.parentElement;
  const { traces, layout, click } = draw(frame.clientWidth);
  plot.style.minHeight = `${layout.height}px`;
  await Plotly.react(plot, traces, layout, CHART_OPTIONS);
  plot.removeAllListeners('plotly_click');
  // What is wider than the screen is scrolled, also with the keys.
  if (layout.width > frame.clientWidth) frame.setAttribute('tabindex', '0');
  else frame.removeAttribute('tabindex');
  plot.dataset.drawn = 'true';
  if (click) plot.on('plotly_click', (event) => click(event.points[0]));
}

/** Draw again what is on the page: the colours changed. */
function redrawCharts() {
  for (const chart of drawn) {
    if (chart.plot.isConnected) chart.draw();
    else drawn.delete(chart);
  }
}

function forgetCharts() {
  for (const { plot } of drawn) if (window.Plotly) window.Plotly.purge(plot);
  drawn.clear();
}

function plainTable({ caption, head, rows }) {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      { class: 'plain-table' },
      h('caption', {}, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head.map((words) => h('th', { scope: 'col' }, words)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(([first, ...cells]) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, first),
            cells.map((cell) => h('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}

/** A choice that is kept in the address. */
function choice(name, key, options, chosen) {
  return h(
    'label',
    {},
    `${name} `,
    h(
      'select',
      { onchange: (event) => setOwn({ [key]: event.target.value }) },
      options.map(([value, words]) => h('option', { value, selected: value === chosen }, words)),
    ),
  );
}

/** Light to dark in one hue, for counts. */
function countScale() {
  return [
    [0, colour('paper')],
    [0.02, colour('scale-1')],
    [0.35, colour('scale-2')],
    [0.7, colour('scale-3')],
    [1, colour('scale-4')],
  ];
}

/** The red, green and blue of a scale at a place from 0 to 1. */
function scaleColour(scale, place) {
  const stops = scale.map(([at, words]) => [
    at,
    words
      .match(/[\d.]+/g)
      .slice(0, 3)
      .map(Number),
  ]);
  const next = Math.max(
    1,
    stops.findIndex(([at]) => at >= place),
  );
  const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
  return from.map((part, at) => part + ((to[at] - part) * (place - low)) / (high - low));
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) =>
    part <= 10 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever stands out more (the ratio of contrast of WCAG 2). */
function readableOn(rgb) {
  const light = luminance(rgb) + 0.05;
  return 1.05 / light > light / 0.05 ? '#ffffff' : '#000000';
}

/** Blue (strengths) to orange (weaknesses), for shares: told apart by everybody. */
function shareScale() {
  return [
    [0, colour('strength')],
    [0.5, colour('middle')],
    [1, colour('weakness')],
  ];
}
