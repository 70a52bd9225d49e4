import type { PassStep } from '../../flow/flow.ts';
import { DONE, type StepHandler } from '../step-handler.ts';

/** A pass step is done at once; its mappings do the work. */
export const pass: StepHandler<PassStep> = { start: () => DONE };
