import { expect, test } from 'vitest';
import { DEPLOYMENTS } from './service-template.ts';
import { checkedService } from './valid-templates.ts';

test.each(DEPLOYMENTS)('The rules of CloudFormation find nothing wrong in the service with %j', (flags) => {
  expect(() => checkedService(flags).app.synth()).not.toThrow();
});
