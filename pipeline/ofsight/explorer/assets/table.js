// A table that is sorted by its headings and shown a page at a time.

const PAGE_SIZES = [50, 200, 1000];

/**
 * Make a table. Its roles are named because narrow screens lay its cells out otherwise.
 *
 * columns: { key, title, help, value(row), cell(row), class }: value is what is sorted by, cell what is shown.
 * sort: "key" or "-key"; page from 1; onsort and onpage get what the reader chose.
 */
function makeTable({ caption, columns, rows, sort, page, size, onsort, onpage }) {
  const sorted = sortRows(rows, columns, sort);
  const pages = Math.max(1, Math.ceil(sorted.length / size));
  const current = Math.min(Math.max(page, 1), pages);
  const visible = sorted.slice((current - 1) * size, current * size);
  const descending = sort.startsWith('-');
  const sortKey = descending ? sort.slice(1) : sort;
  const heading = (column) => {
    const on = column.key === sortKey;
    const next = on && !descending ? `-${column.key}` : column.key;
    return h(
      'th',
      {
        scope: 'col',
        role: 'columnheader',
        class: column.class,
        'aria-sort': on ? (descending ? 'descending' : 'ascending') : null,
      },
      h(
        'button',
        { type: 'button', title: column.help, onclick: () => onsort(next) },
        column.title,
        h('span', { class: 'arrow', 'aria-hidden': 'true' }, on ? (descending ? '↓' : '↑') : ''),
      ),
    );
  };
  const table = h(
    'table',
    { class: 'data', role: 'table' },
    h('caption', {}, caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columns.map(heading))),
    h(
      'tbody',
      { role: 'rowgroup' },
      visible.map((row) =>
        h(
          'tr',
          { role: 'row' },
          columns.map((column) => h('td', { role: 'cell', class: column.class }, column.cell(row))),
        ),
      ),
    ),
  );
  return h(
    'div',
    { class: 'sheet' },
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, table),
    sorted.length > PAGE_SIZES[0] ? makePager(sorted.length, current, pages, size, onpage) : null,
  );
}

let lastSorted = { rows: null, sort: null, sorted: null };

/** Rows in order; asked again for the same rows, as on the next page, it has them at hand. */
function sortRows(rows, columns, sort) {
  if (lastSorted.rows !== rows || lastSorted.sort !== sort)
    lastSorted = { rows, sort, sorted: sortedRows(rows, columns, sort) };
  return lastSorted.sorted;
}

function sortedRows(rows, columns, sort) {
  const descending = sort.startsWith('-');
  const column = columns.find(({ key }) => key === (descending ? sort.slice(1) : sort)) ?? columns[0];
  const keyed = rows.map((row) => [column.value(row), row]);
  const sign = descending ? -1 : 1;
  keyed.sort(([one], [other]) => {
    const missing = (one === null || one === '') - (other === null || other === '');
    if (missing) return missing; // what is not known comes last, whichever way
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * (one < other ? -1 : Number(one > other));
  });
  return keyed.map(([, row]) => row);
}

function makePager(total, page, pages, size, onpage) {
  const button = (words, to, name) =>
    h(
      'button',
      {
        type: 'button',
        disabled: to < 1 || to > pages || to === page,
        'aria-label': name,
        onclick: () => onpage(to, size),
      },
      words,
    );
  const first = (page - 1) * size + 1;
  const last = Math.min(page * size, total);
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages' },
    button('«', 1, 'First page'),
    button('‹ Previous', page - 1, 'Previous page'),
    h('span', { class: 'where' }, `${count.format(first)}–${count.format(last)} of ${count.format(total)}`),
    button('Next ›', page + 1, 'Next page'),
    button('»', pages, 'Last page'),
    h(
      'label',
      {},
      'Rows ',
      h(
        'select',
        { onchange: (event) => onpage(1, Number(event.target.value)) },
        PAGE_SIZES.map((each) => h('option', { value: each, selected: each === size }, count.format(each))),
      ),
    ),
  );
}

/** Text with the words of a search marked. */
function highlighted(text, terms) {
  const words = folded(text);
  if (!terms.length || words.length !== text.length) return [shown(text)];
  const hits = [];
  for (const term of terms) {
    for (let at = words.indexOf(term); at >= 0; at = words.indexOf(term, at + term.length))
      hits.push([at, at + term.length]);
  }
  hits.sort((one, other) => one[0] - other[0]);
  const parts = [];
  let done = 0;
  for (const [start, end] of hits) {
    if (start < done) continue;
    parts.push(shown(text.slice(done, start)), h('mark', {}, shown(text.slice(start, end))));
    done = end;
  }
  parts.push(shown(text.slice(done)));
  return parts;
}
