// The table of an answer: pages of rows, sorted by column without holding up the page, names beside addresses.
import { isLink, make } from './state.js';

const ROWS = 200;
export const MOST = 100_000;
const BATCH = 200;
const RUN = 1024;
const TURN = 12; // milliseconds of sorting after which the page has its turn
const LONGEST = 2000;
const NUMBER = /#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;
const DATE = /#(date|dateTime|gYear|gYearMonth)$/;
const PLAIN = /^[+-]?\d{1,15}(\.\d{1,12})?$/;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]/g;

/** Text as a page may hold it: nothing that cannot be seen may change how the rest is read. */
export const seen = (text) => text.replace(TURNING, '').replace(CONTROL, '\ufffd');

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);

const breath = () => new Promise((go) => setTimeout(go));

/** Where things are shown and how addresses are written, as the server does. */
export class Addresses {
  constructor(sg, prefixes, lang) {
    this.base = sg.replace(/ontology#$/, '');
    this.prefixes = Object.entries(prefixes);
    this.lang = lang ? `?lang=${encodeURIComponent(lang)}` : '';
  }

  /** The address of a page for an IRI, null where it must not become a link. */
  of(iri) {
    const [path, ...fragment] = iri.split('#');
    const end = fragment.length ? `#${encodeURIComponent(fragment.join('#'))}` : '';
    const quoted = (text) => text.split('/').map(encodeURIComponent).join('/');
    const within = (start) => iri.startsWith(this.base + start);
    if (within('id/')) return `/page/${quoted(path.slice(this.base.length + 3))}${this.lang}${end}`;
    if (within('code/') || within('ontology') || within('shapes'))
      return `/${quoted(path.slice(this.base.length))}${this.lang}${end}`;
    return isLink(iri) ? iri : null;
  }

  /** An IRI as people read it. */
  shown(iri) {
    if (iri.startsWith(`${this.base}id/`)) return iri.slice(this.base.length + 3);
    if (iri.startsWith(`${this.base}code/`)) return iri.slice(this.base.length);
    const known = this.prefixes.find(([, namespace]) => iri.startsWith(namespace));
    return known ? `${known[0]}:${iri.slice(known[1].length)}` : iri.replace(/^https?:\/\//, '');
  }
}

/** Sort in turns: short runs, then merged; null where it was stopped. */
export async function sortedInTurns(items, compare, signal) {
  let until = performance.now() + TURN;
  const rest = async () => {
    if (performance.now() < until) return;
    await breath();
    until = performance.now() + TURN;
  };
  let runs = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    await rest();
    if (signal.aborted) return null;
  }
  while (runs.length > 1) {
    const merged = [];
    for (let n = 0; n < runs.length; n += 2) {
      if (n + 1 === runs.length) merged.push(runs[n]);
      else merged.push(await mergedInTurns(runs[n], runs[n + 1], compare, rest, signal));
      if (signal.aborted) return null;
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function mergedInTurns(one, other, compare, rest, signal) {
  const found = new Array(one.length + other.length);
  let a = 0;
  let b = 0;
  for (let n = 0; n < found.length; n += 1) {
    if (n % RUN === 0) {
      await rest();
      if (signal.aborted) return found;
    }
    const first = b === other.length || (a < one.length && compare(one[a], other[b]) <= 0);
    found[n] = first ? one[a++] : other[b++];
  }
  return found;
}

export class Table {
  /** `say` tells a sentence of the page, `tell` says something in its live region. */
  constructor(results, addresses, lang, say, tell) {
    this.names = results.head.vars;
    this.all = results.results.bindings.slice(0, MOST);
    this.rows = this.all;
    this.addresses = addresses;
    this.lang = lang;
    this.say = say;
    this.tell = tell;
    this.kinds = this.names.map((name) => this.kind(name));
    this.collator = new Intl.Collator(lang, { numeric: true });
    this.number = new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang, { maximumFractionDigits: 12 });
    this.labels = new Map();
    this.named = false;
    this.page = 0;
    this.sorting = new AbortController();
    this.element = this.made();
    this.fill();
  }

  get pages() {
    return Math.max(1, Math.ceil(this.rows.length / ROWS));
  }

  /** Whether the values of a column are numbers, dates, or text. */
  kind(name) {
    const values = this.all.map((row) => row[name]).filter(Boolean);
    const every = (test) => values.length > 0 && values.every((term) => test.test(term.datatype ?? ''));
    return every(NUMBER) ? 'number' : every(DATE) ? 'date' : 'text';
  }

  made() {
    const heads = this.names.map((name, n) => this.head(name, n));
    this.heads = heads;
    this.body = make('tbody');
    const table = make('table', {}, make('thead', {}, make('tr', {}, ...heads)), this.body);
    const label = this.say('rowsOf');
    const scroll = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, table);
    this.place = make('span', { 'aria-live': 'polite' });
    this.back = this.turner('previous', -1);
    this.on = this.turner('next', 1);
    this.pager = make('nav', { class: 'pager', 'aria-label': this.say('pages') }, this.back, this.place, this.on);
    return make('div', {}, scroll, this.pager);
  }

  head(name, n) {
    const label = this.say('sort', { column: name });
    const button = make('button', { type: 'button', class: 'sort', 'aria-label': label }, seen(name));
    button.addEventListener('click', () => this.sort(n));
    return make('th', { scope: 'col', class: this.kinds[n] === 'number' ? 'num' : null }, button);
  }

  turner(name, step) {
    const button = make('button', { type: 'button', class: 'btn alt' }, this.say(name));
    button.addEventListener('click', () => {
      const page = this.page + step;
      if (page < 0 || page >= this.pages) return;
      this.page = page;
      this.fill();
    });
    return button;
  }

  /** Sort by a column: upwards, downwards, and as the answer had it. */
  async sort(n) {
    this.sorting.abort();
    const { signal } = (this.sorting = new AbortController());
    const before = this.heads[n].getAttribute('aria-sort');
    const order = { null: 'ascending', ascending: 'descending', descending: null }[before];
    this.tell(this.say('sorting'));
    const rows = order ? await this.ordered(n, order === 'ascending' ? 1 : -1, signal) : this.all;
    if (signal.aborted || !rows) return;
    for (const head of this.heads) head.removeAttribute('aria-sort');
    if (order) this.heads[n].setAttribute('aria-sort', order);
    this.rows = rows;
    this.page = 0;
    this.fill();
    this.tell(order ? this.say('sorted', { column: this.names[n] }) : '');
  }

  /** The rows by the values of a column; what has none is last either way. */
  async ordered(n, direction, signal) {
    const name = this.names[n];
    const number = this.kinds[n] === 'number';
    const keyed = [];
    const without = [];
    for (const row of this.all) {
      const value = row[name]?.value;
      const key = number ? Number(value) : String(value ?? '');
      if (value === undefined || Number.isNaN(key)) without.push(row);
      else keyed.push([key, row]);
    }
    const text = this.kinds[n] === 'text' ? this.collator.compare : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const compare = (a, b) => direction * text(a[0], b[0]);
    const sorted = await sortedInTurns(keyed, compare, signal);
    return sorted && [...sorted.map(([, row]) => row), ...without];
  }

  /** Show one page of rows. */
  fill() {
    const rows = this.rows.slice(this.page * ROWS, (this.page + 1) * ROWS);
    this.body.replaceChildren(...rows.map((row) => this.row(row)));
    const more = this.pages > 1;
    this.pager.hidden = !more;
    this.place.textContent = this.say('page', { page: this.format(this.page + 1), pages: this.format(this.pages) });
    this.back.setAttribute('aria-disabled', String(this.page === 0));
    this.on.setAttribute('aria-disabled', String(this.page === this.pages - 1));
    if (this.named) this.name(rows);
  }

  format(number) {
    return this.number.format(number);
  }

  row(row) {
    const cells = this.names.map((name, n) => {
      const number = this.kinds[n] === 'number';
      return make('td', { class: number ? 'num' : null }, ...this.cell(row[name], number));
    });
    return make('tr', {}, ...cells);
  }

  cell(term, number) {
    if (!term) return [];
    if (term.type === 'uri') return this.thing(term.value);
    if (term.type === 'bnode') return [make('code', {}, seen(short(`_:${term.value}`)))];
    if (term.type === 'triple') return [make('code', {}, '<<…>>')];
    if (number && PLAIN.test(term.value)) return [this.format(term.value)];
    const text = seen(short(term.value));
    const lang = term['xml:lang'];
    const said = term['its:dir'] ? { lang, dir: term['its:dir'] } : { lang };
    if (lang) return [make('span', said, text), ' ', make('span', { class: 'lbl' }, seen(lang))];
    return [text];
  }

  /** An IRI; its name before it where names are on and it has one. */
  thing(iri) {
    const href = this.addresses.of(iri);
    const shown = seen(short(this.addresses.shown(iri)));
    const name = this.named && this.labels.get(iri);
    const lang = name && name.lang && name.lang !== this.lang ? name.lang : null;
    const text = name ? seen(name.text) : shown;
    const link = href ? make('a', { href, title: seen(short(iri)), lang, rel: 'nofollow' }, text) : make('code', { lang }, text);
    return name ? [link, ' ', make('small', { class: 'muted' }, shown)] : [link];
  }

  /** Switch names on or off. */
  show(named) {
    this.named = named;
    this.fill();
  }

  /** Fetch the names that some rows need, in batches; the page that is shown then gets them. */
  async name(rows) {
    const page = this.page;
    const things = rows.flatMap((row) => this.names.map((name) => row[name]));
    const iris = things.filter((term) => term?.type === 'uri').map((term) => term.value);
    const unknown = [...new Set(iris)].filter((iri) => !this.labels.has(iri));
    for (let at = 0; at < unknown.length; at += BATCH) await this.fetch(unknown.slice(at, at + BATCH));
    if (unknown.length && page === this.page && this.named) this.fill();
  }

  async fetch(iris) {
    let names = {};
    try {
      const body = JSON.stringify({ iris });
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(`/sparql/labels?lang=${this.lang}`, { method: 'POST', headers, body });
      if (answer.ok) ({ names } = await answer.json());
    } catch {
      names = {};
    }
    for (const iri of iris) this.labels.set(iri, names[iri] ?? null);
  }

  /** All rows in their order as tab-separated text, as a spreadsheet takes it. */
  text() {
    const flat = (text) => text.replace(/[\t\r\n]+/g, ' ');
    const line = (row) => this.names.map((name) => flat(row[name]?.value ?? '')).join('\t');
    return [this.names.join('\t'), ...this.rows.map(line)].join('\n');
  }
}
