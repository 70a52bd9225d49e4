import { describe, expect, test } from 'vitest';
import { eventsOf, runSeed } from '../simulation/world/run-seed.ts';

// The error table of the seeds, each row with each of the four ways in which a task may meet an error.

/** How the function fails, by the name of the error. */
const ROWS: Readonly<Record<string, () => unknown>> = {
  'FC.ResourceThrottled': () => fail('FC.ResourceThrottled'),
  'FC.ResourceExhausted': () => fail('FC.ResourceExhausted'),
  'FC.InternalServerError': () => fail('FC.InternalServerError'),
  'FC.Unknown': () => process.exit(),
  ErrorNeedsRetry: () => fail('ErrorNeedsRetry'),
  'FnF.TaskTimeout': () => new Promise(() => {}),
};

function fail(name: string): never {
  throw Object.assign(new Error('a bad day'), { name });
}

function flow(policies: string): string {
  return `
version: v1
type: flow
steps:
  - type: task
    name: Call
    resourceArn: acs:fc:::services/s/functions/f
    timeoutSeconds: 2
    errorMappings:
      - {target: errMsg, source: $local.cause}
      - {target: errCode, source: $local.error}
${policies}
    end: true
  - {type: pass, name: Final}
`;
}

const retry = (error: string) =>
  `    retry: [{errors: [${error}], intervalSeconds: 10, maxAttempts: 3, multiplier: 2}]`;
const caught = (error: string) => `    catch: [{errors: [${error}], goto: Final}]`;

describe.each(Object.keys(ROWS))('%s', (error) => {
  const failing = { functions: { 's/f': () => ROWS[error]?.() } };

  test.each([error, 'FnF.ALL'])(
    'is retried by a policy for %s, after 10, 20 and 40 seconds',
    async (named) => {
      const outcome = await runSeed(flow(retry(named)), {}, failing);
      expect(outcome.status).toBe('Failed');
      expect(eventsOf(outcome, 'Call', 'TaskScheduled')).toHaveLength(4);
      const attempts = error === 'FnF.TaskTimeout' ? 4 * 2 : 0;
      expect(outcome.seconds).toBe(10 + 20 + 40 + attempts);
    },
  );

  test.each([error, 'FnF.ALL'])(
    'is caught by a policy for %s, with its name and cause handed on',
    async (named) => {
      const outcome = await runSeed(flow(caught(named)), {}, failing);
      expect(outcome.status).toBe('Succeeded');
      expect(JSON.parse(outcome.output)).toEqual({ errCode: error, errMsg: expect.any(String) });
    },
  );

  test('ends the execution when no policy names it', async () => {
    const outcome = await runSeed(flow(`${retry('Other')}\n${caught('Other')}`), {}, failing);
    expect(outcome.status).toBe('Failed');
    expect(eventsOf(outcome, 'Call', 'TaskScheduled')).toHaveLength(1);
  });

  test('is caught once its retries are used up', async () => {
    const outcome = await runSeed(flow(`${retry(error)}\n${caught(error)}`), {}, failing);
    expect(outcome.status).toBe('Succeeded');
    expect(eventsOf(outcome, 'Call', 'TaskScheduled')).toHaveLength(4);
  });
});

describe('FnF.Timeout', () => {
  test('ends the whole execution as timed out, past retry and catch', async () => {
    const text = flow(`${retry('FnF.ALL')}\n${caught('FnF.ALL')}`).replace(
      'type: flow',
      'type: flow\ntimeoutSeconds: 5',
    );
    const outcome = await runSeed(text, {}, { functions: { 's/f': () => fail('Odd') } });
    expect(outcome.status).toBe('TimedOut');
    expect(outcome.seconds).toBe(5);
  });
});

describe('a retry policy that says nothing', () => {
  test('waits one second first, doubles the delay and tries three times more', async () => {
    const policy = '    retry: [{errors: [Odd]}]';
    const outcome = await runSeed(flow(policy), {}, { functions: { 's/f': () => fail('Odd') } });
    expect(eventsOf(outcome, 'Call', 'TaskScheduled')).toHaveLength(4);
    expect(outcome.seconds).toBe(1 + 2 + 4);
  });

  test('waits a day at most', async () => {
    const policy = '    retry: [{errors: [Odd], intervalSeconds: 86400, maxAttempts: 2, multiplier: 10}]';
    const outcome = await runSeed(flow(policy), {}, { functions: { 's/f': () => fail('Odd') } });
    expect(outcome.seconds).toBeGreaterThanOrEqual(2 * 86_400);
  });
});
