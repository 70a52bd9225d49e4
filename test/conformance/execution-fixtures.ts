import type { ExecutionRecord } from '../../src/interpreter/record.ts';
import type { ExecutionEnd, ExecutionHeader } from '../../src/ports/execution-store.ts';

/** When the executions of the suites start: a whole day, so that shown times are easy to read. */
export const START = Date.UTC(2026, 0, 1);

/** A header that differs from others only in what is given. */
export function makeHeader(name: string, given: Partial<ExecutionHeader> = {}): ExecutionHeader {
  return {
    id: { flowId: 'flow-1', name },
    flowName: 'orders',
    flowVersion: 3,
    input: '{}',
    startedAt: START,
    owner: 'message-1',
    tokenKey: 'key',
    ...given,
  };
}

/** A record of `count` events from `firstEventId` on. */
export function makeRecord(
  firstEventId: number,
  count: number,
  given: Partial<ExecutionRecord> = {},
): ExecutionRecord {
  const events = Array.from({ length: count }, () => ({ type: 'StepEntered', frame: 0 }) as const);
  return { firstEventId, at: START + firstEventId, owner: 'message-1', events, ...given };
}

/** A success. */
export const SUCCEEDED: ExecutionEnd = {
  status: 'Succeeded',
  stoppedAt: START + 5_000,
  output: '{"ok":true}',
};

/** ASCII text that compression hardly shortens, the same for the same seed. */
export function incompressibleText(length: number, seed: number): string {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += String.fromCharCode((state >>> 16) & 127);
  }
  return text;
}
