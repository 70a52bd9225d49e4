import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { type Flags, resourcesOf, serviceStack } from './service-template.ts';

function sharesOf(flags: Flags) {
  const stack = serviceStack(flags);
  const template = Template.fromStack(stack);
  const [api] = Object.entries(resourcesOf(template, 'AWS::Lambda::Function')).filter(([id]) =>
    id.startsWith('ApiFunction'),
  );
  const mappings = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'));
  const scaling = mappings.map(
    ({ Properties }) => Properties['ScalingConfig'] as { MaximumConcurrency: number },
  );
  return {
    api: api?.[1].Properties['ReservedConcurrentExecutions'],
    drivers: scaling[0]?.MaximumConcurrency,
    warnings: stack.node.metadata
      .filter(({ type }) => type === 'aws:cdk:warning')
      .map(({ data }) => String(data)),
  };
}

describe('the concurrency of the account', () => {
  test.each<[Flags, number | undefined, number, string | undefined]>([
    [{}, 50, 100, undefined],
    [{ concurrency: '3000', drivers: '1000' }, 50, 1_000, undefined],
    [{ concurrency: '200' }, 20, 90, undefined],
    [{ concurrency: '200', mns: 'true' }, 20, 80, undefined],
    [{ drivers: '600' }, 50, 600, '600 drivers may take more than half of the 950'],
    [{ concurrency: '300', drivers: '1000' }, 30, 270, '1000 drivers may take more than half of the 270'],
    [
      { concurrency: '10' },
      undefined,
      5,
      "Nothing is reserved for the API: Lambda keeps 100 of the account's 10",
    ],
    [{ concurrency: '10', drivers: '2' }, undefined, 2, 'Nothing is reserved for the API'],
  ])('with %j reserves %s for the API and allows %i drivers', (flags, api, drivers, warning) => {
    const shares = sharesOf(flags);
    expect(shares).toMatchObject({ api, drivers });
    expect(shares.warnings).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)]);
  });
});
