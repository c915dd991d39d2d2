// Spans that cross or nest are drawn by cutting the text wherever one begins or ends.

/**
 * Cut text at every border of its spans.
 *
 * spans: { start, end, ... } in code points, in any order; empty ones are left out. Gives segments
 * { start, end, spans } that cover 0 to length without gap, each with the spans that cover all of it.
 */
function cutSegments(length, spans) {
  const sound = spans.filter(({ start, end }) => start < end && start < length);
  const borders = new Set([0, length]);
  for (const { start, end } of sound) borders.add(start).add(Math.min(end, length));
  const places = [...borders].sort((one, other) => one - other);
  const opening = [...sound].sort((one, other) => one.start - other.start || other.end - one.end);
  const segments = [];
  let open = [];
  let next = 0;
  for (let at = 0; at + 1 < places.length; at += 1) {
    const start = places[at];
    open = open.filter(({ end }) => end > start);
    while (next < opening.length && opening[next].start === start) {
      open.push(opening[next]);
      next += 1;
    }
    segments.push({ start, end: places[at + 1], spans: [...open] });
  }
  return segments;
}

/** Everything that an article's text is marked with, as spans with a kind. */
function spansOf(article) {
  const { blocks, entities, quotations, judgements, measures, roles } = article.layers;
  const { findings } = data;
  const evidence = [...judgements, ...measures, ...roles].map((fact) => ({
    kind: 'evidence',
    start: fact.at(-2),
    end: fact.at(-1),
  }));
  const speakers = quotations
    .filter(([, , , speaker]) => speaker)
    .map(([, , , [start, end]]) => ({ kind: 'evidence', start, end }));
  return [
    ...blocks.map(([start, end, name, score]) => ({ kind: 'block', start, end, name, score })),
    ...findingsOf(article).map((finding) => ({
      kind: 'finding',
      start: findings.start[finding],
      end: findings.end[finding],
      finding,
    })),
    ...quotations.map(([start, end, source, speaker]) => ({
      kind: 'quotation',
      start,
      end,
      source,
      speaker,
    })),
    ...entities.map(([start, end, name, value, unit, score, called]) => ({
      kind: 'entity',
      start,
      end,
      name,
      value,
      unit,
      score,
      called,
    })),
    ...evidence,
    ...speakers,
  ];
}
