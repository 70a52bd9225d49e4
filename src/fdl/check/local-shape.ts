import type { Step } from '../../flow/flow.ts';
import { innerLists } from '../../flow/inner-lists.ts';
import { anything, either, type MayHold, nothing, writtenBy } from './may-hold.ts';
import { listOf, objectOf, type Shape } from './shape.ts';

/** The shape that a step's own local can have when its outputMappings read it. */
export function localShape(step: Step, parentLocal: MayHold): Shape {
  switch (step.type) {
    case 'task':
      return objectOf(anything);
    case 'choice':
      return objectOf(either(writtenInside(step), parentLocal));
    case 'parallel':
    case 'foreach':
      return listOf(writtenInside(step));
    default:
      return objectOf(nothing);
  }
}

function writtenInside(step: Step): MayHold {
  return innerLists(step)
    .map(({ steps }) => writtenBy(steps))
    .reduce(either, nothing);
}
