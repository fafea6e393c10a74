// Puts a query in order: lines, indentation and the spaces between, nothing else.
// A text is only changed if its tokens stay what they were, comments too; else it is left alone.
import { LONG_PREFIX, tokens } from './editor-tokens.js';

const STEP = '  ';
const SHORT = 88; // characters of a group that may stay in one line
const LONGEST = 1 << 16;
const FIRST = new Set(
  (
    'SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE FROM OPTIONAL FILTER BIND VALUES MINUS GRAPH SERVICE ' +
    'LATERAL UNION GROUP ORDER HAVING LIMIT OFFSET'
  ).split(' '),
);
const CLOSES = { '}': '{', ')': '(', ']': '[' };

/** Return the text in order, or null where it cannot be put so safely. */
export function format(text) {
  if (text.length > LONGEST || LONG_PREFIX.test(text)) return null;
  const list = tokens(text);
  if (list.some(({ kind }) => kind === 'open') || !balanced(list)) return null;
  const written = write(pieces(list));
  return same(list, tokens(written)) ? written : null;
}

/** Whether each bracket is closed by its own kind. */
function balanced(list) {
  const open = [];
  for (const { kind, text } of list) {
    if (kind !== 'sign') continue;
    if ('{(['.includes(text)) open.push(text);
    else if (CLOSES[text] && open.pop() !== CLOSES[text]) return false;
  }
  return open.length === 0;
}

/** The tokens but spaces, each with the spaces before it in numbers. */
function pieces(list) {
  const found = [];
  let space = '';
  for (const token of list) {
    if (token.kind === 'space') {
      space = token.text;
      continue;
    }
    const lines = space ? space.split('\n').length - 1 : 0;
    const { kind, text, from, to } = token;
    found.push({ kind, text, from, to, apart: space !== '', lines: found.length ? lines : 0 });
    space = '';
  }
  return found;
}

/** Two lists say the same if all but spaces is equal, and nothing is parted or joined wrongly. */
function same(before, after) {
  const [a, b] = [pieces(before), pieces(after)];
  return (
    a.length === b.length &&
    a.every(
      ({ kind, text, apart }, at) =>
        kind === b[at].kind && text.trimEnd() === b[at].text.trimEnd() && (apart === b[at].apart || mayPart(a, at)),
    )
  );
}

/** Whether space may come or go before a token: around what only parts others. */
function mayPart(list, at) {
  const parts = (piece) => !piece || piece.kind === 'comment' || /^[{}.;,]$/.test(piece.text);
  return at === 0 || parts(list[at]) || parts(list[at - 1]);
}

/** The places of the groups that stay in one line: those of one statement that were written so. */
function shortGroups(list) {
  const found = new Set(),
    open = [];
  list.forEach((piece, at) => {
    if (piece.kind !== 'sign') return;
    if (piece.text === '{') open.push(at);
    if (piece.text !== '}') return;
    const begin = open.pop();
    const long = piece.to - list[begin].from > SHORT;
    if (!long && list.slice(begin + 1, at).every(single) && piece.lines === 0) found.add(begin);
  });
  return found;
}

/** Whether a piece may stand in a group of one line: it begins no line, no clause, no statement. */
const single = ({ kind, text, lines }, at, all) =>
  kind !== 'comment' &&
  lines === 0 &&
  !(kind === 'word' && FIRST.has(text.toUpperCase())) &&
  !(kind === 'sign' && (/^[{;]$/.test(text) || (text === '.' && at < all.length - 1)));

/** What is being written: finished lines, the line at hand, and what its statement began with. */
class Writer {
  constructor() {
    this.lines = [];
    this.line = '';
    this.depth = 0;
    this.hanging = false; // whether a line goes on with the statement of the one before
    this.due = false; // whether the line ends before the next piece
    this.clause = '';
  }

  turn() {
    if (this.line.trim()) this.lines.push(this.line.trimEnd());
    this.line = '';
    this.due = false;
  }

  blank() {
    this.turn();
    if (this.lines.length && this.lines.at(-1) !== '') this.lines.push('');
  }

  /** End a statement: the next one begins a line, and does not hang. */
  end() {
    this.due = true;
    this.hanging = false;
    this.clause = '';
  }

  put(text, apart) {
    if (!this.line) this.line = STEP.repeat(this.depth + (this.hanging ? 1 : 0));
    else if (apart) this.line += ' ';
    this.line += text;
  }
}

/** Write the pieces in lines. */
function write(list) {
  const to = new Writer(),
    short = shortGroups(list),
    inside = []; // the brackets around, the innermost last
  list.forEach((piece, at) => {
    const before = list[at - 1],
      sign = piece.kind === 'sign' ? piece.text : '';
    if (piece.lines > 1 && sign !== '}' && before.text !== '{') to.blank();
    if (piece.kind === 'comment') comment(to, piece);
    else if (sign in CLOSES) close(to, piece, before, inside);
    else {
      turn(to, piece, inside.at(-1));
      to.put(piece.text, apart(piece, before));
      if (sign && '{(['.includes(sign)) open(to, sign, short.has(at), inside);
      else if (inGroup(inside.at(-1))) separate(to, sign);
    }
  });
  to.turn();
  return `${to.lines.join('\n')}\n`;
}

/** Whether statements stand here: at the top or in a group, of more than one line. */
const inGroup = (around) => !around || (around.text === '{' && !around.flat);

/** Begin a line where a clause begins, where one is due, or where there was one. */
function turn(to, piece, around) {
  const stays = piece.kind === 'sign' && /^[.;,]$/.test(piece.text);
  if (piece.kind === 'word' && FIRST.has(piece.text.toUpperCase()) && inGroup(around)) {
    to.turn();
    to.hanging = false;
    to.clause = piece.text.toUpperCase();
  } else if (to.due && !stays) {
    to.turn();
  } else if (piece.lines > 0 && !stays && piece.text !== '{' && !around?.flat && to.line.trim()) {
    to.turn();
    to.hanging = !around?.data && piece.text.toUpperCase() !== 'WHERE';
  }
}

/** Whether a space stands before a piece: always around what parts statements, else as it was. */
function apart(piece, before) {
  const parts = (one) => one?.kind === 'sign' && /^[.;{}]$/.test(one.text);
  if (!before) return false;
  return parts(piece) || parts(before) || (before.text === ',' && before.kind === 'sign') || piece.apart;
}

/** A comment stays where it is: behind a line, or in lines of its own. */
function comment(to, piece) {
  if (piece.lines > 0) to.turn();
  to.put(piece.text.trimEnd(), true);
  to.turn();
}

function open(to, text, short, inside) {
  const around = inside.at(-1),
    flat = Boolean(around?.flat) || (text === '{' && short);
  inside.push({ text, flat, data: Boolean(around?.data) || to.clause === 'VALUES' });
  if (flat || text !== '{') return;
  to.depth += 1;
  to.end();
}

function close(to, piece, before, inside) {
  const opened = inside.pop(),
    ended = inGroup(inside.at(-1));
  if (opened.flat || piece.text !== '}') {
    if (to.due || (piece.lines > 0 && !opened.flat)) to.turn();
    to.put(piece.text, apart(piece, before));
  } else {
    to.turn();
    to.depth -= 1;
    to.hanging = false;
    to.put(piece.text, true);
  }
  if (ended && (piece.text === '}' || to.clause === 'FILTER' || to.clause === 'BIND')) to.end();
}

function separate(to, sign) {
  if (sign === '.') to.end();
  if (sign !== ';') return;
  to.due = true;
  to.hanging = true;
}
