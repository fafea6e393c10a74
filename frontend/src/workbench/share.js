// Keeps the query under a link, and shows it as code. What is said comes from the page; code and link
// come from the server, which makes both for pages without script too.
import { make } from './state.js';
import { copies } from '../copy.js';

/** Ask the server by a form; an answer that is no answer comes as its problem document. */
const sent = async (address, fields) => {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(fields),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.title, told.detail].filter(Boolean).join(': '));
  return told;
};

const said = (section, error) => (error instanceof TypeError ? section.dataset.failed : error.message);

/** Show link and frame of a kept query, each with its copy button. */
const shown = (section, kept) => {
  const { dataset } = section;
  const code = (id, text) => make('code', { id }, text);
  const button = (id) => make('button', { type: 'button', class: 'btn alt', 'data-copies': id }, dataset.copy);
  const frame = `<iframe src="${kept.address}/embed" title="Samgraf" width="100%" height="480" loading="lazy"></iframe>`;
  return [
    make('p', {}, `${dataset.kept} `, make('a', { href: `/q/${kept.id}`, id: 'kept-link' }, kept.address), ' ', button('kept-link')),
    make('p', {}, `${dataset.frame}: `),
    make('pre', { tabindex: '0' }, code('kept-frame', frame)),
    button('kept-frame'),
  ];
};

const sharing = (workbench, section) => {
  const place = section.querySelector('#kept');
  section.querySelector('button[formaction]')?.addEventListener('click', async (event) => {
    event.preventDefault();
    try {
      const kept = await sent('/q', { query: workbench.query, view: workbench.view });
      place.replaceChildren(...shown(section, kept));
      copies(place);
    } catch (error) {
      place.replaceChildren(make('p', { class: 'refusal' }, said(section, error)));
    }
  });
  workbench.on('edit', () => place?.replaceChildren());
};

const copying = (workbench, section) => {
  const details = section.querySelector('#as');
  const select = details.querySelector('select');
  const text = details.querySelector('#as-text');
  let made = [];
  let of = null;
  const show = () => {
    text.textContent = made.find((one) => one.key === select.value)?.text ?? '';
  };
  const load = async () => {
    if (!details.open || of === workbench.query) return;
    of = workbench.query;
    try {
      made = await sent('/sparql/snippets', { query: of });
    } catch (error) {
      of = null;
      made = [];
      text.textContent = said(section, error);
      return;
    }
    const chosen = select.value;
    select.replaceChildren(...made.map((one) => make('option', { value: one.key }, one.name)));
    if (made.some((one) => one.key === chosen)) select.value = chosen;
    show();
  };
  let timer;
  details.hidden = false;
  details.addEventListener('toggle', load);
  select.addEventListener('change', show);
  workbench.on('edit', () => {
    clearTimeout(timer);
    timer = setTimeout(load, 500);
  });
  copies(section);
};

/** Bring `#share` to life, where the page has it. */
export const mount = (workbench) => {
  const section = workbench.root.querySelector('#share') ?? document.querySelector('#share');
  if (!section) return;
  sharing(workbench, section);
  copying(workbench, section);
};
