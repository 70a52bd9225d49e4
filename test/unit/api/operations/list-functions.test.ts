import { describe, expect, test } from 'vitest';
import { openApiHome } from '../../../helpers/api-home.ts';

const arnOf = (name: string) => `acs:fc:::services/shop/functions/${name}`;

describe('ListFunctions', () => {
  test('answers an empty list where the home knows none', async () => {
    expect((await openApiHome().call('ListFunctions', {})).Functions).toEqual([]);
  });

  test('answers every function once, page by page, in order of resource ARNs', async () => {
    const known = ['pack', 'Bill', 'send'].map((name) => ({ arn: arnOf(name), location: `shop/${name}.ts` }));
    const { call, fail } = openApiHome({ functions: () => known });
    const first = await call('ListFunctions', { Limit: 2 });
    expect(first.Functions).toEqual([
      { ResourceArn: arnOf('Bill'), Location: 'shop/Bill.ts' },
      { ResourceArn: arnOf('pack'), Location: 'shop/pack.ts' },
    ]);
    const rest = await call('ListFunctions', { Limit: 2, NextToken: first.NextToken ?? '' });
    expect(rest.Functions).toEqual([{ ResourceArn: arnOf('send'), Location: 'shop/send.ts' }]);
    expect(rest.NextToken).toBeUndefined();
    expect(await fail('ListFunctions', { NextToken: 'made-up' })).toMatchObject({ Code: 'InvalidArgument' });
  });
});
