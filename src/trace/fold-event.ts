import type { EventView } from '../api/contract.ts';
import { type Draft, own, putFrame } from './draft.ts';
import { endExecution } from './fold-end.ts';
import { closeInner, openInner } from './fold-frame.ts';
import { resumeExecution } from './fold-resumed.ts';
import { enterStep, exitStep, failStep, startStep, succeedStep } from './fold-step.ts';
import { foldTaskEvent } from './fold-task.ts';
import { FLOW_FRAME } from './model.ts';

const FOLDS: ReadonlyMap<string, (draft: Draft, event: EventView) => void> = new Map([
  ['ExecutionStarted', startExecution],
  ['ExecutionSucceeded', endExecution],
  ['ExecutionFailed', endExecution],
  ['ExecutionStopped', endExecution],
  ['ExecutionTimedOut', endExecution],
  ['ExecutionRedriven', resumeExecution],
  ['ExecutionForked', resumeExecution],
  ['StepEntered', enterStep],
  ['StepStarted', startStep],
  ['StepSucceeded', succeedStep],
  ['StepExited', exitStep],
  ['StepFailed', failStep],
  ['BranchEntered', openInner],
  ['IterationEntered', openInner],
  ['BranchExited', closeInner],
  ['IterationExited', closeInner],
]);

/** Takes one event into the draft; an event that fits nowhere changes nothing. */
export function foldEvent(draft: Draft, event: EventView): void {
  const fold = FOLDS.get(event.Type) ?? foldTaskEvent;
  fold(draft, event);
}

function startExecution(draft: Draft, event: EventView): void {
  if (event.EventId !== FLOW_FRAME) return;
  const at = Date.parse(event.Time);
  draft.status = 'Running';
  draft.startedAt = at;
  const flow = { id: FLOW_FRAME, kind: 'flow', place: '', status: 'open', openedAt: at } as const;
  own(draft, event, putFrame(draft, flow));
}
