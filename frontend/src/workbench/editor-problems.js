// What is wrong with a query: at the token, in words below the editor, and how to mend it.
import { forceLinting, linter } from '@codemirror/lint';
import { StateEffect } from '@codemirror/state';
import { insertTerm } from './editor-complete.js';
import { declaration, declared, iriOf, tokens, undeclared, used } from './editor-tokens.js';
import { make } from './state.js';

const PAUSE = 700; // milliseconds without a letter before a text is looked at
const MOST = 5; // messages on what can be seen here
const HINT = /(\S+) is not in this version; did you mean (PREFIX \S+ \S+|\S+)\?/g;
const DECLARED = /^PREFIX ([^:]*): <([^>]*)>$/;

/** Says that the marks are to be made anew, although the text is the same. */
const refresh = StateEffect.define();

export class Problems {
  constructor(workbench, terms) {
    Object.assign(this, { workbench, terms, view: null, server: [], mends: [] });
    this.list = workbench.root.querySelector('#problems');
    this.notes = workbench.root.querySelector('#warnings');
    this.words = null;
    workbench.on('start', () => this.clear());
    workbench.on('refused', (told) => this.refused(told));
    workbench.on('answer', ({ hint }) => hint && this.hinted(hint));
  }

  /** The part of the editor that marks tokens. */
  extension() {
    const asked = ({ transactions }) => transactions.some(({ effects }) => effects.some((one) => one.is(refresh)));
    return linter((view) => this.#marks(view), { delay: PAUSE, needsRefresh: asked });
  }

  clear() {
    this.server = [];
    this.mends = [];
    this.list.replaceChildren();
    this.#refresh();
  }

  #refresh() {
    this.view?.dispatch({ effects: refresh.of(null) });
    if (this.view) forceLinting(this.view);
  }

  /** Do what the first message proposes; return whether there was something to do. */
  mend() {
    const [first] = this.mends.length ? this.mends : (this.localMends ?? []);
    first?.act();
    return Boolean(first);
  }

  /** Tell why the server did not answer. */
  async refused({ query, problem, cut }) {
    const { workbench } = this;
    if (!problem) return this.#show(workbench.say('refused'), [workbench.say(cut ? 'cut' : 'network')]);
    if (problem.reason) return this.#syntax(query, problem);
    const kind = (problem.type ?? '').split('/').pop(),
      words = (await this.#known())[kind];
    if (words) return this.#show(words.title, [words.advice], [], problem.detail);
    this.#show(problem.title, [], [], problem.detail);
  }

  /** Tell what the query named that is not there, where it found nothing. */
  hinted(header) {
    let text = header;
    try {
      text = decodeURIComponent(header);
    } catch {
      // It is told as it came.
    }
    const { workbench } = this,
      mends = [],
      said = [];
    for (const [, token, meant] of text.matchAll(HINT)) {
      said.push(`${workbench.say('absent', { token })} ${workbench.say('meant', { meant })}`);
      mends.push(...this.#mending(meant, () => this.#tokensOf(token)));
    }
    this.#show('', said, mends, '', 'cite');
  }

  async #known() {
    this.words ??= fetch(`${this.workbench.root.dataset.problems}?lang=${this.workbench.lang}`)
      .then((answer) => (answer.ok ? answer.json() : { problems: {} }))
      .catch(() => ({ problems: {} }));
    return (await this.words).problems;
  }

  #syntax(query, problem) {
    const { workbench, view } = this,
      { line, column, token, didYouMean: meant } = problem,
      from = offset(query, line, column),
      end = Math.min(query.length, from + Math.max(1, token.length)),
      values = { line, column, token, prefix: token.split(':')[0] };
    const sentence = workbench.say(problem.reason, values);
    const said = [sentence];
    if (meant && !meant.startsWith('PREFIX')) said.push(workbench.say('meant', { meant }));
    if (problem.reason === 'word') said.push(workbench.say('words'));
    const same = view.state.doc.toString() === query;
    const place = () => ({ from, to: end });
    const mends = meant && same ? this.#mending(meant, () => [place()]) : [];
    if (same) {
      const message = said.join(' ');
      this.server = [{ ...spread(query, from, end), severity: 'error', message, actions: mends.map(action) }];
      this.#refresh();
    }
    const go = { name: workbench.say('place', values), act: () => this.#go(place()), quiet: true };
    this.#show(workbench.say('error', values), said, [...mends, go], problem.engine);
  }

  /** The ways to put right what was meant: replace tokens, or declare a prefix. */
  #mending(meant, places) {
    const { workbench } = this,
      found = DECLARED.exec(meant);
    if (found) {
      const [, prefix, iri] = found;
      return [{ name: workbench.say('declare', { prefix }), act: () => this.#declare(prefix, iri) }];
    }
    return [{ name: workbench.say('mend', { meant }), act: () => this.#replace(meant, places()) }];
  }

  #tokensOf(text) {
    return tokens(this.view.state.doc.toString()).filter((token) => token.text === text);
  }

  async #replace(meant, places) {
    const known = (await this.terms())?.prefixes ?? {};
    for (const { from, to } of [...places].reverse()) insertTerm(this.view, meant, from, to, known);
    this.#done(this.workbench.say('mend', { meant }));
  }

  #declare(prefix, iri) {
    const list = tokens(this.view.state.doc.toString());
    if (!declared(list).has(prefix)) {
      this.view.dispatch({ changes: declaration(list, [prefix], { [prefix]: iri }), userEvent: 'input' });
    }
    this.#done(this.workbench.say('declare', { prefix }));
  }

  #done(what) {
    this.clear();
    this.view.focus();
    this.workbench.root.querySelector('#run-state').textContent = this.workbench.say('mended', { what });
  }

