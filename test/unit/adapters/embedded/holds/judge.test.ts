import { describe, expect, test } from 'vitest';
import { groupsOf, judge, NO_STARTS, type Starts } from '../../../../../src/adapters/embedded/holds/judge.ts';

const STUCK = () => 7;

/** The starts that follow from processes that ended while they were at these, each taking up groups until it ended. */
function after(...ends: readonly (readonly string[])[]): Starts {
  let starts = NO_STARTS;
  for (const inFlight of ends) {
    const group = groupsOf(starts).findLast((keys) => keys.some((key) => inFlight.includes(key))) ?? [];
    starts = judge({ ...starts, group }, inFlight, STUCK, true);
  }
  return starts;
}

test('what three processes in a row ended at is held', () => {
  expect(groupsOf(after(['a']))).toEqual([]);
  expect(groupsOf(after(['a'], ['a']))).toEqual([['a']]);
  expect(after(['a'], ['a'], ['a'])).toEqual({ suspects: [], group: [], held: ['a'], doubtful: [] });
  expect(after(['a'], ['a'], ['a'], [])).toEqual({ suspects: [], group: [], held: ['a'], doubtful: [] });
});

test('an end in between that was at something else begins anew', () => {
  expect(after(['a'], [], ['a'], ['b'], ['a']).held).toEqual([]);
});

test('what came further between two ends is not stuck', () => {
  let event = 0;
  const moving = () => event++;
  let starts = judge(NO_STARTS, ['a'], moving, true);
  for (let end = 0; end < 10; end += 1) starts = judge(starts, ['a'], moving, true);
  expect([groupsOf(starts), starts.held]).toEqual([[], []]);
});

test('of several the one is held whose turn it was, and the others keep theirs', () => {
  const suspected = after(['a', 'b', 'c'], ['a', 'b', 'c']);
  expect(groupsOf(suspected)).toEqual([['a'], ['b'], ['c']]);
  const judged = judge({ ...suspected, group: ['b'] }, ['a', 'b'], STUCK, true);
  expect(judged.held).toEqual(['b']);
  expect(groupsOf(judged)).toEqual([['a'], ['c']]);
});

test('what is held after processes that were perhaps killed is in doubt until it is tried alone', () => {
  const suspected = { ...after(['a'], ['a']), group: ['a'] };
  const inDoubt = judge(suspected, ['a'], STUCK, false);
  expect(inDoubt).toEqual({ suspects: [], group: [], held: ['a'], doubtful: ['a'] });
  expect(judge(inDoubt, ['b'], STUCK, false)).toMatchObject({ held: ['a'], doubtful: ['a'] });
  const tried = judge({ ...inDoubt, group: ['a'] }, ['a', 'b'], STUCK, false);
  expect(tried).toMatchObject({ held: ['a'], doubtful: [] });
});

test('an end at none of the group does not blame it', () => {
  const suspected = after(['a'], ['a']);
  expect(judge({ ...suspected, group: ['a'] }, ['z'], STUCK, true).held).toEqual([]);
});

describe('many', () => {
  const all = Array.from({ length: 1_000 }, (_, index) => `e${index}`);

  test('are taken up in few groups, and taken apart until one is left', () => {
    let starts = after(all, all);
    let ends = 2;
    while (starts.held.length === 0) {
      const groups = groupsOf(starts);
      expect(groups.length).toBeLessThanOrEqual(8);
      const group = groups.find((keys) => keys.includes('e777'));
      if (group === undefined) throw new Error('the one that does it is lost');
      starts = judge({ ...starts, group }, group, STUCK, true);
      ends += 1;
    }
    expect(starts.held).toEqual(['e777']);
    expect(ends).toBeLessThanOrEqual(7);
  });
});
