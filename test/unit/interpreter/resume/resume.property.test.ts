import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromSnapshot, toSnapshot } from '../../../../src/interpreter/snapshot.ts';
import { hasEnded, initialState } from '../../../../src/interpreter/state.ts';
import { flowOf, Run } from '../../../../src/testing/run-flow.ts';
import { casesOf } from '../../../helpers/property-cases.ts';
import { planOf, timelineOf } from '../../../helpers/redriven-run.ts';

type Shape =
  | { readonly kind: 'task' | 'wait' | 'pass' }
  | { readonly kind: 'parallel'; readonly lists: readonly (readonly Shape[])[] }
  | { readonly kind: 'foreach' | 'choice'; readonly list: readonly Shape[] };

const { list } = fc.letrec<{ list: readonly Shape[]; shape: Shape }>((tie) => ({
  list: fc.array(tie('shape'), { minLength: 1, maxLength: 3, depthIdentifier: 'nesting' }),
  shape: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'nesting' },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('task', 'task', 'wait', 'pass') }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('parallel'),
        lists: fc.array(tie('list'), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('foreach', 'choice'), list: tie('list') }) },
  ) as fc.Arbitrary<Shape>,
}));

/** A flow of such steps; what its tasks answer reaches the output. */
function definitionOf(shapes: readonly Shape[]): string {
  let count = 0;
  const steps = (list: readonly Shape[]): object[] => list.map(step);
  const step = (shape: Shape): object => {
    const name = `${shape.kind}${count++}`;
    switch (shape.kind) {
      case 'task':
        return { type: 'task', name, resourceArn: 'acs:fc:::services/s/functions/f' };
      case 'wait':
        return { type: 'wait', name, duration: 10 };
      case 'pass':
        return { type: 'pass', name, outputMappings: [{ target: name, source: 1 }] };
      case 'parallel':
        return {
          type: 'parallel',
          name,
          branches: shape.lists.map((branch) => ({ steps: steps(branch) })),
          outputMappings: [{ target: name, source: '$local[*]' }],
        };
      case 'foreach':
        return {
          type: 'foreach',
          name,
          iterationMapping: { collection: '$.items', item: 'item' },
          steps: steps(shape.list),
          outputMappings: [{ target: name, source: '$local[*]' }],
        };
      default:
        return { type: 'choice', name, choices: [{ condition: 'true', steps: steps(shape.list) }] };
    }
  };
  return JSON.stringify({ version: 'v1', type: 'flow', steps: steps(shapes) });
}

/** Answers the calls in an order, with failures and stops, that `next` draws; what is refused then ends the run for good. */
class Played {
  readonly run: Run;
  /** Results that were taken, by the step's name and its iteration. */
  readonly results: string[] = [];
  readonly #next: (most: number) => number;
  readonly #open: Run['calls'] = [];
  #seen = 0;

  constructor(definition: string, next: (most: number) => number) {
    this.#next = next;
    this.run = new Run(definition, { input: { items: [1, 2] }, task: () => undefined }).toEnd();
  }

  toEnd(troubles: number): this {
    for (let left = troubles; !hasEnded(this.run.state); ) {
      this.#open.push(...this.run.calls.slice(this.#seen));
      this.#seen = this.run.calls.length;
      const isTrouble = left > 0 && this.#next(4) === 0;
      if (isTrouble) left--;
      if (isTrouble && this.#next(3) === 0) {
        this.run.give({ type: 'Stop', failure: { error: 'Stopped', cause: '' } });
        return this;
      }
      const [call] = this.#open.splice(this.#next(this.#open.length), 1);
      if (call === undefined) throw new Error('nobody is waited for');
      const failure = { error: 'Broken', cause: '' };
      const key = `${call.stepName} ${call.input['item'] ?? ''}`;
      const output = JSON.stringify({ [call.stepName]: key });
      const { task } = call;
      const { events } = this.run.give(
        isTrouble ? { type: 'FailTask', task, failure } : { type: 'CompleteTask', task, output },
      );
      if (!isTrouble && events.length > 0) this.results.push(key);
      this.run.onToEnd();
    }
    return this;
  }

  redrive(): void {
    const plan = planOf(this.run);
    if ('refused' in plan) throw new Error(plan.refused);
    this.run.resume(plan.event).onToEnd();
  }
}

const played = fc.record({
  shapes: list,
  draws: fc.array(fc.nat(999), { minLength: 5, maxLength: 40 }),
  ends: fc.integer({ min: 1, max: 4 }),
});

test('a run that ends and is redriven has each result once, and the output of a calm run', () => {
  fc.assert(
    fc.property(played, ({ shapes, draws, ends }) => {
      const definition = definitionOf(shapes);
      const calm = new Played(definition, () => 0).toEnd(0);
      let drawn = 0;
      const next = (most: number) => (most === 0 ? 0 : (draws[drawn++ % draws.length] ?? 0) % most);
      const troubled = new Played(definition, next).toEnd(1);
      for (let end = 0; end < ends && troubled.run.state.status !== 'Succeeded'; end++) {
        troubled.redrive();
        troubled.toEnd(end === ends - 1 ? 0 : 1);
      }
      expect(troubled.run.output).toEqual(calm.run.output);
      expect(troubled.results.toSorted()).toEqual(calm.results.toSorted());
    }),
    { numRuns: casesOf(300) },
  );
});

test('a redriven run goes on from any step that it has entered, and folds to the same from its log and from snapshots', () => {
  fc.assert(
    fc.property(played, fc.nat(999), ({ shapes, draws }, chosen) => {
      const definition = definitionOf(shapes);
      const calm = new Played(definition, () => 0).toEnd(0);
      let drawn = 0;
      const next = (most: number) => (most === 0 ? 0 : (draws[drawn++ % draws.length] ?? 0) % most);
      const troubled = new Played(definition, next).toEnd(1);
      const { run } = troubled;
      const versions = new Map([[1, flowOf(definition)]]);
      for (const turn of [0, 1]) {
        run.state = { ...run.state, versions };
        const entered = run.steps.flatMap(({ events }) => events);
        const ids = entered.flatMap(({ type }, index) => (type === 'StepEntered' ? [index + 1] : []));
        const fromEventId = ids[(chosen + turn) % Math.max(1, ids.length)] ?? 1;
        const plan = planOf(run, { fromEventId });
        if ('refused' in plan) return;
        const keptKeys = plan.kept.map(({ id }) => id);
        run.resume(plan.event).onToEnd();
        const timeline = timelineOf(run, versions);
        expect(timeline.entries.map(({ id }) => id)).toEqual(expect.arrayContaining(keptKeys));
        const { last } = timeline;
        expect({ ...last, frames: last.frames.values() }).toEqual({
          ...run.state,
          frames: run.state.frames.values(),
        });
        if (!hasEnded(last)) {
          const stored = JSON.parse(JSON.stringify(toSnapshot(last)));
          const read = fromSnapshot(initialState(last.flow, last.facts, versions), stored);
          expect({ ...read, frames: read.frames.values() }).toEqual({
            ...last,
            frames: last.frames.values(),
          });
        }
        troubled.toEnd(0);
        expect(run.output).toEqual(calm.run.output);
      }
    }),
    { numRuns: casesOf(300) },
  );
});
