import { deepStrictEqual, ok } from 'node:assert/strict';
import { measureJson } from '../../../src/common/measure-json.ts';
import { commandOfOutcome, functionResult } from '../../../src/engine/perform/outcome.ts';
import { evolve } from '../../../src/interpreter/evolve.ts';
import { hasEnded, initialState } from '../../../src/interpreter/state.ts';
import { MAX_DATA_DEPTH } from '../../../src/limits.ts';
import { flowOf, Run } from '../../../src/testing/run-flow.ts';
import type { Target } from '../target.ts';

const FLOW = flowOf(`version: v1
type: flow
steps:
  - type: task
    name: call
    resourceArn: acs:fc:::services/s/functions/f
    outputMappings: [{target: all, source: $local}, {target: a, source: $local.a}, {target: each, source: "$local.a[*].b"}]
  - type: choice
    name: look
    inputMappings: [{target: a, source: $local.a}, {target: all, source: $local.all}]
    choices:
      - {condition: $.a > 1 && $.all != null, goto: over}
      - {condition: '$.a == "x" || $.all == $.a', goto: over}
  - type: foreach
    name: each
    inputMappings: [{target: a, source: $local.a}]
    iterationMapping: {collection: $.a, item: item}
    steps: [{type: pass, name: keep, outputMappings: [{target: item, source: $input.item}]}]
  - type: wait
    name: pause
    inputMappings: [{target: seconds, source: $local.all.seconds}]
    duration: $.seconds
  - {type: succeed, name: over}
`);

/** The output of a function: the execution ends, within its limits, and folds from its log. */
export const outputs: Target = {
  seeds: [
    '{"a":[{"b":1},{"b":"x"}],"seconds":1}',
    '{"a":2}',
    '{"a":"x","seconds":"5"}',
    '"{\\"a\\":[]}"',
    '{"__proto__":{"a":1},"constructor":{"prototype":{}},"a":[null,true,1e308,-0]}',
  ],
  words: [
    ...[
      '"a":',
      '"b":',
      '"seconds":',
      '"__proto__":{"x":1},',
      '{"a":',
      '[[[[[[',
      ']]]]',
      '{}',
      '[]',
      'null',
      '1e400',
    ],
    ...[
      '"\\ud800"',
      '"\\u0000"',
      '-1',
      '99999999999999999999',
      '"all":',
      '"item":',
      '"length":',
      '"toString":1,',
    ],
  ],
  run(output) {
    const run = new Run(FLOW, { task: () => undefined }).toEnd();
    const call = run.calls[0];
    ok(call !== undefined);
    run.give(commandOfOutcome(call, functionResult({ kind: 'succeeded', output })));
    for (let timers = 0; !hasEnded(run.state) && timers < 10; timers += 1) run.fireNext();
    ok(hasEnded(run.state));
    const measure = measureJson(run.output ?? {});
    ok(measure.depth <= MAX_DATA_DEPTH && measure.bytes <= 262_144);
    let folded = initialState(FLOW, run.state.facts);
    for (const { events, at } of run.steps)
      for (const event of events) folded = evolve(folded, event, at, 'message');
    deepStrictEqual(folded.end, run.state.end);
  },
};
