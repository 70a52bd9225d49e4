import { readFileSync } from 'node:fs';
import { readExamples } from '../../examples/runner/example.ts';
import type { EventView } from '../../src/api/contract.ts';

/** A history that the tests of the examples recorded, with the definition that it ran. */
export interface RecordedHistory {
  readonly title: string;
  readonly definition: string;
  readonly events: readonly EventView[];
}

/** Recorded histories have no times: their events follow each other by a second. */
const NOON = Date.UTC(2026, 0, 5, 12);

/** The recorded history of every case of every example. */
export function recordedHistories(): readonly RecordedHistory[] {
  return readExamples().flatMap(({ name, folder, flows, cases }) => {
    const recorded: Readonly<Record<string, readonly Omit<EventView, 'Time'>[]>> = JSON.parse(
      readFileSync(new URL('history.json', folder), 'utf8'),
    );
    return cases.map((example) => ({
      title: `${name}: ${example.name}`,
      definition: flows[example.flowName] ?? '',
      events: (recorded[example.name] ?? []).map((event) => ({
        ...event,
        EventDetail: JSON.stringify(event.EventDetail),
        Time: new Date(NOON + event.EventId * 1000).toISOString(),
      })),
    }));
  });
}
