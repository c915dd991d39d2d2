// The records. The writer is explorer/content.py; the two must be changed together.

const data = { articles: [], findings: null, ratings: [], names: null, byId: new Map(), complete: false };

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The text that an element holds gzipped and in base64; the element is emptied. */
async function unpack(element) {
  const stream = new Blob([bytesOf(element.textContent)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(stream).text();
  element.textContent = '';
  return text;
}

const INSPECTION = ['council', 'framework', 'type', 'start', 'end', 'lead'];
const COUNTS = ['findings', 'judgements', 'measures', 'roles', 'quotations', 'entities'];

function named(keys, values) {
  return Object.fromEntries(keys.map((key, at) => [key, values[at]]));
}

function makeArticle(row, number) {
  const [
    id,
    title,
    published,
    kind,
    publisher,
    authors,
    url,
    inspection,
    path,
    media,
    sha,
    model,
    hasText,
    counts,
  ] = row;
  const about = inspection && named(INSPECTION, inspection);
  return {
    number,
    id,
    title,
    published,
    kind,
    publisher,
    authors,
    url,
    path,
    media,
    sha,
    model,
    hasText: Boolean(hasText),
    inspection: about,
    date: published || (about && (about.start || about.end)) || null,
    counts: named(COUNTS, counts),
    firstFinding: 0,
    text: null,
    layers: null,
  };
}

async function readIndex() {
  const index = JSON.parse(await unpack(byId('index')));
  data.articles = index.articles.map(makeArticle);
  data.byId = new Map(data.articles.map((article) => [article.id, article]));
  data.findings = index.findings;
  data.ratings = index.ratings;
  data.themeOrder = index.themeOrder;
  data.councilOrder = index.councilOrder;
  readNames(index);
  let first = 0;
  for (const article of data.articles) {
    article.firstFinding = first;
    first += article.counts.findings;
  }
}

/** Read texts and layers, a body at a time, so that the page stays quick. */
async function readBodies() {
  let number = 0;
  for (const element of document.querySelectorAll('script.body')) {
    for (const [text, blocks, entities, quotations, judgements, measures, roles] of JSON.parse(
      await unpack(element),
    )) {
      const article = data.articles[number];
      article.text = text === null ? null : new Text(text);
      article.layers = { blocks, entities, quotations, judgements, measures, roles };
      number += 1;
    }
    await new Promise((resume) => setTimeout(resume));
  }
  data.complete = true;
}

function findingsOf(article) {
  return Array.from({ length: article.counts.findings }, (_, at) => article.firstFinding + at);
}

/** An article's title, or its headline, or at least its id. */
function titleOf(article) {
  if (article.title) return article.title;
  const headline = article.text && article.layers.blocks.find(([, , name]) => name === 'headline');
  return (headline && oneLine(article.text.slice(headline[0], headline[1]))) || article.id;
}
