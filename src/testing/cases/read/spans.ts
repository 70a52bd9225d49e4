import { parseDuration } from '../../../common/duration.ts';
import { parseRfc3339 } from '../../../common/rfc3339.ts';
import type { Read } from '../../../fdl/read/context.ts';
import { readText } from '../../../fdl/read/values.ts';
import { describe } from '../../../fdl/read/words.ts';

/** Reads a span of time such as `3d`, `90s`, `250ms` or `1h 30m`, in milliseconds. */
export const readSpan: Read<number> = (field, context) => {
  const { node } = field;
  const span = node.kind === 'scalar' ? parseDuration(node.text) : undefined;
  if (span !== undefined) return span;
  context.refuse(
    'wrong-type',
    field,
    `Expected a span such as 3d, 90s, 250ms or 1h 30m, found ${describe(node)}`,
  );
  return 0;
};

/** Reads a time such as `2026-03-29T00:30:00Z`. */
export const readTime: Read<number> = (field, context) => {
  const text = readText(field, context);
  const instant = parseRfc3339(text);
  if (instant !== undefined || text === '') return instant ?? 0;
  context.refuse(
    'invalid-timestamp',
    field,
    `Expected a time such as 2026-03-29T00:30:00Z, found ${describe(field.node)}`,
  );
  return 0;
};
