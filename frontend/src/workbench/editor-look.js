// The look of the editor, in its shadow root: colours are those of the page, light and dark.
import { Decoration, EditorView, ViewPlugin, WidgetType } from '@codemirror/view';
import { tokens } from './editor-tokens.js';

const COLOURED = new Set(['comment', 'string', 'open', 'iri', 'variable', 'language', 'name', 'number', 'word']);
const marks = Object.fromEntries([...COLOURED].map((kind) => [kind, Decoration.mark({ class: `t-${kind}` })]));
const LONGEST = 1 << 18;

/** A name behind the address of a thing that was chosen by name. */
class Told extends WidgetType {
  constructor(name) {
    super();
    this.name = name;
  }

  eq(other) {
    return other.name === this.name;
  }

  toDOM() {
    const element = document.createElement('span');
    element.className = 't-told';
    element.textContent = this.name;
    return element;
  }
}

/** Colour the tokens; `names` maps addresses to names that are shown behind them. */
export const colours = (names) =>
  ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = coloured(view.state, names);
      }

      update(update) {
        if (update.docChanged) this.decorations = coloured(update.state, names);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );

function coloured(state, names) {
  if (state.doc.length > LONGEST) return Decoration.none;
  const found = [];
  for (const { kind, text, from, to } of tokens(state.doc.toString())) {
    if (!COLOURED.has(kind)) continue;
    found.push(marks[kind].range(from, to));
    const name = kind === 'iri' && names.get(text.slice(1, -1));
    if (name) found.push(Decoration.widget({ widget: new Told(name), side: 1 }).range(to));
  }
  return Decoration.set(found);
}

export const look = EditorView.theme({
  '&': { fontSize: '15px', background: 'var(--paper)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '3px solid var(--sunfill)', outlineOffset: '-3px' },
  '.cm-content, .cm-gutter': { minHeight: '12em' },
  '.cm-scroller': { overflow: 'auto', maxHeight: '70vh', fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--ink)' },
  '.cm-gutters': {
    background: 'var(--wash)',
    color: 'var(--muted)',
    border: '0',
    borderRight: '1px solid var(--line)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'light-dark(#b9dde2, #245563)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    background: 'var(--wash2)',
    outline: '1px solid var(--ctl)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { background: 'none', color: 'var(--berry)' },
  '.t-word': { color: 'var(--berry)', fontWeight: '600' },
  '.t-string, .t-number': { color: 'var(--moss)' },
  '.t-variable': { color: 'var(--sun)' },
  '.t-name, .t-iri': { color: 'var(--fjord)' },
  '.t-language, .t-comment': { color: 'var(--muted)' },
  '.t-comment': { fontStyle: 'italic' },
  '.t-open': { color: 'var(--berry)' },
  '.t-told': {
    fontFamily: 'var(--sans)',
    fontSize: '0.8125rem',
    color: 'var(--muted)',
    background: 'var(--wash)',
    borderRadius: '4px',
    padding: '0 0.35em',
    marginLeft: '0.35em',
  },
  '.cm-tooltip': {
    background: 'var(--paper)',
    color: 'var(--ink)',
    border: '1px solid var(--ctl)',
    borderRadius: '8px',
    boxShadow: '0 8px 24px #0003',
    maxWidth: 'min(32rem, 94vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '18em',
    fontFamily: 'var(--mono)',
    maxWidth: 'min(40rem, 92vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '0.35rem 0.65rem',
    minHeight: '24px',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: '#0b5563', color: '#fff' },
  '.cm-completionDetail': { fontFamily: 'var(--sans)', fontStyle: 'normal', marginLeft: '0.8em' },
  '.cm-completionDetail::before': { content: '"— "' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-tooltip.cm-completionInfo': { padding: '0' },
  // On a phone it would cover what is being written.
  '@media (max-width: 40rem)': { '.cm-tooltip.cm-completionInfo': { display: 'none' } },
  '.told': {
    padding: '0.5rem 0.75rem',
    fontFamily: 'var(--sans)',
    fontSize: '0.875rem',
    maxWidth: '26rem',
    overflowWrap: 'anywhere',
  },
  '.told p': { margin: '0.25rem 0 0' },
  '.told .quiet': { color: 'var(--muted)' },
  '.cm-lintRange': {
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
    textUnderlineOffset: '4px',
    textDecorationThickness: '2px',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecorationColor: 'var(--berry)',
    background: 'light-dark(#fbe9ef, #42202d)',
  },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecorationColor: 'var(--sun)' },
  '.cm-diagnostic': {
    fontFamily: 'var(--sans)',
    fontSize: '0.875rem',
    padding: '0.5rem 0.75rem',
    borderLeft: '4px solid var(--berry)',
  },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--sunfill)' },
  '.cm-diagnosticAction': {
    font: '600 0.8125rem var(--sans)',
    background: '#0b5563',
    color: '#fff',
    padding: '0.35rem 0.6rem',
    borderRadius: '6px',
    minHeight: '24px',
  },
  '.cm-panels': { background: 'var(--wash)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { fontFamily: 'var(--sans)', padding: '0.4rem 2rem 0.4rem 0.5rem' },
  '.cm-panel.cm-search input:not([type=checkbox]), .cm-panel.cm-search button': {
    font: '0.875rem var(--sans)',
    minHeight: '28px',
    background: 'var(--paper)',
    backgroundImage: 'none',
    color: 'inherit',
    border: '1px solid var(--ctl)',
    borderRadius: '6px',
    padding: '0.1rem 0.5rem',
  },
  '.cm-panel.cm-search label': { fontSize: '0.8125rem', display: 'inline-block', padding: '0.2rem' },
  '.cm-panel.cm-search [name=close]': { minWidth: '28px', border: '0' },
  '.cm-searchMatch': { background: 'light-dark(#fff0c2, #4a3a10)' },
  '.cm-searchMatch-selected': { background: 'light-dark(#f4cd6b, #7a5d12)' },
});
