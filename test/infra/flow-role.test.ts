import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { Flow, FlowDefinition } from '../../lib/index.ts';
import { projectApp, type Resource, resourcesOf } from './service-template.ts';

/** The role of a flow that calls these functions, in this order. */
function roleOf(...functions: readonly string[]): Resource & { readonly UpdateReplacePolicy?: string } {
  const stack = new Stack(projectApp(), 'Shop');
  const steps = functions.map(
    (name, index) =>
      `  - {type: task, name: s${index}, resourceArn: "acs:fc:::services/trip/functions/${name}"}\n`,
  );
  const definition = FlowDefinition.fromText(`version: v1\ntype: flow\nsteps:\n${steps.join('')}`);
  new Flow(stack, 'Trip', { definition });
  const [role] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Role'));
  if (role === undefined) throw new Error('the flow has no role');
  return role;
}

describe('an update of a flow', () => {
  const before = roleOf('reserve', 'pay');

  test('that changes what it calls makes another role beside the one of running executions', () => {
    // Another path makes CloudFormation replace the role, and the policy makes it leave the one before.
    expect(roleOf('reserve', 'bill').Properties['Path']).not.toBe(before.Properties['Path']);
    expect(before).toMatchObject({ UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Delete' });
  });

  test('leaves the old role its rights, which are part of it', () => {
    const rights = JSON.stringify(before.Properties['Policies']);
    expect(rights).toContain('function:trip-reserve');
    expect(rights).toContain('function:trip-pay');
  });

  test('that calls the same keeps the role', () => {
    expect(roleOf('pay', 'reserve', 'pay').Properties['Path']).toBe(before.Properties['Path']);
  });

  test('keeps every role under the path that the driver may take roles from', () => {
    expect(before.Properties['Path']).toMatch(/^\/fdl-flow\/[0-9a-f]{12}\/$/);
  });
});

test('A flow that calls nothing has a role without rights', () => {
  const stack = new Stack(projectApp(), 'Shop');
  const definition = FlowDefinition.fromText('version: v1\ntype: flow\nsteps: [{type: pass, name: a}]\n');
  new Flow(stack, 'Idle', { definition });
  const [role] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Role'));
  expect(role?.Properties['Policies']).toBeUndefined();
});

test('A queue with a key of its own is bound with the rights to use that key', () => {
  const stack = new Stack(projectApp(), 'Shop');
  const arn = 'acs:mns:::/queues/office/messages';
  const definition = FlowDefinition.fromText(
    `version: v1\ntype: flow\nsteps:\n  - {type: task, name: ask, resourceArn: "${arn}", serviceParams: {MessageBody: $}}\n`,
  );
  const queue = new Queue(stack, 'Office', { encryption: QueueEncryption.KMS });
  new Flow(stack, 'Trip', { definition, bindings: { [arn]: queue } });
  const [role] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Role'));
  const rights = JSON.stringify(role?.Properties['Policies']);
  expect(rights).toContain('["kms:Decrypt","kms:GenerateDataKey"]');
  expect(rights).not.toContain('*"');
});
