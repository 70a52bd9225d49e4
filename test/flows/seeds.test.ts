import { describe, expect, test } from 'vitest';
import { endingError, enteredSteps } from '../../examples/runner/check-case.ts';
import { parseFlow } from '../../src/fdl/parse-flow.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import {
  eventsOf,
  lastDetail,
  openSeedHome,
  retryDelays,
  runSeed as run,
  SEED_FLOW,
  type Surroundings,
} from '../simulation/world/run-seed.ts';
import { hasSeeds, readSeedFlows, type SeedFlows } from './seed-flows.ts';

// The claims of the seeds about their flows, with functions that do as the seeds describe.

interface JobQuestion {
  readonly job_id: string;
  readonly delay?: number;
  readonly try_count?: number;
}

interface OperationEvent {
  readonly operation: string;
  readonly [result: string]: string;
}

describe.skipIf(!hasSeeds)('the flows printed in the seeds', () => {
  const seeds: SeedFlows = hasSeeds ? readSeedFlows() : ({} as SeedFlows);

  test.each(Object.entries(seeds))('%s is a flow without errors', (_name, text) => {
    const { flow, diagnostics } = parseFlow(text, DEFAULT_LIMITS);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(flow).toBeDefined();
  });

  describe('status polling', () => {
    function surroundings(): Surroundings {
      let startedAt = 0;
      return {
        functions: {
          'fnf-demo/StartJob': (_event, now) => {
            startedAt = now;
            return { job_id: 'j-1' };
          },
          'fnf-demo/GetJobStatus': ({ job_id, delay = 60, try_count = 0 }: JobQuestion, now: number) => ({
            job_id,
            job_status: now - startedAt >= delay ? 'success' : 'running',
            try_count: try_count + 1,
          }),
        },
      };
    }

    test('a job that takes 20 seconds is found done by the second query', async () => {
      const outcome = await run(seeds.polling, { delay: 20 }, surroundings());
      expect(outcome.status).toBe('Succeeded');
      expect(outcome.seconds).toBe(20);
      const loop = ['Wait10s', 'GetJobStatus', 'CheckJobComplete'];
      expect(enteredSteps(outcome.events)).toEqual(['StartJob', 'Init', ...loop, ...loop, 'JobSucceeded']);
    });

    test('a job that still runs after more than three tries fails the execution', async () => {
      const outcome = await run(seeds.polling, { delay: 60 }, surroundings());
      expect(outcome.status).toBe('Failed');
      expect(eventsOf(outcome, 'GetJobStatus', 'TaskSucceeded')).toHaveLength(4);
      expect(outcome.seconds).toBe(40);
    });
  });

  describe('the transaction', () => {
    const functions = {
      'fnf-demo/Operation': ({ operation, ...results }: OperationEvent) => {
        if (results[operation] === 'fail') process.exit();
        return `{"${operation}":"success", "${operation}_txnID": "${operation}-1"}`;
      },
    };
    const allWell = {
      buy_train_ticket_result: 'success',
      reserve_flight_result: 'success',
      reserve_hotel_result: 'success',
    };

    test('three successes make an order', async () => {
      const outcome = await run(seeds.transaction, allWell, { functions });
      expect(outcome.status, endingError(outcome.events)).toBe('Succeeded');
      expect(enteredSteps(outcome.events)).toEqual([
        'BuyTrainTicket',
        'ReserveFlight',
        'ReserveHotel',
        'OrderSucceeded',
      ]);
    });

    test('a failing hotel is tried three times more, then flight and train are cancelled in that order', async () => {
      const outcome = await run(
        seeds.transaction,
        { ...allWell, reserve_hotel_result: 'fail' },
        { functions },
      );
      expect(outcome.status).toBe('Failed');
      expect(enteredSteps(outcome.events)).toEqual([
        'BuyTrainTicket',
        'ReserveFlight',
        'ReserveHotel',
        'CancelFlight',
        'CancelTrainTicket',
        'OrderFailed',
      ]);
      expect(retryDelays(outcome, 'ReserveHotel')).toEqual([1, 2, 4]);
    });

    test("the hotel step's exit tells its error, its retries, where the flow goes on and all transaction ids", async () => {
      const outcome = await run(
        seeds.transaction,
        { ...allWell, reserve_hotel_result: 'fail' },
        { functions },
      );
      expect(lastDetail(outcome, 'ReserveHotel', 'StepExited')).toMatchObject({
        input: { operation: 'reserve_hotel', reserve_hotel: 'fail' },
        local: {
          buy_train_ticket_txnID: 'buy_train_ticket-1',
          reserve_flight_txnID: 'reserve_flight-1',
        },
        resourceArn: expect.stringContaining('services/fnf-demo/functions/Operation'),
        error: 'FC.Unknown',
        cause: expect.stringContaining('errorMessage'),
        retryCount: 3,
        goto: 'CancelFlight',
      });
    });

    test('the cancelled flight is named by the id that reserving it returned', async () => {
      const outcome = await run(
        seeds.transaction,
        { ...allWell, reserve_hotel_result: 'fail' },
        { functions },
      );
      expect(lastDetail(outcome, 'CancelFlight', 'TaskScheduled')).toMatchObject({
        input: { operation: 'cancel_flight', reserve_flight_txnID: 'reserve_flight-1' },
      });
    });

    test('a failing flight cancels the train only', async () => {
      const outcome = await run(
        seeds.transaction,
        { ...allWell, reserve_flight_result: 'fail' },
        { functions },
      );
      expect(outcome.status).toBe('Failed');
      expect(enteredSteps(outcome.events)).toEqual([
        'BuyTrainTicket',
        'ReserveFlight',
        'CancelTrainTicket',
        'OrderFailed',
      ]);
    });
  });

  test('the topic message carries input and token, and the reported status becomes the output', async () => {
    const bodies: unknown[] = [];
    const outcome = await run(
      seeds.topic,
      { messageBody: 'hello world' },
      {
        receive: async (destination, body) => {
          bodies.push({ destination, body });
          return { taskToken: (body as { taskToken: string }).taskToken, output: { status: 'success' } };
        },
      },
    );
    expect(bodies).toEqual([
      { destination: 'fnf-demo', body: { messageBody: 'hello world', taskToken: expect.any(String) } },
    ]);
    expect(JSON.parse(outcome.output)).toEqual({ status: 'success' });
  });

  test('both pages print the same queue flow', () => {
    expect(parseFlow(seeds.queueZh, DEFAULT_LIMITS).flow).toEqual(
      parseFlow(seeds.queueEn, DEFAULT_LIMITS).flow,
    );
  });

  test('a worker on the queue reports with the token of the message, and the flow goes on', async () => {
    const bodies: unknown[] = [];
    const outcome = await run(
      seeds.queueEn,
      {},
      {
        receive: async (_destination, body) => {
          bodies.push(body);
          return { taskToken: (body as { task_token: string }).task_token, output: { key: 'value' } };
        },
      },
    );
    expect(bodies).toEqual([{ task_token: expect.any(String), key: 'value' }]);
    expect(outcome.status).toBe('Succeeded');
    expect(JSON.parse(outcome.output)).toEqual({ key: 'value' });
  });

  test('the callback flow rests at TaskSubmitted with its token until ok is reported', async () => {
    const outcome = await run(
      seeds.callback,
      {},
      {
        functions: { 'fnf-demo/echo': (event) => event },
        report: { step: 'mytask', output: { status: 'ok' } },
      },
    );
    expect(lastDetail(outcome, 'mytask', 'TaskSubmitted')).toEqual({
      output: { taskToken: expect.any(String) },
    });
    expect(JSON.parse(outcome.output)).toEqual({ s: 'ok' });
  });

  test('an alias calls the code behind it, not the newest', async () => {
    const functions = {
      'fnf-demo.online/provision': () => ({ success: true }),
      'fnf-demo/provision': () => ({ success: false }),
    };
    const outcome = await run(seeds.fixedVersion, {}, { functions });
    expect(JSON.parse(outcome.output)).toEqual({ success: true });
  });

  test('a schedule starts the flow of the timer page when its minute comes', async () => {
    const functions = { 'service-CD946B9A9F36/hello': ({ payload }: { payload: unknown }) => ({ payload }) };
    const home = await openSeedHome(seeds.timer, { functions });
    await home.call('CreateSchedule', {
      FlowName: SEED_FLOW,
      ScheduleName: 'every-minute',
      CronExpression: '0 * * * * *',
      Payload: '{"said":"hello"}',
    });
    const dueAt = home.clock.now() + 60_000;
    while (home.clock.now() <= dueAt) await home.pause();
    const { Executions } = await home.call('ListExecutions', { FlowName: SEED_FLOW, Status: 'Succeeded' });
    expect(Executions.map(({ Output, StartedTime }) => [Output, Date.parse(StartedTime)])).toEqual([
      ['{"payload":{"said":"hello"}}', dueAt],
    ]);
  });

  describe('the error handling fragments', () => {
    const failing = {
      'fnf-demo/hello': () => {
        throw Object.assign(new Error('custom error message'), { name: 'ErrorNeedsRetry' });
      },
    };

    test('retries come after 10, 20 and 40 seconds, and then the error ends the execution', async () => {
      const outcome = await run(seeds.retryFragment, {}, { functions: failing });
      expect(retryDelays(outcome, 'hello')).toEqual([10, 20, 40]);
      expect(outcome.status).toBe('Failed');
      expect(endingError(outcome.events)).toBe('ErrorNeedsRetry');
    });

    test('errorMappings hand name and cause to the step that catch goes to', async () => {
      const outcome = await run(seeds.catchFragment, {}, { functions: failing });
      expect(enteredSteps(outcome.events)).toEqual(['hello', 'final']);
      expect(JSON.parse(outcome.output)).toEqual({
        errCode: 'ErrorNeedsRetry',
        errMsg: expect.stringContaining('custom error message'),
      });
    });

    test('a custom error that passes is retried until it does', async () => {
      let calls = 0;
      const functions = {
        'fnf-demo/hello': () => {
          calls += 1;
          if (calls < 3) failing['fnf-demo/hello']();
          return { calls };
        },
      };
      const outcome = await run(seeds.customErrorFragment, {}, { functions });
      expect(retryDelays(outcome, 'hello')).toEqual([10, 20]);
      expect(JSON.parse(outcome.output)).toEqual({ calls: 3 });
    });
  });
});
