import type { Mapping, Step, StepList } from '../../flow/flow.ts';
import { innerLists } from '../../flow/inner-lists.ts';

/** A test of keys of an object at run time: false for keys that it certainly does not have. */
export type MayHold = (key: string) => boolean;

/** Nothing is known. */
export const anything: MayHold = () => true;

/** An empty object. */
export const nothing: MayHold = () => false;

/** An object with no other than these keys. */
export function only(keys: readonly string[]): MayHold {
  const known = new Set(keys);
  return (key) => known.has(key);
}

/** Two objects laid over each other. */
export function either(one: MayHold, other: MayHold): MayHold {
  return (key) => one(key) || other(key);
}

/** The object that mappings build; without mappings `otherwise`. */
export function mapped(mappings: readonly Mapping[] | undefined, otherwise: MayHold): MayHold {
  return mappings === undefined ? otherwise : only(mappings.map(({ target }) => target));
}

/** The keys that a list of steps can write into the local of its parent, in any order of running. */
export function writtenBy(steps: StepList): MayHold {
  return union(steps.map(outputOf));
}

/** The keys that a step can write into the local of its parent. */
function outputOf(step: Step): MayHold {
  const output = mapped(step.outputMappings, defaultOutputOf(step));
  return step.type === 'task' ? either(output, mapped(step.errorMappings, nothing)) : output;
}

function defaultOutputOf(step: Step): MayHold {
  if (step.type === 'task') return anything;
  return step.type === 'choice' ? union(innerLists(step).map(({ steps }) => writtenBy(steps))) : nothing;
}

function union(parts: readonly MayHold[]): MayHold {
  return (key) => parts.some((mayHold) => mayHold(key));
}
