import type { EventId, Undone } from '../event.ts';
import { opened } from '../fan-out.ts';
import { inPhase } from '../frames.ts';
import { type Frame, frameOf, type Phase, type Results } from '../state.ts';
import type { Point } from './chosen-point.ts';
import { type FrameTable, replaceSubtree, subtree, tableOf } from './frame-table.ts';
import type { Timeline } from './timeline.ts';

/**
 * Takes one list back to a point, and nothing beside it: what finished meanwhile in other lists stays finished.
 *
 * A list that has ended by now is opened again in the step around it, as that step was last; what came after that step
 * is taken back with it, and so on outwards.
 *
 * @returns what was taken back.
 */
export function rewind(timeline: Timeline, table: FrameTable, { list, after }: Point): readonly Undone[] {
  return place(timeline, table, [list], after);
}

/** Puts lists, the first of them around the others, in the place of the one of that id. */
function place(
  timeline: Timeline,
  table: FrameTable,
  lists: readonly [Frame, ...Frame[]],
  after: EventId,
): readonly Undone[] {
  const [{ id, parent, index }] = lists;
  const undone = [{ frame: id, after }];
  if (parent === undefined || table.has(id)) {
    replaceSubtree(table, id, lists);
    return undone;
  }
  const entry = frameOf(timeline.stateAfter(after), parent).active?.entry;
  const last = timeline.newest(parent, (outer) => {
    const kind = outer?.active?.phase.kind;
    return outer?.active?.entry === entry && (kind === 'fanning' || kind === 'choosing');
  });
  const around = tableOf(timeline.stateAfter(last));
  const step = around.get(parent) as Frame;
  around.set(parent, index === undefined ? step : withOpen(step, id, index));
  replaceSubtree(around, id, lists);
  const outer = subtree(around, parent) as readonly [Frame, ...Frame[]];
  return [...undone, ...place(timeline, table, outer, last)];
}

/** The step of a list with one of its branches or iterations open again. */
function withOpen(step: Frame, id: EventId, index: number): Frame {
  const phase = step.active?.phase as Extract<Phase, { kind: 'fanning' }>;
  if (phase.open.includes(id)) return step;
  const again = { ...opened(phase, id), next: phase.next, results: without(phase.results, index) };
  return inPhase(step, again, step.lastEvent);
}

function without(results: Results | undefined, index: number): Results | undefined {
  const others: Results[] = [];
  for (let at = results; at !== undefined; at = at.rest) if (at.index !== index) others.push(at);
  return others.reduceRight<Results | undefined>((rest, result) => ({ ...result, rest }), undefined);
}
