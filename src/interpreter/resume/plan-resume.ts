import type { JsonObject } from '../../common/json.ts';
import { PersistentTable } from '../../common/persistent-table.ts';
import type { Flow } from '../../flow/flow.ts';
import type { DecisionLimits } from '../decision.ts';
import type { EventId, ExecutionEvent, ResumedEvent, Undone } from '../event.ts';
import { excessAfter } from '../event-limits.ts';
import { flowInput } from '../evolve-execution.ts';
import { childrenOf, stepOf } from '../frames.ts';
import { toSnapshot } from '../snapshot.ts';
import { currentStep, type ExecutionState, type Frame, factsOfFork, type ParentTask } from '../state.ts';
import { type ChosenPoint, chosenPoint, type Point, type Refused } from './chosen-point.ts';
import { type FrameTable, outermostFirst } from './frame-table.ts';
import { mapFrames } from './map-frames.ts';
import { rewind } from './rewind.ts';
import { settle } from './settle.ts';
import type { StepEntry, Timeline } from './timeline.ts';
import { openLists } from './unfailed.ts';

/** How an execution is to go on. */
export interface ResumeRequest extends ChosenPoint {
  /** Whether the execution itself goes on, or another one in its place. */
  readonly type: ResumedEvent['type'];
  /** The definition to go on with, and its version. */
  readonly flow: Flow;
  readonly flowVersion: number;
  /** Laid over the local of the list that goes on. */
  readonly patch?: JsonObject;
  /** In place of the execution's input, where the flow's own list goes on. */
  readonly input?: JsonObject;
  /** A parent's task that waits for it from now on. */
  readonly awaitedBy?: ParentTask;
}

/** The consequences of going on, before anything is changed. */
export interface ResumePlan {
  readonly event: ResumedEvent;
  /** Entries that stay as they are. */
  readonly kept: readonly StepEntry[];
  /** Entries whose steps run again, as far as the way leads there again. */
  readonly again: readonly StepEntry[];
  /** The local that a patch is laid over; absent where several lists go on. */
  readonly local?: JsonObject;
}

/**
 * The state with which an execution goes on after its end, or a fork of it from any state: just before what ended it, or
 * from the chosen point. Pure; a refusal changes nothing.
 */
export function planResume(
  timeline: Timeline,
  request: ResumeRequest,
  limits: DecisionLimits,
): ResumePlan | Refused {
  const { last } = timeline;
  if (last.status === 'Starting') return { refused: 'It has not begun' };
  if (last.lastEventId + 2 >= limits.events) {
    return { refused: `It has ${last.lastEventId} events, and ${limits.events} are the most allowed` };
  }
  const chosen = chosenPoint(timeline, request) ?? pointOfExcess(timeline, limits);
  if (chosen !== undefined && 'refused' in chosen) return chosen;
  if (chosen === undefined && last.status === 'Succeeded') {
    return { refused: 'It has succeeded: choose a step to go on at' };
  }
  const { table, failed } = openLists(timeline);
  const undone: Undone[] = chosen === undefined ? [] : [...rewind(timeline, table, chosen)];
  const anew = settleAll(table, undone);
  const target = patchable(table, chosen?.list.id ?? failed);
  if (request.patch !== undefined) {
    if (target === undefined) return notOne(table);
    table.set(target.id, { ...target, local: { ...target.local, ...request.patch } });
  }
  const mapped = mapFrames(table, request.flow);
  if ('refused' in mapped) return inDefinition(mapped);
  if (request.input !== undefined) {
    const [root, ...inner] = outermostFirst(mapped) as readonly [Frame, ...Frame[]];
    if (inner.length > 0) return listsInside(root);
    const fork = { ...last, facts: factsOfFork(last.facts) };
    mapped.set(root.id, { ...root, input: flowInput(fork, request.flow, request.input) });
  }
  const entries = timeline.entries;
  const isAgain = ({ id, frame }: StepEntry) => anew.has(id) || timeline.isUndone(frame, id, undone);
  return {
    event: {
      type: request.type,
      restored: toSnapshot(restoredState(last, mapped, request)),
      undone,
      flowVersion: request.flowVersion,
      ...(chosen?.path !== undefined && { fromStep: chosen.path }),
      ...(request.patch !== undefined && { patch: request.patch }),
    },
    again: entries.filter(isAgain),
    kept: entries.filter(
      (entry) =>
        entry.leftBy !== undefined &&
        !isAgain(entry) &&
        !timeline.isUndone(entry.frame, entry.leftBy, undone),
    ),
    ...(target !== undefined && { local: target.local }),
  };
}

/** An execution whose data were too large goes on before the step that built them, as long as they still are. */
function pointOfExcess(timeline: Timeline, limits: DecisionLimits): Point | Refused | undefined {
  const { end, lastEventId } = timeline.last;
  if (end?.failure === undefined) return undefined;
  const before = lastEventId - 1;
  const event = timeline.event(before) as ExecutionEvent;
  const isExcess = excessAfter(event, timeline.stateAfter(before), limits) !== undefined;
  return isExcess ? chosenPoint(timeline, { fromEventId: before }) : undefined;
}

/** Settles every list. @returns the entries that run again in them */
function settleAll(table: FrameTable, undone: Undone[]): ReadonlySet<EventId> {
  const anew = new Set<EventId>();
  for (const list of [...table.values()]) {
    const { frame, again } = settle(list);
    table.set(frame.id, frame);
    if (again === undefined) continue;
    anew.add(again);
    if (frame.active === undefined) undone.push({ frame: frame.id, after: again - 1 });
  }
  return anew;
}

/** The list that a patch is for: the chosen or failed one, else the only one that goes on. */
function patchable(table: FrameTable, list: EventId | undefined): Frame | undefined {
  if (list !== undefined) return table.get(list);
  const going = goingOn(table);
  return going.length === 1 ? going[0] : undefined;
}

function notOne(table: FrameTable): Refused {
  const going = goingOn(table);
  const names = going.map((frame) => currentStep(frame)?.name).join(', ');
  return {
    refused: `A patch is for one list, and it goes on in ${going.length} (${names}); choose a step`,
  };
}

function goingOn(table: FrameTable): readonly Frame[] {
  return [...table.values()].filter(
    (frame) => childrenOf(frame).length === 0 && currentStep(frame) !== undefined,
  );
}

/** Lists inside a step were given something that follows from the input that they began with. */
function listsInside(root: Frame): Refused {
  const { name } = stepOf(root);
  return {
    refused: `Another input is for the flow's own list, and lists inside step ${name} are open; choose that step or an earlier one`,
  };
}

function inDefinition({ refused }: Refused): Refused {
  return { refused: `It cannot go on with that definition: ${refused}` };
}

function restoredState(
  last: ExecutionState,
  table: FrameTable,
  { type, flow, flowVersion, awaitedBy = last.awaitedBy }: ResumeRequest,
): ExecutionState {
  const { facts, versions, lastEventId, lastOwner, startedAt } = last;
  let frames = PersistentTable.empty<Frame>();
  for (const frame of table.values()) frames = frames.with(frame.id, frame);
  const state = { flow, facts, versions, status: 'Running', lastEventId, lastOwner, startedAt } as const;
  const own = {
    redrives: (last.redrives ?? 0) + 1,
    ...(awaitedBy !== undefined && { awaitedBy }),
  };
  return { ...state, flowVersion, frames, ...(type === 'ExecutionRedriven' && own) };
}
