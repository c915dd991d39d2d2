// Readable names of labels, councils and bodies.

const names = { groups: new Map(), councils: new Map(), organisations: new Map() };

function readNames(index) {
  for (const [group, rows] of Object.entries(index.names)) {
    names.groups.set(group, new Map(rows.map(([id, name, help]) => [id, { id, name, help }])));
  }
  names.councils = new Map(
    index.councils.map(([code, name, official, region, end]) => [
      code,
      { code, name, official, region, end },
    ]),
  );
  names.organisations = new Map(index.organisations);
  // Two authorities of one name, one of them gone, are told apart by the last year of the former.
  const seen = new Map();
  for (const council of names.councils.values()) seen.set(council.name, (seen.get(council.name) ?? 0) + 1);
  for (const council of names.councils.values()) {
    council.label =
      seen.get(council.name) > 1 && council.end
        ? `${council.name} (to ${council.end.slice(0, 4)})`
        : council.name;
  }
}

function labels(group) {
  return [...(names.groups.get(group)?.values() ?? [])];
}

function label(group, id) {
  return names.groups.get(group)?.get(id) ?? { id, name: id, help: '' };
}

function councilName(code) {
  return code ? (names.councils.get(code)?.label ?? code) : '';
}

function councilHelp(code) {
  const council = names.councils.get(code);
  if (!council) return code;
  return [council.official || council.name, code, council.region, council.end && `until ${day(council.end)}`]
    .filter(Boolean)
    .join(' · ');
}

/** A council (by GSS code) or another body (by key) by its name. */
function bodyName(key) {
  return names.organisations.get(key) ?? councilName(key);
}

const SIGNS = new Map([
  ['weakness', '−'],
  ['strength', '+'],
  ['mixed', '±'],
  ['neutral', '○'],
]);

/** Polarity as a sign and a word: colour alone never tells it. */
function polarityTag(polarity, { short = false } = {}) {
  const { name, help } = label('polarities', polarity);
  return h(
    'span',
    { class: `polarity ${polarity}`, title: `${name}: ${help}` },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS.get(polarity) ?? '○'),
    short ? h('span', { class: 'unseen' }, name) : name,
  );
}

function themeTag(theme, score) {
  const { name, help } = label('themes', theme);
  const sure = score === null || score === undefined ? '' : ` (score ${score.toFixed(2)})`;
  return h('span', { class: 'tag', title: (help || name) + sure }, h('bdi', {}, name));
}

function councilTag(code) {
  return h('span', { class: 'council', title: councilHelp(code) }, h('bdi', {}, councilName(code)));
}

function sourceTag(source) {
  const { name, help } = label('sources', source);
  return h('span', { title: help }, name);
}

function ratingTag(rating) {
  return h('span', { class: `rating ${rating}` }, label('ratings', rating).name);
}
