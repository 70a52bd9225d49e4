import { expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { resolveReferences, restoreReferences } from '../../../src/fdl/resolve-references.ts';

const flow = (arn: string) =>
  `version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: ${arn}\n`;

test.each([
  ['plain', '!Ref shop/price', 'acs:fc:::services/shop/functions/price'],
  ['with a qualifier', '!Ref shop.v2/price', 'acs:fc:::services/shop.v2/functions/price'],
  [
    'quoted, with a comment',
    `!Ref "shop/price" # the price`,
    'acs:fc:::services/shop/functions/price # the price',
  ],
])('a reference of the deploy tools becomes the ARN: %s', (_title, written, arn) => {
  const { text, diagnostics } = resolveReferences(flow(written));
  expect(text).toBe(flow(arn));
  expect(parseFlow(text).flow).toBeDefined();
  expect(diagnostics).toMatchObject([{ code: 'deploy-reference', severity: 'warning', line: 6, column: 18 }]);
});

test.each(['!Ref price', '!Sub shop/price', 'text !Ref shop/price', '!Ref shop/price and more'])(
  'everything else stays: %s',
  (written) => {
    expect(resolveReferences(flow(written))).toEqual({ text: flow(written), diagnostics: [] });
  },
);

test('a definition that was changed gets its references back, but for the lines that were changed', () => {
  const written = `${flow('!Ref shop/price # the price')}  - type: task
    name: b
    resourceArn: !Ref shop/pay
`;
  const { text } = resolveReferences(written);
  expect(restoreReferences(text, written)).toBe(written);
  const changed = text.replace('name: b', 'name: c').replace('functions/pay', 'functions/bill');
  expect(restoreReferences(changed, written)).toBe(
    `${flow('!Ref shop/price # the price')}  - type: task
    name: c
    resourceArn: acs:fc:::services/shop/functions/bill
`,
  );
});
