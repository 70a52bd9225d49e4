import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { untilStopped } from '../src/cli/stop-signals.ts';
import { processTerminal } from '../src/cli/terminal.ts';
import { startServer } from '../src/local/start-server.ts';
import { createDemoBoard } from './runner/demo-board.ts';
import { demoReport, isAllExpected } from './runner/demo-report.ts';
import { readExamples } from './runner/example.ts';
import { runExamples } from './runner/run-examples.ts';
import { serverHome } from './runner/server-home.ts';

// `npm run demo`: all examples, side by side, in a home of their own that is gone afterwards.
// With `--keep` the home stays until Ctrl-C, so that histories can be read.

const PATIENCE_MILLISECONDS = 50_000;

const { stdout } = processTerminal();
const stopped = untilStopped();
const stopping = new AbortController();
void stopped.then(() => stopping.abort());
const examples = readExamples();
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  queuePort: 0,
  isEphemeral: true,
  dataFolder: '',
  functionFolders: examples
    .map(({ folder }) => fileURLToPath(new URL('functions', folder)))
    .filter(existsSync),
  flowFolders: [],
  limits: 'default',
});

try {
  const board = createDemoBoard(stdout, examples.flatMap(({ cases }) => cases).length);
  const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]);
  const runs = await runExamples(examples, serverHome(server.api, signal), server, board);
  board[Symbol.dispose]();
  stdout.write(`\n${demoReport(runs, stdout)}\n`);
  process.exitCode = isAllExpected(runs) ? 0 : 1;
  if (process.argv.includes('--keep')) {
    stdout.write(`npx fdl history FLOW EXECUTION --endpoint ${server.api}\nCtrl-C ends it all.\n`);
    await stopped;
  } else {
    stdout.write(
      'To read a history: npm run demo -- --keep, then npx fdl history FLOW EXECUTION as it says.\n',
    );
  }
} finally {
  await server.close();
}
