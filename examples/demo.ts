import { join } from 'node:path';
import { processTerminal } from '../src/cli/output/terminal.ts';
import { untilStopped } from '../src/cli/stop-signals.ts';
import { createDemoBoard } from './runner/demo-board.ts';
import { writePictures } from './runner/demo-pictures.ts';
import { demoReport, isAllExpected } from './runner/demo-report.ts';
import { openEmbeddedHome } from './runner/embedded-home.ts';
import { readExamples } from './runner/example.ts';
import { runExamples } from './runner/run-examples.ts';

// `npm run demo`: all examples, side by side, in a home of their own that is gone afterwards.
// With `--keep` the home stays until Ctrl-C, so that histories can be read.

const PATIENCE_MILLISECONDS = 120_000;
const PICTURED = 'channel-packages';
const PICTURE_FOLDER = join('.fdl', 'pictures');

const { stdout } = processTerminal(() => process.exit(1));
const stopped = untilStopped();
const stopping = new AbortController();
void stopped.then(() => stopping.abort());
const examples = readExamples();
const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]);
await using embedded = await openEmbeddedHome(examples, signal);
const { home, server } = embedded;

const board = createDemoBoard(stdout, examples.flatMap(({ cases }) => cases).length);
const runs = await runExamples(examples, home, server, board);
board[Symbol.dispose]();
stdout.write(`\n${demoReport(runs, stdout)}\n`);
process.exitCode = isAllExpected(runs) ? 0 : 1;
for (const example of examples.filter(({ name }) => name === PICTURED)) {
  await writePictures(example, runs, PICTURE_FOLDER);
  stdout.write(`Pictures of how the runs of ${PICTURED} went: ${PICTURE_FOLDER}\n`);
}
if (process.argv.includes('--keep')) {
  stdout.write(`npx fdl history FLOW EXECUTION --endpoint ${server.api}\nCtrl-C ends it all.\n`);
  await stopped;
} else {
  stdout.write(
    'To read a history: npm run demo -- --keep, then npx fdl history FLOW EXECUTION as it says.\n',
  );
}
