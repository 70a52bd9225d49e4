import { expect, test } from 'vitest';
import { actOnAll } from '../../../console/src/pages/executions/act-on-all.ts';

test('one execution that is refused does not hold up the others', async () => {
  const refused = new Error('gone');
  const executions = ['a', 'b', 'c'].map((name) => ({ flowName: 'f', name }));
  const outcomes = new Map<string, unknown>();
  const act = async ({ name }: { readonly name: string }) => {
    if (name === 'b') throw refused;
    return `${name} is stopped`;
  };
  await actOnAll(executions, act, ({ name }, outcome) => outcomes.set(name, outcome));
  expect(Object.fromEntries(outcomes)).toEqual({ a: 'a is stopped', b: refused, c: 'c is stopped' });
});
