import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionId } from '../../../../../src/ports/execution-store.ts';
import type { Destinations, TimedAnswer } from '../../../../aws/emulated/destinations.ts';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../../aws/emulated/dynamodb.ts';
import { EmulatedHome } from '../../../../aws/emulated/home.ts';
import type { Invocation } from '../../../../aws/emulated/lambda.ts';

// Functions for which no driver waits: the alias says so, and Lambda sends what became of each call to a queue.

const SECOND = 1_000;
const KIBI = 1_024;
const missing = missingDynamoDb();

const RESIZE = 'arn:aws:lambda:us-east-1:000000000000:function:resize';
const task = (name: string, more = '', qualifier = 'replies-60s') =>
  `  - {type: task, name: ${name}, resourceArn: '${RESIZE}:${qualifier}'${more}}\n`;
const flow = (...tasks: readonly string[]) => `version: v1\ntype: flow\nsteps:\n${tasks.join('')}`;
const RETRIED = ', retry: [{errors: [Busy], intervalSeconds: 1, maxAttempts: 2}]';

const returned = (value: unknown): TimedAnswer => ({ kind: 'returned', payload: JSON.stringify(value) });
const broken = (errorType: string): TimedAnswer => ({
  kind: 'functionError',
  payload: JSON.stringify({ errorType, errorMessage: 'why' }),
});

