// The editor: CodeMirror in a shadow root in the place of the form's text field, which stays the
// source of what is sent; where this script fails, the form works by itself.
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentService, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { declareMissing, insertTerm, Names, sources } from './editor-complete.js';
import { format } from './editor-format.js';
import { explaining, told } from './editor-hover.js';
import { colours, look } from './editor-look.js';
import { Problems } from './editor-problems.js';
import { Running } from './editor-run.js';
import { lazily, Terms } from './editor-terms.js';
import { tokens } from './editor-tokens.js';
import { make } from './state.js';

const KEPT = 'samgraf: query';

/** Put the editor into the page; the workbench reads and writes it from then on. */
export function mount(workbench) {
  const { root } = workbench,
    field = root.querySelector('textarea[name="query"]'),
    terms = reading(workbench),
    names = new Names(root.dataset.suggest, workbench.lang),
    problems = new Problems(workbench, terms),
    running = new Running(workbench),
    { hover, explain } = explaining(workbench, terms, names);
  restore(root, field);
  const view = editor(workbench, field, [
    colours(names.known),
    hover,
    problems.extension(),
    autocompletion({
      override: sources(terms, names, (term) => told(term, workbench)),
      icons: false,
      activateOnTypingDelay: 60,
    }),
    keymap.of(keys({ workbench, problems, running, explain })),
  ]);
  problems.view = view;
  workbench.read = () => view.state.doc.toString();
  workbench.write = (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  workbench.insert = (name) => insert(view, workbench, terms, name);
  workbench.run = () => running.run();
  workbench.terms = terms;
  buttons({ workbench, view, terms, running });
  view.contentDOM.addEventListener('focus', () => terms(), { once: true });
  return view;
}

/** Read the terms when they are first needed; `now` waits for them only if they were asked for. */
function reading(workbench) {
  let asked = false;
  const read = lazily(async () => {
    const answer = await fetch(`${workbench.root.dataset.terms}?lang=${workbench.lang}`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return new Terms(await answer.json());
  });
  const terms = () => {
    asked = true;
    return read();
  };
  terms.now = async () => (asked ? read() : null);
  return terms;
}

/** A draft that was left in this tab comes back, unless the address brings a query. */
function restore(root, field) {
  try {
    const draft = sessionStorage.getItem(KEPT);
    if (draft && !('given' in root.dataset) && field.value === field.defaultValue) field.value = draft;
  } catch {
    // Storage is switched off: nothing is kept.
  }
}

function keep(text) {
  try {
    sessionStorage.setItem(KEPT, text);
  } catch {
    // Storage is switched off or full: nothing is kept.
  }
}

function editor(workbench, field, extensions) {
  const host = make('div'),
    shadow = host.attachShadow({ mode: 'open' }),
    phrases = JSON.parse(workbench.root.dataset.phrases);
  const view = new EditorView({
    root: shadow,
    parent: shadow,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        look,
        lineNumbers(),
        history(),
        drawSelection(),
        closeBrackets(),
        bracketMatching(),
        indentUnit.of('  '),
        indentService.of((context, at) => depth(context.state, at) * 2),
        search({ top: true }),
        EditorView.lineWrapping,
        EditorState.phrases.of(phrases),
        EditorView.contentAttributes.of({
          'aria-label': workbench.say('editor'),
          'aria-multiline': 'true',
          // It can be reached without; whoever looks for what scrolls and is reachable needs to see it.
          tabindex: '0',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state, field, workbench);
        }),
        ...extensions,
      ],
    }),
  });
  field.after(host);
  field.hidden = true;
  // Who follows the label comes to the editor.
  workbench.root.querySelector('label[for="query"]').addEventListener('click', () => view.focus());
  return view;
}

function changed(state, field, workbench) {
  field.value = state.doc.toString();
  keep(field.value);
  workbench.tell('edit');
}

/** How many brackets are open at the beginning of a line; one that it closes counts no more. */
function depth(state, at) {
  const line = state.doc.lineAt(at);
  let open = 0;
  for (const { kind, text } of tokens(state.doc.sliceString(0, at))) {
    if (kind === 'sign' && '{(['.includes(text)) open += 1;
    else if (kind === 'sign' && '})]'.includes(text)) open -= 1;
  }
  const closes = /^\s*[})\]]/.test(state.doc.sliceString(at, line.to));
  return Math.max(0, open - (closes ? 1 : 0));
}

const keys = ({ workbench, problems, running, explain }) => [
  { key: 'Mod-Enter', run: () => (running.run(), true) },
  { key: 'Mod-.', run: () => problems.mend() },
  { key: 'Mod-i', run: explain },
  { key: 'Shift-Alt-f', run: (view) => (arrange(view, workbench), true) },
  { key: 'Tab', run: acceptCompletion },
  ...closeBracketsKeymap,
  ...completionKeymap,
  ...searchKeymap,
  ...historyKeymap,
  ...lintKeymap,
  indentWithTab,
  ...defaultKeymap,
];

/** Put the query in order, as one step that can be undone. */
function arrange(view, workbench) {
  const text = view.state.doc.toString(),
    better = format(text);
  if (better !== null && better !== text) {
    view.dispatch({ changes: { from: 0, to: text.length, insert: better }, userEvent: 'input' });
  }
  say(workbench, better === null ? 'unformatted' : 'formatted');
}

const say = (workbench, name, values) => {
  workbench.root.querySelector('#run-state').textContent = workbench.say(name, values);
};

async function insert(view, workbench, terms, name) {
  const known = await terms(),
    { from } = view.state.selection.main;
  if (from && !/\s/.test(view.state.sliceDoc(from - 1, from))) view.dispatch(view.state.replaceSelection(' '));
  const at = view.state.selection.main;
  insertTerm(view, name, at.from, at.to, known?.prefixes ?? {});
  view.focus();
  say(workbench, 'inserted', { what: name });
}

function buttons({ workbench, view, terms, running }) {
  const find = (id) => workbench.root.querySelector(`#${id}`);
  for (const id of ['format-query', 'declare', 'query-keys']) find(id).hidden = false;
  if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
    for (const key of find('query-keys').querySelectorAll('kbd')) if (key.textContent === 'Ctrl') key.textContent = '⌘';
  }
  workbench.root.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    running.run();
  });
  find('format-query').addEventListener('click', () => arrange(view, workbench));
  find('declare').addEventListener('click', async () => {
    const known = await terms(),
      added = declareMissing(view, known?.prefixes ?? {}),
      prefixes = added.map((prefix) => `PREFIX ${prefix}:`).join(', ');
    say(workbench, added.length ? 'declared' : 'undeclared', { prefixes });
  });
}
