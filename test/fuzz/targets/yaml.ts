import { deepStrictEqual, ok } from 'node:assert/strict';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { printFlow } from '../../../src/fdl/print-flow.ts';
import { seedTexts } from '../seed-texts.ts';
import type { Target } from '../target.ts';

/** Definitions: a flow exactly when there is no error, problems inside the text, and what is printed reads the same. */
export const yaml: Target = {
  seeds: seedTexts(),
  words: [
    ...'- |: |? |[|]|{|}|,|#|&a |*a|!x |!!str |\'|"|>\n|---\n|...\n|%YAML 1.2\n|<<: *a|\n  |\n- |.inf|0x1F|~|null'.split(
      '|',
    ),
    ...['|', '|2+\n', 'yes', '__proto__: ', 'constructor: ', 'type: choice', 'type: foreach', 'type: wait'],
    ...['steps:', 'name: a', 'goto: a', 'choices:', 'condition: $.a == 1', 'retry: [{}]', 'catch: []'],
    ...[
      'inputMappings: ',
      'outputMappings: ',
      '{target: a, source: $local.a}',
      '$input.a[*].b',
      'default: {}',
    ],
    ...['branches: [{steps: []}]', 'iterationMapping: {collection: $.a, item: b}', 'timeoutSeconds: 5'],
  ],
  run(text) {
    const { flow, diagnostics } = parseFlow(text);
    ok((flow === undefined) === diagnostics.some(({ severity }) => severity === 'error'));
    const lines = text.split('\n');
    for (const { line, column, length } of diagnostics) {
      ok(column >= 1 && column - 1 <= (lines[line - 1]?.length ?? -1) && length >= 1);
    }
    ok(diagnostics.length <= 1_001);
    if (flow !== undefined) deepStrictEqual(parseFlow(printFlow(flow)).flow, flow);
  },
};
