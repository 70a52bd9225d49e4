import { parseArgs } from 'node:util';
import { updatePage } from './docs-tables.ts';
import { describeMachine } from './machine.ts';
import { parts } from './parts.ts';
import { mergeResults, readResults } from './results.ts';

// npm run bench: everything; npm run bench -- --only W1,W5: some workloads.

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');

const machine = describeMachine();
console.log(
  `${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}, flush ${machine.flush.median} ms (p99 ${machine.flush.p99})\n`,
);
mergeResults({ machine, date: new Date().toISOString().slice(0, 10) });
for (const part of parts) {
  mergeResults(await part.run((name) => only === undefined || only.includes(name)));
}
updatePage(readResults());
