import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/interpreter/decide.ts';
import { pendingEffects } from '../../../src/interpreter/effects.ts';
import { Run } from '../../../src/testing/run-flow.ts';

const FLOW = `version: v1
type: flow
timeoutSeconds: 100
steps:
  - type: parallel
    name: fan
    branches:
      - steps: [{type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f"}]
      - steps: [{type: wait, name: w, duration: 5}]
      - steps: [{type: pass, name: p}]
      - steps: [{type: task, name: cb, pattern: waitForCallback, resourceArn: "acs:fc:::services/s/functions/f"}]
`;

const mine = (owner: string) => owner === 'mine';
const anyones = () => true;

function begin(limits: { commitEvents?: number } = {}, owner = 'mine') {
  const run = new Run(FLOW, { limits });
  const at = run.circumstances(owner);
  const decision = decide(run.state, { type: 'Start' }, at);
  return { decision, options: { concurrency: 100, newToken: at.newToken } };
}

describe('pending effects', () => {
  test('are, right after a commit, the effects the decision answered', () => {
    const { decision, options } = begin();
    const key = (effect: object) => JSON.stringify(effect);
    expect(pendingEffects(decision.state, mine, options).map(key).toSorted()).toEqual(
      decision.effects.map(key).toSorted(),
    );
    expect(decision.effects.map(({ type }) => type).toSorted()).toEqual([
      'InvokeTask',
      'InvokeTask',
      'StartTimer',
      'StartTimer',
    ]);
  });

  test('are none of a message that owns nothing', () => {
    const { decision, options } = begin({}, 'another');
    expect(pendingEffects(decision.state, mine, options)).toEqual([]);
    expect(pendingEffects(decision.state, anyones, options)).toHaveLength(4);
  });

  test('include going on where a commit was full', () => {
    const { decision, options } = begin({ commitEvents: 3 });
    expect(pendingEffects(decision.state, mine, options)).toContainEqual({ type: 'GoOn' });
    expect(pendingEffects(decision.state, (owner) => owner === 'another', options)).toEqual([]);
  });

  test('are none of a task whose callback is awaited, nor of a watchdog that was never needed', () => {
    const run = new Run(FLOW.replace('timeoutSeconds: 100', ''), { task: () => undefined });
    run.give({ type: 'Start' });
    const effects = pendingEffects(run.state, anyones, begin().options);
    expect(effects.map(({ type }) => type)).toEqual(['InvokeTask', 'StartTimer', 'StartTimer']);
    const plain = new Run('{version: v1, type: flow, steps: [{type: wait, name: w, duration: 5}]}');
    plain.give({ type: 'Start' });
    expect(pendingEffects(plain.state, anyones, begin().options)).toHaveLength(1);
  });

  test('of an ended execution are what its end left to do', () => {
    const { decision, options } = begin();
    const run = new Run(FLOW);
    const at = run.circumstances('ender');
    const ended = decide(decision.state, { type: 'Stop', failure: { error: 'E', cause: '' } }, at);
    expect(pendingEffects(ended.state, mine, options)).toEqual([]);
    expect(pendingEffects(ended.state, (owner) => owner === 'ender', options)).toEqual(ended.effects);
  });
});
