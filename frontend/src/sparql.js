// The query page: the editor and the parts around it, each mounted on what they share.
// Where one fails, the others work, and so does the form.
import { mount as editor } from './workbench/editor.js';
import { mount as schema } from './workbench/schema.js';
import { Workbench } from './workbench/state.js';

const root = document.querySelector('#workbench');
if (root) {
  const workbench = new Workbench(root);
  for (const mount of [editor, schema]) {
    try {
      mount(workbench);
    } catch (error) {
      console.error(error);
    }
  }
  document.documentElement.dataset.ready = 'true';
}
