import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDefinition } from '../../../src/editor/format.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { printFlow } from '../../../src/fdl/print-flow.ts';
import { flowArbitrary } from '../../helpers/flow-arbitrary.ts';
import { casesOf } from '../../helpers/property-cases.ts';

test('indents, and keeps comments, empty lines, quotes and the form of numbers', () => {
  const text =
    '# top\nversion:   v1\ntype: flow\n\nsteps:\n- type: pass   # hi\n  name:   "a"\n  outputMappings: [ {target: x, source: 1e3}, {target: y, source: 007},\n     {target: z, source: true}]';
  expect(formatDefinition(text)).toBe(
    '# top\nversion: v1\ntype: flow\n\nsteps:\n  - type: pass # hi\n    name: "a"\n    outputMappings: [{target: x, source: 1e3}, {target: y, source: 007}, {target: z, source: true}]\n',
  );
});

test('JSON stays JSON, with all digits', () => {
  expect(formatDefinition('{"version":"v1","x":12345678901234567890}')).toBe(
    '{\n  "version": "v1",\n  "x": 12345678901234567890\n}\n',
  );
});

test.each(['a: {', '', '# nothing', '[]', 'a: 1\na: 2', 'a: !x 1', 'a: 1\n---\nb: 1', '{"a": 1, "a": 2}'])(
  'leaves %j alone',
  (text) => {
    expect(formatDefinition(text)).toBeUndefined();
  },
);

test.each(globSync('examples/**/flow.yaml'))('%s has the usual form', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(formatDefinition(text)).toBe(text);
});

test('changes no meaning, and nothing the second time', () => {
  let formattedOnes = 0;
  fc.assert(
    fc.property(flowArbitrary, (flow) => {
      const text = printFlow(flow);
      const formatted = formatDefinition(text);
      if (formatted === undefined) return;
      formattedOnes++;
      expect(parseFlow(formatted).flow).toEqual(parseFlow(text).flow);
      expect(formatDefinition(formatted)).toBe(formatted);
    }),
    { numRuns: casesOf(25) },
  );
  expect(formattedOnes).toBeGreaterThan(casesOf(20));
});