  #go({ from }) {
    this.view.dispatch({ selection: { anchor: Math.min(from, this.view.state.doc.length) }, scrollIntoView: true });
    this.view.focus();
  }

  /** Write a message with its ways out below the editor. */
  #show(title, said, mends = [], engine = '', look = 'err') {
    const { workbench } = this,
      box = make('div', { class: look });
    if (title) box.append(make('b', {}, title));
    box.append(...said.filter(Boolean).map((text) => make('p', {}, text)));
    if (mends.length) box.append(make('div', { class: 'bar-row' }, ...mends.map(button)));
    if (engine) {
      const words = make('p', { class: 'mono', lang: 'en' }, engine);
      box.append(make('details', {}, make('summary', {}, workbench.say('engine')), words));
    }
    this.mends = mends.filter(({ quiet }) => !quiet);
    this.list.replaceChildren(box);
  }

  /** All marks of a text: what the server said, and what can be seen here. */
  async #marks(view) {
    const known = await this.terms.now(),
      text = view.state.doc.toString(),
      local = known ? this.#seen(view, text, known) : [];
    this.#note(local);
    return [...this.server.filter(({ to }) => to <= text.length), ...local];
  }

  /** Prefixes that are not declared and terms that are not there, but for the word being written. */
  #seen(view, text, known) {
    const { workbench } = this,
      list = tokens(text),
      { head } = view.state.selection.main,
      missing = new Set(undeclared(list).filter((prefix) => known.prefixes[prefix])),
      found = [];
    for (const token of used(list)) {
      if (view.hasFocus && token.from <= head && head <= token.to) continue;
      if (this.server.some(({ from, to }) => from < token.to && token.from < to)) continue;
      const prefix = token.text.slice(0, token.text.indexOf(':'));
      if (missing.has(prefix)) {
        const mends = this.#mending(`PREFIX ${prefix}: <${known.prefixes[prefix]}>`);
        found.push(mark(token, workbench.say('prefix', { prefix }), mends));
      } else {
        const iri = iriOf(token, list);
        if (iri && known.absent(iri)) found.push(this.#absent(token, known.nearest(iri)));
      }
    }
    return found;
  }

  #absent(token, near) {
    const { workbench } = this,
      sentence = workbench.say('absent', { token: token.text });
    if (!near) return mark(token, sentence, []);
    const mends = this.#mending(near.name, () => this.#tokensOf(token.text));
    return mark(token, `${sentence} ${workbench.say('meant', { meant: near.name })}`, mends);
  }

  /** Say what is marked in words, once for each message. */
  #note(local) {
    const told = new Set(this.server.map(({ message }) => message));
    const others = local.filter(({ message }) => !told.has(message));
    const first = [...new Map(others.map((one) => [one.message, one])).values()].slice(0, MOST);
    this.localMends = first.flatMap(({ mends }) => mends);
    const said = first.map(({ message }) => message).join('\n');
    if (said === this.noted) return;
    this.noted = said;
    this.notes.replaceChildren(
      ...first.map(({ message, mends }) => make('p', { class: 'small' }, `${message} `, ...mends.map(button))),
    );
  }
}

const mark = ({ from, to }, message, mends) => ({
  from,
  to,
  severity: 'warning',
  message,
  mends,
  actions: mends.map(action),
});

const action = ({ name, act }) => ({ name, apply: act });

function button({ name, act }) {
  const element = make('button', { type: 'button', class: 'btn alt' }, name);
  element.addEventListener('click', act);
  return element;
}

/** The place of a line and column, both from 1, in characters as people and the engine count. */
function offset(text, line, column) {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const inside = [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length;
  return Math.min(before + inside, text.length);
}

/** A mark is never empty: at the end of a text it covers the last letter. */
const spread = (text, from, to) => (from < to ? { from, to } : { from: Math.max(0, text.length - 1), to: text.length });
