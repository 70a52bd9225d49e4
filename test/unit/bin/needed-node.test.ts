import { expect, test } from 'vitest';
import { problemOfNode } from '../../../bin/needed-node.js';

test.each(['24.0.0', '24.22.3', '26.12.1', '100.0.0'])('Node.js %s is new enough', (version) => {
  expect(problemOfNode(version)).toBeUndefined();
});

test.each(['16.20.2', '20.20.2', '22.23.5', '23.11.1'])('Node.js %s is too old', (version) => {
  expect(problemOfNode(version)).toContain(`fdl: Node.js 24 or newer is needed, this is ${version}\n`);
});

test('a clone without its own Node.js is told how to get it, also where npm leaves out what brings it', () => {
  expect(problemOfNode('20.20.2')).toContain('npm ci --include=dev --ignore-scripts=false');
});
