import { expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { printFlow } from '../../../src/fdl/print-flow.ts';

test('a flow is printed as its author would write it', () => {
  const text = `version: v1
type: flow
steps:
  - type: task
    name: price
    inputMappings:
      - target: id
        source: $input.order.id
      - target: isRush
        source: "yes"
    resourceArn: acs:fc:::services/shop/functions/price
    pattern: requestResponse
    catch:
      - errors:
          - FnF.ALL
        goto: check
  - type: choice
    name: check
    choices:
      - condition: $.total > 100 && !$.isPaid
        goto: price
    default:
      steps: []
    end: true
`;
  const { flow } = parseFlow(text);
  expect(flow && printFlow(flow)).toBe(text);
});
