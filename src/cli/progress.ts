import type { EventView, ExecutionStatus } from '../api/contract.ts';
import { type Draft, foldEvent } from './progress-fold.ts';

/** What an open step is doing. Instants are milliseconds since 1970. */
export type Activity =
  | { readonly kind: 'running' }
  | { readonly kind: 'calling' }
  /** The call was handed over; somebody outside has to report. */
  | { readonly kind: 'submitted' }
  /** An attempt failed and the step has not ended: it is tried again. */
  | { readonly kind: 'failed'; readonly error: string; readonly since: number }
  | { readonly kind: 'resting'; readonly until: number };

/** A step, branch or iteration that was entered and not left. */
export interface OpenNode {
  /** The event that opened it. */
  readonly id: number;
  /** The node it was opened in; undefined for steps of the flow's own list. */
  readonly parent: number | undefined;
  readonly kind: 'step' | 'branch' | 'iteration';
  /** The step's name; a branch or iteration has that of its step. */
  readonly name: string;
  /** Position of a branch or iteration, from 0. */
  readonly index: number | undefined;
  readonly since: number;
  readonly activity: Activity;
  /** What a task calls, empty for other steps. */
  readonly target: string;
  /** Names of the errors of failed attempts, in order. */
  readonly failures: readonly string[];
  /** The step's mapped input, as far as its events told. */
  readonly input: unknown;
  /** Branches or iterations that were entered, and how many of them have ended. */
  readonly entered: number;
  readonly exited: number;
}

/** A step that has ended; `caught` when it failed and the flow went on at its catch. */
export interface EndedStep {
  readonly name: string;
  /** True for a step of the flow's own list. */
  readonly isTopLevel: boolean;
  readonly ending: 'exited' | 'caught' | 'failed';
  readonly error: string | undefined;
  readonly tookMilliseconds: number;
}

/** What a history says about its execution: the fold of its events. */
export interface Progress {
  readonly lastEventId: number;
  readonly status: ExecutionStatus;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Everything open by its id, in order of opening: parents before children. */
  readonly open: ReadonlyMap<number, OpenNode>;
  /** Steps that the events of the last call ended, in order. */
  readonly justEnded: readonly EndedStep[];
  readonly stepsEnded: number;
  /** Which node goes on after an event; after a closing event that is the node around the closed one. */
  readonly owners: ReadonlyMap<number, number | undefined>;
}

/** An execution of which no event is known. */
export const NO_PROGRESS: Progress = {
  lastEventId: 0,
  status: 'Starting',
  startedAt: undefined,
  endedAt: undefined,
  open: new Map(),
  justEnded: [],
  stepsEnded: 0,
  owners: new Map(),
};

const END_STATUS: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'Succeeded',
  ExecutionFailed: 'Failed',
  ExecutionStopped: 'Stopped',
  ExecutionTimedOut: 'TimedOut',
};

/** The progress after `events`, which follow those folded before; events seen before are skipped. */
export function advance(progress: Progress, events: readonly EventView[]): Progress {
  const fresh = events.filter((event) => event.EventId > progress.lastEventId);
  const [first] = fresh;
  const last = fresh.at(-1);
  if (first === undefined || last === undefined) return { ...progress, justEnded: [] };
  const draft: Draft = { open: new Map(progress.open), owners: new Map(progress.owners), ended: [] };
  for (const event of fresh) foldEvent(draft, event);
  const end = END_STATUS[last.Type];
  return {
    lastEventId: last.EventId,
    status: end ?? 'Running',
    startedAt: progress.startedAt ?? Date.parse(first.Time),
    endedAt: end === undefined ? undefined : Date.parse(last.Time),
    open: end === undefined ? draft.open : new Map(),
    justEnded: draft.ended,
    stepsEnded: progress.stepsEnded + draft.ended.length,
    owners: draft.owners,
  };
}
