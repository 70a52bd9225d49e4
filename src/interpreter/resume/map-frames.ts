import type { Flow, Step, StepList } from '../../flow/flow.ts';
import type { EventId } from '../event.ts';
import { childrenOf } from '../frames.ts';
import { currentStep, type Frame } from '../state.ts';
import type { Refused } from './chosen-point.ts';
import { type FrameTable, outermostFirst } from './frame-table.ts';
import { type MappedStep, mapStep } from './map-step.ts';

/** Where a list stands in another version of the definition. */
interface MappedList {
  readonly steps: StepList;
  readonly index?: number | undefined;
}

/**
 * The same lists in a definition: each is found again by the names of its steps, branches and options by position and
 * content. What cannot be found is refused with the step's name and the reason.
 */
export function mapFrames(table: FrameTable, flow: Flow): FrameTable | Refused {
  const lists = new Map<EventId, MappedList>();
  const mapped: FrameTable = new Map();
  for (const frame of outermostFirst(table)) {
    const list = lists.get(frame.id) ?? { steps: flow.steps };
    const step = mapCurrent(frame, list.steps, (child) => table.get(child) as Frame);
    if ('refused' in step) return step;
    for (const [child, inner] of step.lists) lists.set(child, inner);
    const { active: _, ...idle } = frame;
    mapped.set(frame.id, {
      ...idle,
      steps: list.steps,
      position: step.position,
      ...(list.index !== undefined && { index: list.index }),
      ...(step.active !== undefined && { active: step.active }),
    });
  }
  return mapped;
}

function mapCurrent(
  frame: Frame,
  steps: StepList,
  frameOf: (id: EventId) => Frame,
): (MappedStep & { readonly position: number }) | Refused {
  const step = currentStep(frame);
  if (step === undefined) return { position: steps.length, lists: new Map() };
  const position = steps.findIndex(({ name }) => name === step.name);
  const found: Step | undefined = steps[position];
  if (found === undefined) return { refused: `Step ${step.name} is not there, or in another list` };
  const inside = childrenOf(frame).map(frameOf);
  const mapped = mapStep({ frame, step, found, steps, inside });
  return 'refused' in mapped ? mapped : { ...mapped, position };
}
