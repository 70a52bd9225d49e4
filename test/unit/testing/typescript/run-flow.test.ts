import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { type FlowMatchers, flowMatchers, flowsInTemplate, runFlow } from '../../../../exports/testing.ts';
import { Flow, FlowDefinition } from '../../../../lib/index.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends FlowMatchers<R> {}
}

expect.extend(flowMatchers);

const TRIP = `version: v1
type: flow
steps:
  - {type: task, name: Train, resourceArn: 'acs:fc:::services/rail/functions/book', catch: [{errors: [SoldOut], goto: Sorry}]}
  - {type: task, name: Hotel, resourceArn: 'acs:fc:::services/hotel/functions/book', retry: [{errors: [Busy], intervalSeconds: 2}]}
  - {type: succeed, name: Booked}
  - {type: fail, name: Sorry, error: NotBooked}
`;

describe('runFlow', () => {
  test('answers how an execution went', async () => {
    const run = await runFlow(TRIP, {
      input: { who: 'Ada' },
      tasks: {
        Train: { output: { train: 't1' } },
        Hotel: [{ error: 'Busy' }, { output: { hotel: 'h1' }, after: '1h' }],
      },
      clock: { at: '2026-03-29T00:30:00Z' },
    });
    expect(run).toHaveSucceeded({ train: 't1', hotel: 'h1' });
    expect(run).toHaveTakenPath(['Train', 'Hotel', 'Booked']);
    expect(run).toHaveCalled('Hotel', 2);
    expect(run).toHaveCalled('Train', [{ who: 'Ada' }]);
    expect(run).toHaveLasted('1h 2s');
    expect(run.calls.map(({ step, after }) => [step, after])).toEqual([
      ['Train', 0],
      ['Hotel', 0],
      ['Hotel', 2_000],
    ]);
    expect(run.events[0]).toEqual({
      id: 1,
      type: 'ExecutionStarted',
      step: '',
      at: new Date('2026-03-29T00:30:00Z'),
      detail: { input: { who: 'Ada' } },
    });
  });

  test('takes functions as stubs, whose errors fail the task', async () => {
    class SoldOut extends Error {}
    const seen: unknown[] = [];
    const run = await runFlow(TRIP, {
      input: { who: 'Ada' },
      tasks: {
        Train: async (input) => {
          seen.push(input);
          await new Promise((resolve) => setImmediate(resolve));
          throw Object.assign(new SoldOut('no seat'), { name: 'SoldOut' });
        },
      },
    });
    expect(run).toHaveFailedWith('NotBooked');
    expect(seen).toEqual([{ who: 'Ada' }]);
  });

  test('stubs by conditions, reports, children and faults', async () => {
    const definition = `version: v1
type: flow
steps:
  - {type: task, name: Ask, resourceArn: 'acs:fc:::services/s/functions/ask', pattern: waitForCallback}
  - {type: task, name: Pay, resourceArn: 'acs:fnf:::flow/payment', pattern: sync}
  - {type: task, name: Save, resourceArn: 'acs:fc:::services/s/functions/save', timeoutSeconds: 5}
`;
    const payment = `version: v1\ntype: flow\nsteps:\n  - {type: pass, name: free, outputMappings: [{target: paid, source: 0}]}\n`;
    const run = await runFlow(definition, {
      input: { sum: 7 },
      flows: { payment },
      tasks: {
        Ask: { output: {}, report: { output: { ok: true } }, after: '3d' },
        Save: [
          { when: '$.sum > 100', output: {} },
          { when: { sum: 7 }, fault: 'hangs' },
        ],
      },
    });
    expect(run).toHaveFailedWith('FnF.TaskTimeout');
    expect(run).toHaveLasted('3d 5s');
  });

  test('is stopped', async () => {
    const wait = `version: v1\ntype: flow\nsteps:\n  - {type: wait, name: rest, duration: 60}\n`;
    const run = await runFlow(wait, { stop: { after: '30s', error: 'Enough' } });
    expect(run).toMatchObject({ status: 'Stopped', error: 'Enough', lasts: 30_000 });
  });

  test.each([
    ['steps: []', {}, 'the flow is not a valid definition:\n  line 1'],
    [TRIP, {}, 'Train calls acs:fc:::services/rail/functions/book, and no stub answers that'],
    [TRIP, { clock: { at: 'soon' } }, 'clock.at must be a time'],
    [TRIP, { tasks: { Train: { output: {}, after: 'soon' } } }, 'Expected a span such as 3d'],
    [TRIP, { tasks: { Train: { output: {}, when: '$.' } } }, 'is no condition'],
  ])('%j with %j says what is wrong', async (definition, options, message) => {
    await expect(runFlow(definition, options)).rejects.toThrow(message);
  });
});

test('matchers say what was wanted and what came', async () => {
  const run = await runFlow(TRIP, { tasks: { Train: { error: 'SoldOut', cause: 'full' } } });
  const messages = [
    flowMatchers.toHaveSucceeded(run),
    flowMatchers.toHaveFailedWith(run, 'Other'),
    flowMatchers.toHaveTakenPath(run, ['Train']),
    flowMatchers.toHaveCalled(run, 'Hotel'),
    flowMatchers.toHaveCalled(run, 'Train', 2),
    flowMatchers.toHaveLasted(run, '3d'),
  ].map(({ pass, message }) => `${pass} ${message()}`);
  expect(messages).toEqual([
    'false expected the flow to succeed; it ended as Failed with NotBooked',
    'false expected the flow to fail with Other; it ended as Failed with NotBooked',
    'false expected the flow to take Train; it took Train, Sorry',
    'false expected the flow to call Hotel; it was called 0 times, with []',
    'false expected the flow to call Train 2 times; it was called 1 times, with [{}]',
    'false expected the flow to last 3d; it lasted 0s',
  ]);
  expect(flowMatchers.toHaveFailedWith(run, 'NotBooked').message()).toContain(
    'expected the flow not to fail with',
  );
});

describe('flowsInTemplate', () => {
  test('answers the bound definitions of a stack, which run', async () => {
    // The CDK's own checks of a template take longer than all else together.
    const app = new App({ builtinCloudFormationValidation: false });
    const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    const price = new LambdaFunction(stack, 'Price', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({});'),
    });
    const text = `version: v1
type: flow
steps:
  - {type: task, name: Price, resourceArn: 'acs:fc:::services/shop/functions/price'}
  - {type: task, name: Pack, resourceArn: 'acs:mns:::/queues/jobs/messages', pattern: waitForCallback, serviceParams: {MessageBody: $}}
`;
    new Flow(stack, 'Orders', {
      definition: FlowDefinition.fromText(text),
      bindings: {
        'acs:fc:::services/shop/functions/price': price,
        'acs:mns:::/queues/jobs/messages': new Queue(stack, 'Jobs'),
      },
    });
    const { Orders = '' } = flowsInTemplate(Template.fromStack(stack).toJSON());
    const run = await runFlow(Orders, {
      tasks: { Price: { output: { price: 3 } }, Pack: { output: {}, report: { output: { packed: true } } } },
    });
    expect(run).toHaveSucceeded({ price: 3, packed: true });
    expect(run.calls.map(({ resourceArn }) => resourceArn)).toEqual([
      expect.stringMatching(/^arn:aws:lambda:::function:Price/),
      expect.stringMatching(/^arn:aws:sqs:::Jobs/),
    ]);
  });

  test('refuses what is no template', () => {
    expect(() => flowsInTemplate({})).toThrow('Expected a template of CloudFormation, with Resources');
  });
});
