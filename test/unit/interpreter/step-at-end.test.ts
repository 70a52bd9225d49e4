import { expect, test } from 'vitest';
import { failing, Run } from '../../../src/testing/run-flow.ts';

const NESTED = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - type: foreach
            name: each
            iterationMapping: {collection: $.items, item: item}
            steps:
              - {type: task, name: call, resourceArn: "acs:fc:::services/s/functions/f"}
      - steps:
          - {type: wait, name: rest, duration: 5}
`;

const input = { items: [1] };

test('an execution that fails names the step that failed, however deep', () => {
  const { end } = new Run(NESTED, { input, task: () => failing('X') }).toEnd().state;
  expect(end).toMatchObject({ failure: { error: 'X' }, step: 'call' });
});

test('a step that fails by itself is named, a success names none', () => {
  const fail = 'version: v1\ntype: flow\nsteps: [{type: fail, name: no, error: E}]';
  expect(new Run(fail).toEnd().state.end).toMatchObject({ step: 'no' });
  expect(new Run(NESTED, { input }).toEnd().state.end).not.toHaveProperty('step');
});

test('an execution whose data grow too large names the step where they did', () => {
  const run = new Run(NESTED, { input: { items: ['x'.repeat(90)] }, limits: { stepDataBytes: 100 } });
  expect(run.toEnd().state.end).toMatchObject({
    failure: { error: 'FnF.DataLimitExceeded' },
    step: 'both',
  });
});
