import { Attributes } from '../attributes.ts';
import { type ReadStep, readEnding, warnedIfEmpty } from '../step-scope.ts';
import { readFilledList } from '../values.ts';

/** The attributes of a branch. */
export const BRANCH_RULES = { owner: 'a branch', allowed: ['steps'] } as const;

/** Reads a parallel step, which has at least one branch. */
export const readParallel: ReadStep = (name, attributes, { readSteps }) => {
  const readBranchSteps = warnedIfEmpty(readSteps, 'the branch ends at once');
  const readBranches = readFilledList('branches', (field, context) => ({
    steps: new Attributes(field, context, BRANCH_RULES).required('steps', readBranchSteps, []),
  }));
  return {
    type: 'parallel',
    ...readEnding(name, attributes),
    branches: attributes.required('branches', readBranches, []),
  };
};
