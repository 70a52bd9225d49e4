import { printCondition } from '../expressions/print-condition.ts';
import type { Flow, Step } from '../flow/flow.ts';
import { decidingPolicy } from '../interpreter/retry.ts';
import type { ExecutionModel, StepRun } from './model.ts';
import { type Places, placesOf } from './places.ts';
import { optionTaken } from './trace.ts';

/** Something of a flow that executions may or may not do. */
export interface CoverageItem {
  readonly kind: 'step' | 'option' | 'catch' | 'retry';
  /** Where its step stands in the definition. */
  readonly place: string;
  readonly stepName: string;
  /** Position among the options, catches or retries of its step; the default of a choice comes behind its options. */
  readonly index: number;
  /** The condition of an option, the errors of a policy; empty for a step. */
  readonly label: string;
  /** How often it was done. */
  readonly taken: number;
}

/** Counts how much of what a flow can do its executions have done. */
export class FlowCoverage {
  readonly flow: Flow;
  readonly places: Places;
  readonly #taken = new Map<string, number>();
  readonly #succeeded = new Map<string, number>();
  readonly #items: readonly CoverageItem[];
  #executions = 0;

  constructor(flow: Flow) {
    this.flow = flow;
    this.places = placesOf(flow);
    this.#items = [...this.places.steps].flatMap(([place, step]) => itemsOf(place, step));
  }

  /** Executions so far. */
  get executions(): number {
    return this.#executions;
  }

  /** Everything that the flow can do, in the order of the definition. */
  get items(): readonly CoverageItem[] {
    return this.#items.map((item) => ({ ...item, taken: this.#taken.get(keyOf(item)) ?? 0 }));
  }

  /** How often a step has ended by itself, without an error. */
  succeeded(place: string): number {
    return this.#succeeded.get(place) ?? 0;
  }

  /** Counts what one execution has done. */
  add(model: ExecutionModel): void {
    this.#executions += 1;
    for (const run of model.runs.values()) {
      const step = this.places.steps.get(run.place);
      if (step === undefined) continue;
      this.#take({ kind: 'step', place: run.place, index: 0 });
      for (const [kind, index] of takenBy(step, run, model)) this.#take({ kind, place: run.place, index });
      if (run.status === 'succeeded') this.#succeeded.set(run.place, this.succeeded(run.place) + 1);
    }
  }

  #take(item: Pick<CoverageItem, 'kind' | 'place' | 'index'>): void {
    const key = keyOf(item);
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
  }
}

function itemsOf(place: string, step: Step): readonly CoverageItem[] {
  const item = (kind: CoverageItem['kind'], index: number, label: string): CoverageItem => {
    return { kind, place, stepName: step.name, index, label, taken: 0 };
  };
  const own = item('step', 0, '');
  switch (step.type) {
    case 'choice': {
      const labels = [...step.choices.map(({ condition }) => printCondition(condition)), 'otherwise'];
      return [own, ...labels.map((label, index) => item('option', index, label))];
    }
    case 'task':
      return [
        own,
        ...step.retry.map(({ errors }, index) => item('retry', index, errors.join(', '))),
        ...step.catch.map(({ errors }, index) => item('catch', index, errors.join(', '))),
      ];
    default:
      return [own];
  }
}

function takenBy(
  step: Step,
  run: StepRun,
  model: ExecutionModel,
): readonly (readonly [CoverageItem['kind'], number])[] {
  if (step.type === 'choice') {
    const option = optionTaken(step, model, run);
    return option === undefined ? [] : [['option', option]];
  }
  if (step.type !== 'task') return [];
  const retried = run.attempts
    .slice(0, -1)
    .map(({ error = '' }) => ['retry', decidingPolicy(step.retry, error)] as const);
  if (run.status !== 'caught') return retried;
  return [...retried, ['catch', decidingPolicy(step.catch, run.error ?? '')]];
}

function keyOf({ kind, place, index }: Pick<CoverageItem, 'kind' | 'place' | 'index'>): string {
  return `${kind} ${index} ${place}`;
}
