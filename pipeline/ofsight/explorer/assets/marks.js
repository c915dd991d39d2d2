// The text of an article with its marks: findings underlined, entities on a ground, quotations on a wash.

const ENTITY_KINDS = [
  'COUNCIL',
  'ORGANISATION',
  'OFFICIAL',
  'ROLE',
  'RATING',
  'INSPECTION',
  'DATE',
  'QUANTITY',
];
const MARKED = ['quotation', 'finding', 'entity']; // from the outside in
const FLOWING = new Set([
  'headline',
  'standfirst',
  'subheading',
  'paragraph',
  'list_item',
  'caption',
  'comment',
]);
const PLAIN_BLOCKS = new Set(['byline', 'table', 'comment_meta', 'boilerplate', 'unlabelled']);
const FURNITURE = new Set(['boilerplate']);

/** A text on the page: its segments with their elements, and its spans in order of reading. */
class MarkedText {
  constructor(article) {
    this.article = article;
    this.spans = spansOf(article);
    this.segments = cutSegments(article.text.length, this.spans);
    this.stops = this.spans
      .filter(({ kind }) => MARKED.includes(kind))
      .sort((one, other) => one.start - other.start || other.end - one.end);
    this.elements = new Map(); // span to its elements
    this.current = null;
    this.root = h('div', {
      class: 'text',
      id: 'text',
      role: 'group',
      'aria-label': 'The text with its marks; j and k go from finding to finding, e and w from mark to mark',
    });
    this.root.append(...this.blocks());
    for (const span of this.stops) this.prepare(span);
    const first = this.stops[0];
    if (first) this.elements.get(first)?.[0]?.setAttribute('tabindex', '0');
  }

  /** One element a block; the page's furniture is folded together. */
  blocks() {
    const parts = [];
    let furniture = null;
    for (const { block, segments } of this.grouped()) {
      const words = segments.map((segment) => this.article.text.slice(segment.start, segment.end));
      const blank = !words.join('').trim();
      if (!block && blank) {
        // White space between blocks still is a place that evidence may begin at.
        continue;
      }
      const element = this.block(block, segments);
      if (block && FURNITURE.has(block.name)) {
        if (!furniture) {
          furniture = { box: h('details', { class: 'furniture' }), blocks: 0 };
          furniture.summary = h('summary', {});
          furniture.box.append(furniture.summary);
          parts.push(furniture.box);
        }
        furniture.blocks += 1;
        furniture.summary.textContent = `${plural(furniture.blocks, 'line')} of the page around the text`;
        furniture.box.append(element);
      } else {
        furniture = null;
        parts.push(element);
      }
    }
    return parts;
  }

  /** The segments, those of one block together. */
  *grouped() {
    let block = null;
    let segments = [];
    for (const segment of this.segments) {
      const now = segment.spans.find(({ kind }) => kind === 'block') ?? null;
      if (segments.length && now !== block) {
        yield { block, segments };
        segments = [];
      }
      block = now;
      segments.push(segment);
    }
    if (segments.length) yield { block, segments };
  }

  block(block, segments) {
    const name = block ? block.name : 'unlabelled';
    const tag = name === 'headline' ? 'h2' : name === 'subheading' ? 'h3' : 'div';
    const named = block ? label('blocks', name) : { name: 'Not labelled', help: '' };
    const sure = block && block.score !== null ? ` (score ${block.score.toFixed(2)})` : '';
    const body = h(
      tag,
      { class: 'block-text', dir: 'auto' },
      segments.map((segment) => this.segment(segment)),
    );
    return h(
      'div',
      {
        class: `block ${FLOWING.has(name) ? 'flowing' : 'kept'} ${PLAIN_BLOCKS.has(name) || FLOWING.has(name) ? name : 'other'}`,
      },
      h(
        'span',
        { class: 'block-name', 'aria-hidden': 'true', title: `${named.name}: ${named.help}${sure}` },
        named.name,
      ),
      body,
    );
  }

  segment(segment) {
    let element = h('span', { class: 'segment' }, shown(this.article.text.slice(segment.start, segment.end)));
    segment.element = element;
    for (const kind of [...MARKED].reverse()) {
      for (const span of segment.spans.filter((each) => each.kind === kind).reverse()) {
        element = h(
          'span',
          {
            class: this.classes(span, segment),
            'data-label': kind === 'entity' ? this.shortName(span) : null,
          },
          element,
        );
        if (!this.elements.has(span)) this.elements.set(span, []);
        this.elements.get(span).push(element);
        element.span = span;
      }
    }
    return element;
  }

  classes(span, segment) {
    const of = {
      finding: () => `finding ${data.findings.polarity[span.finding]}`,
      entity: () => `entity ${ENTITY_KINDS.includes(span.name) ? span.name : 'OTHER'}`,
      quotation: () => 'quotation',
    }[span.kind]();
    return `mark ${of}${segment.start === span.start ? ' first' : ''}${segment.end === span.end ? ' last' : ''}`;
  }

  shortName(span) {
    return label('entities', span.name).name.toLowerCase();
  }

  /** The first element of a mark can have the focus and says what it is. */
  prepare(span) {
    const [first] = this.elements.get(span) ?? [];
    if (!first) return;
    first.setAttribute('tabindex', '-1');
    first.setAttribute('role', 'group');
    first.setAttribute('aria-label', spanWords(span));
  }

  /** Put the focus on a mark and show it. */
  focus(span, { scroll = true } = {}) {
    const [first] = this.elements.get(span) ?? [];
    if (!first) return;
    this.root.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    first.setAttribute('tabindex', '0');
    this.unfold(first);
    first.focus({ preventScroll: true });
    if (scroll) first.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
  }

  unfold(element) {
    const folded = element.closest('details');
    if (folded) folded.open = true;
  }

  /** The next mark of some kinds after (or before) the one in focus. */
  step(kinds, direction) {
    const stops = this.stops.filter(({ kind }) => kinds.includes(kind));
    if (!stops.length) return;
    let at = stops.indexOf(this.current);
    if (at < 0) {
      const place = this.current ? this.current.start : -1;
      at =
        direction > 0
          ? stops.findIndex(({ start }) => start > place)
          : stops.findLastIndex(({ start }) => start < place);
      if (at < 0) at = direction > 0 ? 0 : stops.length - 1;
    } else {
      at = Math.min(Math.max(at + direction, 0), stops.length - 1);
    }
    this.focus(stops[at]);
  }

  /** Scroll to a stretch of text and let it flash. */
  flash(start, end) {
    const those = this.segments.filter(
      (segment) =>
        segment.element &&
        (end > start
          ? segment.start < end && segment.end > start
          : segment.start <= start && start < segment.end),
    );
    const lit = those.map(({ element }) => element);
    const first = lit.find((element) => element.textContent.trim());
    if (!first) return;
    this.unfold(first);
    first.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
    for (const element of this.root.querySelectorAll('.flash')) element.classList.remove('flash');
    for (const element of lit) element.classList.add('flash');
    clearTimeout(this.fading);
    this.fading = setTimeout(() => lit.forEach((element) => element.classList.remove('flash')), 2400);
  }
}

function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
