// CSV files as formats/csv_files.py writes them: a byte-order mark, CRLF, and no cell that is a formula.

const FORMULA = new RegExp(`^[${SPACE}\\u200b-\\u200f\\u2060]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]`);

function csvCell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  const line = oneLine(value);
  const harmless = FORMULA.test(line) ? `'${line}` : line;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** columns: { key, value(row) }. */
function toCsv(columns, rows) {
  const lines = [columns.map(({ key }) => csvCell(key))];
  for (const row of rows) lines.push(columns.map(({ value }) => csvCell(value(row))));
  return `\ufeff${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = h('a', { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function exportButton(name, columns, rows) {
  return h(
    'button',
    {
      type: 'button',
      class: 'export',
      disabled: rows().length === 0,
      title: 'Save what is shown, all pages of it, as a CSV file for a spreadsheet',
      onclick: () => {
        const chosen = rows();
        download(name, toCsv(columns, chosen));
        announce(`${plural(chosen.length, 'row')} saved as ${name}`);
      },
    },
    'Export CSV',
  );
}
