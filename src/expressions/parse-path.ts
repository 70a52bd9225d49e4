import type { Path, PathRoot } from './path.ts';
import { type Parsed, refuse } from './problem.ts';
import { scanSegments } from './scan-segments.ts';

/** How the first word of a path may be written; `$` alone names the input. */
export type PathStart = '$' | '$input' | '$local' | '$context';

const ROOTS: Readonly<Record<PathStart, PathRoot>> = {
  $: 'input',
  $input: 'input',
  $local: 'local',
  $context: 'context',
};

const FIRST_WORD = /^\$(?:(?:input|local|context)(?![\p{L}\p{N}_]))?/u;

/** Parses the whole of `text` as a reference that begins with one of `starts`; never throws. */
export function parsePath(text: string, starts: readonly PathStart[]): Parsed<Path> {
  const start = starts.find((allowed) => allowed === FIRST_WORD.exec(text)?.[0]);
  if (start === undefined) {
    const begin = starts.join(', ');
    const advice = begin === '$' ? ", the step's input; bring other data into it with inputMappings" : '';
    return refuse(0, text.length, `A path must begin with ${begin} here${advice}`);
  }
  const segments = scanSegments(text, start.length);
  if (!segments.ok) return segments;
  if (segments.end < text.length) {
    return refuse(
      segments.end,
      text.length - segments.end,
      'A path goes on only with ".name", "[position]", "["key"]" or "[*]"; write keys with other characters as ["key"]',
    );
  }
  return { ok: true, value: { root: ROOTS[start], segments: segments.value } };
}
