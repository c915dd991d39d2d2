// Elements are made here and only here: what documents say becomes text nodes, never markup.

/** Make an element. Functions among the properties listen ("onclick"), null and false leave one out. */
function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

/** A link, or plain text where the address is no web address. */
function webLink(address, words) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // not an address at all
  }
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return h('bdi', {}, words);
  return h(
    'a',
    { href: url.href, rel: 'noopener noreferrer', target: '_blank', referrerpolicy: 'no-referrer' },
    h('bdi', {}, words),
  );
}

/** Tell users of screen readers what changed. */
function announce(words) {
  byId('live').textContent = words;
}

const count = new Intl.NumberFormat('en-GB');

function plural(number, one, many = `${one}s`) {
  return `${count.format(number)} ${number === 1 ? one : many}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An ISO date, month, year or interval as people write it. */
function day(iso) {
  if (!iso) return '';
  return iso
    .split('/')
    .map((part) => {
      const [year, month, date] = part.split('-');
      const words = [date && String(Number(date)), month && MONTHS[Number(month) - 1], year];
      return words.filter(Boolean).join(' ');
    })
    .join(' – ');
}

/** Call a function when its caller has been quiet for a moment. */
function settled(callback, milliseconds) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(...values), milliseconds);
  };
}

function remembered(key) {
  try {
    return localStorage.getItem(`ofsight.${key}`);
  } catch {
    return null; // a browser may forbid files to remember
  }
}

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`ofsight.${key}`);
    else localStorage.setItem(`ofsight.${key}`, value);
  } catch {
    // it then holds until the page is closed
  }
}
