import type { OpenTaskView } from '../../../../src/api/contract.ts';

/** The choice of the tasks that are shown, as the address of the page says. */
export interface TaskFilter {
  readonly flow: string | null;
  /** Both are there for one task. */
  readonly execution: string | null;
  readonly step: string | null;
  /** Seconds for which a task has waited at least; 0 for all. */
  readonly age: number;
}

/** The ages to choose from, in seconds: an hour, a day, a week. */
export const AGES = [3_600, 86_400, 604_800] as const;

/** Reads the filter in an address. */
export function readFilter(search: URLSearchParams): TaskFilter {
  const age = Number(search.get('age'));
  return {
    flow: search.get('flow'),
    execution: search.get('execution'),
    step: search.get('step'),
    age: AGES.find((known) => known === age) ?? 0,
  };
}

/** The address, below that of the console, that shows one task and nothing else. */
export function addressOf(task: Pick<OpenTaskView, 'FlowName' | 'ExecutionName' | 'StepEventId'>): string {
  const { FlowName: flow, ExecutionName: execution, StepEventId } = task;
  return `/tokens?${new URLSearchParams({ flow, execution, step: String(StepEventId) })}`;
}
