import { expect, test } from 'vitest';
import { type DiagnosticCode, SEVERITIES } from '../../../src/fdl/diagnostic-codes.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { schemaProblem } from '../../helpers/schema-check.ts';

/** The problems that a JSON Schema can express. */
const IN_SCHEMA: ReadonlySet<DiagnosticCode> = new Set([
  'wrong-type',
  'missing-attribute',
  'unknown-attribute',
  'conflicting-attributes',
  'unknown-value',
  'out-of-range',
  'invalid-name',
  'invalid-resource',
  'unsupported-pattern',
  'unsupported-feature',
]);

/** Cases of them that it cannot: two attributes may not have one value. */
const BEYOND_SCHEMA: ReadonlySet<string> = new Set([
  'one key for item and index',
  'heartbeats no more often than the timeout',
]);

/** A wrong text, with ⟦ and ⟧ around what the diagnostic points at. */
export type DiagnosedCase = readonly [
  title: string,
  markedText: string,
  code: DiagnosticCode,
  path: string,
  message: string,
];

/** Declares one test per case: the diagnostic is there, with its place, and only errors refuse the flow. */
export function testDiagnosed(cases: readonly DiagnosedCase[]): void {
  test.each(cases)('%s is diagnosed', (title, markedText, code, path, message) => {
    const text = markedText.replace(/[⟦⟧]/g, '');
    const before = markedText.slice(0, markedText.indexOf('⟦')).split('\n');
    const marked = markedText.indexOf('⟧') - markedText.indexOf('⟦') - 1;
    const severity = SEVERITIES[code];
    const { flow, diagnostics } = parseFlow(text);
    expect(diagnostics).toContainEqual({
      code,
      severity,
      path,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      length: Math.max(1, marked),
      message: expect.stringContaining(message),
    });
    expect(flow === undefined).toBe(severity === 'error');
    // The schema refuses nothing that the reader accepts, and whatever it can express.
    if (flow !== undefined) expect(schemaProblem(text)).toBeUndefined();
    if (IN_SCHEMA.has(code) && !BEYOND_SCHEMA.has(title)) expect(schemaProblem(text)).toBeDefined();
  });
}

/** A flow with these lines under `steps:`. */
export function steps(...lines: readonly string[]): string {
  return ['version: v1', 'type: flow', 'steps:', ...lines].join('\n');
}

/** A step that is right. */
export const PASS = '- {type: pass, name: a}';

/** A flow that outputs one constant. */
export function constant(source: string): string {
  return steps(`- {type: pass, name: a, outputMappings: [{target: x, source: ${source}}]}`);
}

/** A flow of one task with these attributes. */
export function task(attributes: string): string {
  return steps(`- {type: task, name: t, ${attributes}}`);
}

/** A flow of one task that calls a function. */
export function call(attributes: string): string {
  return task(`resourceArn: acs:fc:::services/s/functions/f, ${attributes}`);
}
