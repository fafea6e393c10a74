// What may come next: terms of the version by label and name, things by name, variables, words.
import { fit } from './editor-terms.js';
import { declaration, declared, tokens, undeclared, variables } from './editor-tokens.js';
import { placeBehind } from './editor-place.js';

const MOST = 40;
const WORD =
  /(?:[?$][\p{L}\p{N}_]*|<(?![\s=])[^<>"{}|^`\\\n]*|[\p{L}\p{N}_][\p{L}\p{N}_-]*(?::[\p{L}\p{N}_.%-]*)?|:[\p{L}\p{N}_.%-]*)$/u;
const PAUSE = 120; // milliseconds without a letter before names are asked for
// How much a variable is wanted where nothing is typed yet: codes and classes come before it.
const VARIABLES = { clause: 110, object: 30, predicate: 5 };
const INSIDE = new Set(['string', 'comment', 'open', 'language']);

/** The sources of completion: what is known here, and names that the server knows. */
export const sources = (terms, names, tell) => [
  async (context) => {
    const asked = here(context);
    if (!asked) return null;
    const known = await terms();
    const options = offers(asked, known);
    for (const option of options) if (option.term) option.info = () => tell(option.term);
    return finished(asked, options) ? null : { from: asked.from, options, filter: false };
  },
  async (context) => {
    const asked = here(context);
    if (!asked || asked.typed.length < 2 || !takesThing(asked)) return null;
    const found = await names.find(asked.typed.replace(/^</, ''), context);
    return found.length
      ? { from: asked.from, options: found.map((thing) => offered(thing, names)), filter: false }
      : null;
  },
];

/** What is typed before the cursor and where it stands; null within strings and comments. */
function here(context) {
  const text = context.state.doc.sliceString(0, context.pos),
    match = WORD.exec(text.slice(-400)),
    from = context.pos - (match ? match[0].length : 0);
  if (!match && !context.explicit) return null;
  const list = tokens(text.slice(0, from)),
    last = list.at(-1);
  if (last && INSIDE.has(last.kind) && last.kind !== 'string') return null;
  if (last?.kind === 'sign' && last.text === '@') return null;
  return { from, typed: match ? match[0] : '', ...placeBehind(list), state: context.state };
}

/** Whether what is typed is whole already: then Enter is to begin a line. */
const finished = ({ typed, state }, [first]) =>
  first?.label === typed &&
  (!first.term || declared(tokens(state.doc.toString())).has(typed.slice(0, typed.indexOf(':'))));

/** Where a thing may stand: names are asked for there alone. */
const takesThing = ({ typed, place, predicate }) =>
  /\p{L}/u.test(typed) &&
  !/^[?$]|:/.test(typed) &&
  ['subject', 'object', 'expression'].includes(place) &&
  predicate !== 'a';

/** All that is known here and fits, best first. */
function offers(asked, known) {
  const typed = asked.typed.toLowerCase();
  if (/^[?$]/.test(typed)) return ofVariables(asked, typed).slice(0, MOST);
  if (typed.startsWith('<')) return known ? ofTerms(asked, known, typed.slice(1)).slice(0, MOST) : [];
  if (asked.place === 'declaration') return known ? ofPrefixes(known, typed) : [];
  const found = [
    ...(typed && asked.place !== 'clause' ? [] : ofVariables(asked, '')),
    ...(known && asked.place !== 'clause' ? ofTerms(asked, known, typed) : []),
    ...(known ? ofWords(asked, known, typed) : []),
  ];
  return found.sort((a, b) => b.order - a.order).slice(0, MOST);
}

function ofVariables({ state, from, typed, place }, wanted) {
  const list = tokens(state.doc.toString());
  return variables(list.filter((token) => !(token.from === from && token.text === typed)))
    .filter((name) => name.toLowerCase().startsWith(wanted || '?') || !wanted)
    .map((name) => ({ label: name, type: 'variable', order: typed ? 120 : (VARIABLES[place] ?? 95) }));
}

function ofTerms(asked, known, typed) {
  const found = [];
  for (const term of known.terms) {
    const { score, by } = fit(term, typed),
      likely = score ? liking(term, asked, known) : 0;
    if (score && (typed || likely > 0)) {
      found.push({ term, by, order: score + likely + Math.min(9, Math.log10(1 + (term.uses ?? 0)) * 2) });
    }
  }
  found.sort((a, b) => b.order - a.order);
  return found.slice(0, MOST).map(({ term, by, order }) => ofTerm(term, by, order, known.prefixes));
}

/** How likely a term is in a place: classes behind `a`, properties between, codes of a property. */
function liking(term, { place, predicate, classes }, known) {
  const isType = predicate === 'a' || predicate === 'rdf:type';
  if (place === 'predicate') {
    if (term.kind !== 'property') return -40;
    const own = term.name.startsWith('sg:') ? 6 : 0;
    return own + (term.of?.some((name) => classes.includes(name)) ? 30 : 10);
  }
  if (place === 'object' && isType) return term.kind === 'class' ? (term.name.startsWith('sg:') ? 35 : 20) : -40;
  if (place === 'object' && term.by?.includes(predicate)) return 40;
  if (place === 'object' && term.kind === 'code')
    return known.terms.some(({ by }) => by?.includes(predicate)) ? -20 : 5;
  return term.kind === 'code' ? 0 : -5;
}

function ofTerm(term, by, order, prefixes) {
  const label = term.label ?? '';
  return {
    label: term.name,
    detail: by && by !== label ? `${label} · ${by}` : label,
    type: term.kind,
    order,
    term,
    apply: (view, _, from, to) => insertTerm(view, term.name, from, to, prefixes),
  };
}

const ofPrefixes = (known, typed) =>
  Object.entries(known.prefixes)
    .filter(([prefix]) => prefix.startsWith(typed.replace(/:.*/, '')))
    .map(([prefix, iri]) => ({ label: `${prefix}: <${iri}>`, type: 'prefix', order: 50 }));

/** Words of SPARQL, and known prefixes. */
function ofWords({ place }, known, typed) {
  if (!typed && place !== 'clause') return [];
  const fits = (word) => word.toLowerCase().startsWith(typed);
  const functions = place === 'expression' || place === 'clause' ? known.functions : [];
  return [
    ...known.clauses
      .filter(fits)
      .map((word) => ({ label: word, type: 'keyword', order: place === 'clause' ? 105 : 75 })),
    ...functions
      .filter((word) => typed && fits(word))
      .map((word) => ({
        label: word,
        detail: '( )',
        type: 'function',
        order: place === 'expression' ? 96 : 60,
        apply: (view, _, from, to) => insertCall(view, word, from, to),
      })),
    ...Object.keys(known.prefixes)
      .filter((prefix) => typed && !typed.includes(':') && place !== 'clause' && prefix.startsWith(typed))
      .map((prefix) => ({ label: `${prefix}:`, detail: known.prefixes[prefix], type: 'prefix', order: 65 })),
  ];
}

/** Insert a term and declare its prefix where that is missing, in one step. */
export function insertTerm(view, name, from, to, known) {
  const text = view.state.doc.toString(),
    prefix = name.startsWith('<') ? null : name.slice(0, name.indexOf(':')),
    changes = [{ from, to, insert: name }];
  let shift = 0;
  if (prefix !== null && known[prefix] && !declared(tokens(text)).has(prefix)) {
    const added = declaration(tokens(text.slice(0, from) + text.slice(to)), [prefix], known);
    added.from = Math.min(added.from, from);
    changes.unshift(added);
    shift = added.insert.length;
  }
  view.dispatch({
    changes,
    selection: { anchor: from + shift + name.length },
    scrollIntoView: true,
    userEvent: 'input.complete',
  });
}

function insertCall(view, word, from, to) {
  view.dispatch({
    changes: { from, to, insert: `${word}()` },
    selection: { anchor: from + word.length + 1 },
    userEvent: 'input.complete',
  });
}

/** Declare every prefix that is used and known; return their names. */
export function declareMissing(view, known) {
  const list = tokens(view.state.doc.toString()),
    prefixes = undeclared(list).filter((prefix) => known[prefix]);
  if (prefixes.length) {
    view.dispatch({ changes: declaration(list, prefixes, known), userEvent: 'input' });
  }
  return prefixes;
}

const offered = (thing, names) => ({
  label: thing.name,
  detail: [thing.kindLabel, thing.country, thing.note].filter(Boolean).join(', '),
  type: 'thing',
  apply: (view, _, from, to) => {
    names.known.set(thing.iri, thing.name);
    const closed = view.state.doc.sliceString(to, to + 1) === '>';
    insertTerm(view, `<${thing.iri}>`, from, closed ? to + 1 : to, {});
  },
});

/** Names of things from the server: asked for after a pause, and no longer than they are wanted. */
export class Names {
  constructor(address, lang) {
    this.address = address;
    this.lang = lang;
    this.known = new Map(); // what was chosen: IRI → name
    this.asking = null;
  }

  async find(text, context) {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    context.addEventListener('abort', () => asking.abort(), { onDocChange: true });
    await new Promise((go) => setTimeout(go, PAUSE));
    if (asking.signal.aborted) return [];
    const asked = new URLSearchParams({ q: text.trim(), lang: this.lang, limit: 8 });
    try {
      const answer = await fetch(`${this.address}?${asked}`, { signal: asking.signal });
      return answer.ok ? (await answer.json()).suggestions : [];
    } catch {
      return [];
    }
  }
}
