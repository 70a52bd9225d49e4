#!/usr/bin/env -S node --max-semi-space-size=16
import module from 'node:module';
import { isClone, problemOfNode } from './needed-node.js';

const problem = problemOfNode();
if (problem !== undefined) {
  process.stderr.write(problem);
  process.exitCode = 2;
} else {
  // Commands start in a third of the time when nothing need be compiled again. Types are stripped once, too, so a clone must reach no
  // TypeScript before this: one file would load the whole stripper with each command.
  module.enableCompileCache();
  const { run } = isClone ? await import('../src/cli/run.ts') : await import('../dist/src/cli/run.js');
  await run();
}
