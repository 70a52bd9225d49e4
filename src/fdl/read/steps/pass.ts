import { type ReadStep, readEnding } from '../step-scope.ts';

/** Reads a pass step. */
export const readPass: ReadStep = (name, attributes) => ({ type: 'pass', ...readEnding(name, attributes) });
