import type { EmptyResponse } from './common.ts';

/** Where an execution goes on, and with what. Nothing of it: just before what ended it, as it was. */
export interface GoOnRequest {
  readonly FlowName: string;
  readonly ExecutionName: string;
  /** The last entry of this step; its path where the name alone does not tell. */
  readonly FromStep?: string;
  /** The step entry that this event belongs to. */
  readonly FromEventId?: number;
  /** A published version, an alias, or `LATEST`, the newest definition; the one that it ran with when left out. */
  readonly Qualifier?: string;
  /** JSON object text, laid over the local of the list that goes on. */
  readonly Patch?: string;
  /** Only tells what would happen. */
  readonly DryRun?: boolean;
}

/** One entry of a step. */
export interface StepEntryView {
  readonly StepName: string;
  /** Names of the steps around it and its own, with the positions of options, branches and iterations between them. */
  readonly StepPath: string;
  /** The StepEntered event. */
  readonly StepEventId: number;
  /** How often its task was called so far; 0 for other steps. */
  readonly Calls: number;
}

/** The consequences of going on for the steps that were entered; of more than 500 entries the last ones are shown. */
export interface GoOnView {
  /** Path of the step that was chosen; empty where none was. */
  readonly FromStep: string;
  /** True for a plan that changed nothing. */
  readonly DryRun: boolean;
  /** Why it is not possible; only the response to a dry run has it. */
  readonly RefusedReason?: string;
  /** Steps that run again, and tasks among them that are called again. */
  readonly StepsAgain: readonly StepEntryView[];
  /** Steps whose results stay. */
  readonly StepsKept: readonly StepEntryView[];
  readonly StepsAgainCount: number;
  readonly StepsKeptCount: number;
  /** JSON object text, the local that a patch is laid over; only a dry run has it, and only if one list goes on. */
  readonly Local?: string;
}

/** How often an execution has gone on after an end. */
export interface RedriveView {
  readonly RedriveCount: number;
  /** When it last did; empty when it never has. */
  readonly RedriveTime: string;
  /** Why it cannot be redriven now; absent when it can. */
  readonly RedriveRefusedReason?: string;
}

/** Besides where it goes on, what the new execution is. */
export interface ForkExecutionRequest extends GoOnRequest {
  /** A UUID when left out. */
  readonly NewExecutionName?: string;
  /** JSON object text; that of the execution that is forked when left out. */
  readonly Input?: string;
}

export interface ForkExecutionResponse extends EmptyResponse, GoOnView {
  readonly FlowName: string;
  /** The execution that was forked. */
  readonly ExecutionName: string;
  /** Empty in the response to a dry run without one. */
  readonly NewExecutionName: string;
  /** The ExecutionForked event in the new execution; 0 when it was refused. */
  readonly EventId: number;
}

/** Where the log of an execution comes from, and which begin with its log; absent where there are none. */
export interface ForkView {
  readonly ForkedFrom?: {
    readonly FlowName: string;
    readonly ExecutionName: string;
    readonly EventId: number;
  };
  /** Names of executions of the same flow, at most 100. */
  readonly Forks?: readonly string[];
}

export interface RedriveExecutionResponse extends EmptyResponse, GoOnView {
  readonly FlowName: string;
  readonly ExecutionName: string;
  /** The ExecutionRedriven event; 0 when it was refused. */
  readonly EventId: number;
  readonly RedriveCount: number;
}
