// The tokens of a query: the one truth for colours, completion, prefixes, marks and formatting.
// It follows the terminals of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar) and
// reads any text to its end; what no terminal covers is a token of one character.

const LETTER = String.raw`\p{L}\p{N}_`;
const NAME = String.raw`(?:[${LETTER}.\u00b7-]*[${LETTER}\u00b7-])?`;
const PREFIX = NAME.replace('*', '{0,100}');
const ESCAPE = String.raw`%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%]`;
const LOCAL = String.raw`(?:[${LETTER}:]|${ESCAPE})(?:(?:[${LETTER}:.\u00b7-]|${ESCAPE})*(?:[${LETTER}:\u00b7-]|${ESCAPE}))?`;

const KINDS = {
  space: String.raw`\s+`,
  comment: String.raw`#[^\n]*`,
  string: String.raw`"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?!"")(?:[^"\\\n\r]|\\.)*"|'(?!'')(?:[^'\\\n\r]|\\.)*'`,
  open: String.raw`"""[^]*|'''[^]*|["'][^\n]*`,
  iri: String.raw`<(?:[^<>"{}|^\x60\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>`,
  variable: String.raw`[?$][${LETTER}][${LETTER}\u00b7]*`,
  language: String.raw`@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?`,
  blank: String.raw`_:[${LETTER}]${NAME}`,
  name: String.raw`(?:\p{L}${PREFIX})?:(?:${LOCAL})?`,
  number: String.raw`(?:\d+\.\d*|\.\d+|\d+)[eE][+-]?\d+|\d*\.\d+|\d+`,
  word: String.raw`[\p{L}_][${LETTER}]*`,
  sign: String.raw`\^\^|&&|\|\||!=|<=|>=|[^]`,
};
// A prefix of more letters is read as words, or a text of points and letters would be read to its end
// from each of them; what is written so is not put in order (editor-format.js).
export const LONG_PREFIX = /[\p{L}\p{N}_.\u00b7-]{100}:/u;
const NAMES = Object.keys(KINDS);
const TOKEN = new RegExp(NAMES.map((kind) => `(${KINDS[kind]})`).join('|'), 'gsu');

/** Split a text into tokens, spaces and comments among them: `{kind, text, from, to}`. */
export function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    let at = 1;
    while (match[at] === undefined) at += 1;
    found.push({ kind: NAMES[at - 1], text: match[0], from: match.index, to: TOKEN.lastIndex });
  }
  return found;
}

/** The tokens that mean something: without spaces and comments. */
export const meaning = (list) => list.filter(({ kind }) => kind !== 'space' && kind !== 'comment');

/** Whether a token is this word, in capitals or not. */
export const isWord = (token, word) => token?.kind === 'word' && token.text.toUpperCase() === word;

/** The prefixes that a text declares: name without colon → namespace. */
export function declared(list) {
  const told = meaning(list),
    found = new Map();
  told.forEach((token, at) => {
    const [name, iri] = [told[at + 1], told[at + 2]];
    if (isWord(token, 'PREFIX') && name?.kind === 'name' && iri?.kind === 'iri') {
      found.set(name.text.slice(0, -1), iri.text.slice(1, -1));
    }
  });
  return found;
}

/** The prefixed names that are used, without those of declarations. */
export function used(list) {
  const told = meaning(list);
  return told.filter(({ kind }, at) => kind === 'name' && !isWord(told[at - 1], 'PREFIX'));
}

/** The prefixes that are used and neither declared here nor left out: names without colon. */
export function undeclared(list) {
  const known = declared(list);
  const prefixes = used(list).map(({ text }) => text.slice(0, text.indexOf(':')));
  return [...new Set(prefixes)].filter((prefix) => !known.has(prefix));
}

/** Where a declaration belongs: behind the last one, else before the first token. */
export function declarationPlace(list) {
  const told = meaning(list);
  let place = told[0]?.from ?? 0,
    last = -1;
  told.forEach((token, at) => {
    if (isWord(token, 'PREFIX') && told[at + 2]?.kind === 'iri') last = told[at + 2].to;
    if (isWord(token, 'BASE') && told[at + 1]?.kind === 'iri') last = told[at + 1].to;
  });
  if (last >= 0) place = last;
  return { place, behind: last >= 0 };
}

/** The change that declares prefixes; `known` maps names to namespaces. */
export function declaration(list, prefixes, known) {
  const lines = prefixes.map((prefix) => `PREFIX ${prefix}: <${known[prefix]}>`).join('\n');
  const { place, behind } = declarationPlace(list);
  return { from: place, insert: behind ? `\n${lines}` : `${lines}\n` };
}

/** The variables of a text, each once, in its order. */
export const variables = (list) => [...new Set(list.filter(({ kind }) => kind === 'variable').map(({ text }) => text))];

/** The form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE, '' where there is none yet. */
export function form(list) {
  const forms = ['SELECT', 'ASK', 'CONSTRUCT', 'DESCRIBE'];
  const first = meaning(list).find((token) => forms.some((word) => isWord(token, word)));
  return first ? first.text.toUpperCase() : '';
}

/** The whole IRI of a term as it is written, or null. */
export function iriOf(token, list, known = {}) {
  if (token.kind === 'iri') return token.text.slice(1, -1);
  if (token.kind !== 'name') return null;
  const colon = token.text.indexOf(':'),
    prefix = token.text.slice(0, colon),
    namespace = declared(list).get(prefix) ?? known[prefix];
  return namespace === undefined ? null : namespace + token.text.slice(colon + 1).replace(/\\(.)/g, '$1');
}
