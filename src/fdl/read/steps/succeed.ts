import { type ReadStep, readCommon } from '../step-scope.ts';

/** Reads a succeed step. */
export const readSucceed: ReadStep = (name, attributes) => ({
  type: 'succeed',
  ...readCommon(name, attributes),
});
