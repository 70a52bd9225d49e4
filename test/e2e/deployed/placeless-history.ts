import { isJsonObject, type JsonValue } from '../../../src/common/json.ts';
import { inAnyInterleaving, type RecordedEvent } from '../../helpers/any-interleaving.ts';

/** Members that tell where a flow runs: what its resources are called there, who uploads, and how its runtime words a crash. */
const OF_THE_PLACE = new Set(['resourceArn', 'requester', 'source-ip-address', 'cause']);

/**
 * A history in the form in which those of two homes are the same. `names` says what the resources that data mention are
 * called in the recorded one.
 */
export function placelessHistory(
  events: readonly RecordedEvent[],
  names: Readonly<Record<string, string>> = {},
): readonly unknown[] {
  let text = JSON.stringify(events.map(withoutPlace));
  for (const [here, recorded] of Object.entries(names)) text = text.replaceAll(here, recorded);
  return inAnyInterleaving(JSON.parse(text));
}

function withoutPlace(value: unknown): unknown {
  const json = value as JsonValue;
  if (Array.isArray(json)) return json.map(withoutPlace);
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, member]) => [key, OF_THE_PLACE.has(key) ? '…' : withoutPlace(member)]),
  );
}
