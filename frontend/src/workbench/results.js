// What a query was answered with: a table, the views that fit it, downloads of data and pictures.
import { make } from './state.js';
import { Addresses, MOST, Table, seen } from './table.js';

const SAMPLE = 2000; // rows that a picture is made of
const LONGEST = 8000; // characters of an address that the server takes, with a little to spare
const COLOUR = /(?:var\(--\w+|light-dark\((#[0-9a-f]{6})),(#[0-9a-f]{6})\)/g;
const OWN_VIEW = /^[ \t]*#[ \t]*view:/m;
const TABLES = [
  ['CSV', 'csv'],
  ['TSV', 'tsv'],
  ['JSON', 'json'],
  ['XML', 'xml'],
];
const GRAPHS = [
  ['Turtle', 'turtle'],
  ['N-Triples', 'ntriples'],
  ['JSON-LD', 'jsonld'],
  ['RDF/XML', 'rdfxml'],
];
const TRUTHS = TABLES.slice(2);

/** Show answers below the editor. */
export function mount(workbench) {
  const root = document.getElementById('results');
  if (root) new Results(workbench, root);
}

class Results {
  constructor(workbench, root) {
    this.bench = workbench;
    this.root = root;
    this.said = root.querySelector('#results-said');
    this.body = root.querySelector('#results-body');
    const lang = new URLSearchParams(location.search).get('lang');
    this.addresses = new Addresses(root.dataset.sg, JSON.parse(root.dataset.prefixes), lang);
    this.number = new Intl.NumberFormat(workbench.lang === 'en' ? 'en-GB' : workbench.lang);
    this.last = null;
    workbench.on('start', ({ query }) => this.begin(query));
    workbench.on('answer', (answer) => this.show(answer));
    workbench.on('refused', () => this.hide());
    workbench.on('cancelled', () => this.hide());
    workbench.on('view', ({ view }) => this.answer && view !== this.view && this.open(view, false));
  }

  say(name, values = {}) {
    const text = this.root.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? name;
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  tell(text) {
    this.said.textContent = [this.summary, text].filter(Boolean).join(' · ');
  }

  begin(query) {
    // The view that was chosen stays, but for a query that names its own.
    if (this.last !== null && this.last !== query && OWN_VIEW.test(query)) this.bench.view = '';
    this.last = query;
    this.root.setAttribute('aria-busy', 'true');
  }

  hide() {
    this.root.hidden = true;
    this.root.removeAttribute('aria-busy');
    this.answer = null;
    this.body.replaceChildren();
    this.said.textContent = '';
  }

  async show(answer) {
    this.answer = answer;
    this.last = answer.query;
    this.view = '';
    this.table = null;
    this.pictures = new Map();
    this.root.hidden = false;
    this.root.removeAttribute('aria-busy');
    const graph = typeof answer.results === 'string';
    if (!graph && 'boolean' in answer.results) this.truth(answer);
    else if (graph) this.text(answer);
    else if (!answer.results.results.bindings.length) this.nothing(answer);
    else this.rows(answer);
  }

  /** Say how much there is, how long it took and of which version it is. */
  sum(answer, text) {
    const time = this.number.format(Math.round(answer.milliseconds) / 1000);
    this.summary = `${text} ${this.say('took', { time, version: answer.version })}`.trim();
    this.tell('');
  }

  truth(answer) {
    this.sum(answer, '');
    const text = this.say(answer.results.boolean ? 'yes' : 'no');
    this.body.replaceChildren(make('p', { class: 'lede' }, text), this.downloads(TRUTHS));
    this.tell(text);
  }

  nothing(answer, formats = TABLES) {
    this.sum(answer, this.say('none'));
    this.body.replaceChildren(this.downloads(formats));
  }

  rows(answer) {
    const count = answer.results.results.bindings.length;
    const rows = this.number.format(count);
    this.sum(answer, this.say('row', { rows }));
    const shown = Math.min(count, MOST);
    const tell = (text) => this.tell(text);
    const say = (name, values) => this.say(name, values);
    this.table = new Table(answer.results, this.addresses, this.bench.lang, say, tell);
    if (shown < count) this.summary += ` · ${this.say('most', { rows: this.number.format(shown) })}`;
    this.tell('');
    this.frame(TABLES);
    this.draw(this.bench.view);
  }

  text(answer) {
    const empty = !answer.results.replaceAll(/^@prefix .*$/gm, '').trim();
    if (empty) {
      this.nothing(answer, GRAPHS);
      return;
    }
    this.sum(answer, '');
    this.frame(GRAPHS);
    this.draw(this.bench.view);
  }

  /** Lay out tabs, what goes with the view, the view, and downloads. */
  frame(formats) {
    this.tabs = make('div', { role: 'tablist', 'aria-label': this.say('views') });
    this.tabs.addEventListener('keydown', (event) => this.move(event));
    this.panel = make('div', { role: 'tabpanel', id: 'results-panel', tabindex: '-1' });
    const bar = make('div', { class: 'tabs' }, this.tabs, this.downloads(formats));
    this.body.replaceChildren(bar, this.panel);
    const title = this.say(this.table ? 'table' : 'text');
    this.list([{ name: 'table', title, needs: '' }]);
    this.open('table', false);
  }

  list(views) {
    this.views = views;
    const tabs = views.map(({ name, title, needs }) => {
      const tab = make('button', { type: 'button', role: 'tab', id: `results-${name}`, 'aria-controls': 'results-panel' }, title);
      tab.dataset.view = name;
      if (needs) tab.setAttribute('aria-disabled', 'true');
      tab.addEventListener('click', () => this.open(name, true));
      return tab;
    });
    const had = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...tabs);
    this.mark(had);
  }

  mark(focus) {
    for (const tab of this.tabs.children) {
      const here = tab.dataset.view === this.view;
      tab.setAttribute('aria-selected', String(here));
      tab.tabIndex = here ? 0 : -1;
      if (here) this.panel.setAttribute('aria-labelledby', tab.id);
      if (here && focus) tab.focus();
    }
  }

  move(event) {
    const tabs = [...this.tabs.children];
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    this.open(tab.dataset.view, true);
    tab.focus();
  }

  /** Show a view; `chosen` tells the other parts that the reader chose it. */
  open(name, chosen) {
    const view = this.views.find((known) => known.name === name);
    if (!view) return;
    this.view = name;
    this.mark(false);
    if (view.needs) this.panel.replaceChildren(make('p', {}, this.say('cannot', { needs: view.needs })));
    else if (name !== 'table') this.picture(name);
    else if (this.table) this.panel.replaceChildren(this.tools(), this.table.element);
    else this.panel.replaceChildren(this.source());
    if (chosen && !view.needs) {
      this.bench.view = name;
      this.bench.tell('view', { view: name });
    }
  }

  source() {
    const text = seen(this.answer.results);
    const shown = text.length > 400_000 ? `${text.slice(0, 400_000)}\n…` : text;
    return make('pre', { tabindex: '0', class: 'scroll', 'aria-label': this.say('text'), role: 'region' }, make('code', {}, shown));
  }

  tools() {
    const box = make('input', { type: 'checkbox', checked: this.table.named });
    box.addEventListener('change', () => this.table.show(box.checked));
    const copy = make('button', { type: 'button', class: 'btn alt' }, this.say('copy'));
    copy.addEventListener('click', () => this.copy());
    return make('div', { class: 'bar-row' }, make('label', {}, box, ' ', this.say('labels')), copy);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.table.text());
      this.tell(this.say('copied', { rows: this.number.format(this.table.rows.length) }));
    } catch {
      this.tell(this.say('uncopied'));
    }
  }

  /** Learn from the server which views there are, and show the one that fits. */
  async draw(view) {
    const answer = this.answer;
    const drawn = await this.fetched(view);
    if (answer !== this.answer) return;
    if (!drawn) {
      this.tell(this.say('undrawn'));
      return;
    }
    this.pictures.set(drawn.view, drawn);
    if (!this.table) {
      const rows = this.number.format(drawn.count) + (drawn.cut ? '+' : '');
      this.sum(answer, this.say('triples', { rows }));
    }
    const text = this.table ? [] : [{ name: 'table', title: this.say('text'), needs: '' }];
    this.list([...text, ...drawn.views.filter(({ name }) => this.table || name !== 'table')]);
    if (this.view === 'table' && drawn.view !== 'table') this.open(drawn.view, false);
  }

  async picture(name) {
    const answer = this.answer;
    if (!this.pictures.has(name)) {
      this.panel.replaceChildren(make('p', {}, this.say('drawing')));
      const drawn = await this.fetched(name);
      if (answer !== this.answer) return;
      this.pictures.set(name, drawn);
    }
    if (this.view !== name) return;
    const drawn = this.pictures.get(name);
    const element = drawn?.view === name && drawn.svg ? parsed(drawn.svg) : null;
    if (!element) {
      this.pictures.delete(name);
      this.panel.replaceChildren(make('p', {}, this.say('undrawn')));
      return;
    }
    const label = this.views.find((view) => view.name === name).title;
    const scroll = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, element);
    const figure = make('figure', {}, scroll, make('figcaption', {}, drawn.said.join(' ')));
    this.panel.replaceChildren(this.files(name, drawn.svg), figure);
  }

  /** Ask for a view: of the rows that are here, or of a graph by its query. */
  async fetched(view) {
    const { query, results } = this.answer;
    const lang = this.bench.lang;
    try {
      if (!this.table) {
        const address = this.address(view, '&format=json');
        const got = address.length > LONGEST ? null : await fetch(address);
        return got?.ok ? await got.json() : null;
      }
      const rows = results.results.bindings;
      const sample = { head: results.head, results: { bindings: rows.slice(0, SAMPLE) } };
      const body = JSON.stringify({ query, view, rows: rows.length, results: sample });
      const headers = { 'Content-Type': 'application/json' };
      const got = await fetch(`/sparql/picture?lang=${lang}`, { method: 'POST', headers, body });
      return got.ok ? await got.json() : null;
    } catch {
      return null;
    }
  }

  address(view, more = '') {
    const query = encodeURIComponent(this.answer.query);
    return `/sparql/picture?lang=${this.bench.lang}&view=${view}&query=${query}${more}`;
  }

  downloads(formats) {
    const query = encodeURIComponent(this.answer.query);
    const links = formats.map(([title, format]) => {
      const link = make('a', { href: `/sparql?format=${format}&query=${query}`, download: `answer.${format}`, rel: 'nofollow' }, title);
      if (link.href.length > LONGEST) link.addEventListener('click', (event) => this.post(event, format));
      return make('li', {}, link);
    });
    return make('ul', { class: 'fmt', 'aria-label': this.say('downloads') }, ...links);
  }

  /** Download by POST what is too long to be asked for by an address. */
  async post(event, format) {
    event.preventDefault();
    const body = new URLSearchParams({ query: this.answer.query, format });
    const got = await fetch('/sparql', { method: 'POST', body });
    if (got.ok) save(await got.blob(), `answer.${format}`);
  }

  files(name, svg) {
    const image = make('button', { type: 'button', class: 'btn alt' }, 'PNG');
    image.addEventListener('click', () => this.image(name));
    const drawing = make('button', { type: 'button', class: 'btn alt' }, 'SVG');
    drawing.addEventListener('click', () => save(new Blob([alone(svg)], { type: 'image/svg+xml' }), `${name}.svg`));
    return make('div', { class: 'bar-row', role: 'group', 'aria-label': this.say('picture') }, drawing, image);
  }

  /** Make a PNG of a picture. The policy of the page loads images from this server alone, so it draws the file of its own. */
  async image(name) {
    const address = this.address(name);
    if (location.origin.length + address.length > LONGEST) return this.tell(this.say('long'));
    const picture = new Image();
    picture.src = address;
    try {
      await picture.decode();
      const scale = Math.max(1, Math.min(2, 8000 / Math.max(picture.width, picture.height)));
      const canvas = make('canvas', { width: picture.width * scale, height: picture.height * scale });
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
      save(blob, `${name}.png`);
    } catch {
      this.tell(this.say('undrawn'));
    }
    return undefined;
  }
}

/** The element of a drawing, null where it is none. */
function parsed(svg) {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  return root.localName === 'svg' ? document.importNode(root, true) : null;
}

/** A drawing as a file: colours for paper, a size, a ground and whole addresses, as the server makes it. */
function alone(svg) {
  const ground = '<rect width="100%" height="100%" fill="#ffffff"/>';
  return svg
    .replace(COLOUR, (whole, first, second) => first ?? second)
    .replace(/width="100%" (viewBox="0 0 (\d+) (\d+)"[^>]*>)/, `width="$2" height="$3" $1${ground}`)
    .replace(/(<a href=")\//g, `$1${location.origin}/`);
}

function save(blob, name) {
  const link = make('a', { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
