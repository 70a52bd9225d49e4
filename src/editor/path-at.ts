import { parsePath } from '../expressions/parse-path.ts';
import type { Path } from '../expressions/path.ts';
import type { Place } from '../fdl/yaml/node.ts';
import { innerPlace, type LooseFlow } from './loose-flow.ts';
import { follow, scopeAt } from './scope.ts';
import { type Member, memberOf } from './shape.ts';
import type { Spot } from './spot.ts';

/** A path that is written in a value, up to the key under the cursor. */
export interface PathAt {
  readonly path: Path;
  readonly text: string;
  readonly place: Place;
  /** The last key of it, as far as it is known. */
  readonly member: Member | undefined;
}

const PATHS = /\$(?:input|local|context)?(?:\.[\p{L}_][\p{L}\p{N}_]*|\[(?:\*|-?\d+|"[^"]*"|'[^']*')\])*/gu;
const SEGMENT = /\.[\p{L}_][\p{L}\p{N}_]*|\[[^\]]*\]|^\$\w*/gu;

/** The path at an offset of a value that may hold some. */
export function pathAt(flow: LooseFlow, spot: Spot, text: string, offset: number): PathAt | undefined {
  if (spot.role !== 'value' || spot.expected?.is !== 'value') return undefined;
  const isSource = spot.expected.value === 'source';
  if (!isSource && !['condition', 'inputPath', 'flowName'].includes(spot.expected.value)) return undefined;
  const { start, end } = innerPlace(spot.scalar);
  for (const match of text.slice(start, end).matchAll(PATHS)) {
    const from = start + match.index;
    if (offset < from || offset > from + match[0].length) continue;
    const cut = upTo(match[0], offset - from);
    const parsed = parsePath(cut, isSource ? ['$input', '$local', '$context', '$'] : ['$']);
    if (!parsed.ok) return undefined;
    const { root, segments } = parsed.value;
    const last = segments.at(-1);
    const scope = scopeAt(flow, spot.step, isSource ? spot.mappings : undefined);
    const holder = follow(scope[root], segments.slice(0, -1));
    const member = last?.kind === 'member' ? memberOf(holder, last.name) : undefined;
    return { path: parsed.value, text: cut, place: { start: from, end: from + cut.length }, member };
  }
  return undefined;
}

/** A path up to the end of the segment that holds an offset. */
function upTo(path: string, offset: number): string {
  let end = 0;
  for (const segment of path.matchAll(SEGMENT)) {
    end = segment.index + segment[0].length;
    if (end >= offset) break;
  }
  return path.slice(0, end);
}
