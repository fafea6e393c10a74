// What the parts of the query page share: the query, the view that is chosen, and what happened.
// Parts talk by events alone; none imports another but by `sparql.js`, which mounts them.

/**
 * Events, each with `detail`:
 * - `edit`: the text changed; `{}`
 * - `start`: a query was sent; `{query}`
 * - `answer`: it was answered; `{query, type, version, milliseconds, results}`. `type` is the media type; `results` is SPARQL
 *   JSON (head, results or boolean) or, of CONSTRUCT and DESCRIBE, the text in Turtle.
 * - `refused`: it was not; `{query, problem}`, a problem document (RFC 9457) or null where the network failed
 * - `cancelled`: the reader stopped it; `{query}`
 * - `view`: another view was chosen; `{view}`
 */
export class Workbench extends EventTarget {
  constructor(root) {
    super();
    this.root = root;
    this.lang = document.documentElement.lang;
    this.view = root.dataset.view || '';
    this.read = () => root.querySelector('textarea[name="query"]').value;
    this.write = (text) => {
      root.querySelector('textarea[name="query"]').value = text;
    };
  }

  get query() {
    return this.read();
  }

  set query(text) {
    this.write(text);
    this.tell('edit');
  }

  /** A sentence of the page in the reader's language: `data-say-NAME` of the workbench. */
  say(name, values = {}) {
    const text = this.root.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? name;
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  on(event, act) {
    this.addEventListener(event, (told) => act(told.detail));
  }

  tell(event, detail = {}) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** Make an element; text goes in as text. */
export const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children);
  return element;
};

/** Links are made of these addresses alone. */
export const isLink = (text) => /^https?:\/\//i.test(text);
