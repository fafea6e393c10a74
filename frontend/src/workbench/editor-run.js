// Sends the query and tells what came of it; the server stops working when the reader cancels.
import { form, tokens } from './editor-tokens.js';

const JSON_RESULTS = 'application/sparql-results+json';
const GRAPH = 'text/turtle';

/** Run, cancel, and the state of both in the page. */
export class Running {
  constructor(workbench) {
    this.workbench = workbench;
    this.asking = null;
    const find = (id) => workbench.root.querySelector(`#${id}`);
    [this.button, this.stop, this.state, this.clock] = ['run', 'cancel', 'run-state', 'run-clock'].map(find);
    this.stop.addEventListener('click', () => this.cancel());
  }

  /** Send the query as it stands; one that runs is stopped first. */
  async run() {
    this.asking?.abort();
    const { workbench } = this,
      { query } = workbench,
      asking = new AbortController();
    this.asking = asking;
    this.#begin();
    workbench.tell('start', { query });
    const told = await send(query, asking.signal);
    if (this.asking !== asking) return;
    this.#end();
    if (told.event === 'cancelled') this.state.textContent = workbench.say('cancelled', { time: this.#time() });
    else if (told.event === 'refused') this.state.textContent = workbench.say('refused');
    else {
      const { version, milliseconds } = told.detail;
      this.state.textContent = workbench.say('answered', { time: seconds(milliseconds, workbench.lang), version });
    }
    workbench.tell(told.event, { query, ...told.detail });
  }

  cancel() {
    this.asking?.abort();
  }

  #time() {
    return seconds(performance.now() - this.began, this.workbench.lang);
  }

  #begin() {
    this.began = performance.now();
    this.state.textContent = this.workbench.say('running');
    this.stop.hidden = false;
    clearInterval(this.ticking);
    this.ticking = setInterval(() => {
      this.clock.textContent = this.#time();
    }, 100);
  }

  #end() {
    clearInterval(this.ticking);
    this.asking = null;
    this.clock.textContent = '';
    // A button that goes away takes the keyboard's place with it.
    if (document.activeElement === this.stop) this.button.focus();
    this.stop.hidden = true;
  }
}

/** Write a time as the reader does, in ms or s. */
export function seconds(milliseconds, lang) {
  const short = milliseconds < 1000;
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: short ? 'millisecond' : 'second',
    maximumFractionDigits: short ? 0 : 1,
  }).format(short ? milliseconds : milliseconds / 1000);
}

/** Ask the server; return the event to tell and its detail. */
async function send(query, signal) {
  const began = performance.now(),
    graph = ['CONSTRUCT', 'DESCRIBE'].includes(form(tokens(query)));
  let answer = null;
  try {
    answer = await fetch('/sparql', {
      method: 'POST',
      headers: {
        Accept: graph ? `${GRAPH}, ${JSON_RESULTS};q=0.5` : `${JSON_RESULTS}, ${GRAPH};q=0.5`,
        'Content-Type': 'application/sparql-query',
      },
      body: query,
      signal,
    });
    const type = (answer.headers.get('Content-Type') ?? '').split(';')[0];
    if (!answer.ok) return { event: 'refused', detail: { problem: await problemOf(answer, type) } };
    const results = type === JSON_RESULTS ? await answer.json() : await answer.text();
    const version = answer.headers.get('Samgraf-Version') ?? '',
      hint = answer.headers.get('Samgraf-Hint') ?? '';
    return { event: 'answer', detail: { type, version, hint, milliseconds: performance.now() - began, results } };
  } catch {
    if (signal.aborted) return { event: 'cancelled', detail: {} };
    return { event: 'refused', detail: { problem: null, cut: Boolean(answer?.ok) } };
  }
}

/** The problem document of an answer; what is none becomes one without words. */
async function problemOf(answer, type) {
  if (type !== 'application/problem+json')
    return { type: '', title: `${answer.status}`, status: answer.status, detail: '' };
  return answer.json();
}
