// Where in a query a word stands: which kinds of terms may come there, and what is known nearby.
import { isWord, meaning } from './editor-tokens.js';

const CLAUSES = new Set(
  (
    'OPTIONAL UNION MINUS LATERAL WHERE GRAPH SERVICE FILTER BIND VALUES HAVING EXISTS NOT SELECT ASK ' +
    'CONSTRUCT DESCRIBE ORDER GROUP BY LIMIT OFFSET FROM NAMED PREFIX BASE'
  ).split(' '),
);
const PATTERNS = new Set('OPTIONAL UNION MINUS LATERAL WHERE EXISTS SERVICE NOT'.split(' '));
const TERMS = new Set(['variable', 'iri', 'name', 'blank', 'string', 'number', 'language']);

/**
 * Tell the place behind the tokens of a text: `place` is subject, predicate, object, expression,
 * clause or declaration; `predicate` is the property before an object, `classes` are those that
 * the subject is said to have.
 */
export function placeBehind(list) {
  const told = meaning(list),
    classes = new Map(),
    frames = [frame('clause')];
  told.forEach((token, at) => step(token, told[at - 1], frames, classes));
  const now = frames.at(-1);
  return {
    place: isWord(told.at(-1), 'PREFIX') ? 'declaration' : now.place,
    predicate: now.place === 'object' ? now.predicate : '',
    clause: now.clause,
    classes: classes.get(now.subject) ?? [],
  };
}

const frame = (place, bracket = '') => ({ place, bracket, subject: '', predicate: '', clause: '' });

/** Take one token into account. */
function step(token, before, frames, classes) {
  const now = frames.at(-1);
  if (token.kind === 'sign') sign(token.text, before, now, frames);
  else if (token.kind === 'word') word(token, now);
  else if (TERMS.has(token.kind)) term(token, now, classes);
}

function sign(text, before, now, frames) {
  if (text === '{') frames.push(group(now));
  else if (text === '(') frames.push(round(before, now));
  else if (text === '[') frames.push(frame('predicate', '['));
  else if (text in { '}': 1, ')': 1, ']': 1 }) leave(text, frames);
  else if (now.bracket === '{' || now.bracket === '[') part(text, now);
}

/** The frame of a group: that of data has values in it. */
const group = (now) =>
  now.clause === 'VALUES' ? { ...frame('object', '{'), clause: 'VALUES' } : frame('subject', '{');

/** The frame of round brackets: an expression, a path, or values. */
function round(before, now) {
  if (now.place === 'predicate') return { ...frame('predicate', '('), subject: now.subject };
  if (now.place === 'object' && !now.clause) return frame('object', '(');
  return frame('expression', '(');
}

function leave(text, frames) {
  if (frames.length > 1) frames.pop();
  const now = frames.at(-1);
  if (text === '}') {
    if (now.bracket === '{') begin(now);
    else now.clause = '';
  } else if (now.clause === 'FILTER' || now.clause === 'BIND') begin(now);
  else if (text === ']' || now.place === 'predicate') advance(now, '');
}

/** What parts statements, and the signs of paths. */
function part(text, now) {
  if (text === '.') begin(now);
  else if (text === ';') now.place = 'predicate';
  else if (text === ',') now.place = 'object';
  else if ('/|^'.includes(text) && now.place !== 'subject') now.place = 'predicate';
}

function begin(now) {
  Object.assign(now, { place: now.bracket === '[' ? 'predicate' : 'subject', clause: '' });
}

function word(token, now) {
  const text = token.text.toUpperCase();
  if (token.text === 'a' && now.place === 'predicate') advance(now, 'a');
  else if (CLAUSES.has(text)) {
    now.clause = text;
    if (['FILTER', 'BIND', 'HAVING'].includes(text)) now.place = 'expression';
    else now.place = PATTERNS.has(text) && now.bracket === '{' ? 'subject' : 'clause';
  }
}

function term(token, now, classes) {
  if (now.clause === 'GRAPH' || now.clause === 'VALUES' || token.kind === 'language') return;
  if (now.place === 'object' && (now.predicate === 'a' || now.predicate === 'rdf:type')) {
    classes.set(now.subject, [...(classes.get(now.subject) ?? []), token.text]);
  }
  if (now.bracket === '{' || now.bracket === '[') advance(now, token.text);
}

/** Go from subject to predicate, from there to object; behind an object it stays one. */
function advance(now, text) {
  if (now.place === 'subject') Object.assign(now, { place: 'predicate', subject: text, predicate: '' });
  else if (now.place === 'predicate') Object.assign(now, { place: 'object', predicate: text });
  else if (now.place === 'object') now.place = 'behind';
}
