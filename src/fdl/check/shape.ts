import type { Path, Segment } from '../../expressions/path.ts';
import { anything, type MayHold, only } from './may-hold.ts';

/** The known shape of a value that references read. The shape under a key is undefined for keys that it cannot have. */
export type Shape =
  | { readonly kind: 'object'; readonly under: (key: string) => MayHold | undefined }
  | { readonly kind: 'list'; readonly elements: MayHold };

/** An object with known keys and unknown values. */
export function objectOf(mayHold: MayHold): Shape {
  return { kind: 'object', under: (key) => (mayHold(key) ? anything : undefined) };
}

/** A list of objects with such keys. */
export function listOf(elements: MayHold): Shape {
  return { kind: 'list', elements };
}

const STEP_KEYS = ['name', 'eventId', 'iterationIndex'];

const CONTEXT: ReadonlyMap<string, MayHold> = new Map([
  ['flow', only(['name', 'id'])],
  ['execution', only(['name'])],
  ['step', only(STEP_KEYS)],
]);

const TASK_CONTEXT: ReadonlyMap<string, MayHold> = new Map([...CONTEXT, ['task', only(['token'])]]);

/** `$context` (docs/reference/language.md 2.7); only tasks have a token. */
export function contextShape(isTask: boolean): Shape {
  const parts = isTask ? TASK_CONTEXT : CONTEXT;
  return { kind: 'object', under: (key) => parts.get(key) };
}

/** False when `path` certainly leads nowhere in a value of this shape. */
export function mayLead({ segments }: Path, shape: Shape): boolean {
  const [first, second] = segments;
  if (first === undefined) return true;
  if (shape.kind === 'list') return first.kind !== 'member' && mayBeKey(second, shape.elements);
  if (first.kind !== 'member') return first.kind === 'every';
  const inner = shape.under(first.name);
  return inner !== undefined && mayBeKey(second, inner);
}

function mayBeKey(segment: Segment | undefined, mayHold: MayHold): boolean {
  return segment?.kind !== 'member' || mayHold(segment.name);
}
