import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasEnded } from '../../../src/interpreter/state.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import type { ExecutionModel } from '../../../src/trace/model.ts';
import { isOpen } from '../../../src/trace/run-status.ts';
import { casesOf } from '../../helpers/property-cases.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';
import { playedRun, resumedRun } from '../../helpers/run-arbitrary.ts';

function openRuns(model: ExecutionModel) {
  return model.runs.values().filter(isOpen);
}

describe('the model of any history', () => {
  test('has open what the interpreter has open, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(playedRun, resumedRun), (played) => {
        const model = appendEvents(NO_EVENTS, renderedHistory(played));
        const frames = played.state.frames.values();
        const entries = frames.flatMap(({ active }) => active?.entry ?? []).toSorted((a, b) => a - b);
        expect(openRuns(model).map(({ id }) => id)).toEqual(entries);
        expect(model.openRuns).toBe(entries.length);
        expect(model.frames.values().filter(({ status }) => status === 'open').length).toBe(frames.length);
        expect(model.status).toBe(played.state.status);
        expect(model.endedAt !== undefined).toBe(hasEnded(played.state));
        expect(model.failure?.error).toBe(played.failure?.error);
      }),
    );
  });

  test('counts each run of each step once, whatever became of it', () => {
    fc.assert(
      fc.property(fc.oneof(playedRun, resumedRun), (played) => {
        const history = renderedHistory(played);
        const model = appendEvents(NO_EVENTS, history);
        const entered = history.filter(({ Type }) => Type === 'StepEntered');
        expect(model.runs.size).toBe(entered.length);
        for (const [place, totals] of model.totals) {
          const { open, succeeded, caught, failed, abandoned } = totals;
          expect(open + succeeded + caught + failed + abandoned).toBe(totals.entered);
          const runs = model.runs.values().filter((other) => other.place === place);
          expect(runs.map(({ ordinal }) => ordinal)).toEqual(runs.map((_, index) => index + 1));
        }
      }),
    );
  });

  test('does not depend on how the history is cut into pages', () => {
    fc.assert(
      fc.property(playedRun, fc.array(fc.nat(40), { maxLength: 8 }), (played, pages) => {
        const history = renderedHistory(played);
        let paged = NO_EVENTS;
        let from = 0;
        for (const size of pages) {
          const before = structuredClone(paged.runs.values());
          const next = appendEvents(paged, history.slice(Math.max(0, from - 2), from + size));
          expect(paged.runs.values()).toEqual(before);
          paged = next;
          from += size;
        }
        expect(appendEvents(paged, history.slice(from))).toEqual(appendEvents(NO_EVENTS, history));
      }),
    );
  });
});

test('no sequence of events, however wrong, breaks the fold', () => {
  const type = fc.constantFrom(
    ...['ExecutionStarted', 'ExecutionFailed', 'StepEntered', 'StepStarted', 'StepSucceeded', 'StepExited'],
    ...['StepFailed', 'BranchEntered', 'BranchExited', 'IterationEntered', 'IterationExited', 'Unknown'],
    ...['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskFailed', 'TaskSucceeded'],
  );
  const detail = fc.oneof(
    fc.constantFrom('{', '[]', '{"index":2}', '{"duration":3}', '{"error":"E"}'),
    fc.json(),
  );
  const line = fc.record({ Type: type, StepName: fc.constantFrom('a', 'b'), cause: fc.nat(9), detail });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const events = lines.map(({ Type, StepName, cause, detail: EventDetail }, i) => {
        const EventId = i + 2;
        return { EventId, ScheduleEventId: cause, StepName, Type, EventDetail, Time: '2026-01-05T12:00:00Z' };
      });
      const started = { EventId: 1, ScheduleEventId: 0, StepName: '', Type: 'ExecutionStarted' };
      const time = '2026-01-05T12:00:00Z';
      const model = appendEvents(NO_EVENTS, [{ ...started, EventDetail: '{}', Time: time }, ...events]);
      expect(openRuns(model).length).toBe(model.openRuns);
    }),
    { numRuns: casesOf(1000) },
  );
});
