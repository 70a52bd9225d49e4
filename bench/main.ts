import { Command, InvalidArgumentError } from 'commander';
import { updatePage } from './docs-tables.ts';
import { describeMachine } from './machine.ts';
import { parts } from './parts.ts';
import { mergeResults, readResults } from './results.ts';

const names = parts.flatMap((part) => part.names);
const { only = names } = new Command('npm run bench --')
  .description(
    'Measures speed and cost, and writes them to bench/results.json and docs/internals/performance.md',
  )
  .option('--only <names>', `a part of it: ${names.join(', ')}; with commas between`, someNames)
  .parse()
  .opts<{ only?: readonly string[] }>();

const machine = describeMachine();
console.log(
  `${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}, flush ${machine.flush.median} ms (p99 ${machine.flush.p99})\n`,
);
mergeResults({ machine, date: new Date().toISOString().slice(0, 10) });
for (const part of parts) {
  mergeResults(await part.run((name) => only.includes(name)));
}
updatePage(readResults());

function someNames(given: string): readonly string[] {
  const wanted = given.split(',');
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown === undefined) return wanted;
  throw new InvalidArgumentError(`There is no '${unknown}'; there are ${names.join(', ')}.`);
}
