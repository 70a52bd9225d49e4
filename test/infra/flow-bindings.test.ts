import type { Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime, Version } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { Flow } from '../../lib/index.ts';
import {
  definition,
  deploy,
  QUEUE_STEP,
  RESERVE,
  registrationOf,
  TOPIC_STEP,
  task,
} from './flow-template.ts';
import { allowed, resourcesOf, statementsOf } from './service-template.ts';

function functionIn(stack: Stack, id: string): LambdaFunction {
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({})'),
  });
}

describe('bindings', () => {
  test('put what they name into the definition and the policy', () => {
    const { template, stack } = deploy((stack) => ({
      definition: definition(
        task('reserve', RESERVE),
        task('other', `${RESERVE}-all`),
        QUEUE_STEP,
        TOPIC_STEP,
      ),
      bindings: {
        [RESERVE]: functionIn(stack, 'Reserve'),
        'acs:mns:::/queues/office/messages': new Queue(stack, 'Office'),
        'acs:mns:::/topics/news/messages': new Topic(stack, 'News'),
      },
    }));
    const text = JSON.stringify(registrationOf(template)?.['Definition']);
    expect(text).toContain(`${RESERVE}-all`);
    expect(text).not.toContain(`${RESERVE}\\n`);
    expect(text).not.toContain('acs:mns');
    expect(allowed(statementsOf(template, 'TripRole'))).toEqual([
      ['lambda:InvokeFunction', expect.stringMatching(/"Fn::GetAtt":\["Reserve[^"]+","Arn"\]/)],
      ['lambda:InvokeFunction', expect.stringContaining('trip-reserve-all')],
      ['sqs:SendMessage', expect.stringMatching(/"Fn::GetAtt":\["Office[^"]+","Arn"\]/)],
      ['sns:Publish', expect.stringMatching(/"Ref":"News/)],
    ]);
    expect(stack.node.tryFindChild('Trip')).toBeDefined();
  });

  test('to a version let the flow call that version and no other', () => {
    const { template } = deploy((stack) => ({
      definition: definition(task('reserve', RESERVE)),
      bindings: { [RESERVE]: new Version(stack, 'One', { lambda: functionIn(stack, 'Reserve') }) },
    }));
    expect(allowed(statementsOf(template, 'TripRole'))).toEqual([
      ['lambda:InvokeFunction', expect.stringMatching(/^\{"Ref":"One/)],
    ]);
  });

  test('of a function without its qualifier stand for every version and alias, and for no function with a longer name', () => {
    const [function3, live] = ['acs:fc:::functions/trip', 'acs:fc:::functions/trip/live'];
    const { template } = deploy((stack) => ({
      definition: definition(
        task('bare', function3),
        task('live', live),
        task('latest', 'acs:fc:::functions/trip/LATEST'),
        task('longer', 'acs:fc:::functions/trip-all/live'),
      ),
      bindings: { [function3]: functionIn(stack, 'Booking') },
    }));
    const arn = expect.stringMatching(/^\{"Fn::GetAtt":\["Booking[^"]+","Arn"\]\}$/);
    const qualified = (name: string) =>
      expect.stringMatching(new RegExp(`"Fn::GetAtt":\\["Booking[^"]+","Arn"\\]\\},":${name}"`));
    expect(allowed(statementsOf(template, 'TripRole'))).toEqual([
      ['lambda:InvokeFunction', arn],
      ['lambda:InvokeFunction', expect.stringContaining('function:trip-all:live')],
      ['lambda:InvokeFunction', qualified('\\$LATEST')],
      ['lambda:InvokeFunction', qualified('live')],
    ]);
    const text = JSON.stringify(registrationOf(template)?.['Definition']);
    expect(text.match(/"Fn::GetAtt":\["Booking/g)).toHaveLength(3);
    expect(text).toContain('resourceArn: acs:fc:::functions/trip-all/live');
  });

  test('to another flow name it and register it first', () => {
    const { template } = deploy((stack) => ({
      definition: definition(task('pay', 'acs:fnf:::flow/payment')),
      bindings: { 'acs:fnf:::flow/payment': new Flow(stack, 'Pay', { definition: definition(TOPIC_STEP) }) },
    }));
    const [id, registration] =
      Object.entries(template.findResources('Custom::FdlFlow')).find(([id]) => id.startsWith('Trip')) ?? [];
    expect(id).toBeDefined();
    expect(registration?.['Properties'].Definition).toContain('acs:fnf:::flow/Pay');
    expect(registration?.['DependsOn']).toContainEqual(expect.stringMatching(/^PayRegistration/));
  });

  test('may swap names, since all are replaced at once', () => {
    const { template } = deploy((stack) => ({
      definition: definition(task('first', 'acs:fnf:::flow/a'), task('second', 'acs:fnf:::flow/b')),
      bindings: {
        'acs:fnf:::flow/a': new Flow(stack, 'b', { definition: definition(TOPIC_STEP) }),
        'acs:fnf:::flow/b': new Flow(stack, 'a', { definition: definition(TOPIC_STEP) }),
      },
    }));
    const registrations = Object.values(resourcesOf(template, 'Custom::FdlFlow'));
    const trip = registrations.find(({ Properties }) => Properties['Name'] === 'Trip');
    expect(trip?.Properties['Definition']).toMatch(
      /name: first\n.*flow\/b\n[\s\S]*name: second\n.*flow\/a\n/,
    );
  });

  test('of a name that the definition does not call are refused', () => {
    const misspelt = (stack: Stack) => ({
      definition: definition(task('reserve', RESERVE)),
      bindings: { 'acs:fc:::services/trip/functions/resreve': functionIn(stack, 'Reserve') },
    });
    expect(() => deploy(misspelt)).toThrow(`functions/resreve; it calls ${RESERVE}`);
  });

  test('to something of another kind are refused', () => {
    const mixedUp = (stack: Stack) => ({
      definition: definition(task('reserve', RESERVE)),
      bindings: { [RESERVE]: new Queue(stack, 'Queue') },
    });
    expect(() => deploy(mixedUp)).toThrow(`${RESERVE} is a function; it is bound to something else`);
  });
});
