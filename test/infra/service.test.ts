import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ownOf, resourcesOf, serviceTemplate } from './service-template.ts';

/** A metric in a template. */
interface Metric {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string }[];
}

const template = serviceTemplate();

describe('a message', () => {
  test('that keeps failing is put aside after twenty receives and kept for two weeks', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: {
        maxReceiveCount: 20,
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataDispatchDeadLetters'), 'Arn'] },
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400 });
  });

  test('is handled once at a time: it stays hidden for longer than a driver may run', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 16 * 60 });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 15 * 60 });
  });

  test('that fails does not bring back the others of its batch', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 100 },
    });
  });

  test('meets a driver that can read it: whatever sends is updated after the driver', () => {
    const functions = Object.entries(ownOf(template, 'AWS::Lambda::Function'));
    const senders = functions.filter(([id]) => !id.startsWith('DriverFunction'));
    expect(senders).toHaveLength(2);
    for (const [, { DependsOn }] of senders)
      expect(DependsOn).toContainEqual(expect.stringMatching(/^DriverFunction[0-9A-F]{8}$/));
  });

  test('comes from roles of this account, or from its event rules', () => {
    const policies = JSON.stringify(resourcesOf(template, 'AWS::SQS::QueuePolicy'));
    expect(policies).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
    expect(policies.match(/"Effect":"Allow"/g)).toHaveLength(2);
  });
});

describe('queues and topics', () => {
  test('say how large a message may be, for the default has changed over the years', () => {
    const queues = Object.values(resourcesOf(template, 'AWS::SQS::Queue'));
    expect(queues.map(({ Properties }) => Properties['MaximumMessageSize'])).toEqual(
      Array(4).fill(1_048_576),
    );
  });

  test('are encrypted and refuse connections without TLS', () => {
    const queues = resourcesOf(template, 'AWS::SQS::Queue');
    expect(Object.keys(queues)).toHaveLength(4);
    for (const { Properties } of Object.values(queues)) expect(Properties['SqsManagedSseEnabled']).toBe(true);
    const policies = [
      ...Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy')),
      ...Object.values(resourcesOf(template, 'AWS::SNS::TopicPolicy')),
    ];
    expect(policies).toHaveLength(5);
    for (const policy of policies) {
      expect(JSON.stringify(policy)).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    }
  });
});

describe('tables', () => {
  test('are billed by request and can be taken back to any second of the last weeks', () => {
    const tables = Object.values(resourcesOf(template, 'AWS::DynamoDB::Table'));
    expect(tables).toHaveLength(2);
    for (const { Properties } of tables) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  test('list executions by keys alone and forget them by themselves', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [{ IndexName: 'listing', Projection: { ProjectionType: 'KEYS_ONLY' } }],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });
});

describe('functions', () => {
  const functions = Object.values(ownOf(template, 'AWS::Lambda::Function'));

  test('run on the newest Node and on arm64', () => {
    expect(functions).toHaveLength(3);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
  });

  test('may be part of a loop through the queue, as every execution that waits is', () => {
    for (const { Properties } of functions) expect(Properties['RecursiveLoop']).toBe('Allow');
  });

  test('keep their logs for a month', () => {
    const logs = Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(4);
    for (const { Properties } of logs) expect(Properties['RetentionInDays']).toBe(30);
  });

  test('learn where things are from their environment, and no secret', () => {
    const names = functions.flatMap(({ Properties }) =>
      Object.keys((Properties['Environment'] as { Variables: object }).Variables),
    );
    expect(names.filter((name) => /SECRET|KEY|PASSWORD/.test(name))).toEqual(['KEYS_SECRET_ARN']);
  });
});

describe('the gateway', () => {
  test('asks IAM on every path but the one whose calls are signed with access keys', () => {
    const routes = Object.values(resourcesOf(template, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties['RouteKey'],
      Properties['AuthorizationType'],
    ]);
    expect(Object.fromEntries(routes)).toEqual({ 'ANY /': 'NONE', 'ANY /{proxy+}': 'AWS_IAM' });
  });

  test('limits requests and notes each, without query, headers or body', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('requestId') },
    });
    const [stage] = Object.values(resourcesOf(template, 'AWS::ApiGatewayV2::Stage'));
    expect(JSON.stringify(stage?.Properties['AccessLogSettings'])).not.toMatch(/query|header|body/i);
  });
});

