import { expect, test } from 'vitest';
import { failing, Run } from '../../../../src/testing/run-flow.ts';
import { called, redriven, refusal } from '../../../helpers/redriven-run.ts';

const task = (name: string) =>
  `{type: task, name: ${name}, resourceArn: "acs:fc:::services/s/functions/${name}"}`;

const flow = (...steps: readonly string[]) =>
  `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;

const branches = (...lists: readonly string[]) =>
  `{type: parallel, name: both, branches: [${lists.map((steps) => `{steps: [${steps}]}`).join(', ')}], outputMappings: [{target: all, source: "$local[*]"}]}`;

const each = (more: string, ...steps: readonly string[]) =>
  `{type: foreach, name: each, iterationMapping: {collection: $.items, item: item${more}}, steps: [${steps.join(', ')}]}`;

/** A run in which each step named `bad…` fails at its first call, and those named `open…` get no result. */
function failed(text: string): Run {
  const seen = new Set<string>();
  return new Run(text, {
    input: { items: [1, 2] },
    task: ({ stepName }) => {
      const isFirst = !seen.has(stepName);
      seen.add(stepName);
      if (isFirst && stepName.startsWith('open')) return undefined;
      return isFirst && stepName.startsWith('bad') ? failing('Broken') : { [stepName]: 1 };
    },
  }).toEnd();
}

test('lists are found again by the names of their steps, wherever these stand now', () => {
  const run = failed(flow(task('a'), task('bad')));
  redriven(run, { definition: flow(task('new'), '{type: pass, name: between}', task('bad'), task('more')) });
  expect(called(run)).toEqual(['a', 'bad', 'bad', 'more']);
  expect(run.state.flowVersion).toBe(2);
  expect(refusal(run)).toContain('succeeded');
});

test('a step that is not there any more is refused by name, and nothing has changed', () => {
  const run = failed(flow(task('a'), task('bad')));
  const before = run.state;
  expect(refusal(run, { definition: flow(task('a'), task('good')) })).toBe(
    'It cannot go on with that definition: Step bad is not there, or in another list',
  );
  expect(run.state.lastEventId).toBe(before.lastEventId);
});

test('a failed task may have become a step of another type: it is entered anew', () => {
  const run = failed(flow(task('bad')));
  redriven(run, {
    definition: flow('{type: pass, name: bad, outputMappings: [{target: x, source: 1}]}'),
  });
  expect(run.output).toEqual({ x: 1 });
});

test('a list that has ended stays ended', () => {
  const run = failed(flow(branches(task('a'), `${task('b')}, ${task('bad')}`)));
  redriven(run, {
    definition: flow(branches(`${task('a')}, ${task('a2')}`, `${task('b')}, ${task('bad')}`)),
  });
  expect(called(run)).toEqual(['a', 'b', 'bad', 'bad']);
});

test('branches are found by position, else by content; new ones run', () => {
  const run = failed(flow(branches(task('a'), task('bad'), task('open'))));
  redriven(run, { definition: flow(branches(task('open'), task('a'), task('bad'), task('d'))) });
  expect(called(run).slice(3).toSorted()).toEqual(['bad', 'd', 'open']);
  expect(run.output).toEqual({ all: [{ open: 1 }, { a: 1 }, { bad: 1 }, { d: 1 }] });
});

test('branches that are gone, doubled or between others are refused', () => {
  const run = failed(flow(branches(task('a'), task('bad'))));
  const with2 = (...lists: readonly string[]) => refusal(run, { definition: flow(branches(...lists)) });
  expect(with2(task('a'))).toContain('Branch 1 of step both is not there with the same steps');
  expect(with2(task('x'), task('bad'))).toContain('Branch 0 of step both');
  expect(with2(task('x'), task('bad'), task('bad'), task('a'))).toContain('have not begun are between');
  expect(with2(task('a'), task('y'), task('bad'), task('bad'))).toContain('Branch 1 of step both');
});

test('an option is found by position, else by content, and goes on as its choice says now', () => {
  const option = (steps: string, goto = '') => `{condition: 'true', steps: [${steps}]${goto}}`;
  const pick = (choices: readonly string[], last = '') =>
    `{type: choice, name: pick, choices: [${choices.join(', ')}]${last}}`;
  const run = failed(flow(pick([option(task('bad'))]), task('x'), task('y')));
  redriven(run, {
    definition: flow(
      pick([`{condition: 'false', goto: x}`], `, default: {steps: [${task('bad')}], goto: y}`),
      task('x'),
      task('y'),
    ),
  });
  expect(called(run)).toEqual(['bad', 'bad', 'y']);
  const other = failed(flow(pick([option(task('bad'))])));
  expect(refusal(other, { definition: flow(pick([option(task('good'))])) })).toContain(
    'Option 0 of step pick is not there with the same steps',
  );
  const mapped = pick([option(task('bad'))], ', inputMappings: [{target: a, source: 1}]');
  expect(refusal(other, { definition: flow(mapped) })).toContain(
    'Step pick has lists under way, and hands them another input there',
  );
});

test('an iteration goes on in the steps of today, if it gets the same elements', () => {
  const text = flow(each('', task('a'), task('bad')));
  const run = failed(text);
  for (const more of [', index: at', '']) {
    const changed = each(more, task('a'), task('bad'), task('c'));
    if (more === '') redriven(run, { definition: flow(changed) });
    else expect(refusal(run, { definition: flow(changed) })).toContain('Step each has lists under way');
  }
  expect(called(run)).toEqual(['a', 'bad', 'a', 'bad', 'c', 'a', 'bad', 'c']);
  expect(run.state.status).toBe('Succeeded');
});

test('a wait that is under way must be one still', () => {
  const run = failed(flow(branches(`{type: wait, name: rest, duration: 50}`, task('bad'))));
  expect(refusal(run, { definition: flow(branches(`{type: pass, name: rest}`, task('bad'))) })).toContain(
    'Step rest is under way as wait, and pass there',
  );
  expect(
    refusal(run, { definition: flow(branches(`{type: wait, name: rest, duration: 1}`, task('bad'))) }),
  ).toBe('');
});

test('a step that is about to go on elsewhere must find its way', () => {
  const text = (goto: string) =>
    flow(`{type: choice, name: pick, default: {goto: ${goto}}}`, `{type: pass, name: ${goto}}`);
  const whole = new Run(text('there')).toEnd();
  const upTo = whole.events.findIndex(({ type }) => type === 'StepStarted') + 1;
  const part = new Run(text('there'));
  part.steps.push({ command: { type: 'Start' }, events: whole.events.slice(0, upTo), at: 0 });
  const type = 'ExecutionForked';
  expect(refusal(part, { type, definition: text('elsewhere') })).toContain(
    'Step pick goes on at there, which is not there',
  );
  expect(refusal(part, { type, definition: text('there') })).toBe('');
});
