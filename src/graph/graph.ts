import type { StepType } from '../flow/flow.ts';
import type { TargetIcon } from '../targets/target-kind.ts';

/** The kind of a node: a step, or a place in a list of steps. */
export type NodeKind = StepType | 'start' | 'end' | 'branch' | 'option';

/** How a step stands in an execution: the sum of its runs. */
export type ProgressState = 'unreached' | 'running' | 'succeeded' | 'caught' | 'failed' | 'abandoned';

/** The progress of a node in an execution. */
export interface NodeProgress {
  readonly state: ProgressState;
  /** The same in words, with counts; empty for a place. */
  readonly text: string;
}

/** A step, a place, or a container of a list of steps. Ids are unique in the whole graph. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The name of a step, the heading of a container; empty for a place. */
  readonly label: string;
  /** The work of a step in a few words; empty when its name says it all. */
  readonly detail: string;
  /** The sign of a task's target; absent for other steps and for places. */
  readonly icon?: TargetIcon;
  /** The content of a container: the steps of a list, or the branches of a parallel. */
  readonly inner?: Graph;
  /** Only where an execution is shown. */
  readonly progress?: NodeProgress;
}

/** Why one may go from a node to another: it is next, a jump, an option that holds, or a caught error. */
export type EdgeKind = 'next' | 'goto' | 'option' | 'catch';

/** A way from a node to a sibling. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** The condition or the errors; empty where the way needs none. */
  readonly label: string;
  /** How often it was gone; only where an execution is shown. */
  readonly taken?: number;
}

/** A flow, or a list of steps in it, as nodes and edges. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
