import { expect, test } from 'vitest';
import { hoverAt } from '../../../src/editor/hover.ts';
import { cursorIn, flow } from './at-cursor.ts';

function hover(marked: string): readonly [string, string] | undefined {
  const { text, offset } = cursorIn(marked);
  const found = hoverAt(text, offset);
  return found && [text.slice(found.place.start, found.place.end), found.markdown];
}

const CALL = 'resourceArn: acs:fc:::services/shop/functions/pack';

test.each([
  [
    'an attribute',
    flow('- type: task', '  timeout‸Seconds: 3'),
    'timeoutSeconds',
    'fails with FnF.TaskTimeout',
  ],
  [
    'an attribute of the flow',
    `outputMap‸pings: []\n${flow('- {type: pass, name: a}')}`,
    'outputMappings',
    'the output of the execution',
  ],
  ['a step type', flow('- type: fore‸ach'), 'foreach', 'Runs steps for each element'],
  ['a pattern', flow('- {type: task, pattern: wait‸ForCallback}'), 'waitForCallback', '$context.task.token'],
  [
    'an error of the service',
    flow('- type: task', '  catch: [{errors: [FnF.A‸LL], goto: a}]'),
    'FnF.ALL',
    'Every error of the task',
  ],
  [
    'an error of the flow',
    flow('- type: task', '  catch: [{errors: [Clos‸ed], goto: a}]', '- {type: fail, name: f, error: Closed}'),
    'Closed',
    'An error of the step f',
  ],
  [
    'an error from outside',
    flow('- {type: task, retry: [{errors: [Bu‸sy]}]}'),
    'Busy',
    'a function, a worker',
  ],
  [
    'a goto',
    flow(
      '- type: choice',
      '  name: c',
      '  default: {goto: "pa‸ck"}',
      `- {type: task, name: pack, ${CALL.replace(/: (.*)/, ': "$1"')}}`,
    ),
    'pack',
    '**pack**: a task step\n\nCalls a function: `shop/pack`',
  ],
  [
    'a target',
    flow('- type: task', `  ${CALL}‸`),
    'acs:fc:::services/shop/functions/pack',
    'Patterns: requestResponse',
  ],
  [
    'a parameter',
    flow('- type: task', `  ${CALL}`, '  serviceParams: {Invo‸cationType: Async}'),
    'InvocationType',
    'hands the event over',
  ],
  [
    'a key that an earlier step has set',
    flow(
      '- type: pass',
      '  name: a',
      '  outputMappings: [{target: total, source: 1}]',
      '- {type: wait, name: b, duration: $.to‸tal}',
    ),
    '$.total',
    'set by the outputMappings of a',
  ],
  [
    'a key that comes from outside',
    flow('- {type: wait, name: b, duration: $.to‸tal}'),
    '$.total',
    'comes from outside',
  ],
  [
    'a root',
    flow('- type: pass', '  inputMappings: [{target: a, source: $loc‸al.x}]'),
    '$local',
    'steps before',
  ],
  [
    'a path of the context',
    flow('- type: task', '  inputMappings: [{target: a, source: $context.task.tok‸en}]'),
    '$context.task.token',
    'Token of this attempt',
  ],
  [
    'the second path of a condition',
    flow('- {type: choice, name: a, choices: [{condition: "$.a == 1 && $.b.c‸", goto: a}]}'),
    '$.b.c',
    'comes from outside',
  ],
])('%s is explained', (_what, marked, word, said) => {
  expect(hover(marked)).toEqual([word, expect.stringContaining(said)]);
});

test.each([
  ['a constant', flow('- {type: pass, name: a, inputMappings: [{target: x, source: {y: ‸1}}]}')],
  ['an unknown attribute', flow('- {type: pass, nonsen‸se: 1}')],
  ['an inherited word', flow('- {type: pass, construct‸or: 1}')],
  ['an unknown type', flow('- {type: lo‸op}')],
  ['a target that is none', flow('- {type: task, resourceArn: no‸thing}')],
  ['a text without a flow', '- 1‸'],
  ['no text', '‸'],
  ['an empty line', `${flow('- {type: pass, name: a}')}\n‸`],
])('%s is not explained', (_what, marked) => {
  expect(hover(marked)).toBeUndefined();
});
