import { CfnResource, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_STACKS } from '../../examples/stacks.ts';
import { Hello } from '../../lib/hello/hello.ts';
import { projectApp } from './service-template.ts';
import { checkedService } from './valid-templates.ts';

describe('the rules of CloudFormation', () => {
  test('find nothing wrong in a service with every addition, its console, the first flow and the examples', () => {
    const { app, stack } = checkedService({ customerKey: true, mns: true });
    new Hello(stack, 'Hello', { service: stack.service, url: stack.api.http.url });
    for (const Example of Object.values(EXAMPLE_STACKS)) new Example(app);
    expect(() => app.synth()).not.toThrow();
  });

  test('find an attribute that a resource does not have', () => {
    const app = projectApp({}, true);
    const properties = { Visibility: 30 };
    new CfnResource(new Stack(app, 'Wrong'), 'Queue', { type: 'AWS::SQS::Queue', properties });
    expect(() => app.synth()).toThrow("'Visibility' was unexpected");
  });
});
