import type { Template } from 'aws-cdk-lib/assertions';
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

test.each(['media-processing', 'region-transfer'])(
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
