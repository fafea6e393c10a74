// The panel of classes: each opens to its properties, which are read once, from the page of the schema.
import { make } from './state.js';

/** Let the classes beside the editor open, and their names go into the query. */
export function mount(workbench) {
  const list = document.querySelector('#schema-list');
  if (!list) return;
  // Below the editor it is in the way of what stands beneath.
  document.querySelector('#schema').open = matchMedia('(min-width: 60.01rem)').matches;
  let reading = null;
  const read = () => {
    reading ??= page(workbench).catch(() => {
      reading = null;
      return null;
    });
    return reading;
  };
  for (const link of list.querySelectorAll('a[data-class]')) link.replaceWith(folded(link, workbench, read));
}

/** The page of the schema as a document that nothing runs in. */
async function page(workbench) {
  const answer = await fetch(`${workbench.root.dataset.schema}?lang=${workbench.lang}`);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** A class that opens; the link stays inside, where it leads to the page. */
function folded(link, workbench, read) {
  const name = link.dataset.class,
    box = make('div', {}, make('p', { class: 'small muted' }, workbench.say('loading'))),
    summary = make('summary', {}),
    whole = make('details', {}, summary, box);
  summary.append(...link.childNodes);
  whole.addEventListener('toggle', async () => {
    if (!whole.open || box.dataset.read) return;
    const found = [...((await read())?.querySelectorAll('details[data-class]') ?? [])].find(
      (one) => one.dataset.class === name,
    );
    if (!found) {
      link.textContent = name;
      box.replaceChildren(link);
      return;
    }
    box.dataset.read = 'true';
    box.replaceChildren(inserting(name, name, '', workbench), ...properties(found, workbench));
  });
  return whole;
}

/** The properties of a class as a list: name, count, example. */
function* properties(found, workbench) {
  const list = make('ul', { class: 'plain small' });
  for (const row of found.querySelectorAll('tbody tr')) {
    const link = row.querySelector('[data-insert]'),
      [count, example] = [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim());
    const label = link ? link.textContent : row.querySelector('th').textContent;
    const name = link?.dataset.insert ?? label;
    list.append(
      make(
        'li',
        {},
        inserting(name, label, example, workbench),
        ` ${count} `,
        make('span', { class: 'muted' }, example),
      ),
    );
  }
  yield list;
}

/** A button that puts a term into the query. */
function inserting(name, label, example, workbench) {
  const button = make('button', { type: 'button', class: 'term', title: name }, label);
  button.addEventListener('click', () => workbench.insert?.(name));
  return button;
}
