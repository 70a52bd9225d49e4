import type { ReactNode } from 'react';

/** How a step stands in what is shown over a graph; in a plan, whether it stays, runs again, or for the first time. */
export type StepStatus =
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'caught'
  | 'stopped'
  | 'kept'
  | 'again'
  | 'new';

/** The progress of an execution at a step of the graph. */
export interface StepOverlay {
  /** Absent for a step that was not reached. */
  readonly status?: StepStatus;
  /** How often it was entered; shown from 2 on. */
  readonly count?: number;
  /** A few words for screen readers and the tooltip, such as a duration. */
  readonly note?: string;
  /** Stands in the heading of a container: which iteration to look at. */
  readonly control?: ReactNode;
}

/** The progress of an execution in a graph, by the ids of its nodes (`src/graph/flow-graph.ts`). */
export interface GraphOverlay {
  readonly steps: Readonly<Record<string, StepOverlay>>;
  /** The ways that were taken, each as {@link wayKey}. */
  readonly taken: ReadonlySet<string>;
}

/** Names a way between two nodes. */
export function wayKey(from: string, to: string): string {
  return `${from}>${to}`;
}
