import { expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { drawFlow } from '../../../src/graph/draw-flow.ts';
import { labelLines } from '../../../src/graph/measure.ts';

function flowOf(steps: string) {
  const { flow } = parseFlow(`version: v1\ntype: flow\nsteps:\n${steps}`);
  if (flow === undefined) throw new Error('The definition is not valid.');
  return flow;
}

test('a picture shows steps, conditions and errors, and is the same each time', async () => {
  const flow = flowOf(`
  - type: choice
    name: look
    choices: [{condition: '$.a < 2 && $.b > 1', goto: stop}]
  - {type: task, name: call, resourceArn: 'acs:fc:::services/s/functions/f', catch: [{errors: [Odd], goto: stop}]}
  - {type: fail, name: stop, error: Stopped}
`);
  const picture = await drawFlow(flow, 'A & B', 'svg');
  expect(picture).toContain('<title>A &amp; B</title>');
  expect(picture).toContain('>$.a &lt; 2 &amp;&amp; $.b &gt; 1</text>');
  expect(picture).toMatch(/<text class="label catch"[^>]*>Odd<\/text>/);
  expect(picture).toContain('<g class="fail"');
  expect(await drawFlow(flow, 'A & B', 'svg')).toBe(picture);
});

test('the branches of a parallel stand side by side', async () => {
  const flow = flowOf(`
  - type: parallel
    name: both
    branches: [{steps: [{type: pass, name: a}]}, {steps: [{type: pass, name: b}]}]
`);
  const picture = await drawFlow(flow, '', 'svg');
  const [left, right] = [...picture.matchAll(/class="branch" transform="translate\(([\d.]+) ([\d.]+)\)"/g)];
  expect(left?.[2]).toBe(right?.[2]);
  expect(Number(left?.[1])).toBeLessThan(Number(right?.[1]));
});

test('Mermaid text has subgraphs for containers and dotted arrows for caught errors', async () => {
  const flow = flowOf(`
  - type: foreach
    name: all
    iterationMapping: {collection: $.list, item: one}
    steps:
      - {type: task, name: call, resourceArn: 'acs:fc:::services/s/functions/f', catch: [{errors: [Odd], goto: undo}]}
      - {type: pass, name: undo}
`);
  expect(await drawFlow(flow, '', 'mermaid')).toBe(`flowchart TD
  n_start((" "))
  subgraph n_1 ["all<br/>for each one of $.list"]
    n_1_1["call<br/>s/f"]
    n_1_2["undo"]
    n_1_1 --> n_1_2
    n_1_1 -.->|"Odd"| n_1_2
  end
  n_end(((" ")))
  n_start --> n_1
  n_1 --> n_end
`);
});

test('a long label is broken between words, a long word never', () => {
  expect(labelLines('FC.ResourceThrottled, FC.ResourceExhausted, Odd')).toEqual([
    'FC.ResourceThrottled,',
    'FC.ResourceExhausted, Odd',
  ]);
  expect(labelLines('A'.repeat(60))).toEqual(['A'.repeat(60)]);
});
