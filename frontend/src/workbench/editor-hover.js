// What a term or a thing is, told where the pointer rests.
import { hoverTooltip } from '@codemirror/view';
import { iriOf, tokens } from './editor-tokens.js';
import { isLink, make } from './state.js';

const MOST = 200; // things that are remembered

/** Tell of a term: label, definition, kind, number of uses. */
export function told(term, workbench) {
  const kind = [workbench.say(term.kind), term.list].filter(Boolean).join(', ');
  const element = make('div', { class: 'told' });
  element.append(
    make('b', { lang: term.lang ?? null }, term.label ?? term.name),
    ` (${kind})`,
    make('p', { class: 'quiet' }, make('code', {}, term.name)),
  );
  if (term.meaning) element.append(make('p', { lang: term.meaningLang ?? null }, term.meaning));
  if (term.uses !== undefined) element.append(uses(term.uses, false, workbench));
  return element;
}

function thingTold(thing, workbench) {
  const element = make('div', { class: 'told' }, make('b', { lang: thing.lang }, thing.name));
  if (thing.kind) element.append(` (${thing.kind})`);
  if (thing.meaning) element.append(make('p', { lang: thing.meaningLang }, thing.meaning));
  element.append(uses(thing.uses, thing.more, workbench));
  return element;
}

const uses = (number, more, workbench) =>
  make(
    'p',
    { class: 'quiet' },
    workbench.say(more ? 'more' : 'uses', { number: number.toLocaleString(workbench.lang) }),
  );

/** The tooltip over prefixed names and addresses, and the same in words for who has no pointer. */
export function explaining(workbench, terms, names) {
  const seen = new Map();
  const find = async (view, at) => {
    const list = tokens(view.state.doc.toString()),
      token = list.find(({ kind, from, to }) => from <= at && at <= to && (kind === 'name' || kind === 'iri'));
    if (!token) return null;
    const known = await terms(),
      term = known?.of(token, list),
      iri = term ? '' : iriOf(token, list, known?.prefixes);
    const thing = iri && isLink(iri) ? await ask(iri, workbench, seen) : null;
    if (thing) names.known.set(iri, thing.name);
    if (!term && !thing) return null;
    return { token, dom: term ? told(term, workbench) : thingTold(thing, workbench) };
  };
  const hover = hoverTooltip(async (view, at) => {
    const found = await find(view, at);
    return found && { pos: found.token.from, end: found.token.to, above: true, create: () => ({ dom: found.dom }) };
  });
  const explain = (view) => {
    find(view, view.state.selection.main.head).then((found) => {
      const said = found
        ? [found.dom.firstChild, ...found.dom.querySelectorAll('p')].map(({ textContent }) => textContent)
        : [];
      workbench.root.querySelector('#run-state').textContent = found ? said.join('. ') : workbench.say('unexplained');
    });
    return true;
  };
  return { hover, explain };
}

/** Ask the server what a thing is; null where it knows none. */
async function ask(iri, workbench, seen) {
  if (!seen.has(iri)) {
    if (seen.size >= MOST) seen.clear();
    const asked = new URLSearchParams({ iri, lang: workbench.lang });
    const answer = await fetch(`${workbench.root.dataset.thing}?${asked}`).catch(() => null);
    seen.set(iri, answer?.ok ? await answer.json() : null);
  }
  return seen.get(iri);
}
