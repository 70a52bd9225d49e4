import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { EXAMPLE_STACKS } from '../../examples/stacks.ts';
import { exampleTemplate } from '../helpers/example-stacks.ts';
import { type Resource, resourcesOf } from './service-template.ts';

const examples = readExamples();

function flowsOf(template: Template): readonly Resource[] {
  return Object.values(resourcesOf(template, 'Custom::FdlFlow'));
}

test('every example has a stack', () => {
  expect(Object.keys(EXAMPLE_STACKS).toSorted()).toEqual(examples.map(({ name }) => name));
});

describe.each(examples)('the stack of $name', ({ name, flows }) => {
  const template = exampleTemplate(name);

  test('registers every flow, with nothing in it that still has to be found by name', () => {
    const registered = flowsOf(template);
    expect(registered.map(({ Properties }) => Properties['Name']).toSorted()).toEqual(
      Object.keys(flows).toSorted(),
    );
    const definitions = JSON.stringify(registered.map(({ Properties }) => Properties['Definition']));
    expect(definitions).not.toMatch(/resourceArn: acs:(fc|mns)/);
  });
});

test('the timer flow is started every night with its payload', () => {
  const [flow] = flowsOf(exampleTemplate('timer'));
  expect(flow?.Properties['Schedules']).toEqual([
    expect.objectContaining({ CronExpression: '0 0 3 * * *', Payload: '{"room":"archive","keepDays":30}' }),
  ]);
});

test.each(['media-processing', 'order-file', 'region-transfer'])(
  'an upload starts %s by way of the dispatch queue alone',
  (name) => {
    const template = exampleTemplate(name);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] },
    });
  },
);

test('the alias of the fixed-version example has capacity that is always warm', () => {
  exampleTemplate('fixed-version').hasResourceProperties('AWS::Lambda::Alias', {
    Name: 'online',
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 },
  });
});

test('the topic of the topic-callback example posts to a public URL, whose function believes that topic alone', () => {
  const template = exampleTemplate('topic-callback');
  const [topic = ''] = Object.keys(template.findResources('AWS::SNS::Topic'));
  const [byUrl = ''] = Object.keys(
    template.findResources('AWS::Lambda::Function', {
      Properties: {
        Handler: 'index.onFunctionUrl',
        Environment: { Variables: { TOPIC_ARN: { Ref: topic } } },
      },
    }),
  );
  template.hasResourceProperties('AWS::Lambda::Url', {
    AuthType: 'NONE',
    TargetFunctionArn: { 'Fn::GetAtt': [byUrl, 'Arn'] },
  });
  const [url = ''] = Object.keys(template.findResources('AWS::Lambda::Url'));
  template.hasResourceProperties('AWS::SNS::Topic', { SignatureVersion: '2' });
  template.hasResource('AWS::SNS::Subscription', {
    Properties: {
      Protocol: 'https',
      TopicArn: { Ref: topic },
      Endpoint: { 'Fn::GetAtt': [url, 'FunctionUrl'] },
    },
    // The topic asks for a confirmation at once: the URL has to be open by then.
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('invoke')]),
  });
});

test('the function behind the URL may write its log, and nothing else', () => {
  const template = exampleTemplate('topic-callback');
  const [byUrl] = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { Handler: 'index.onFunctionUrl' } }),
  );
  const roleId = byUrl?.['Properties'].Role['Fn::GetAtt'][0];
  const role = template.toJSON()['Resources'][roleId].Properties;
  expect(JSON.stringify(role.ManagedPolicyArns)).toMatch(/AWSLambdaBasicExecutionRole"\]\]\}\]$/);
  expect(role.Policies).toBeUndefined();
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(JSON.stringify(policies.map(({ Properties }) => Properties.Roles))).not.toContain(roleId);
});
