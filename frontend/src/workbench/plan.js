// What the query costs: the server counts and says it in words, here it is only laid out.
import { make } from './state.js';

const table = (block, columns) => {
  const head = columns.map((name, place) => make('th', { scope: 'col', class: place % 2 ? 'num' : null }, name));
  const rows = block.lines.map((line) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('code', {}, line.pattern)),
      make('td', { class: 'num' }, line.rows),
      make('td', {}, line.words),
      make('td', { class: 'num' }, line.estimate),
    ),
  );
  const whole = make('table', {}, make('caption', {}, block.title), make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows));
  return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': block.title }, whole);
};

const hint = (one, section, workbench) => {
  const parts = [make('h3', {}, make('code', {}, one.shown)), make('p', {}, one.words)];
  if (one.link) parts[1].append(' ', make('a', { href: one.link }, section.dataset.search));
  if (one.proof) parts.push(make('p', {}, one.proof));
  if (one.rewrite) {
    const use = make('button', { type: 'button', class: 'btn alt' }, section.dataset.use);
    use.addEventListener('click', () => {
      workbench.query = one.rewrite;
      document.querySelector('#plan-told').replaceChildren();
    });
    parts.push(make('pre', { tabindex: '0' }, make('code', {}, one.rewrite)), use);
  }
  return parts;
};

const laid = (plan, section, workbench) => [
  make('p', {}, make('strong', {}, plan.whole)),
  ...plan.blocks.map((block) => table(block, JSON.parse(section.dataset.columns))),
  ...plan.notes.map((note) => make('p', { class: 'small muted' }, note)),
  ...plan.advice.flatMap((one) => hint(one, section, workbench)),
];

const asked = async (query) => {
  const lang = document.documentElement.lang;
  const answer = await fetch(`/sparql/plan?lang=${lang}`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ query }),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.title, told.detail].filter(Boolean).join(': '));
  return told;
};

/** Bring `#plan` to life, where the page has it. */
export const mount = (workbench) => {
  const section = document.querySelector('#plan');
  if (!section) return;
  const place = section.querySelector('#plan-told');
  const state = section.querySelector('#plan-state');
  const button = section.querySelector('button[formaction]');
  button.addEventListener('click', async (event) => {
    event.preventDefault();
    button.disabled = true;
    place.replaceChildren();
    state.textContent = section.dataset.running;
    try {
      place.replaceChildren(...laid(await asked(workbench.query), section, workbench));
      state.textContent = '';
    } catch (error) {
      state.textContent = error instanceof TypeError ? section.dataset.failed : error.message;
    }
    button.disabled = false;
  });
  workbench.on('edit', () => place.replaceChildren());
};
