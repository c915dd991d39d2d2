// Which findings are shown. Facets are held as numbers, so that 60,000 findings are gone through at once.

const NONE = 'none';

/** A facet: its options, and for each finding the numbers of those that it has. */
function makeFacet(key, title, options, valuesOf) {
  const numbers = new Map(options.map((option, at) => [option.id, at]));
  const values = data.findings.article.map((_, finding) => valuesOf(finding).map((id) => numbers.get(id)));
  return { key, title, options, numbers, values };
}

function optionsOf(ids, describe) {
  return [...new Set(ids)].map((id) => ({ id, ...describe(id) }));
}

function articleOf(finding) {
  return data.articles[data.findings.article[finding]];
}

function yearOf(article) {
  return article.date ? article.date.slice(0, 4) : NONE;
}

function inspectionOf(article) {
  return article.inspection ? article.inspection.type : NONE;
}

const facets = [];

function makeFacets() {
  const { findings, themeOrder, councilOrder } = data;
  const themeOf = (finding) => findings.themes[finding].map((number) => themeOrder[number]);
  const councilsOf = (finding) => {
    const codes = findings.councils[finding].map((number) => councilOrder[number]);
    return codes.length ? codes : [NONE];
  };
  const used = (of) => new Set(findings.article.flatMap((_, finding) => of(finding)));
  const named = (group, of, none) => {
    const present = used(of);
    const known = labels(group).filter(({ id }) => present.has(id));
    return present.has(NONE) ? [...known, { id: NONE, name: none, help: '' }] : known;
  };
  const single = (of) => (finding) => [of(articleOf(finding))];
  const councils = [...used(councilsOf)]
    .map((id) =>
      id === NONE
        ? { id, name: 'No council', help: '' }
        : { id, name: councilName(id), help: councilHelp(id) },
    )
    .sort((one, other) => (one.id === NONE) - (other.id === NONE) || one.name.localeCompare(other.name));
  const years = optionsOf(data.articles.map(yearOf), (id) => ({
    name: id === NONE ? 'No date' : id,
    help: '',
  }));
  years.sort((one, other) => (one.id === NONE) - (other.id === NONE) || other.id.localeCompare(one.id));
  const kindOf = (article) => article.kind ?? NONE;
  facets.push(
    makeFacet('polarity', 'Polarity', labels('polarities'), (finding) => [findings.polarity[finding]]),
    makeFacet('theme', 'Theme', named('themes', themeOf), themeOf),
    makeFacet('council', 'Council', councils, councilsOf),
    makeFacet('source', 'Whose words', labels('sources'), (finding) => [findings.source[finding]]),
    makeFacet('year', 'Year', years, single(yearOf)),
    makeFacet('kind', 'Document', named('kinds', single(kindOf), 'Not told'), single(kindOf)),
    makeFacet(
      'inspection',
      'Inspection',
      named('inspections', single(inspectionOf), 'Not a report'),
      single(inspectionOf),
    ),
  );
}

/** The words of a search: what stands in quotation marks is one. */
function searchTerms(q) {
  return [...folded(q).matchAll(/"([^"]+)"|(\S+)/g)]
    .map((match) => (match[1] ?? match[2]).trim())
    .filter(Boolean);
}

const haystacks = [];

/** What a finding is searched by: its words and its councils' names. */
function haystack(finding) {
  if (haystacks[finding] === undefined) {
    const councils = data.findings.councils[finding].map((number) => councilName(data.councilOrder[number]));
    haystacks[finding] = folded(`${findingWords(finding)}\n${councils.join('\n')}`);
  }
  return haystacks[finding];
}

const sentences = [];

function findingWords(finding) {
  sentences[finding] ??= quote(articleOf(finding), data.findings.start[finding], data.findings.end[finding]);
  return sentences[finding];
}

let lastFiltered = { key: null, result: null };

/** Findings that pass all filters, and how many would for each option of each facet. */
function applyFilters(filters) {
  const key = formatRoute('', { filters });
  if (lastFiltered.key !== key) lastFiltered = { key, result: countFindings(filters) };
  return lastFiltered.result;
}

function countFindings(filters) {
  const total = data.findings.article.length;
  const missed = new Uint8Array(total); // how many facets a finding fails
  const culprit = new Uint8Array(total); // the last of them
  const terms = searchTerms(filters.q);
  const chosen = facets.map((facet) => {
    const flags = new Uint8Array(facet.options.length);
    for (const id of filters[facet.key]) if (facet.numbers.has(id)) flags[facet.numbers.get(id)] = 1;
    return filters[facet.key].size ? flags : null;
  });
  const all = (words) => terms.every((term) => words.includes(term));
  for (let finding = 0; finding < total; finding += 1) {
    if (terms.length && !all(haystack(finding))) {
      missed[finding] = 2;
      continue;
    }
    for (let at = 0; at < facets.length; at += 1) {
      if (chosen[at] && !facets[at].values[finding].some((value) => chosen[at][value])) {
        missed[finding] += 1;
        culprit[finding] = at;
      }
    }
  }
  const counts = facets.map((facet) => new Uint32Array(facet.options.length));
  const shownFindings = [];
  for (let finding = 0; finding < total; finding += 1) {
    if (missed[finding] === 0) {
      shownFindings.push(finding);
      facets.forEach((facet, at) => {
        for (const value of facet.values[finding]) counts[at][value] += 1;
      });
    } else if (missed[finding] === 1) {
      // It would be there, were it not for one facet: it counts for that facet's other options.
      const at = culprit[finding];
      for (const value of facets[at].values[finding]) counts[at][value] += 1;
    }
  }
  return { findings: shownFindings, counts };
}

/** Articles that pass: by their own filters and search, and by having a finding that passes the others. */
function shownArticles(filters, result) {
  const terms = searchTerms(filters.q);
  const aboutFindings = ['polarity', 'theme', 'council', 'source'].some((key) => filters[key].size);
  const withFindings = new Set(
    (aboutFindings ? countFindings({ ...filters, q: '' }) : result).findings.map(
      (finding) => data.findings.article[finding],
    ),
  );
  return data.articles.filter((article) => {
    if (filters.year.size && !filters.year.has(yearOf(article))) return false;
    if (filters.kind.size && !filters.kind.has(article.kind ?? NONE)) return false;
    if (filters.inspection.size && !filters.inspection.has(inspectionOf(article))) return false;
    if (aboutFindings && !withFindings.has(article.number)) return false;
    if (!terms.length) return true;
    const words = folded(
      `${titleOf(article)}\n${article.id}\n${article.publisher ?? ''}\n${article.text ? article.text.string : ''}`,
    );
    return terms.every((term) => words.includes(term));
  });
}
