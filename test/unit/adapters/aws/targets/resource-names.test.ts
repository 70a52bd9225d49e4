import { describe, expect, test } from 'vitest';
import {
  lambdaName,
  type Naming,
  queuePlace,
  topicPlace,
} from '../../../../../src/adapters/aws/targets/resource-names.ts';
import { parseFlow } from '../../../../../src/fdl/parse-flow.ts';
import type { TaskTarget } from '../../../../../src/targets/targets.ts';

const naming: Naming = { region: 'eu-west-1', accountId: '111122223333', bindings: {} };

function targetOf<Kind extends TaskTarget['kind']>(
  arn: string,
  ...kinds: Kind[]
): Extract<TaskTarget, { kind: Kind }> {
  const params = /queue|topic|sqs|sns/.test(arn) ? '\n    serviceParams: { MessageBody: $ }' : '';
  const text = `version: v1\ntype: flow\nsteps:\n  - type: task\n    name: t\n    resourceArn: ${arn}${params}\n`;
  const { flow, diagnostics } = parseFlow(text);
  const step = flow?.steps[0];
  if (step?.type !== 'task' || !(kinds as string[]).includes(step.target.kind)) {
    throw new Error(`${arn}: ${JSON.stringify(diagnostics)}`);
  }
  return step.target as Extract<TaskTarget, { kind: Kind }>;
}

describe('the Lambda function of a resource ARN', () => {
  test.each([
    ['acs:fc:::services/trip/functions/reserve', { FunctionName: 'trip-reserve' }],
    ['acs:fc:::services/trip.prod/functions/reserve', { FunctionName: 'trip-reserve', Qualifier: 'prod' }],
    ['acs:fc:::services/trip.3/functions/reserve', { FunctionName: 'trip-reserve', Qualifier: '3' }],
    [
      'acs:fc:::services/trip.LATEST/functions/reserve',
      { FunctionName: 'trip-reserve', Qualifier: '$LATEST' },
    ],
    ['acs:fc:cn-hangzhou:1234567890123456:functions/trip-reserve', { FunctionName: 'trip-reserve' }],
    ['acs:fc:::functions/trip-reserve/3', { FunctionName: 'trip-reserve', Qualifier: '3' }],
    ['acs:fc:::functions/trip-reserve/LATEST', { FunctionName: 'trip-reserve', Qualifier: '$LATEST' }],
    ['arn:aws:lambda:::function:book', { FunctionName: 'book' }],
    ['arn:aws:lambda:::function:book:LATEST', { FunctionName: 'book', Qualifier: '$LATEST' }],
    ['arn:aws:lambda:eu-west-1::function:book', { FunctionName: 'book' }],
    [
      'arn:aws:lambda::444455556666:function:book',
      { FunctionName: 'arn:aws:lambda:eu-west-1:444455556666:function:book' },
    ],
    [
      'arn:aws:lambda:cn-north-1::function:book',
      { FunctionName: 'arn:aws-cn:lambda:cn-north-1:111122223333:function:book' },
    ],
    [
      'arn:aws:lambda:us-east-2:444455556666:function:book',
      { FunctionName: 'arn:aws:lambda:us-east-2:444455556666:function:book' },
    ],
    [
      'arn:aws:lambda:us-east-2:444455556666:function:book:live',
      { FunctionName: 'arn:aws:lambda:us-east-2:444455556666:function:book', Qualifier: 'live' },
    ],
  ])('%s follows the convention', (arn, expected) => {
    expect(lambdaName(targetOf(arn, 'function'), naming)).toEqual(expected);
  });

  test.each([
    ['reserve-fn', { FunctionName: 'reserve-fn' }],
    ['reserve-fn:live', { FunctionName: 'reserve-fn', Qualifier: 'live' }],
    ['111122223333:function:reserve-fn', { FunctionName: 'reserve-fn' }],
    [
      'arn:aws:lambda:eu-west-1:111122223333:function:reserve-fn:live',
      { FunctionName: 'reserve-fn', Qualifier: 'live' },
    ],
    [
      'arn:aws:lambda:us-east-2:444455556666:function:reserve-fn',
      { FunctionName: 'arn:aws:lambda:us-east-2:444455556666:function:reserve-fn' },
    ],
  ])('may be bound to %s', (bound, expected) => {
    const arn = 'acs:fc:::functions/trip-reserve';
    const bindings = { [arn]: bound };
    expect(lambdaName(targetOf(arn, 'function'), { ...naming, bindings })).toEqual(expected);
  });

  test.each([
    ['acs:fc:::functions/trip-reserve/prod', 'acs:fc:::functions/trip-reserve'],
    ['arn:aws:lambda:::function:trip-reserve:prod', 'arn:aws:lambda:::function:trip-reserve'],
  ])('is what %s is bound to without its qualifier', (arn, bound) => {
    const bindings = { [bound]: 'reserve-fn' };
    expect(lambdaName(targetOf(arn, 'function'), { ...naming, bindings })).toEqual({
      FunctionName: 'reserve-fn',
      Qualifier: 'prod',
    });
  });

  test('is what the ARN is bound to, and keeps a qualifier that the binding leaves open', () => {
    const bindings = {
      'acs:fc:::services/trip/functions/reserve': 'reserve-fn',
      'acs:fc:::services/trip.prod/functions/pay': 'pay-fn:7',
    };
    const bound = (arn: string) => lambdaName(targetOf(arn, 'function'), { ...naming, bindings });

    expect(bound('acs:fc:::services/trip/functions/reserve')).toEqual({ FunctionName: 'reserve-fn' });
    expect(bound('acs:fc:::services/trip.prod/functions/reserve')).toEqual({
      FunctionName: 'reserve-fn',
      Qualifier: 'prod',
    });
    expect(bound('acs:fc:::services/trip.prod/functions/pay')).toEqual({
      FunctionName: 'pay-fn',
      Qualifier: '7',
    });
  });
});

