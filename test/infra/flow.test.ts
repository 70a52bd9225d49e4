import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FlowDefinition } from '../../lib/index.ts';
import {
  definition,
  deploy,
  QUEUE_STEP,
  RESERVE,
  registrationOf,
  TOPIC_STEP,
  task,
} from './flow-template.ts';
import { allowed, statementsOf } from './service-template.ts';

describe('a flow that names functions by the naming rule', () => {
  const { template } = deploy(() => ({
    definition: definition(task('reserve', RESERVE), task('again', RESERVE), QUEUE_STEP, TOPIC_STEP),
  }));

  test('is registered under its id with the text of its file', () => {
    expect(registrationOf(template)).toMatchObject({
      Name: 'Trip',
      Definition: expect.stringContaining(`resourceArn: ${RESERVE}\n`),
      RoleArn: { 'Fn::GetAtt': [expect.stringContaining('TripRole'), 'Arn'] },
    });
  });

  test('may call exactly what its definition names', () => {
    const place = '{"Ref":"AWS::Region"},":",{"Ref":"AWS::AccountId"}';
    const arn = (before: string, after: string) =>
      `{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":${before}:",${place},":${after}"]]}`;
    expect(allowed(statementsOf(template, 'TripRole'))).toEqual([
      ['lambda:InvokeFunction', arn('lambda', 'function:trip-reserve')],
      ['sqs:SendMessage', arn('sqs', 'office')],
      ['sns:Publish', arn('sns', 'news')],
    ]);
  });

  test('belongs to the service of the account, which it finds by its exports', () => {
    expect(registrationOf(template)?.['ServiceToken']).toEqual({
      'Fn::ImportValue': 'FdlOnAws-RegistrarArn',
    });
  });

  test('has a role under the path of flow roles that only the driver takes on', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      Path: Match.stringLikeRegexp('^/fdl-flow/'),
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Principal: { AWS: { 'Fn::ImportValue': 'FdlOnAws-DriverRoleArn' } },
          },
        ],
      },
    });
  });

  test('is registered only when its role may do what it needs', () => {
    const [registration] = Object.values(template.findResources('Custom::FdlFlow'));
    expect(registration?.['DependsOn']).toEqual([expect.stringContaining('TripRole')]);
  });
});

describe('a definition', () => {
  test('that is not valid stops the synthesis with every problem in its place', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'fdl-')), 'trip.yaml');
    writeFileSync(file, 'version: v1\ntype: flow\nsteps:\n  - type: wiat\n    name: a\n  - type: pass\n');
    expect(() => FlowDefinition.fromFile(file)).toThrow(/trip\.yaml:4:11 error [\s\S]*trip\.yaml:6:5 error /);
  });

  test('names the flow when it has a name', () => {
    const named = FlowDefinition.fromText(
      'version: v1\ntype: flow\nname: holiday\nsteps:\n  - type: pass\n    name: a\n',
    );
    const { template } = deploy(() => ({ definition: named }));
    expect(registrationOf(template)?.['Name']).toBe('holiday');
  });

  test('may look wrong, which the deployment warns of', () => {
    const text = `version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    end: true\n    outputMappings:\n      - target: b\n        source: $local.never\n`;
    const { stack } = deploy(() => ({ definition: FlowDefinition.fromText(text, 'odd.yaml') }));
    Annotations.fromStack(stack).hasWarning('/Shop/Trip', Match.stringLikeRegexp('odd.yaml:9'));
  });

  test('is searched for targets in every inner list', () => {
    const nested = FlowDefinition.fromText(`version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - type: foreach
            name: each
            iterationMapping:
              collection: $.list
              item: one
            steps:
              - type: task
                name: inner
                resourceArn: ${RESERVE}
      - steps:
          - type: choice
            name: which
            choices:
              - condition: $.a == 1
                steps:
                  - type: task
                    name: chosen
                    resourceArn: arn:aws:lambda:eu-west-1:123456789012:function:chosen
`);
    expect(nested.targets().map(({ kind }) => kind)).toEqual(['function', 'function']);
  });
});

