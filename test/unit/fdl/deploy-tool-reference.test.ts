import { expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';

test.each([
  ['!Ref wool-shed/shear', 'acs:fc:::services/wool-shed/functions/shear'],
  ['!Ref shed.prod/shear', 'acs:fc:::services/shed.prod/functions/shear'],
  ["!Ref 'wool-shed/shear'", 'acs:fc:::services/wool-shed/functions/shear'],
])('resourceArn: %s is one error, which ends with the ARN to write', (value, arn) => {
  const text = `version: v1\ntype: flow\nsteps:\n  - {type: task, name: a, resourceArn: ${value}}\n`;
  const messages = parseFlow(text).diagnostics.map(({ message }) => message);
  expect(messages).toEqual([expect.stringMatching(new RegExp(`write ${arn}$`))]);
});