describe('the place of a queue or topic', () => {
  const own = { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs', region: 'eu-west-1' };

  test.each([
    ['acs:mns:::/queues/jobs/messages', {}, own],
    ['arn:aws:sqs:::jobs', {}, own],
    [
      'arn:aws:sqs:cn-north-1:444455556666:jobs',
      {},
      { region: 'cn-north-1', QueueUrl: 'https://sqs.cn-north-1.amazonaws.com.cn/444455556666/jobs' },
    ],
    [
      'acs:mns:::/queues/jobs/messages',
      { 'acs:mns:::/queues/jobs/messages': 'arn:aws:sqs:eu-west-1:111122223333:stack-jobs-1' },
      { region: 'eu-west-1', QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/stack-jobs-1' },
    ],
    [
      'acs:mns:::/queues/jobs/messages',
      { 'acs:mns:::/queues/jobs/messages': 'http://localhost:4566/1/jobs' },
      { region: 'eu-west-1', QueueUrl: 'http://localhost:4566/1/jobs' },
    ],
  ])('queue %s with bindings %j', (arn, bindings, expected) => {
    expect(queuePlace(targetOf(arn, 'queue'), { ...naming, bindings })).toEqual(expected);
  });

  test.each([
    ['acs:mns:::/topics/news/messages', {}, 'eu-west-1', 'arn:aws:sns:eu-west-1:111122223333:news'],
    ['arn:aws:sns:us-east-2:444455556666:news', {}, 'us-east-2', 'arn:aws:sns:us-east-2:444455556666:news'],
    ['arn:aws:sns:cn-north-1:1:news', {}, 'cn-north-1', 'arn:aws-cn:sns:cn-north-1:1:news'],
    ['arn:aws:sns:us-gov-west-1:1:news', {}, 'us-gov-west-1', 'arn:aws-us-gov:sns:us-gov-west-1:1:news'],
    [
      'acs:mns:::/topics/news/messages',
      { 'acs:mns:::/topics/news/messages': 'arn:aws:sns:eu-west-1:111122223333:stack-news' },
      'eu-west-1',
      'arn:aws:sns:eu-west-1:111122223333:stack-news',
    ],
  ])('topic %s with bindings %j', (arn, bindings, region, TopicArn) => {
    expect(topicPlace(targetOf(arn, 'topic'), { ...naming, bindings })).toEqual({ region, TopicArn });
  });
});
