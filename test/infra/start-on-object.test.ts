import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { Flow, FlowDefinition, type ObjectCreated } from '../../lib/index.ts';
import { projectApp, resourcesOf } from './service-template.ts';

const definition = FlowDefinition.fromText('version: v1\ntype: flow\nsteps: [{type: succeed, name: done}]');

function templateOf(key: Omit<ObjectCreated, 'bucket'>): Template {
  const stack = new Stack(projectApp(), 'Shop');
  new Flow(stack, 'Trip', { definition, startOn: [{ bucket: new Bucket(stack, 'Inbox'), ...key }] });
  return Template.fromStack(stack);
}

describe('created objects', () => {
  const template = templateOf({ keyPrefix: 'in/' });

  test('add one resource to the two of a flow, by which docs/guide/operations.md counts the flows of a stack', () => {
    const ofFlow = Object.keys(template.toJSON()['Resources']).filter((id) => id.startsWith('Trip'));
    expect(ofFlow).toHaveLength(3);
  });

  test('of the bucket and the prefix send a start message, the same for a repeated event', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: Match.stringLikeRegexp('^Inbox') }] },
          object: { key: [{ prefix: 'in/' }] },
        },
      },
      Targets: [
        {
          Arn: { 'Fn::ImportValue': 'FdlOnAws-DispatchQueueArn' },
          DeadLetterConfig: { Arn: { 'Fn::ImportValue': 'FdlOnAws-DeadLetterQueueArn' } },
          InputTransformer: {
            InputPathsMap: { id: '$.id', detail: '$.detail' },
            InputTemplate:
              '{"id":<id>,"kind":"start","flowName":"Trip","executionName":"event-<id>","input":<detail>}',
          },
        },
      ],
    });
  });

  test.each([
    [{ keySuffix: '.mov' }, { object: { key: [{ suffix: '.mov' }] } }],
    [{ keyPrefix: 'in/', keySuffix: '.mov' }, { object: { key: [{ wildcard: 'in/*.mov' }] } }],
    [{ keyPrefix: 'a*b\\', keySuffix: '.mov' }, { object: { key: [{ wildcard: 'a\\*b\\\\*.mov' }] } }],
    [{}, {}],
  ])('with keys of %o are those of the pattern %o', (key, pattern) => {
    const [rule] = Object.values(resourcesOf(templateOf(key), 'AWS::Events::Rule'));
    const bucket = { name: [{ Ref: expect.stringMatching(/^Inbox/) }] };
    expect(rule?.Properties['EventPattern']).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket, ...pattern },
    });
  });

  test('are told to the event bus', () => {
    template.hasResourceProperties('Custom::S3BucketNotifications', {
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    });
  });
});
