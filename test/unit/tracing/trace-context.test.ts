import { expect, test } from 'vitest';
import {
  attemptSpanId,
  executionSpanId,
  readTraceparent,
  stepSpanId,
  traceIdOf,
  writeTraceparent,
} from '../../../src/tracing/trace-context.ts';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const id = { flowId: 'flow-1', name: 'a' };

test('A traceparent is read and written as W3C has it', () => {
  const read = readTraceparent(PARENT);
  expect(read).toEqual({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    isSampled: true,
  });
  expect(read && writeTraceparent(read)).toBe(PARENT);
  expect(readTraceparent(PARENT.replace(/01$/, '00'))).toMatchObject({ isSampled: false });
  expect(readTraceparent(`cc${PARENT.slice(2)}-later`)).toMatchObject({ isSampled: true });
});

test.each([
  '',
  'x',
  PARENT.toUpperCase(),
  `ff${PARENT.slice(2)}`,
  '00-00000000000000000000000000000000-b7ad6b7169203331-01',
  '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
  PARENT.slice(0, -1),
  `${PARENT}1`,
])('%j is none', (text) => {
  expect(readTraceparent(text)).toBeUndefined();
});

test('Ids follow from the execution, and differ from each other', () => {
  const other = { flowId: 'flow-1', name: 'b' };
  expect(traceIdOf({ id })).toMatch(/^[\da-f]{32}$/);
  expect(traceIdOf({ id })).toBe(traceIdOf({ id: { ...id } }));
  expect(traceIdOf({ id })).not.toBe(traceIdOf({ id: other }));
  expect(traceIdOf({ id, traceparent: PARENT })).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(traceIdOf({ id, traceparent: 'broken' })).toBe(traceIdOf({ id }));
  const spans = [
    executionSpanId(id, 0),
    executionSpanId(id, 1),
    executionSpanId(other, 0),
    stepSpanId(id, 1, 0),
    stepSpanId(id, 1, 1),
    stepSpanId(id, 2, 0),
    attemptSpanId(id, 1, 0),
    attemptSpanId(id, 1, 1),
  ];
  for (const span of spans) expect(span).toMatch(/^[\da-f]{16}$/);
  expect(new Set(spans).size).toBe(spans.length);
});
