import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/common/json.ts';
import { inAnyInterleaving, type RecordedEvent } from '../../helpers/any-interleaving.ts';

/** Members that tell where a flow runs: what its resources are called there, who uploads, and how its runtime words a crash. */
const OF_THE_PLACE = new Set(['resourceArn', 'requester', 'source-ip-address', 'cause']);

/** Members of the event of an upload that are promised (docs/guide/embedded-home.md, "Objects"); S3 may tell more. */
const OF_AN_UPLOAD = new Set([
  'version',
  'bucket',
  'object',
  'request-id',
  'requester',
  'source-ip-address',
  'reason',
]);

/** Members of its object that are promised. */
const OF_AN_OBJECT = new Set(['key', 'size', 'etag', 'sequencer']);

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
    Object.entries(promised(json)).map(([key, member]) => [
      key,
      OF_THE_PLACE.has(key) ? '…' : withoutPlace(member),
    ]),
  );
}

/** The event of an upload without members that are not promised; all else as it is. */
function promised(json: JsonObject): JsonObject {
  const { bucket, object, reason } = json;
  if (bucket === undefined || reason === undefined || !isJsonObject(object)) return json;
  return { ...only(json, OF_AN_UPLOAD), object: only(object, OF_AN_OBJECT) };
}

function only(json: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => names.has(name)));
}
