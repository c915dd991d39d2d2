// What is known of a mark, and the facts of an article beside its text.

function scoreWords(score) {
  return score === null || score === undefined ? null : score.toFixed(2);
}

function entityValue({ name, value, unit, called }) {
  if (value === null || value === undefined) return called ?? '';
  if (name === 'COUNCIL') return `${councilName(value)} (${value})`;
  if (name === 'ORGANISATION') return names.organisations.get(value) ?? String(value);
  if (name === 'RATING') return label('ratings', value).name;
  if (name === 'INSPECTION') return label('inspections', value).name;
  if (name === 'DATE') return `${day(String(value))} (${value})`;
  return typeof value === 'number' ? figureWords(value, unit) : [value, unit].filter(Boolean).join(' ');
}

function figureWords(value, unit) {
  const number =
    typeof value === 'number'
      ? new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 }).format(value)
      : String(value);
  if (unit === 'percent') return `${number}%`;
  if (unit === 'gbp') return number.startsWith('-') ? `−£${number.slice(1)}` : `£${number}`;
  return unit && unit !== 'count' ? `${number} (${unit})` : number;
}

/** What a mark is: pairs of a word and what it is, for the box at the mark. */
function spanDetails(span) {
  if (span.kind === 'finding') {
    const { findings } = data;
    const { finding } = span;
    return {
      head: ['Finding', label('polarities', findings.polarity[finding]).name],
      rows: [
        [
          'Themes',
          findings.themes[finding]
            .map((number, at) => {
              const score = scoreWords(findings.themeScores[finding]?.[at]);
              return themeName(data.themeOrder[number]) + (score ? ` ${score}` : '');
            })
            .join(', '),
        ],
        ['Whose words', label('sources', findings.source[finding]).name],
        [
          'About',
          findings.councils[finding]
            .map((number) => data.councilOrder[number])
            .map((code) => `${councilName(code)} (${code})`)
            .join(', ') || 'no council',
        ],
        ['Score', scoreWords(findings.score[finding])],
      ],
    };
  }
  if (span.kind === 'entity') {
    return {
      head: [label('entities', span.name).name, entityValue(span)],
      rows: [
        [
          'Means',
          span.called && span.called !== entityValue(span) && span.name !== 'COUNCIL' ? span.called : null,
        ],
        ['Score', scoreWords(span.score)],
      ],
    };
  }
  const speaker = span.speaker && span.speakerText ? span.speakerText : null;
  return {
    head: ['Quotation', label('sources', span.source).name],
    rows: [['Speaker', speaker ?? (span.speaker ? '' : 'not named')]],
  };
}

function spanWords(span) {
  const { head, rows } = spanDetails(span);
  return [
    head.filter(Boolean).join(': '),
    ...rows.filter(([, words]) => words).map(([what, words]) => `${what}: ${words}`),
  ]
    .map(oneLine)
    .join('; ');
}

/** A fact or finding in the list: it goes to its evidence. */
function evidenceLink(article, start, end, ...children) {
  return h(
    'a',
    { class: 'card', href: articleLink(article, start, end), 'data-start': start, 'data-end': end },
    children,
  );
}

function factSection(id, title, items, { open = true } = {}) {
  if (!items.length) return null;
  return h(
    'details',
    { class: 'facts', id, open },
    h('summary', {}, h('h2', {}, title), h('span', { class: 'figure' }, count.format(items.length))),
    h(
      'ul',
      {},
      items.map((item) => h('li', {}, item)),
    ),
  );
}

function findingCards(article) {
  const { findings } = data;
  return findingsOf(article).map((finding) => {
    const councils = findings.councils[finding].map((number) => data.councilOrder[number]);
    return evidenceLink(
      article,
      findings.start[finding],
      findings.end[finding],
      h(
        'span',
        { class: 'card-head' },
        polarityTag(findings.polarity[finding]),
        h('span', { class: 'hint' }, sourceTag(findings.source[finding])),
      ),
      h(
        'span',
        { class: 'card-words' },
        article.hasText
          ? cut(shown(findingWords(finding)), 170)
          : `Characters ${findings.start[finding]}–${findings.end[finding]}`,
      ),
      h(
        'span',
        { class: 'card-tags' },
        findings.themes[finding].map((number, at) =>
          themeTag(data.themeOrder[number], findings.themeScores[finding]?.[at]),
        ),
        councils.map((code) =>
          h('span', { class: 'tag place', title: councilHelp(code) }, h('bdi', {}, councilName(code))),
        ),
      ),
    );
  });
}

