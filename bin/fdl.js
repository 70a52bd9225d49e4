#!/usr/bin/env -S node --max-semi-space-size=8
import module from 'node:module';
import { isClone, problemOfNode } from './needed-node.js';

const problem = problemOfNode();
if (problem !== undefined) {
  process.stderr.write(problem);
  process.exitCode = 2;
} else if (isClone) {
  await import('./fdl.ts');
} else {
  module.enableCompileCache();
  const { run } = await import('../dist/src/cli/run.js');
  await run();
}
