import { isJsonArray, isJsonObject, type JsonValue } from '../common/json.ts';
import type { Path, PathRoot, Segment } from './path.ts';

/** The values that paths of one place read. */
export type PathScope = Readonly<Record<PathRoot, JsonValue>>;

/**
 * The value that a path names; `undefined` when it is missing.
 *
 * Only own keys count. A path with a wildcard always yields an array: everything after the wildcard is applied to each
 * match, and matches without it are dropped (docs/reference/language.md 5.1).
 */
export function evaluatePath(path: Path, scope: PathScope): JsonValue | undefined {
  return follow(path.segments, scope[path.root]);
}

/** The value that `segments` lead to from `from`, `undefined` when it is missing. */
export function follow(segments: readonly Segment[], from: JsonValue): JsonValue | undefined {
  const wildcard = segments.findIndex(({ kind }) => kind === 'every');
  if (wildcard < 0) return followSingle(segments, from);
  const start = followSingle(segments.slice(0, wildcard), from);
  let matches: readonly JsonValue[] = start === undefined ? [] : [start];
  for (const segment of segments.slice(wildcard)) {
    matches =
      segment.kind === 'every'
        ? matches.flatMap(elements)
        : matches.map((match) => select(segment, match)).filter((match) => match !== undefined);
  }
  return matches;
}

function followSingle(segments: readonly Segment[], from: JsonValue): JsonValue | undefined {
  let value: JsonValue | undefined = from;
  for (const segment of segments) {
    value = select(segment, value);
    if (value === undefined) return undefined;
  }
  return value;
}

function select(segment: Segment, value: JsonValue): JsonValue | undefined {
  if (segment.kind === 'member') {
    return isJsonObject(value) && Object.hasOwn(value, segment.name) ? value[segment.name] : undefined;
  }
  return segment.kind === 'element' && isJsonArray(value) ? value.at(segment.index) : undefined;
}

function elements(value: JsonValue): readonly JsonValue[] {
  if (isJsonArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}
