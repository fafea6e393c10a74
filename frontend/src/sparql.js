// A small stand-in for the editor: it runs what the form holds and tells the parts of the page.
import { Workbench } from './workbench/state.js';
import { mount } from './workbench/results.js';

const root = document.getElementById('workbench');
if (root) {
  const bench = new Workbench(root);
  mount(bench);
  root.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const { query } = bench;
    const began = performance.now();
    bench.tell('start', { query });
    const headers = { Accept: 'application/sparql-results+json, text/turtle', 'Content-Type': 'application/sparql-query' };
    const got = await fetch('/sparql', { method: 'POST', headers, body: query });
    const type = got.headers.get('content-type').split(';')[0];
    if (!got.ok) return bench.tell('refused', { query, problem: await got.json().catch(() => null) });
    const results = type === 'text/turtle' ? await got.text() : await got.json();
    const version = got.headers.get('samgraf-version');
    return bench.tell('answer', { query, type, version, milliseconds: performance.now() - began, results });
  });
  document.documentElement.dataset.ready = '1';
}
