import type { EventView } from '../../../../../src/api/contract.ts';
import type { ExecutionModel } from '../../../../../src/trace/model.ts';

/** Which events to show; an empty list or text lets all through. */
export interface EventFilter {
  readonly text: string;
  readonly types: readonly string[];
  readonly steps: readonly string[];
  /** Only the events about this step run. */
  readonly run: number | undefined;
}

/** The events that meet all conditions; upper and lower case are alike. */
export function filteredEvents(model: ExecutionModel, filter: EventFilter): readonly EventView[] {
  const text = filter.text.trim().toLowerCase();
  const { types, steps, run } = filter;
  return model.events.values().filter((event) => {
    if (types.length > 0 && !types.includes(event.Type)) return false;
    if (steps.length > 0 && !steps.includes(event.StepName)) return false;
    if (run !== undefined && model.owners.get(event.EventId)?.run !== run) return false;
    return text === '' || `${event.StepName}\n${event.EventDetail}`.toLowerCase().includes(text);
  });
}
