// The terms of the version and what is found among them: by name, by label in any language.
import { iriOf } from './editor-tokens.js';

/** Write a text so that letters with and without marks are alike: Ærø and aeroe. */
export const folded = (text) =>
  text
    .toLowerCase()
    .replace(/å/g, 'aa')
    .replace(/[æä]/g, 'ae')
    .replace(/[øö]/g, 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

/** The same without the doubled letters, as people type who have no å, ø or æ: Aro. */
const plain = (text) =>
  text.toLowerCase().replace(/ø/g, 'o').replace(/æ/g, 'a').normalize('NFD').replace(/\p{M}/gu, '');

/** Read the terms once, when they are first needed; a failure is tried again the next time. */
export function lazily(read) {
  let reading = null;
  return () => {
    reading ??= read().catch(() => {
      reading = null;
      return null;
    });
    return reading;
  };
}

/** The vocabulary of a version. */
export class Terms {
  constructor({ prefixes, clauses, functions, terms, version }) {
    Object.assign(this, { prefixes, clauses, functions, terms, version });
    this.byIri = new Map();
    for (const term of terms) {
      term.keys = keys(term);
      term.iri = iriOf({ kind: term.name.startsWith('<') ? 'iri' : 'name', text: term.name }, [], prefixes);
      this.byIri.set(term.iri, term);
    }
    // Where every term is known: our ontology, and the lists whose codes are here.
    const lists = terms.filter(({ kind }) => kind === 'code').map(({ iri }) => namespaceOf(iri));
    this.namespaces = new Set([prefixes.sg, ...lists.filter((one) => one.startsWith(prefixes.code))]);
  }

  /** The term that a token stands for, or undefined. */
  of(token, list) {
    const iri = iriOf(token, list, this.prefixes);
    return iri ? this.byIri.get(iri) : undefined;
  }

  /** Whether an IRI stands where every term is known, and is none of them. */
  absent(iri) {
    const namespace = namespaceOf(iri);
    return namespace !== iri && this.namespaces.has(namespace) && !this.byIri.has(iri);
  }

  /** The known term of the same namespace whose name differs least, or undefined. */
  nearest(iri) {
    const namespace = namespaceOf(iri),
      end = namespace.length,
      local = iri.slice(end).toLowerCase();
    let best,
      least = Math.max(1, Math.floor(local.length / 4)) + 1;
    for (const [known, term] of this.byIri) {
      if (!known.startsWith(namespace)) continue;
      const far = distance(local, known.slice(end).toLowerCase(), least);
      if (far < least) [best, least] = [term, far];
    }
    return best;
  }
}

const namespaceOf = (iri) => iri.slice(0, Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1);

/** What a term is found by: its name, its label, those of other languages; each as words too. */
function keys({ name, label = '', also = [] }) {
  const local = name.slice(name.indexOf(':') + 1);
  const parts = local.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[\s\-_/]+/);
  return {
    name: name.toLowerCase(),
    local: local.toLowerCase(),
    words: parts.map((word) => word.toLowerCase()),
    label: spellings(label),
    also: also.map((other) => ({ text: other, ...spellings(other) })),
  };
}

const spellings = (text) => ({ whole: [folded(text), plain(text)] });

/** How well a term fits what is typed: higher is better, 0 is not at all; and by which label. */
export function fit(term, typed) {
  const { name, local, words, label, also } = term.keys;
  if (!typed) return { score: 1 };
  if (name === typed || local === typed) return { score: 100 };
  if (name.startsWith(typed) || local.startsWith(typed)) return { score: 90 };
  const told = begins(label.whole, typed);
  if (told) return { score: told === 2 ? 84 : 74 };
  if (words.some((word) => word.startsWith(typed))) return { score: 70 };
  const other = also.find(({ whole }) => begins(whole, typed));
  if (other) return { score: 60, by: other.text };
  return { score: typed.length > 2 && local.includes(typed) ? 30 : 0 };
}

/** 2 where a label begins so, 1 where one of its words does. */
function begins(whole, typed) {
  const asked = [folded(typed), plain(typed)];
  if (whole.some((text, at) => text && text.startsWith(asked[at]))) return 2;
  return whole.some((text, at) => text.split(/[\s\-/()]+/).some((word) => word && word.startsWith(asked[at]))) ? 1 : 0;
}

/** How many letters differ between two words (Levenshtein), `most` where it is that or more. */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) >= most) return most;
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return Math.min(row.at(-1), most);
}
