import type { Context } from '../../../fdl/read/context.ts';
import { listWords, quote } from '../../../fdl/read/words.ts';
import type { Field } from '../../../fdl/yaml/node.ts';
import type { TaskStep } from '../../../flow/flow.ts';
import { allSteps } from '../../../flow/inner-lists.ts';
import type { TestedFlow } from '../test-case.ts';

/** The names by which a test file may speak of the steps of its flows. */
export class StepNames {
  /** Of the flow under test, its inner lists included. */
  readonly steps: ReadonlySet<string>;
  /** Tasks of all flows by their names and by what they call. */
  readonly tasks: ReadonlyMap<string, readonly TaskStep[]>;

  constructor(flows: readonly TestedFlow[]) {
    const [main] = flows;
    this.steps = new Set(main === undefined ? [] : allSteps(main.flow.steps).map(({ name }) => name));
    const tasks = flows.flatMap(({ flow }) => allSteps(flow.steps)).filter((step) => step.type === 'task');
    const named = tasks.flatMap((task) => [
      [task.name, task] as const,
      [task.target.resourceArn, task] as const,
    ]);
    this.tasks = new Map(
      [...Map.groupBy(named, ([name]) => name)].map(([name, found]) => [name, found.map(([, task]) => task)]),
    );
  }

  /** Reports a name that stands for no task. */
  checkTask(name: string, field: Field, context: Context): void {
    if (this.tasks.size === 0 || this.tasks.has(name)) return;
    const steps = [...this.tasks.values()].flat().map((task) => task.name);
    refuse(name, 'task', [...new Set(steps)], field, context);
  }

  /** Reports a name that stands for no step of the flow under test. */
  checkStep(name: string, field: Field, context: Context): void {
    if (this.steps.size > 0 && !this.steps.has(name)) refuse(name, 'step', [...this.steps], field, context);
  }
}

function refuse(name: string, kind: string, known: readonly string[], field: Field, context: Context): void {
  const message = `${quote(name)} is no ${kind} of these flows; there are ${listWords(known)}.`;
  context.refuse('unknown-value', field, message + context.suggest(name, known));
}
