import { describe, expect, test } from 'vitest';
import { allowed, resourcesOf, serviceTemplate, statementsOf } from './service-template.ts';

const template = serviceTemplate({ mns: true });
const ROLE = 'MnsFunctionRole';

/** Keys of all routes of a template, by whether the gateway checks who calls. */
function routes(of: typeof template, isOpen: boolean): readonly unknown[] {
  return Object.values(resourcesOf(of, 'AWS::ApiGatewayV2::Route'))
    .filter(({ Properties }) => (Properties['AuthorizationType'] === 'NONE') === isOpen)
    .map(({ Properties }) => Properties['RouteKey']);
}

describe('the protocol of the original on AWS', () => {
  test('is there only where it was asked for', () => {
    const plain = serviceTemplate();
    expect(routes(plain, true)).toEqual(['ANY /']);
    expect(Object.keys(resourcesOf(plain, 'AWS::Lambda::Function')).filter((id) => /Mns/.test(id))).toEqual(
      [],
    );
    expect(statementsOf(plain, ROLE)).toEqual([]);
  });

  test('has its own paths on the API, whose callers the function checks', () => {
    expect(routes(template, true)).toEqual([
      'ANY /',
      'ANY /queues',
      'ANY /queues/{proxy+}',
      'ANY /topics',
      'ANY /topics/{proxy+}',
    ]);
    expect(routes(template, false)).toEqual(['ANY /{proxy+}']);
  });

  test('can send, receive and publish, only where a tag allows it, and makes and deletes nothing', () => {
    const onQueues = statementsOf(template, ROLE).filter(({ Action }) => /(sqs|sns):/.test(String(Action)));
    expect(onQueues).toHaveLength(2);
    for (const { Condition } of onQueues) {
      expect(Condition).toEqual({ StringEquals: { 'aws:ResourceTag/fdl:callable': 'true' } });
    }
    expect(
      allowed(onQueues)
        .map(([action]) => action)
        .toSorted(),
    ).toEqual([
      'sns:GetTopicAttributes',
      'sns:Publish',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });

  test('reads the access keys and no table', () => {
    const actions = allowed(statementsOf(template, ROLE)).map(([action]) => action);
    expect(actions).toContain('secretsmanager:GetSecretValue');
    expect(actions.filter((action) => /^(dynamodb|lambda|sts|iam|scheduler):/.test(action))).toEqual([]);
  });

  test('lets a share of the account wait and never more', () => {
    const [handler] = Object.entries(resourcesOf(template, 'AWS::Lambda::Function')).filter(([id]) =>
      id.startsWith('MnsFunction'),
    );
    expect(handler?.[1].Properties).toMatchObject({ ReservedConcurrentExecutions: 100, Timeout: 29 });
    const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => String(Properties['AlarmDescription']))).toContainEqual(
      expect.stringContaining('"Waiting workers"'),
    );
  });
});