describe.skipIf(missing !== undefined)(
  `a function whose replies come as messages (${missing ?? 'emulated'})`,
  async () => {
    if (missing !== undefined) return;
    const server = await startDynamoDb();
    const dynamoDb = dynamoDbClient(server.endpoint);
    let home: EmulatedHome;
    let invoke: (call: Invocation) => Promise<TimedAnswer>;
    let destinations: Partial<Destinations>;
    let undelivered: string[];

    beforeEach(() => {
      invoke = async () => returned({ ok: true });
      undelivered = [];
      destinations = { undelivered };
    });
    afterEach(() => home.close());
    afterAll(async () => {
      dynamoDb.destroy();
      await server.stop();
    });

    async function run(definition: string, { input = '{}', isDeliveredTwice = false } = {}) {
      const tables = await createTables(dynamoDb);
      const called = (call: Invocation) => invoke(call);
      home = await EmulatedHome.open({ dynamoDb, tables, invoke: called, destinations, isDeliveredTwice });
      return await home.start(definition, input);
    }

    const endOf = async (id: ExecutionId) => {
      const { end } = await home.header(id);
      return { status: end?.status, error: end?.failure?.error, cause: end?.failure?.cause ?? '' };
    };
    const calls = () =>
      home.invocations.map(({ qualifier, isAsync }) => `${qualifier}${isAsync ? '' : ', waited for'}`);

    test('lets the driver go for as long as a function may take', async () => {
      invoke = async () => ({ ...returned({ ok: true }), ranMs: 890 * SECOND });
      const steps = ['one', 'two', 'three'].map((name) => task(name, '', 'replies-900s'));
      const id = await run(flow(...steps));
      await home.advance(2_600 * SECOND);
      expect(await endOf(id)).toMatchObject({ status: undefined });
      await home.advance(100 * SECOND);
      expect(await endOf(id)).toMatchObject({ status: 'Succeeded' });
      expect(calls()).toEqual(Array(3).fill('replies-900s'));
    });

    test('is called once though each message comes twice', async () => {
      const id = await run(flow(task('one'), task('two')), { isDeliveredTwice: true });
      await home.advance(10 * SECOND);
      expect(await endOf(id)).toMatchObject({ status: 'Succeeded' });
      const types = (await home.history(id)).map(({ type }) => type);
      expect(types.filter((type) => type === 'TaskSucceeded')).toHaveLength(2);
    });

    test('fails by the name of its error, with the report as the cause, and policies try again', async () => {
      invoke = async () => (home.invocations.length < 3 ? broken('Busy') : broken('Lame'));
      const id = await run(flow(task('one', RETRIED)));
      await home.advance(10 * SECOND);
      expect(await endOf(id)).toEqual({
        status: 'Failed',
        error: 'Lame',
        cause: '{"errorType":"Lame","errorMessage":"why"}',
      });
      expect(home.invocations).toHaveLength(3);
    });

    test.each([
      ['no object', '7', 'FnF.InvalidLocal'],
      ['nothing', 'null', 'FnF.InvalidLocal'],
      ['a number beyond all', '{"n":1e999}', 'FnF.InvalidLocal'],
    ])('that returns %s fails as one that a driver waits for', async (_what, payload, error) => {
      invoke = async () => ({ kind: 'returned', payload });
      const id = await run(flow(task('one')));
      await home.advance(SECOND);
      expect(await endOf(id)).toMatchObject({ status: 'Failed', error });
    });

    test('keeps the digits of wide numbers', async () => {
      invoke = async () => ({ kind: 'returned', payload: '{"n":12345678901234567890}' });
      const id = await run(flow(task('one', ', outputMappings: [{target: n, source: $local.n}]')));
      await home.advance(SECOND);
      const { end } = await home.header(id);
      expect(JSON.stringify(end?.output)).toContain('12345678901234567890');
    });

    test('that finds no free place in time is throttled', async () => {
      destinations = { giveUp: () => 'EventAgeExceeded' };
      const id = await run(flow(task('one')));
      await home.advance(SECOND);
      expect(await endOf(id)).toMatchObject({ status: 'Failed', error: 'FC.ResourceThrottled' });
    });

    test('whose result does not fit into a message times out by name', async () => {
      invoke = async () => returned({ text: 'x'.repeat(KIBI * KIBI) });
      const id = await run(flow(task('one')));
      await home.advance(149 * SECOND);
      expect(undelivered).toHaveLength(1);
      expect(await endOf(id)).toMatchObject({ status: undefined });
      await home.advance(3 * SECOND);
      expect(await endOf(id)).toEqual({
        status: 'Failed',
        error: 'FnF.TaskTimeout',
        cause:
          'No reply of the function came within 150 seconds; a result that is too large for a message is lost',
      });
    });

    test('that replies after its task has timed out changes nothing', async () => {
      invoke = async () => ({ ...returned({ late: true }), ranMs: 300 * SECOND });
      const id = await run(
        flow(
          task('one', ', timeoutSeconds: 20, catch: [{errors: [FnF.TaskTimeout], goto: rest}]'),
          '  - {type: wait, name: rest, duration: 600}\n',
        ),
      );
      await home.advance(700 * SECOND);
      expect(await endOf(id)).toMatchObject({ status: 'Succeeded' });
      expect((await home.history(id)).map(({ type }) => type)).not.toContain('TaskSucceeded');
    });

    test('is waited for when its event is large', async () => {
      const input = JSON.stringify({ text: 'x'.repeat(200 * KIBI) });
      const id = await run(flow(task('one', ', inputMappings: [{target: text, source: $input.text}]')), {
        input,
      });
      await home.advance(SECOND);
      expect(calls()).toEqual(['replies-60s, waited for']);
      expect(await endOf(id)).toMatchObject({ status: 'Succeeded' });
    });

    test('is waited for where a function only takes a task for a worker, or the result does not count', async () => {
      const async = ', serviceParams: {InvocationType: Async}';
      const id = await run(
        flow(task('one', async), task('two', ', pattern: waitForCallback, timeoutSeconds: 5')),
      );
      await home.advance(20 * SECOND);
      expect(calls()).toEqual(['replies-60s', 'replies-60s, waited for']);
      expect(await endOf(id)).toMatchObject({ error: 'FnF.TaskTimeout' });
    });

    test('whose alias is gone is called without it, and waited for', async () => {
      invoke = async ({ qualifier }) =>
        qualifier === undefined
          ? returned({ ok: true })
          : { kind: 'refused', status: 404, exception: 'ResourceNotFoundException' };
      const id = await run(flow(task('one')));
      await home.advance(SECOND);
      expect(calls()).toEqual(['replies-60s', 'undefined, waited for']);
      expect(await endOf(id)).toMatchObject({ status: 'Succeeded' });
    });

    test('that is gone fails by name', async () => {
      invoke = async () => ({ kind: 'refused', status: 404, exception: 'ResourceNotFoundException' });
      const id = await run(flow(task('one', '', 'live-replies-60s')));
      await home.advance(SECOND);
      expect(calls()).toEqual(['live-replies-60s']);
      expect(await endOf(id)).toMatchObject({ status: 'Failed', error: 'FC.FunctionNotFound' });
    });
  },
);
