// Mounts the parts of the query page.
import { Workbench } from './workbench/state.js';
import { mount as plan } from './workbench/plan.js';
import { mount as results } from './workbench/results.js';
import { mount as share } from './workbench/share.js';

const workbench = new Workbench(document.querySelector('#workbench'));
const text = workbench.root.querySelector('textarea[name="query"]');
text.addEventListener('input', () => workbench.tell('edit'));
for (const mount of [results, share, plan]) mount(workbench);
document.documentElement.dataset.ready = '1';
