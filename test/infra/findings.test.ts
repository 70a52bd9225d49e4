import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { FdlStack, Flow, FlowDefinition } from '../../lib/index.ts';
import { type Flags, projectApp } from './service-template.ts';

/** An app that cannot be synthesized while cdk-nag finds anything that nobody has accepted with a reason. */
function checkedApp(flags: Flags): App {
  const app = projectApp(flags);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}

const DEFINITION = `
version: v1
type: flow
steps:
  - type: task
    name: call
    resourceArn: acs:fc:::services/shop/functions/price
`;

test.each<[string, Flags]>([
  ['by default', {}],
  ['in production', { production: true }],
  ['with a customer key', { customerKey: true }],
  ["with the original's queue protocol", { mns: true }],
])('cdk-nag finds nothing in the service and a flow %s', (_name, flags) => {
  const app = checkedApp(flags);
  const { service } = new FdlStack(app, 'FdlOnAws');
  new Flow(new Stack(app, 'Shop'), 'Flow', { definition: FlowDefinition.fromText(DEFINITION), service });
  expect(() => app.synth()).not.toThrow();
});

test('cdk-nag would find what is wrong', () => {
  const app = checkedApp({});
  const stack = new FdlStack(app, 'FdlOnAws');
  new Topic(stack, 'Topic');
  new Bucket(stack, 'Bucket');
  expect(() => app.synth()).toThrow('AwsSolutions-SNS3');
});
