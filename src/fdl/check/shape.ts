import type { Path, Segment } from '../../expressions/path.ts';
import { anything, type MayHold, nothing, only } from './may-hold.ts';

/** What is known of a value that references read. */
export type Shape =
  | { readonly kind: 'object'; readonly mayHold: MayHold; readonly inner: (key: string) => MayHold }
  | { readonly kind: 'list'; readonly elements: MayHold };

/** An object whose keys are known, but not what they hold. */
export function objectOf(mayHold: MayHold): Shape {
  return { kind: 'object', mayHold, inner: () => anything };
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

/** `$context` (language page 3.6); only tasks have a token. */
export function contextShape(isTask: boolean): Shape {
  const parts = isTask ? TASK_CONTEXT : CONTEXT;
  return { kind: 'object', mayHold: (key) => parts.has(key), inner: (key) => parts.get(key) ?? nothing };
}

/** False when `path` certainly leads nowhere in a value of this shape. */
export function mayLead({ segments }: Path, shape: Shape): boolean {
  const [first, second] = segments;
  if (first === undefined) return true;
  if (shape.kind === 'list') return first.kind !== 'member' && mayBeKey(second, shape.elements);
  if (first.kind !== 'member') return first.kind === 'every';
  return shape.mayHold(first.name) && mayBeKey(second, shape.inner(first.name));
}

function mayBeKey(segment: Segment | undefined, mayHold: MayHold): boolean {
  return segment?.kind !== 'member' || mayHold(segment.name);
}
