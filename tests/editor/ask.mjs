// Runs parts of the editor for a test: a line [part, argument] of JSON in, a line of JSON out.
import { createInterface } from 'node:readline';
import { format } from '../../frontend/src/workbench/editor-format.js';
import { placeBehind } from '../../frontend/src/workbench/editor-place.js';
import { distance, fit, Terms } from '../../frontend/src/workbench/editor-terms.js';
import {
  declaration,
  form,
  meaning,
  tokens,
  undeclared,
  variables,
} from '../../frontend/src/workbench/editor-tokens.js';

const PREFIXES = { sg: 'https://w3id.org/samgraf/ontology#', skos: 'http://www.w3.org/2004/02/skos/core#' };
const apply = (text, { from, insert }) => text.slice(0, from) + insert + text.slice(from);
const PARTS = {
  format,
  form: (text) => form(tokens(text)),
  kinds: (text) => meaning(tokens(text)).map(({ kind, text: said }) => [kind, said]),
  whole: (text) =>
    tokens(text)
      .map((token) => token.text)
      .join(''),
  place: (text) => placeBehind(tokens(text)),
  undeclared: (text) => undeclared(tokens(text)),
  declare: (text) => apply(text, declaration(tokens(text), undeclared(tokens(text)), PREFIXES)),
  variables: (text) => variables(tokens(text)),
  distance: ([one, other]) => distance(one, other, 99),
  fit: ([term, typed]) => fit(new Terms({ prefixes: { ...PREFIXES, code: 'x' }, terms: [term] }).terms[0], typed),
};
for await (const line of createInterface({ input: process.stdin })) {
  const [part, argument] = JSON.parse(line);
  console.log(JSON.stringify(PARTS[part](argument)));
}