function judgementCards(article) {
  return article.layers.judgements.map(([council, area, rating, previous, date, inspection, start, end]) =>
    evidenceLink(
      article,
      start,
      end,
      h(
        'span',
        { class: 'card-head' },
        ratingTag(rating),
        h('span', { class: 'hint' }, previous ? 'since replaced' : ''),
      ),
      h(
        'span',
        { class: 'card-words' },
        h('strong', {}, label('areas', area).name),
        council ? [', ', h('bdi', {}, councilName(council))] : ', council not told',
      ),
      h(
        'span',
        { class: 'hint' },
        [inspection && label('inspections', inspection).name, day(date)].filter(Boolean).join(', '),
      ),
    ),
  );
}

function measureCards(article) {
  return article.layers.measures.map(([council, metric, value, unit, comparator, asOf, start, end]) =>
    evidenceLink(
      article,
      start,
      end,
      h(
        'span',
        { class: 'card-head' },
        h('strong', { class: 'amount' }, figureWords(value, unit)),
        h('span', { class: 'hint' }, comparator ? h('bdi', {}, shown(comparator)) : ''),
      ),
      h(
        'span',
        { class: 'card-words' },
        label('metrics', metric).name,
        council ? [', ', h('bdi', {}, councilName(council))] : '',
      ),
      h('span', { class: 'hint' }, day(asOf)),
    ),
  );
}

function roleCards(article) {
  return article.layers.roles.map(([official, role, organisation, start, end]) =>
    evidenceLink(
      article,
      start,
      end,
      h('span', { class: 'card-head' }, h('strong', {}, h('bdi', {}, shown(official ?? 'Nobody named')))),
      h(
        'span',
        { class: 'card-words' },
        h('bdi', {}, shown([role, organisation && bodyName(organisation)].filter(Boolean).join(', '))),
      ),
    ),
  );
}

function quotationCards(article) {
  return article.layers.quotations.map(([start, end, source, speaker]) =>
    evidenceLink(
      article,
      start,
      end,
      h(
        'span',
        { class: 'card-head' },
        h(
          'span',
          {},
          h(
            'bdi',
            {},
            speaker && article.text ? shown(oneLine(article.text.slice(...speaker))) : 'Speaker not named',
          ),
        ),
        h('span', { class: 'hint' }, sourceTag(source)),
      ),
      h(
        'span',
        { class: 'card-words' },
        article.text ? `“${cut(shown(quote(article, start, end)), 150)}”` : `Characters ${start}–${end}`,
      ),
    ),
  );
}

function documentDetails(article) {
  const { inspection } = article;
  const rows = [
    ['Published', day(article.published)],
    ['Publisher', article.publisher && h('bdi', {}, shown(article.publisher))],
    ['Authors', article.authors.length ? h('bdi', {}, shown(article.authors.join(', '))) : null],
    ['Address', article.url && webLink(article.url, cut(shown(article.url), 60))],
    [
      'Inspection',
      inspection &&
        [
          inspection.framework && label('frameworks', inspection.framework).name,
          label('inspections', inspection.type).name,
        ]
          .filter(Boolean)
          .join(', '),
    ],
    ['Inspected', inspection?.council && councilTag(inspection.council)],
    ['Days', inspection && [day(inspection.start), day(inspection.end)].filter(Boolean).join(' – ')],
    ['Lead inspector', inspection?.lead && h('bdi', {}, shown(inspection.lead))],
    ['Record', h('bdi', {}, shown(article.id))],
    ['File', h('bdi', {}, shown(`${article.path} (${article.media})`))],
    ['Annotated by', h('bdi', {}, shown(article.model))],
    ['Checksum', h('span', { class: 'checksum' }, article.sha)],
  ].filter(([, value]) => value);
  return h(
    'details',
    { class: 'facts', id: 'about' },
    h('summary', {}, h('h2', {}, 'Document')),
    h(
      'dl',
      {},
      rows.map(([what, value]) => [h('dt', {}, what), h('dd', {}, value)]),
    ),
  );
}
