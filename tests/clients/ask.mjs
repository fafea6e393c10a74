// Ask a SPARQL endpoint as a program in JavaScript does, and print every answer as JSON.
//
// usage: node ask.mjs ENDPOINT METHOD [direct] < questions.json
//
// The questions are a list of [kind, query]; the kind is bindings, ask or triples.
import { readFileSync } from 'node:fs';
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';

const [endpoint, method, direct] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher({ method, directPost: direct === 'direct' });

const plain = (term) => ({ type: term.termType, value: term.value, language: term.language });
const row = (bindings) =>
  Object.fromEntries(Object.entries(bindings).map(([name, term]) => [name, plain(term)]));
const triple = ({ subject, predicate, object }) => [subject, predicate, object].map(plain);

const all = async (stream, read) => {
  const found = [];
  for await (const item of stream) {
    if (!('variables' in item)) found.push(read(item));
  }
  return found;
};

const kinds = {
  bindings: async (query) => all(await fetcher.fetchBindings(endpoint, query), row),
  ask: async (query) => fetcher.fetchAsk(endpoint, query),
  triples: async (query) => all(await fetcher.fetchTriples(endpoint, query), triple),
};

const answers = [];
for (const [kind, query] of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    answers.push(await kinds[kind](query));
  } catch (error) {
    answers.push({ error: error.message });
  }
}
console.log(JSON.stringify(answers));
