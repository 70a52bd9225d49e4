import { expect, test } from 'vitest';
import { programBeside } from '../../../src/common/program-beside.ts';

test.each([
  ['file:///work/src/local/start.ts', 'file:///work/src/local/worker.ts'],
  ['file:///app/node_modules/a.b/dist/start.js', 'file:///app/node_modules/a.b/dist/worker.js'],
])('beside %s is %s', (moduleUrl, program) => {
  expect(programBeside(moduleUrl, 'worker').href).toBe(program);
});