describe('alarms', () => {
  // Every part that a deployment may ask for has its alarms.
  const whole = serviceTemplate({ mns: true });
  const alarms = Object.values(resourcesOf(whole, 'AWS::CloudWatch::Alarm'));
  const descriptions = alarms.map(({ Properties }) => String(Properties['AlarmDescription']));

  test('tell the topic when they go off and when they are over', () => {
    expect(alarms.length).toBeGreaterThan(8);
    for (const { Properties } of alarms) {
      const topic = [{ Ref: expect.stringContaining('AlarmsTopic') }];
      expect(Properties).toMatchObject({ AlarmActions: topic, OKActions: topic });
    }
  });

  test('each end with a section of the operations page that exists, and every section of alarms has one', () => {
    const page = readFileSync(new URL('../../docs/guide/operations.md', import.meta.url), 'utf8');
    const [, part = ''] = page.split(/^## Alarms$/m);
    const headings = [...(part.split(/^## /m)[0] ?? '').matchAll(/^### (.+)$/gm)].map(
      ([, heading]) => heading,
    );
    const named = descriptions.map((text) => /docs\/guide\/operations\.md, "([^"]+)"\.$/.exec(text)?.[1]);
    expect(new Set(named)).toEqual(new Set(headings));
  });

  test('may publish to each topic that one of them tells, for this account', () => {
    const topics = new Set(
      alarms.flatMap(({ Properties }) => {
        const { AlarmActions, OKActions } = Properties as Record<string, { Ref: string }[]>;
        return [...(AlarmActions ?? []), ...(OKActions ?? [])].map(({ Ref }) => Ref);
      }),
    );
    expect(topics.size).toBe(1);
    const policies = Object.values(resourcesOf(template, 'AWS::SNS::TopicPolicy'));
    for (const topic of topics) {
      const [policy] = policies.filter(({ Properties }) =>
        JSON.stringify(Properties['Topics']).includes(topic),
      );
      const { Statement = [] } = (policy?.Properties['PolicyDocument'] ?? {}) as { Statement?: unknown[] };
      expect(Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Resource: { Ref: topic },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':alarm:*'])] } },
          },
        }),
      );
    }
  });

  test('watch the index of executions under its own dimension, beside both tables', () => {
    const watched = alarms
      .flatMap(({ Properties }) => (Properties['Metrics'] ?? []) as { MetricStat?: { Metric: Metric } }[])
      .flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))
      .filter(({ MetricName }) => MetricName === 'WriteThrottleEvents')
      .map(({ Dimensions }) => Dimensions.map(({ Name }) => Name).toSorted());
    expect(watched).toEqual([['TableName'], ['GlobalSecondaryIndexName', 'TableName'], ['TableName']]);
  });

  test('do not mistake a wait for slowness: neither a message that is old on purpose nor a request that asks to wait', () => {
    const names = JSON.stringify(alarms);
    expect(names).not.toContain('ApproximateAgeOfOldestMessage');
    expect(names).not.toMatch(/"Latency"/);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'HopLatency',
      Threshold: 120_000,
    });
  });

  test('watch the dead letters', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      Dimensions: [{ Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'QueueName'] } }],
    });
  });

  test('and one dashboard show the same things', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

test('nothing is open to the public but the door of the API', () => {
  expect(Object.keys(resourcesOf(template, 'AWS::Lambda::Url'))).toEqual([]);
  const permissions = Object.values(resourcesOf(template, 'AWS::Lambda::Permission'));
  expect(permissions.map(({ Properties }) => Properties['Principal'])).toEqual([
    'apigateway.amazonaws.com',
    'apigateway.amazonaws.com',
  ]);
});

test('no resource has a fixed name, so that a second service can live beside this one', () => {
  const names: Readonly<Record<string, string>> = {
    'AWS::DynamoDB::Table': 'TableName',
    'AWS::SQS::Queue': 'QueueName',
    'AWS::SNS::Topic': 'TopicName',
    'AWS::Lambda::Function': 'FunctionName',
    'AWS::IAM::Role': 'RoleName',
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::CloudWatch::Alarm': 'AlarmName',
    'AWS::SecretsManager::Secret': 'Name',
  };
  for (const [type, name] of Object.entries(names)) {
    const resources = Object.values(resourcesOf(template, type));
    expect(resources.length, type).toBeGreaterThan(0);
    expect(resources.filter(({ Properties }) => Properties?.[name] !== undefined)).toEqual([]);
  }
});
