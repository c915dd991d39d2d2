// Offsets of records count code points; strings of JavaScript count UTF-16 units.

class Text {
  constructor(string) {
    this.string = string;
    // The places, in code points, of the characters that take two units.
    this.pairs = [];
    for (const match of string.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) {
      this.pairs.push(match.index - this.pairs.length);
    }
    this.length = string.length - this.pairs.length;
  }

  /** The place of a code point in the string. */
  unit(offset) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  }

  slice(start, end) {
    return this.string.slice(this.unit(start), this.unit(end));
  }
}

const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SPACES = new RegExp(`[${SPACE}]+`, 'g');
const SOFT_HYPHEN = new RegExp(`\\u00ad(?:[ \\t]*[\\r\\n\\f][${SPACE}]*)?`, 'g');
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]/g;

/** Text on one line, as the tables of formats/cells.py have it. */
function oneLine(text) {
  const spaced = text.replaceAll('\ufffe', '-').replace(SOFT_HYPHEN, '').replace(SPACES, ' ');
  return spaced.replace(UNPRINTABLE, '').replace(SPACES, ' ').trim();
}

/** The words between two offsets on one line, without the page's furniture that they run across. */
function quote(article, start, end) {
  const { text, layers } = article;
  if (!text) return '';
  const pieces = [];
  let position = start;
  for (const [from, to, label] of layers.blocks) {
    if (label === 'boilerplate' && start < from && to < end) {
      pieces.push(text.slice(position, from));
      position = to;
    }
  }
  pieces.push(text.slice(position, end));
  return oneLine(pieces.join(' '));
}

/** Characters that would be boxes or nothing, made visible or harmless, one for one. */
function shown(text) {
  // eslint-disable-next-line no-control-regex
  return text
    .replaceAll('\ufffe', '-')
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\uffff]/g, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '\u200b');
}

/** What is compared in a search: small letters, straight quotes and dashes, character for character. */
function folded(text) {
  const small = text.toLowerCase();
  return (small.length === text.length ? small : text)
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-');
}
