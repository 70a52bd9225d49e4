import type { EventView } from '../api/contract.ts';
import { readDetail, restsUntil } from '../history/event-detail.ts';
import type { EndedStep, OpenNode } from './progress.ts';

/** The part of a progress that a batch of events builds up. */
export interface Draft {
  readonly open: Map<number, OpenNode>;
  readonly owners: Map<number, number | undefined>;
  readonly ended: EndedStep[];
}

/** Takes one event into the draft; an event that fits nowhere changes nothing. */
export function foldEvent(draft: Draft, event: EventView): void {
  switch (event.Type) {
    case 'ExecutionStarted':
      draft.owners.set(event.EventId, undefined);
      return;
    case 'StepEntered':
      open(draft, event, { kind: 'step', parent: nearest(draft, event)?.id });
      return;
    case 'BranchEntered':
      openFrame(draft, event, 'branch');
      return;
    case 'IterationEntered':
      openFrame(draft, event, 'iteration');
      return;
    case 'BranchExited':
      closeFrame(draft, event, 'branch');
      return;
    case 'IterationExited':
      closeFrame(draft, event, 'iteration');
      return;
    default:
      foldStepEvent(draft, event);
  }
}

function open(
  draft: Draft,
  event: EventView,
  place: Pick<OpenNode, 'kind' | 'parent'>,
  index?: number,
): void {
  draft.owners.set(event.EventId, event.EventId);
  draft.open.set(event.EventId, {
    ...place,
    id: event.EventId,
    name: event.StepName,
    index,
    since: Date.parse(event.Time),
    activity: { kind: 'running' },
    target: '',
    failures: [],
    input: undefined,
    entered: 0,
    exited: 0,
  });
}

function openFrame(draft: Draft, event: EventView, kind: 'branch' | 'iteration'): void {
  const step = nearest(draft, event, 'step');
  if (step !== undefined) draft.open.set(step.id, { ...step, entered: step.entered + 1 });
  open(draft, event, { kind, parent: step?.id }, readDetail(event.EventDetail).index);
}

function closeFrame(draft: Draft, event: EventView, kind: 'branch' | 'iteration'): void {
  const frame = nearest(draft, event, kind);
  if (frame === undefined) return;
  close(draft, frame, event);
  const step = frame.parent === undefined ? undefined : draft.open.get(frame.parent);
  if (step !== undefined) draft.open.set(step.id, { ...step, exited: step.exited + 1 });
}

function foldStepEvent(draft: Draft, event: EventView): void {
  const step = nearest(draft, event, 'step');
  if (step === undefined) return;
  if (event.Type !== 'StepExited' && event.Type !== 'StepFailed') {
    draft.owners.set(event.EventId, step.id);
    draft.open.set(step.id, { ...step, ...changes(step, event) });
    return;
  }
  close(draft, step, event);
  const { error } = readDetail(event.EventDetail);
  draft.ended.push({
    name: step.name,
    isTopLevel: step.parent === undefined,
    ending: event.Type === 'StepFailed' ? 'failed' : error === undefined ? 'exited' : 'caught',
    error,
    tookMilliseconds: Date.parse(event.Time) - step.since,
  });
}

function changes(step: OpenNode, event: EventView): Partial<OpenNode> {
  const detail = readDetail(event.EventDetail);
  const at = Date.parse(event.Time);
  switch (event.Type) {
    case 'StepStarted': {
      const until = restsUntil(detail, at);
      const activity = until === undefined ? step.activity : { kind: 'resting' as const, until };
      return { input: detail.input, activity };
    }
    case 'TaskScheduled':
      return { input: detail.input, target: detail.resourceArn ?? '', activity: { kind: 'calling' } };
    case 'TaskSubmitted':
      return { activity: { kind: 'submitted' } };
    case 'TaskFailed':
    case 'TaskSubmitFailed':
    case 'TaskTimedOut': {
      const error = detail.error ?? event.Type;
      return { failures: [...step.failures, error], activity: { kind: 'failed', error, since: at } };
    }
    default:
      return {};
  }
}

/** The node that the event's cause belongs to, or the first one around it of a kind; undefined when it is not open. */
function nearest(draft: Draft, event: EventView, kind?: OpenNode['kind']): OpenNode | undefined {
  let id = draft.owners.get(event.ScheduleEventId);
  while (id !== undefined) {
    const node = draft.open.get(id);
    if (node === undefined || kind === undefined || node.kind === kind) return node;
    id = node.parent;
  }
  return undefined;
}

/** Closes a node and everything open in it: cancelled branches have no closing event of their own. */
function close(draft: Draft, node: OpenNode, event: EventView): void {
  draft.owners.set(event.EventId, node.parent);
  draft.open.delete(node.id);
  // Children are opened after their parents, so one pass in order of opening reaches all of them.
  for (const { id, parent } of draft.open.values()) {
    if (parent !== undefined && !draft.open.has(parent)) draft.open.delete(id);
  }
}
