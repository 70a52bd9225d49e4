import type { EventView } from '../../src/api/contract.ts';
import { isJsonObject, type JsonValue } from '../../src/common/json.ts';

/** Members of event details that differ from run to run. */
const CHANGING = new Set([
  'taskToken',
  'MessageId',
  'MessageBodyMD5',
  'RequestId',
  'StartedTime',
  'triggerTime',
  'sequencer',
  'request-id',
  'uploadId',
  'resultWriterDetails',
  'manifest',
]);

/** What starts a case names its execution, and so begins the names of its map runs. */
const MAP_RUN = /^[\w-]+(?=:map-\d+-\d+$)/;

/** A history as text that two runs of the same case share: an event per line, without tokens, ids and times. */
export function comparableHistory(events: readonly EventView[]): string {
  const lines = events.map(({ EventId, ScheduleEventId, StepName, Type, EventDetail }) =>
    JSON.stringify({
      EventId,
      ScheduleEventId,
      StepName,
      Type,
      EventDetail: withoutChanging(JSON.parse(EventDetail)),
    }),
  );
  return `[\n    ${lines.join(',\n    ')}\n  ]`;
}

function withoutChanging(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutChanging);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(key, member)]));
}

function comparable(key: string, member: JsonValue): JsonValue {
  if (CHANGING.has(key)) return '…';
  if (typeof member === 'string' && MAP_RUN.test(member)) return member.replace(MAP_RUN, '…');
  return key === 'cause' && typeof member === 'string' ? withoutTrace(member) : withoutChanging(member);
}

/** The stack of a thrown error tells the places in its code, which differ from home to home. */
function withoutTrace(cause: string): string {
  return cause.replace(/"stackTrace":\[.*\]/, '"stackTrace":[]');
}
