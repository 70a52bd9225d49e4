import { describe, expect, test } from 'vitest';
import {
  approvalOf,
  causeBy,
  outputBy,
  outputOfForm,
  waitingFor,
} from '../../../console/src/components/report-task/approval.ts';
import { addressOf, readFilter } from '../../../console/src/pages/tokens/task-filter.ts';

const FORM = {
  type: 'object',
  required: ['decision', 'by'],
  properties: {
    decision: { enum: ['yes', 'no'], title: 'Decision' },
    limit: { type: 'integer', default: 5 },
    isUrgent: { type: 'boolean' },
    by: { type: 'string', description: 'Who decides' },
  },
};
const taskWith = (input: object) => ({ Input: JSON.stringify(input), TaskToken: 'tok' });

describe('what is approved', () => {
  test('is the input without the token, wherever that is', () => {
    const input = { token: 'tok', deep: [{ at: 'tok', url: 'https://x/?t=tok' }, 'tok'], amount: 1 };
    expect(approvalOf(taskWith(input))).toEqual({
      data: { deep: [{ url: 'https://x/?t=…' }, '…'], amount: 1 },
    });
  });

  test('comes with the fields of a form', () => {
    const { data, form } = approvalOf(taskWith({ amount: 1, form: FORM }));
    expect(data).toEqual({ amount: 1 });
    expect(
      form?.map(({ name, kind, title, isRequired, preset }) => [name, kind, title, isRequired, preset]),
    ).toEqual([
      ['decision', 'choice', 'Decision', true, ''],
      ['limit', 'integer', 'limit', false, '5'],
      ['isUrgent', 'boolean', 'isUrgent', false, false],
      ['by', 'text', 'by', true, ''],
    ]);
  });

  test.each([
    ['text', 'yes or no'],
    ['members that are no fields', { properties: { list: { type: 'array' } } }],
    ['no members', { properties: {} }],
    ['choices that are no texts', { properties: { a: { enum: [1] } } }],
  ])('shows a form with %s as data', (_what, form) => {
    const task = taskWith({ form });
    expect(approvalOf(task)).toEqual({ data: { form } });
  });
});

describe('the output of a form', () => {
  const form = approvalOf(taskWith({ form: FORM })).form ?? [];

  test('has the values of its fields, in their types', () => {
    const values = { decision: 'yes', by: 'Ann', limit: '7' };
    expect(outputOfForm(form, values)).toEqual({ decision: 'yes', limit: 7, isUrgent: false, by: 'Ann' });
    expect(outputOfForm(form, { ...values, limit: '' })).toEqual({
      decision: 'yes',
      isUrgent: false,
      by: 'Ann',
    });
  });

  test.each([
    { by: 'Ann' },
    { decision: 'yes' },
    { decision: 'yes', by: 'Ann', limit: '1.5' },
    { decision: 'yes', by: 'Ann', limit: 'x' },
  ])('is not there for %j', (values) => {
    expect(outputOfForm(form, values)).toBeUndefined();
  });
});

test('a report names the user who has signed in, unless it names one itself', () => {
  expect(outputBy('{"a":1}', 'ann@example.com')).toBe('{"a":1,"reportedBy":"ann@example.com"}');
  expect(outputBy('{"reportedBy":"x"}', 'ann')).toBe('{"reportedBy":"x"}');
  expect(outputBy('{"a":1}', undefined)).toBe('{"a":1}');
  expect(causeBy('too dear', 'ann')).toBe('too dear (ann)');
  expect(causeBy('too dear', undefined)).toBe('too dear');
});

test('tasks are narrowed to those that have waited, and one by its address', () => {
  const tasks = [{ SubmittedTime: '2026-01-01T00:00:00Z' }, { SubmittedTime: '2026-01-01T01:30:00Z' }];
  const now = Date.parse('2026-01-01T02:00:00Z');
  expect(waitingFor(tasks, 3_600, now)).toEqual(tasks.slice(0, 1));
  const address = addressOf({ FlowName: 'f', ExecutionName: 'run 1', StepEventId: 7 });
  const search = new URLSearchParams(address.split('?')[1]);
  expect(readFilter(search)).toEqual({ flow: 'f', execution: 'run 1', step: '7', age: 0 });
  expect(readFilter(new URLSearchParams('age=3600')).age).toBe(3_600);
  expect(readFilter(new URLSearchParams('age=1')).age).toBe(0);
});
