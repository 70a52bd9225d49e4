#!/usr/bin/env -S node --max-semi-space-size=8
import { enableCompileCache } from 'node:module';

const NEEDED = 24;
const running = process.versions.node;

if (Number.parseInt(running, 10) < NEEDED) {
  process.stderr.write(
    `fdl: Node.js ${NEEDED} or newer is needed, this is ${running}\n     run it as npx fdl …, which takes the Node.js that npm ci installed\n`,
  );
  process.exitCode = 2;
} else {
  // Commands start in a third of the time when TypeScript need not be stripped again.
  enableCompileCache();
  // Imported late, so that an old Node.js gets the message above and not a syntax error.
  const { main } = await import('../src/cli/main.ts');
  const { processTerminal } = await import('../src/cli/output/terminal.ts');
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
