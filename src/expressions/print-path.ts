import { stringifyJson } from '../common/json-text.ts';
import type { Path, Segment } from './path.ts';

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** The text of a path that begins with `$input`, `$local` or `$context`. */
export function printPath(path: Path): string {
  return `$${path.root}${printSegments(path.segments)}`;
}

/** The text of a path into the input that begins with `$`, as conditions and parameters write it. */
export function printInputPath(path: Path): string {
  return `$${printSegments(path.segments)}`;
}

function printSegments(segments: readonly Segment[]): string {
  return segments.map(printSegment).join('');
}

function printSegment(segment: Segment): string {
  if (segment.kind === 'every') return '[*]';
  if (segment.kind === 'element') return `[${segment.index}]`;
  return PLAIN_NAME.test(segment.name) ? `.${segment.name}` : `[${stringifyJson(segment.name)}]`;
}
