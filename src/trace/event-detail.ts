import { isJsonObject, type JsonObject } from '../common/json.ts';
import { jsonIn } from '../common/json-text.ts';

/** The parts of an event's detail by which an execution is followed; all are optional, types are checked. */
export interface EventDetail {
  readonly input: unknown;
  readonly output: unknown;
  readonly resourceArn: string | undefined;
  readonly pattern: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly goto: string | undefined;
  readonly index: number | undefined;
  /** Seconds that a wait step rests, or the instant it rests until. */
  readonly duration: number | undefined;
  readonly timestamp: string | undefined;
}

/** The members of a detail; a text that is no JSON object has none. */
export function parseDetail(text: string): JsonObject {
  const value = jsonIn(text);
  return isJsonObject(value) ? value : {};
}

/** Reads the JSON text of a detail; a text or member that is not as expected reads as absent. */
export function readDetail(text: string): EventDetail {
  const members = parseDetail(text);
  const string = (name: string) => (typeof members[name] === 'string' ? members[name] : undefined);
  const number = (name: string) => (typeof members[name] === 'number' ? members[name] : undefined);
  return {
    input: members['input'],
    output: members['output'],
    resourceArn: string('resourceArn'),
    pattern: string('pattern'),
    error: string('error'),
    cause: string('cause'),
    goto: string('goto'),
    index: number('index'),
    duration: number('duration'),
    timestamp: string('timestamp'),
  };
}

/** When a wait step that started at `at` goes on; undefined for other steps. */
export function restsUntil({ duration, timestamp }: EventDetail, at: number): number | undefined {
  if (duration !== undefined) return at + duration * 1000;
  const until = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(until) ? undefined : until;
}
