import fc from 'fast-check';
import type { Source, TaskStep } from '../../src/flow/flow.ts';
import type { Pattern } from '../../src/targets/target-kind.ts';
import type { TaskTarget } from '../../src/targets/targets.ts';
import { pathArbitrary } from './expression-arbitrary.ts';

type Call = Pick<TaskStep, 'target' | 'pattern' | 'serviceParams'>;

const reference: fc.Arbitrary<Source> = fc.record({
  kind: fc.constant('reference' as const),
  path: pathArbitrary(['input']),
});

function param(
  ...values: readonly (string | number | Readonly<Record<string, string>>)[]
): fc.Arbitrary<Source> {
  return fc.oneof(
    reference,
    fc.record({ kind: fc.constant('constant' as const), value: fc.constantFrom(...values) }),
  );
}

function call(
  targets: readonly TaskTarget[],
  patterns: readonly Pattern[],
  params: Readonly<Record<string, fc.Arbitrary<Source>>>,
  required: readonly string[] = [],
): fc.Arbitrary<Call> {
  return fc.record(
    {
      target: fc.constantFrom(...targets),
      pattern: fc.constantFrom(...patterns),
      serviceParams: fc.record(params, { requiredKeys: [...required] }) as fc.Arbitrary<
        Record<string, Source>
      >,
    },
    { requiredKeys: required.length > 0 ? ['target', 'pattern', 'serviceParams'] : ['target', 'pattern'] },
  );
}

const FUNCTIONS: readonly TaskTarget[] = [
  {
    kind: 'function',
    resourceArn: 'acs:fc:::services/shop/functions/price',
    service: 'shop',
    functionName: 'price',
  },
  {
    kind: 'function',
    resourceArn: 'acs:fc:r:1:services/shop.LATEST/functions/price',
    service: 'shop',
    functionName: 'price',
    qualifier: 'LATEST',
  },
  {
    kind: 'function',
    resourceArn: 'arn:aws:lambda:eu-west-1:123456789012:function:price:7',
    functionName: 'price',
    qualifier: '7',
  },
];

const QUEUES: readonly TaskTarget[] = [
  { kind: 'queue', resourceArn: 'acs:mns:::/queues/orders/messages', queueName: 'orders' },
  { kind: 'queue', resourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders', queueName: 'orders' },
];

const TOPICS: readonly TaskTarget[] = [
  { kind: 'topic', resourceArn: 'acs:mns:::/topics/news/messages', topicName: 'news' },
  { kind: 'topic', resourceArn: 'arn:aws:sns:eu-west-1:123456789012:news', topicName: 'news' },
];

const FLOW: TaskTarget = { kind: 'flow', resourceArn: 'acs:fnf:::flow/child', flowName: 'child' };
const START: TaskTarget = { kind: 'startExecution', resourceArn: 'fnf:StartExecution' };

const body = param('hello', '', 5, { key: 'value' });
const callback: readonly Pattern[] = ['requestResponse', 'waitForCallback'];

/** The call of a task: every kind of target with every pattern and parameter it supports. */
export const taskCallArbitrary: fc.Arbitrary<Call> = fc.oneof(
  call(FUNCTIONS, callback, { InvocationType: param('Sync', 'Async') }),
  call(QUEUES, callback, { MessageBody: body, Priority: param(1, 16), DelaySeconds: param(0, 604_800) }, [
    'MessageBody',
  ]),
  call(
    TOPICS,
    callback,
    { MessageBody: body, MessageTag: param('t'), MessageAttributes: param({ a: 'b' }) },
    ['MessageBody'],
  ),
  call([FLOW], ['requestResponse', 'sync', 'waitForCallback'], {
    Input: param('{}', { a: 'b' }),
    ExecutionName: param('e-1'),
  }),
  call(
    [START],
    ['requestResponse'],
    {
      FlowName: param('child'),
      ExecutionName: param('e-1'),
      Input: param('{}'),
      CallbackFnFTaskToken: param('t'),
    },
    ['FlowName'],
  ),
);
