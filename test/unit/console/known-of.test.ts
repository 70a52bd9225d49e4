import { expect, test } from 'vitest';
import { knownOf } from '../../../console/src/pages/flow/known-of.ts';

test('the functions and flows of a home show its targets, each once, and themselves', () => {
  const first =
    'resourceArn: acs:fc:::services/shop/functions/pack\n{resourceArn: "acs:mns:::/queues/q/messages"}';
  const second =
    '{"resourceArn":"arn:aws:lambda:us-east-1:1:function:f"}\nresourceArn: acs:fc:::services/shop/functions/pack';
  expect(
    knownOf(
      [
        { Name: 'one', Definition: first },
        { Name: 'two', Definition: second },
      ],
      [
        { ResourceArn: 'acs:fc:::services/shop/functions/pack', Location: 'functions/shop/pack.ts' },
        { ResourceArn: 'acs:fc:::services/shop/functions/send', Location: 'functions/shop/send.ts' },
      ],
    ),
  ).toEqual({
    targets: [
      { arn: 'acs:fc:::services/shop/functions/pack', from: 'functions/shop/pack.ts' },
      { arn: 'acs:fc:::services/shop/functions/send', from: 'functions/shop/send.ts' },
      { arn: 'acs:mns:::/queues/q/messages', from: 'one' },
      { arn: 'arn:aws:lambda:us-east-1:1:function:f', from: 'two' },
    ],
    flows: ['one', 'two'],
  });
});