describe('schedules', () => {
  test('are registered with the flow', () => {
    const { template } = deploy(() => ({
      definition: definition(TOPIC_STEP),
      schedules: [{ name: 'nightly', cron: '0 0 3 * * *', payload: { full: true } }],
    }));
    expect(registrationOf(template)?.['Schedules']).toEqual([
      { Name: 'nightly', CronExpression: '0 0 3 * * *', Payload: '{"full":true}', Enable: 'true' },
    ]);
  });

  test('are registered with their overlap policy and jitter', () => {
    const schedules = [{ name: 's', cron: '@every 5m', overlap: 'Skip', jitterSeconds: 30 } as const];
    const { template } = deploy(() => ({ definition: definition(TOPIC_STEP), schedules }));
    expect(registrationOf(template)?.['Schedules']).toMatchObject([
      { OverlapPolicy: 'Skip', JitterSeconds: '30' },
    ]);
  });

  test('with an expression that is not valid are refused', () => {
    const schedules = [{ name: 'nightly', cron: '0 3 * * *' }];
    expect(() => deploy(() => ({ definition: definition(TOPIC_STEP), schedules }))).toThrow(
      'Schedule nightly: ',
    );
  });
});

describe('a qualifier', () => {
  const steps = definition('  - {type: pass, name: p}\n');

  test('of a schedule is registered with it', () => {
    const schedules = [{ name: 's', cron: '@every 5m', qualifier: 'live' }];
    const { template } = deploy(() => ({ definition: steps, schedules }));
    expect(registrationOf(template)).toMatchObject({ Schedules: [{ Name: 's', Qualifier: 'live' }] });
  });

  test('of a bound flow stands behind its name, and binds no other', () => {
    const order = 'acs:fnf:::flow/order';
    const { template } = deploy(() => ({
      definition: definition(task('a', order), task('b', `${order}.2`)),
      bindings: { [order]: { flowName: 'Orders', qualifier: 'live' } },
    }));
    const { Definition } = registrationOf(template) ?? {};
    expect(Definition).toContain('acs:fnf:::flow/Orders.live');
    expect(Definition).toContain(`${order}.2`);
  });
});

describe('an alias', () => {
  const steps = definition('  - {type: pass, name: p}\n');

  test('is registered with the flow, all starts going to what is new unless a weight says otherwise', () => {
    const whole = deploy(() => ({ definition: steps, alias: { name: 'live' } })).template;
    expect(registrationOf(whole)).toMatchObject({ Alias: { Name: 'live', Weight: '100' } });
    const canary = deploy(() => ({ definition: steps, alias: { name: 'live', weight: 10 } })).template;
    expect(registrationOf(canary)).toMatchObject({ Alias: { Name: 'live', Weight: '10' } });
  });

  test('is led back by the registrar when its alarm goes off', () => {
    const { template } = deploy((stack) => {
      const alarm = { alarmArn: stack.formatArn({ service: 'cloudwatch', resource: 'alarm:errors' }) };
      return { definition: steps, alias: { name: 'live', weight: 10, rollbackOn: alarm } };
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm State Change'],
        detail: { state: { value: ['ALARM'] } },
      },
      Targets: [Match.objectLike({ Input: '{"rollback":{"flowName":"Trip","alias":"live"}}' })],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    });
  });

  test.each([0, 101, 1.5])('of weight %d is refused', (weight) => {
    expect(() => deploy(() => ({ definition: steps, alias: { name: 'live', weight } }))).toThrow(
      `Alias live: weight is ${weight}; allowed is a whole number from 1 to 100`,
    );
  });
});

describe('label mappings', () => {
  const steps = definition('  - {type: pass, name: p}\n');

  test('are registered with the flow', () => {
    const { template } = deploy(() => ({ definition: steps, labelMappings: { orderId: '$input.id' } }));
    expect(registrationOf(template)).toMatchObject({ LabelMappings: '{"orderId":"$input.id"}' });
  });

  test('that are no paths into the input are refused', () => {
    expect(() => deploy(() => ({ definition: steps, labelMappings: { orderId: '$local.id' } }))).toThrow(
      'labelMappings has "$local.id" as orderId: A path must begin with $input here',
    );
  });
});

describe('the flow that handles failures', () => {
  const steps = definition('  - {type: pass, name: p}\n');

  test('is registered by its name, for the flow and for a schedule', () => {
    const { template } = deploy(() => ({
      definition: steps,
      onFailure: { flow: 'rescue' },
      schedules: [{ name: 'nightly', cron: '0 0 3 * * *', onFailure: { flow: { flowName: 'nurse' } } }],
    }));
    expect(registrationOf(template)).toMatchObject({
      OnFailure: 'rescue',
      Schedules: [{ Name: 'nightly', OnFailure: 'nurse' }],
    });
  });
});
