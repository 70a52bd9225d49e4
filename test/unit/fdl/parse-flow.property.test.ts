import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/fdl/format-diagnostic.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { printFlow } from '../../../src/fdl/print-flow.ts';
import { binaryText } from '../../helpers/binary-text.ts';
import { flowArbitrary } from '../../helpers/flow-arbitrary.ts';
import { casesOf } from '../../helpers/property-cases.ts';

/** Holds for every answer: a flow exactly when there is no error, and places that lie inside the text. */
function checkAnswer(text: string): void {
  const { flow, diagnostics } = parseFlow(text);
  expect(flow === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  const lines = text.split('\n');
  for (const diagnostic of diagnostics) {
    const line = lines[diagnostic.line - 1];
    expect(diagnostic.column - 1).toBeGreaterThanOrEqual(0);
    expect(diagnostic.column - 1).toBeLessThanOrEqual(line?.length ?? -1);
    expect(diagnostic.length).toBeGreaterThanOrEqual(1);
    expect(formatDiagnostic(diagnostic, text, 'flow.yaml').split('\n')).toHaveLength(3);
  }
}

const yamlParts = fc.constantFrom(
  ...'-:?[]{},#&*!|>\'"%@`~ \n\t$',
  '- ',
  ': ',
  '\n  ',
  '&a ',
  '*a',
  '!Ref ',
  'version: v1\n',
  'type: flow\n',
  'steps:\n',
  'type: pass',
  'name: a',
  'choices:',
  '$.a == 1',
  '__proto__: 1',
  '\r\n',
  '---\n',
  '\ufeff',
);

describe('parsing', () => {
  test('a printed flow answers the same flow', () => {
    fc.assert(
      fc.property(flowArbitrary, (flow) => {
        const { flow: parsed, diagnostics } = parseFlow(printFlow(flow));
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(parsed).toStrictEqual(flow);
      }),
      { numRuns: casesOf(100) },
    );
  });

  test('any text answers a flow or an error, with places inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          binaryText(),
          fc.array(yamlParts, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        checkAnswer,
      ),
      { numRuns: casesOf(500) },
    );
  });

  test('a flow with a piece cut out, doubled or replaced answers a flow or an error', () => {
    const piece = fc.record({ at: fc.nat(), length: fc.nat(20), by: fc.oneof(fc.constant(''), yamlParts) });
    fc.assert(
      fc.property(flowArbitrary, fc.array(piece, { minLength: 1, maxLength: 3 }), (flow, pieces) => {
        let text = printFlow(flow);
        for (const { at, length, by } of pieces) {
          const start = at % text.length;
          text = text.slice(0, start) + by + text.slice(start + length);
        }
        checkAnswer(text);
      }),
      { numRuns: casesOf(100) },
    );
  });
});
