import { describe, expect, test } from 'vitest';
import { dataEdit } from '../../../../console/src/pages/execution/repair/data-edit.ts';
import { marksOf, planOverlay } from '../../../../console/src/pages/execution/repair/plan-overlay.ts';
import { definitionOf } from '../../../../console/src/pages/execution/shown-execution.ts';
import { goOnView } from '../../../../src/api/views/go-on-view.ts';
import { failing, Run } from '../../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../../src/trace/append.ts';
import { planOf, redriven, type Wanted } from '../../../helpers/redriven-run.ts';
import { renderedHistory } from '../../../helpers/rendered-history.ts';

const FLOW = `version: v1
type: flow
steps:
  - {type: pass, name: prepare}
  - type: parallel
    name: both
    branches:
      - steps: [{type: pass, name: left}]
      - steps:
          - {type: task, name: right, resourceArn: acs:fc:::services/s/functions/f}
          - {type: pass, name: after}
  - type: choice
    name: decide
    choices:
      - condition: $.ok == "yes"
        steps: [{type: pass, name: praise}]
    default: {goto: finish}
  - {type: pass, name: skipped}
  - {type: succeed, name: finish}
`;

const definition = definitionOf(FLOW);
if (definition === undefined) throw new Error('the flow does not parse');

function failedRun(): Run {
  return new Run(FLOW, { task: () => failing('Broken') }).toEnd();
}

function planned(wanted: Wanted = {}) {
  const run = failedRun();
  const plan = planOf(run, wanted);
  if ('refused' in plan) throw new Error(plan.refused);
  const model = appendEvents(NO_EVENTS, renderedHistory(run));
  return { model, definition: definition as NonNullable<typeof definition>, plan: goOnView(plan, true) };
}

/** The mark of each step that has one. */
function marks(wanted?: Wanted): Readonly<Record<string, string>> {
  const found = marksOf(planned(wanted));
  const places = [...(definition?.places.nodes ?? [])];
  return Object.fromEntries(
    [...found].map(([node, { mark }]) => {
      const place = places.find(([, id]) => id === node)?.[0];
      return [definition?.places.steps.get(place ?? '')?.name, mark];
    }),
  );
}

describe('a dry run on the graph', () => {
  test('marks what is kept, what runs again, and what lies ahead', () => {
    expect(marks()).toEqual({
      prepare: 'kept',
      left: 'kept',
      right: 'again',
      after: 'new',
      decide: 'new',
      praise: 'new',
      skipped: 'new',
      finish: 'new',
    });
  });

  test('marks all of a list that is entered anew', () => {
    expect(marks({ fromStep: 'prepare' })).toMatchObject({
      prepare: 'again',
      both: 'again',
      left: 'again',
      right: 'again',
    });
  });

  test('stands in place of how steps stood, and leaves the choice of an iteration', () => {
    const shown = {
      steps: { '1': { status: 'failed' as const, control: 'picker' } },
      taken: new Set<string>(),
    };
    const { steps } = planOverlay(shown, planned());
    expect(steps['1']).toEqual({ status: 'kept', count: 1, control: 'picker' });
  });
});

test('an edit becomes a patch of what is new or different; what is removed is named', () => {
  expect(dataEdit('{"a":1,"b":{"c":2},"d":3}', '{"a": 1, "b": {"c": 4}, "e": null}')).toEqual({
    patch: { b: { c: 4 }, e: null },
    removed: ['d'],
  });
  expect(dataEdit('{}', '[1]')).toBeUndefined();
  expect(dataEdit('{}', '{')).toBeUndefined();
});

test('an execution that went on keeps the attempts before', () => {
  const run = redriven(redriven(failedRun()));
  const { earlier, begunBy, status, failure } = appendEvents(NO_EVENTS, renderedHistory(run));
  expect(status).toBe('Failed');
  expect(failure?.error).toBe('Broken');
  expect(earlier).toMatchObject([
    { begunBy: 1, status: 'Failed', failure: { error: 'Broken' } },
    { status: 'Failed', failure: { error: 'Broken' } },
  ]);
  expect(earlier[1]?.begunBy).toBeLessThan(begunBy);
});
