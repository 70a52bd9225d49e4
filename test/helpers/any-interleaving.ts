/** An event of a history in the form in which histories are recorded. */
export interface RecordedEvent {
  readonly Type: string;
  readonly EventId: number;
  readonly ScheduleEventId: number;
}

/** Branches that run side by side may take turns in any way: only what happens counts, not in which order. */
export function inAnyInterleaving(events: readonly RecordedEvent[]): readonly unknown[] {
  if (!events.some(({ Type }) => Type === 'BranchEntered' || Type === 'IterationEntered')) return events;
  return events.map(({ EventId: _, ScheduleEventId: __, ...event }) => JSON.stringify(event)).toSorted();
}
